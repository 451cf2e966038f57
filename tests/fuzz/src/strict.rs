//! Which text is a strict JSON object, decided by serde_json, a look for names that stand twice,
//! and a count of brackets.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::duplicates::NoDuplicates;

/// Why a string is not a strict JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// serde_json does not take it either.
    NotJson,
    /// It is another JSON value.
    NotAnObject,
    /// A name stands twice in one object.
    Duplicate,
    /// It is nested deeper than the limit.
    TooDeep,
}

/// The members of the outermost object, each value as its text.
pub type Members = Vec<(String, Box<RawValue>)>;

/// Reads a strict JSON object.
///
/// # Errors
/// The first reason that applies.
pub fn object(bytes: &[u8], max_depth: usize) -> Result<Members, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::NotJson)?;
    serde_json::from_str::<serde_json::Value>(text).map_err(|_| Refused::NotJson)?;
    if !text
        .trim_start_matches([' ', '\n', '\r', '\t'])
        .starts_with('{')
    {
        return Err(Refused::NotAnObject);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    NoDuplicates
        .deserialize(&mut reader)
        .map_err(|_| Refused::Duplicate)?;
    if depth(text) > max_depth {
        return Err(Refused::TooDeep);
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Top).map_err(|_| Refused::NotJson)
}

/// The greatest number of arrays and objects that are open at once in a JSON text.
fn depth(text: &str) -> usize {
    let (mut open, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                open += 1;
                most = most.max(open);
            }
            b'}' | b']' if !in_string => open -= 1,
            _ => {}
        }
    }
    most
}

struct Top;

impl<'de> Visitor<'de> for Top {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
