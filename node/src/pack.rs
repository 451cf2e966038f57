//! Claims on their way to JavaScript in a form that it reads in a quarter of the time that `JSON.parse` takes.
//!
//! `JSON.parse` finds out for every token anew what its members are called, where its strings end and what its
//! numbers are. Most tokens of an issuer have the same members in the same order, so here the names are sent once, as
//! the text of an object whose other values are null, and then stand for a number. `lib/unpack.cjs` copies that
//! object and puts the values in.
//!
//! The form is a string of bytes: a zero, which no JSON text begins with; the length of what describes the values;
//! one description for each value; and the content of all strings, one behind the other. It is for short claims in
//! ASCII without white space, escapes or fractions. All others cross as the JSON text that they are.

use std::cell::RefCell;

use jotkit::{Error, Result};
use napi_derive::napi;

use crate::call::{Call, Value};
use crate::failure::{Answer, guard};

/// The longest claims that are packed. A string that JavaScript cuts out of another one may keep all of
/// that one alive.
const LONGEST: usize = 1024;

/// How deep the claims may be nested.
const DEPTH: usize = 8;

/// The most names that are remembered, each as often as other names precede it; the most in the same place; and the
/// longest one.
const MOST: usize = 1024;
const MOST_INSTEAD: usize = 16;
const LONGEST_NAME: usize = 64;

/// Descriptions. Those below `LONG` are a string's length.
const LONG: u8 = 248;
const WHOLE: u8 = 249;
const NULL: u8 = 250;
const FALSE: u8 = 251;
const TRUE: u8 = 252;
const LIST: u8 = 253;
const OBJECT: u8 = 254;

thread_local! {
    static PACKER: RefCell<Packer> = RefCell::new(Packer::new());
}

/// Claims as `unpack` takes them: packed if they fit the form. They are JSON that the core has taken.
pub(crate) fn claims(call: &Call<'_>, json: &str) -> Result<Value> {
    if json.len() > LONGEST || !json.is_ascii() {
        return call.string(json);
    }
    PACKER.with_borrow_mut(|packer| match packer.pack(json.as_bytes()) {
        Some(()) => call.latin1(&packer.form),
        None => call.string(json),
    })
}

/// The JSON text of an object with the names that a number stands for.
#[napi]
pub fn packed_names(number: u32) -> Answer<String> {
    guard(|| {
        let end = usize::try_from(number).map_err(|_| Error::internal())?;
        PACKER.with_borrow(|packer| {
            let names = packer.names.before(end).ok_or(Error::internal())?;
            let members = names.iter().rev().map(|name| format!("{name}null"));
            Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
        })
    })
}

/// A name in an object, behind those that precede it there.
#[derive(Default)]
struct Name {
    /// With its quotes and colon.
    text: String,
    before: usize,
    /// The first name that was seen behind this one, and one that was seen in this one's place. Zero is none.
    behind: usize,
    instead: usize,
}

/// All names that were seen, as a tree. An object's end is the number of its last name; the first entry is no
/// name, and the end of an object without any.
struct Names(Vec<Name>);

impl Names {
    /// The number of the name at the start of a text, behind the one with the number `before`.
    fn find(&mut self, before: usize, text: &[u8]) -> Option<usize> {
        let mut place = self.0.get(before)?.behind;
        for _ in 0..MOST_INSTEAD {
            if place == 0 {
                return self.learn(before, text);
            }
            let name = self.0.get(place)?;
            if text.starts_with(name.text.as_bytes()) {
                return Some(place);
            }
            place = name.instead;
        }
        None
    }

    #[cold]
    fn learn(&mut self, before: usize, text: &[u8]) -> Option<usize> {
        let (b'"', rest) = text.split_first()? else {
            return None;
        };
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        let (name, rest) = rest.split_at_checked(length)?;
        // Of names that are whole numbers JavaScript has an order of its own.
        let plain = rest.starts_with(b"\":") && !name.first().is_some_and(u8::is_ascii_digit);
        if !plain || length > LONGEST_NAME || self.0.len() >= MOST {
            return None;
        }
        let text = format!("\"{}\":", str::from_utf8(name).ok()?);
        if self.before(before)?.contains(&text.as_str()) {
            return None;
        }
        let number = self.0.len();
        let instead = std::mem::replace(&mut self.0.get_mut(before)?.behind, number);
        self.0.push(Name {
            text,
            before,
            behind: 0,
            instead,
        });
        Some(number)
    }

    /// An object's names, the last one first.
    fn before(&self, end: usize) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        let mut place = end;
        while place != 0 {
            let name = self.0.get(place)?;
            names.push(name.text.as_str());
            place = name.before;
        }
        Some(names)
    }
}

struct Packer {
    names: Names,
    form: Vec<u8>,
    strings: Vec<u8>,
}

impl Packer {
    fn new() -> Self {
        Self {
            names: Names(vec![Name::default()]),
            form: Vec::new(),
            strings: Vec::new(),
        }
    }

    fn pack(&mut self, json: &[u8]) -> Option<()> {
        self.form.clear();
        self.strings.clear();
        self.form.extend([0, 0]);
        let rest = self.value(json, DEPTH)?;
        if !rest.is_empty() {
            return None;
        }
        let length = self.form.len().checked_sub(2)?;
        *self.form.get_mut(1)? = u8::try_from(length).ok()?;
        self.form.extend_from_slice(&self.strings);
        Some(())
    }

    /// Packs the value at the start of a text, and returns what is behind it.
    fn value<'a>(&mut self, json: &'a [u8], depth: usize) -> Option<&'a [u8]> {
        let (first, rest) = json.split_first()?;
        match first {
            b'"' => self.string(rest),
            b'0'..=b'9' => self.whole(json),
            b'{' => self.object(rest, depth.checked_sub(1)?),
            b'[' => self.list(rest, depth.checked_sub(1)?),
            _ => self.word(json),
        }
    }

    fn string<'a>(&mut self, json: &'a [u8]) -> Option<&'a [u8]> {
        let length = string_length(json)?;
        let (text, rest) = json.split_at_checked(length)?;
        match u8::try_from(length) {
            Ok(short) if short < LONG => self.form.push(short),
            _ => {
                let [low, high] = u16::try_from(length).ok()?.to_le_bytes();
                self.form.extend([LONG, low, high]);
            }
        }
        self.strings.extend_from_slice(text);
        rest.strip_prefix(b"\"")
    }

    fn whole<'a>(&mut self, json: &'a [u8]) -> Option<&'a [u8]> {
        /// No more digits than a `u64` surely holds.
        const DIGITS: usize = 10;
        let length = json.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = json.split_at_checked(length)?;
        if length > DIGITS {
            return None;
        }
        let add =
            |value: u64, digit: &u8| value.wrapping_mul(10).wrapping_add(u64::from(digit & 15));
        let number = u32::try_from(digits.iter().fold(0, add)).ok()?;
        self.form.push(WHOLE);
        self.form.extend(number.to_le_bytes());
        Some(rest)
    }

    fn word<'a>(&mut self, json: &'a [u8]) -> Option<&'a [u8]> {
        let words: [(&[u8], u8); 3] = [(b"true", TRUE), (b"false", FALSE), (b"null", NULL)];
        let (rest, word) = words
            .iter()
            .find_map(|(text, word)| Some((json.strip_prefix(*text)?, word)))?;
        self.form.push(*word);
        Some(rest)
    }

    fn list<'a>(&mut self, json: &'a [u8], depth: usize) -> Option<&'a [u8]> {
        let start = self.form.len();
        self.form.extend([LIST, 0]);
        if let Some(rest) = json.strip_prefix(b"]") {
            return Some(rest);
        }
        let (mut json, mut count) = (json, 0_u8);
        loop {
            let (end, rest) = self.value(json, depth)?.split_first()?;
            count = count.checked_add(1)?;
            json = rest;
            match end {
                b',' => {}
                b']' => break,
                _ => return None,
            }
        }
        *self.form.get_mut(start.checked_add(1)?)? = count;
        Some(json)
    }

    fn object<'a>(&mut self, json: &'a [u8], depth: usize) -> Option<&'a [u8]> {
        let start = self.form.len();
        self.form.extend([OBJECT, 0, 0]);
        let mut name = 0;
        let mut json = json;
        if let Some(rest) = json.strip_prefix(b"}") {
            return Some(rest);
        }
        loop {
            name = self.names.find(name, json)?;
            let value = json.get(self.names.0.get(name)?.text.len()..)?;
            let (end, rest) = self.value(value, depth)?.split_first()?;
            json = rest;
            match end {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let number = u16::try_from(name).ok()?.to_le_bytes();
        let place = self
            .form
            .get_mut(start.checked_add(1)?..)?
            .first_chunk_mut()?;
        *place = number;
        Some(json)
    }
}

/// The length of a string without escapes, from behind its opening quote.
fn string_length(json: &[u8]) -> Option<usize> {
    let (eights, last) = json.as_chunks();
    let mut length = 0_usize;
    for eight in eights {
        if let Some(place) = string_end(*eight) {
            length = length.checked_add(place)?;
            return (json.get(length) == Some(&b'"')).then_some(length);
        }
        length = length.checked_add(eight.len())?;
    }
    let place = last.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    (last.get(place) == Some(&b'"')).then(|| length.saturating_add(place))
}

/// The place of the first quote or backslash among eight characters of ASCII. Of those that equal the one that is looked
/// for, adding 127 does not set the upper bit.
fn string_end(eight: [u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const UPPER: u64 = ONES << 7;
    let eight = u64::from_le_bytes(eight);
    let differ =
        |byte: u8| (eight ^ ONES.wrapping_mul(byte.into())).wrapping_add(UPPER.wrapping_sub(ONES));
    match UPPER & !(differ(b'"') & differ(b'\\')) {
        0 => None,
        ends => usize::try_from(ends.trailing_zeros() >> 3).ok(),
    }
}
