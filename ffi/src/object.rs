//! JSON objects that a program makes without writing JSON.

use std::ptr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use jotkit::{Error, Result};
use jotkit_ffi_export::export;
use zeroize::Zeroizing;

use crate::args::Text;
use crate::handle::{self, Opaque, opaque};
use crate::status::Status;
use crate::string::Terminated;

/// A JSON object that is put together member by member: a policy, options, claims, header members,
/// a grant. What a value contains stays within that value, whatever quotes or braces it has, so
/// pass what came from outside in this way and do not paste it into JSON text.
///
/// Each name can be set once. The first call of `jotkit_object_text` completes the object. Its
/// memory is wiped when it is freed.
///
/// A setter that fails spoils the object: its text is absent from then on, and what needs the text
/// fails with `argument_invalid`. So the status of a setter may be ignored: a setting that failed
/// never leaves a policy without it.
pub struct Object {
    _opaque: [u8; 0],
}

opaque!(Object, Members);

/// The members so far, and the text once somebody has asked for it.
#[derive(Default)]
pub(crate) struct Members {
    members: Mutex<Vec<Member>>,
    text: OnceLock<Option<Terminated>>,
}

struct Member {
    name: String,
    /// As JSON; `None` for a member that could not be set, which spoils the object.
    value: Option<Zeroizing<String>>,
}

impl Members {
    pub(crate) fn set(&self, name: &str, value: Zeroizing<String>) -> Result<()> {
        let mut members = self.members();
        if self.text.get().is_some() {
            return Err(Error::argument_invalid(
                "The object is complete, because its text was asked for; make a new one.",
            ));
        }
        if members.iter().any(|member| member.name == name) {
            return Err(Error::argument_invalid(
                "The object has a member of this name; set each name once.",
            ));
        }
        members.push(Member {
            name: name.to_owned(),
            value: Some(value),
        });
        Ok(())
    }

    pub(crate) fn set_string(&self, name: &str, value: &str) -> Result<()> {
        self.set(name, string(value))
    }

    pub(crate) fn set_strings(&self, name: &str, values: Vec<&str>) -> Result<()> {
        self.set(name, enclosed('[', values.into_iter().map(string), ']'))
    }

    /// Sets a member to what needs no quotes: a number or a flag.
    pub(crate) fn set_plain(&self, name: &str, value: impl ToString) -> Result<()> {
        self.set(name, Zeroizing::new(value.to_string()))
    }

    pub(crate) fn set_object(&self, name: &str, value: &Self) -> Result<()> {
        if ptr::eq(self, value) {
            return Err(Error::argument_invalid("An object cannot contain itself."));
        }
        self.set(name, value.json()?)
    }

    fn set_objects(&self, name: &str, values: &[&Self]) -> Result<()> {
        if values.iter().any(|value| ptr::eq(self, *value)) {
            return Err(Error::argument_invalid("An object cannot contain itself."));
        }
        let values: Result<Vec<_>> = values.iter().map(|value| value.json()).collect();
        self.set(name, enclosed('[', values?.into_iter(), ']'))
    }

    /// The text, which completes the object; absent if the object is spoiled.
    pub(crate) fn text(&self) -> Text {
        self.completed().map(Terminated::text).unwrap_or_default()
    }

    /// A copy of the text, which completes the object.
    fn json(&self) -> Result<Zeroizing<String>> {
        let text = self.completed().ok_or(Error::argument_invalid(
            "The value is an object of which a setter has failed.",
        ))?;
        Ok(Zeroizing::new(
            String::from_utf8_lossy(text.bytes()).into_owned(),
        ))
    }

    fn completed(&self) -> Option<&Terminated> {
        // The lock keeps a member from being added while the text is made.
        let members = self.members();
        let pair = |member: &Member| {
            let value = member.value.as_ref()?;
            Some(Zeroizing::new(format!(
                "{}:{}",
                *string(&member.name),
                **value
            )))
        };
        let make = || {
            let pairs: Option<Vec<_>> = members.iter().map(pair).collect();
            Some(Terminated::copy(
                enclosed('{', pairs?.into_iter(), '}').as_bytes(),
            ))
        };
        self.text.get_or_init(make).as_ref()
    }

    fn members(&self) -> MutexGuard<'_, Vec<Member>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A setter that is under way. Unless it succeeds, its object is spoiled when this is dropped.
pub(crate) struct Setting<'a>(Option<&'a Members>);

impl<'a> Setting<'a> {
    /// # Safety
    /// `object` keeps to the rules at the head of the header until the end of the call.
    pub(crate) unsafe fn begin<O: Opaque<Inner = Members>>(object: *const O) -> Result<Self> {
        // SAFETY: the caller's promise is the same.
        Ok(Self(Some(unsafe { handle::borrow(object) }?)))
    }

    pub(crate) fn succeeded(mut self) {
        self.0 = None;
    }
}

impl Drop for Setting<'_> {
    fn drop(&mut self) {
        if let Some(object) = self.0 {
            // An object that is complete keeps its text: it was handed out.
            object.members().push(Member {
                name: String::new(),
                value: None,
            });
        }
    }
}

/// Items with commas between them, in memory of the right size: growing would leave unwiped copies.
fn enclosed(
    open: char,
    items: impl Iterator<Item = Zeroizing<String>>,
    close: char,
) -> Zeroizing<String> {
    let items: Vec<_> = items.collect();
    let bytes = items
        .iter()
        .map(|item| item.len().saturating_add(1))
        .sum::<usize>();
    let mut text = Zeroizing::new(String::with_capacity(bytes.saturating_add(2)));
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(item);
    }
    text.push(close);
    text
}

/// A JSON string (RFC 8259, section 7).
pub(crate) fn string(value: &str) -> Zeroizing<String> {
    // An escape has at most six characters.
    let room = value.len().saturating_mul(6).saturating_add(2);
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\0'..='\x1f' => text.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// Makes an object without members, which is freed by `jotkit_object_free`.
#[export]
fn jotkit_object_new(object: *mut *mut Object) -> Status {
    object.put(Members::default())
}

/// Sets a member to a string.
///
/// Fails with `argument_invalid` if the object has this name already or is complete, which spoils
/// the object. So do the other setters.
#[export(spoils)]
fn jotkit_object_set_string(object: *const Object, name: Text, value: Text) -> Status {
    object.set_string(name.str()?, value.str()?)
}

/// Sets a member to a list of strings. A list without items is kept as one: where jotkit reads it
/// as a setting, it is refused.
#[export(spoils)]
fn jotkit_object_set_strings(
    object: *const Object,
    name: Text,
    values: *const Text,
    count: usize,
) -> Status {
    object.set_strings(name.str()?, values.strs(count)?)
}

/// Sets a member to a number. Fails with `argument_invalid` if it is infinite or not a number.
#[export(spoils)]
fn jotkit_object_set_number(object: *const Object, name: Text, value: f64) -> Status {
    if !value.is_finite() {
        return Err(Error::argument_invalid("JSON has no such number."));
    }
    object.set_plain(name.str()?, value)
}

/// Sets a member to `true` or `false`, such as a flag of a policy.
#[export(spoils)]
fn jotkit_object_set_bool(object: *const Object, name: Text, value: bool) -> Status {
    object.set_plain(name.str()?, value)
}

/// Sets a member to another object, such as a policy's `expected`. That one is complete then, and
/// remains the caller's.
#[export(spoils)]
fn jotkit_object_set_object(object: *const Object, name: Text, value: *const Object) -> Status {
    object.set_object(name.str()?, value)
}

/// Sets a member to a list of other objects, such as the `issuers` of `jotkit_remote_keys_new`.
/// They are complete then, and remain the caller's.
#[export(spoils)]
fn jotkit_object_set_objects(
    object: *const Object,
    name: Text,
    values: *const *const Object,
    count: usize,
) -> Status {
    object.set_objects(name.str()?, &values.values(count)?)
}

/// The object's JSON, to be passed wherever a function takes a policy, options or other JSON. Valid
/// until the object is freed, which may be as soon as that function has returned; absent for NULL
/// and after a setter has failed.
///
/// The object is complete then: no member can be added any more.
#[export]
fn jotkit_object_text(object: *const Object) -> Text {
    Ok(object.text())
}

/// Wipes and frees an object.
#[export]
fn jotkit_object_free(object: *mut Object) {
    object.free()
}
