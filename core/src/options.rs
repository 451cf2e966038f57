//! Reading structured options from JSON text.
//!
//! All languages hand their options over as one JSON object, so what counts as a mistake is
//! decided here, once: an unknown field, a null, a value of the wrong type, a name written twice.
//! A setting that came back empty must never pass for a setting that was not given.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StringDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::{Code, Error, Result};
use crate::json;

/// Options are flat; whatever nests deeper than this is a mistake.
const MAX_DEPTH: usize = 64;

/// The greatest whole number that every host language holds exactly.
const MAX_WHOLE: u64 = 1 << 53;

/// Reads options, which must be one strict JSON object.
///
/// # Errors
/// An error of the given code. Its hint names the field and what it expects, never its value, which
/// may be a secret; for that reason a `Deserialize` used here must not put values into its
/// messages.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, code: Code) -> Result<T> {
    // serde alone would take an array for a struct, and the last of two equal names in a map.
    json::parse_object(text.as_bytes(), MAX_DEPTH).map_err(|_| {
        Error::with_hint(
            code,
            "Options are one JSON object, with every name written once.",
        )
    })?;
    let mut field = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    T::deserialize(Watched {
        inner: &mut reader,
        field: &mut field,
    })
    .map_err(|error| Error::with_made_hint(code, explain(field, &error.to_string())))
}

/// Reads a field that may be left out, but not be null. To be used with `default`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a whole number from 0 to 2^53, which may be written `60` or `60.0`: not every host
/// language tells the two apart.
pub(crate) fn whole_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    deserializer.deserialize_any(WholeNumber).map(Some)
}

/// Reads a string or a non-empty list of strings; the one string is a list of one.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<String>>, D::Error> {
    deserializer.deserialize_any(OneOrMany).map(Some)
}

/// Reads a list that has at least one item: no item at all must not pass for no list.
pub(crate) fn non_empty<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(Many(PhantomData)).map(Some)
}

/// Reads a switch whose only value is `true`; its absence is the other one.
pub(crate) fn only_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match bool::deserialize(deserializer)? {
        true => Ok(true),
        false => Err(D::Error::invalid_value(
            Unexpected::Bool(false),
            &"true, or left out",
        )),
    }
}

struct OneOrMany;

impl<'de> Visitor<'de> for OneOrMany {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a non-empty list of strings")
    }

    fn visit_str<E>(self, one: &str) -> Result<Vec<String>, E> {
        Ok(vec![one.to_owned()])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Vec<String>, A::Error> {
        items(list, &self)
    }
}

struct Many<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Many<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a non-empty list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Vec<T>, A::Error> {
        items(list, &self)
    }
}

fn items<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(
    mut list: A,
    expected: &dyn Expected,
) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    while let Some(item) = list.next_element()? {
        items.push(item);
    }
    if items.is_empty() {
        Err(A::Error::invalid_length(0, expected))
    } else {
        Ok(items)
    }
}

struct WholeNumber;

impl Visitor<'_> for WholeNumber {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, 0 or more")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<u64, E> {
        if number <= MAX_WHOLE {
            Ok(number)
        } else {
            Err(E::invalid_value(Unexpected::Unsigned(number), &self))
        }
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<u64, E> {
        #[expect(clippy::cast_precision_loss, reason = "a power of two is exact")]
        let in_range = (0.0..=MAX_WHOLE as f64).contains(&number);
        if in_range && number.fract() == 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole and within range"
            )]
            return Ok(number as u64);
        }
        Err(E::invalid_value(Unexpected::Float(number), &self))
    }
}

/// The field that was being read when an error came up.
enum Field {
    /// Its name was read; the struct has not said yet whether it knows it.
    Name(String),
    /// Its value was being read.
    Value(String),
}

/// Says which field is wrong without repeating its value. `message` is serde's, and holds the
/// value.
fn explain(field: Option<Field>, message: &str) -> String {
    match field {
        Some(Field::Name(name)) => format!("There is no field {}.", quoted(&name)),
        Some(Field::Value(name)) => {
            // A value can only stand before the last `expected`; behind it is what a type says of
            // itself. serde_json adds the position.
            let expected = message
                .rsplit_once(", expected ")
                .map(|(_, expected)| expected);
            let expected = expected.and_then(|text| text.rsplit_once(" at line "));
            match expected {
                Some((expected, _)) => format!("The field {} is {expected}.", quoted(&name)),
                None => format!(
                    "The field {} has a value that is not allowed.",
                    quoted(&name)
                ),
            }
        }
        None => {
            let missing = message.strip_prefix("missing field `");
            match missing.and_then(|rest| rest.split_once('`')) {
                Some((name, _)) => format!("The field `{name}` is missing."),
                None => "A field is missing.".to_owned(),
            }
        }
    }
}

/// A field's name as an error may show it: only what looks like one, in case a value went astray.
fn quoted(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.len() <= 32 && name.bytes().all(plain) {
        format!("`{name}`")
    } else {
        "of that name".to_owned()
    }
}

/// A deserializer of one object that notes which field is being read.
struct Watched<'a, D> {
    inner: D,
    field: &'a mut Option<Field>,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Watched<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Watched {
            inner: visitor,
            field: self.field,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Watched<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Watched {
            inner: map,
            field: self.field,
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Watched<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        *self.field = None;
        self.inner.next_key_seed(Watched {
            inner: seed,
            field: self.field,
        })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        if let Some(Field::Name(name)) = self.field.take() {
            *self.field = Some(Field::Value(name));
        }
        self.inner.next_value_seed(seed)
    }
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Watched<'_, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        let name = String::deserialize(deserializer)?;
        *self.field = Some(Field::Name(name.clone()));
        let name: StringDeserializer<D::Error> = name.into_deserializer();
        self.inner.deserialize(name)
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
