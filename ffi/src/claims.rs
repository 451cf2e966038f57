//! Claims, read one by one.

use std::borrow::Cow;

use jotkit::{Error, Result, Visitor};
use jotkit_ffi_export::export;
use zeroize::Zeroizing;

use crate::args::Text;
use crate::object;
use crate::status::Status;
use crate::string::{OwnedString, Terminated};

/// Up to here every whole number is a double.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A value of the outermost object.
enum Found {
    String(Zeroizing<String>),
    /// As it is written.
    Number(String),
    Bool(bool),
    /// A null, a list or an object.
    Other,
}

/// What is asked about a value besides itself.
#[derive(Clone, Copy, PartialEq)]
enum Question<'a> {
    Nothing,
    /// Its JSON.
    Json,
    /// Whether it is this string, or a list that has it.
    Contains(&'a str),
}

/// Looks for a member of the outermost object.
struct Search<'a> {
    name: &'a str,
    question: Question<'a>,
    depth: usize,
    is_object: bool,
    /// Whether what is reported now is the value, or in it.
    inside: bool,
    found: Option<Found>,
    contains: bool,
    json: Zeroizing<String>,
    /// The brackets that are open in the value.
    open: Vec<char>,
}

impl<'a> Search<'a> {
    /// Searches an object of jotkit's. `claim_missing` if it has no such member.
    fn of(claims: &Terminated, name: &'a str, question: Question<'a>) -> Result<Self> {
        let other = Error::argument_invalid("The string is not a JSON object; pass claims.");
        let text = str::from_utf8(claims.bytes()).map_err(|_| other.clone())?;
        // Growing would leave copies that are not wiped. An escape has at most six characters.
        let room = match question {
            Question::Json => text.len().saturating_mul(6),
            _ => 0,
        };
        let mut search = Self {
            name,
            question,
            depth: 0,
            is_object: false,
            inside: false,
            found: None,
            contains: false,
            json: Zeroizing::new(String::with_capacity(room)),
            open: Vec::new(),
        };
        jotkit::walk(text, &mut search)?;
        if !search.is_object {
            return Err(other);
        }
        match search.found {
            Some(_) => Ok(search),
            None => Err(Error::no_such_claim(name)),
        }
    }

    /// What a getter makes of the value; `claim_malformed` if that is nothing.
    fn read<T>(self, read: impl FnOnce(Found) -> Option<T>) -> Result<T> {
        let value = self.found.and_then(read);
        value.ok_or_else(|| Error::claims_of_other_shape(Some(self.name)))
    }

    /// Writes a scalar, a name or an opening bracket.
    fn write(&mut self, json: &str) {
        if self.question != Question::Json {
            return;
        }
        if !matches!(self.json.chars().last(), None | Some('[' | '{' | ':')) {
            self.json.push(',');
        }
        self.json.push_str(json);
    }

    /// A scalar.
    fn scalar(&mut self, json: &str, found: Found) -> Result<()> {
        if self.inside {
            self.write(json);
            if self.depth == 1 {
                self.found = Some(found);
                self.inside = false;
            }
        }
        Ok(())
    }
}

impl Visitor for Search<'_> {
    type Error = Error;

    fn null(&mut self) -> Result<()> {
        self.scalar("null", Found::Other)
    }

    fn boolean(&mut self, value: bool) -> Result<()> {
        let json = if value { "true" } else { "false" };
        self.scalar(json, Found::Bool(value))
    }

    fn number(&mut self, text: &str) -> Result<()> {
        self.scalar(text, Found::Number(text.to_owned()))
    }

    fn string(&mut self, value: Cow<'_, str>) -> Result<()> {
        if !self.inside {
            return Ok(());
        }
        let is_item = self.depth == 1 || (self.depth == 2 && self.open == [']']);
        self.contains |= is_item && self.question == Question::Contains(&value);
        let json = object::string(&value);
        self.scalar(&json, Found::String(Zeroizing::new(value.into_owned())))
    }

    fn name(&mut self, name: Cow<'_, str>) -> Result<()> {
        if self.inside {
            self.write(&object::string(&name));
            if self.question == Question::Json {
                self.json.push(':');
            }
        } else if self.depth == 1 {
            self.inside = self.found.is_none() && name == self.name;
        }
        Ok(())
    }

    fn open(&mut self, object: bool) -> Result<()> {
        self.is_object |= self.depth == 0 && object;
        self.depth = self.depth.saturating_add(1);
        if self.inside {
            let (open, close) = if object { ("{", '}') } else { ("[", ']') };
            self.write(open);
            self.open.push(close);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if let Some(close) = self.open.pop() {
            if self.question == Question::Json {
                self.json.push(close);
            }
            if self.open.is_empty() {
                self.found = Some(Found::Other);
                self.inside = false;
            }
        }
        Ok(())
    }
}

/// A whole number, however it is written: `60`, `60.0` and `6e1` are the same.
#[expect(
    clippy::cast_possible_truncation,
    reason = "only of whole numbers of the right size"
)]
fn whole(number: &str) -> Option<i64> {
    number.parse().ok().or_else(|| {
        let value: f64 = number.parse().ok()?;
        let fits = value.fract() == 0.0 && value.abs() <= MOST_WHOLE;
        fits.then_some(value as i64)
    })
}

/// Writes a claim that is a string. `claims` is what a verifier wrote, or an object in it from
/// `jotkit_claims_get_json`; any other JSON object of jotkit's works too.
///
/// Fails with `claim_missing` if there is none of this name, and `claim_malformed` if it has
/// another type. So do the other getters.
#[export]
fn jotkit_claims_get_string(
    claims: *const OwnedString,
    name: Text,
    value: *mut *mut OwnedString,
) -> Status {
    let string = Search::of(claims, name.str()?, Question::Nothing)?.read(|found| match found {
        Found::String(value) => Some(value),
        _ => None,
    })?;
    value.put(Terminated::copy(string.as_bytes()))
}

/// Writes a claim that is a whole number, such as a time in whole seconds. One with a fraction or
/// out of range is `claim_malformed`.
#[export]
fn jotkit_claims_get_int(claims: *const OwnedString, name: Text, value: *mut i64) -> Status {
    let number = Search::of(claims, name.str()?, Question::Nothing)?.read(|found| match found {
        Found::Number(text) => whole(&text),
        _ => None,
    })?;
    value.write(number)
}

/// Writes a claim that is any number.
#[export]
fn jotkit_claims_get_number(claims: *const OwnedString, name: Text, value: *mut f64) -> Status {
    let number = Search::of(claims, name.str()?, Question::Nothing)?.read(|found| match found {
        Found::Number(text) => text.parse().ok(),
        _ => None,
    })?;
    value.write(number)
}

/// Writes a claim that is `true` or `false`.
#[export]
fn jotkit_claims_get_bool(claims: *const OwnedString, name: Text, value: *mut bool) -> Status {
    let flag = Search::of(claims, name.str()?, Question::Nothing)?.read(|found| match found {
        Found::Bool(flag) => Some(flag),
        _ => None,
    })?;
    value.write(flag)
}

/// Writes a claim of any type as JSON without white space. That of an object can be read by the
/// getters in turn.
#[export]
fn jotkit_claims_get_json(
    claims: *const OwnedString,
    name: Text,
    value: *mut *mut OwnedString,
) -> Status {
    let search = Search::of(claims, name.str()?, Question::Json)?;
    value.put(Terminated::copy(search.json.as_bytes()))
}

/// Writes whether a claim is this string or a list that has it, such as a role among `roles`. A
/// claim of another type does not contain it.
#[export]
fn jotkit_claims_contain(
    claims: *const OwnedString,
    name: Text,
    wanted: Text,
    contains: *mut bool,
) -> Status {
    let search = Search::of(claims, name.str()?, Question::Contains(wanted.str()?))?;
    contains.write(search.contains)
}
