//! A strict JSON reader (RFC 8259, narrowed by RFC 8725 §2.4 and I-JSON, RFC 7493).
//!
//! One pass over the text that borrows from it. It refuses what two parsers could read differently:
//! duplicate member names at any depth, lone surrogates, numbers that no double can hold, bytes
//! after the value. Nesting is counted, not recursed into, so depth costs no stack.

mod duplicates;
mod escape;
mod number;
mod reader;
mod scan;
mod walk;

use std::borrow::Cow;
use std::collections::HashMap;

use smallvec::SmallVec;

use self::escape::Unescaped;
pub(crate) use self::number::Decimal;
use self::reader::Reader;
pub use self::walk::Visitor;
pub use self::walk::walk;

/// The deepest nesting that is read unless a policy says otherwise; the outermost object is at
/// depth 1.
pub(crate) const MAX_DEPTH: usize = 64;

/// Up to this many members are found one by one; where there are more on both sides, in a map.
const FEW: usize = 16;

/// Marks text that is not one strict JSON object within the depth limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotStrict;

type Strict<T> = Result<T, NotStrict>;

/// The content of a JSON string as written between the quotes, with its escapes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> Text<'a> {
    /// The string's value.
    pub(crate) fn value(self) -> Cow<'a, str> {
        if self.escaped {
            Cow::Owned(Unescaped::new(self.raw).string())
        } else {
            Cow::Borrowed(self.raw)
        }
    }

    /// Whether the value equals `other`, byte for byte.
    ///
    /// An escaped string is decoded only as far as the two agree, so that looking for one name
    /// among many costs no more than the name's length for each.
    pub(crate) fn is(self, other: &str) -> bool {
        if self.escaped {
            Unescaped::new(self.raw).eq(other.chars())
        } else {
            self.raw == other
        }
    }
}

/// A JSON value. Numbers, arrays and objects are kept as their text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(Text<'a>),
    Array(&'a str),
    Object(&'a str),
}

impl<'a> Value<'a> {
    pub(crate) fn as_string(self) -> Option<Text<'a>> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value's JSON text.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed("null"),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Number(text) | Self::Array(text) | Self::Object(text) => Cow::Borrowed(text),
            Self::String(text) => Cow::Owned(serde_json::Value::from(&*text.value()).to_string()),
        }
    }
}

/// The members of one object, in their order.
#[derive(Debug, Default)]
pub(crate) struct Object<'a> {
    members: SmallVec<[(Text<'a>, Value<'a>); 16]>,
}

impl<'a> Object<'a> {
    /// Finds a member by name.
    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.members
            .iter()
            .find(|(member, _)| member.is(name))
            .map(|(_, value)| *value)
    }

    /// A way to find this many members by name.
    pub(crate) fn lookup(&self, names: usize) -> Lookup<'_, 'a> {
        if names <= FEW || self.members.len() <= FEW {
            return Lookup::Scan(self);
        }
        let members = self.members.iter();
        Lookup::Map(
            members
                .map(|(name, value)| (name.value(), *value))
                .collect(),
        )
    }

    pub(crate) fn members(&self) -> &[(Text<'a>, Value<'a>)] {
        &self.members
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

/// See [`Object::lookup`].
pub(crate) enum Lookup<'o, 'a> {
    Scan(&'o Object<'a>),
    Map(HashMap<Cow<'o, str>, Value<'a>>),
}

impl<'a> Lookup<'_, 'a> {
    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        match self {
            Self::Scan(object) => object.get(name),
            Self::Map(map) => map.get(name).copied(),
        }
    }
}

/// Reads bytes that must be one strict JSON object. The outermost object is at depth 1.
pub(crate) fn parse_object(bytes: &[u8], max_depth: usize) -> Strict<Object<'_>> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotStrict)?;
    parse_object_str(text, max_depth)
}

/// As [`parse_object`], for text already known to be UTF-8.
pub(crate) fn parse_object_str(text: &str, max_depth: usize) -> Strict<Object<'_>> {
    let mut object = Object::default();
    object.read(text, max_depth)?;
    Ok(object)
}

impl<'a> Object<'a> {
    /// Reads an empty object's members from text, as [`parse_object_str`] does, in place.
    pub(crate) fn read(&mut self, text: &'a str, max_depth: usize) -> Strict<()> {
        let mut reader = Reader::new(text, max_depth);
        reader.skip_space();
        reader.top_object(self)?;
        reader.end()
    }
}

/// The items of an array that [`parse_object`] has already found well formed.
pub(crate) fn items(array: &str) -> Items<'_> {
    Items {
        reader: Reader::new(array, usize::MAX),
        place: Place::Start,
    }
}

/// The items of an array, `None` for each that is not a string.
pub(crate) fn strings(array: &str) -> impl Iterator<Item = Option<Text<'_>>> {
    items(array).map(|item| item.ok().and_then(Value::as_string))
}

/// See [`items`].
pub(crate) struct Items<'a> {
    reader: Reader<'a>,
    place: Place,
}

#[derive(PartialEq)]
enum Place {
    Start,
    Between,
    End,
}

impl<'a> Items<'a> {
    fn item(&mut self) -> Strict<Option<Value<'a>>> {
        let reader = &mut self.reader;
        if self.place == Place::Start {
            reader.expect(b'[')?;
            reader.skip_space();
            if reader.take(b']') {
                return Ok(None);
            }
        } else if !reader.take(b',') {
            reader.expect(b']')?;
            return Ok(None);
        }
        self.place = Place::Between;
        reader.skip_space();
        let value = reader.value(1)?;
        reader.skip_space();
        Ok(Some(value))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Strict<Value<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.place == Place::End {
            return None;
        }
        let item = self.item().transpose();
        if !matches!(item, Some(Ok(_))) {
            self.place = Place::End;
        }
        item
    }
}

#[cfg(test)]
mod tests;
