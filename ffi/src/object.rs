//! JSON objects that a program makes without writing JSON.

use std::sync::{Mutex, OnceLock, PoisonError};

use jotkit::{Error, Result};
use jotkit_ffi_export::export;
use zeroize::Zeroizing;

use crate::args::Text;
use crate::handle::opaque;
use crate::status::Status;
use crate::string::Terminated;

/// A JSON object that is put together member by member: a policy, options, claims, header members,
/// a grant. What a value contains stays within that value, whatever quotes or braces it has, so
/// pass what came from outside in this way and do not paste it into JSON text.
///
/// Each name can be set once. The first call of `jotkit_object_text` completes the object. Its
/// memory is wiped when it is freed.
pub struct Object {
    _opaque: [u8; 0],
}

opaque!(Object, Members);

/// The members so far, and the text once somebody has asked for it.
#[derive(Default)]
pub(crate) struct Members {
    members: Mutex<Vec<Member>>,
    text: OnceLock<Terminated>,
}

struct Member {
    name: String,
    /// As JSON.
    value: Zeroizing<String>,
}

impl Members {
    fn set(&self, name: &str, value: Zeroizing<String>) -> Result<()> {
        let mut members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
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
        let name = name.to_owned();
        members.push(Member { name, value });
        Ok(())
    }

    /// Completes the object.
    fn text(&self) -> &Terminated {
        // The lock keeps a member from being added while the text is made.
        let members = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            let members = members.iter().map(|member| {
                let name = string(&member.name);
                Zeroizing::new(format!("{}:{}", *name, *member.value))
            });
            Terminated::copy(enclosed('{', members, '}').as_bytes())
        };
        self.text.get_or_init(make)
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
fn string(value: &str) -> Zeroizing<String> {
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
/// Fails with `argument_invalid` if the object has this name already or is complete. So do the
/// other setters.
#[export]
fn jotkit_object_set_string(object: *const Object, name: Text, value: Text) -> Status {
    object.set(name.str()?, string(value.str()?))
}

/// Sets a member to a list of strings. A list without items is kept as one: where jotkit reads it
/// as a setting, it is refused.
#[export]
fn jotkit_object_set_strings(
    object: *const Object,
    name: Text,
    values: *const Text,
    count: usize,
) -> Status {
    let values = values.strs(count)?.into_iter().map(string);
    object.set(name.str()?, enclosed('[', values, ']'))
}

/// Sets a member to a number. Fails with `argument_invalid` if it is infinite or not a number.
#[export]
fn jotkit_object_set_number(object: *const Object, name: Text, value: f64) -> Status {
    if !value.is_finite() {
        return Err(Error::argument_invalid("JSON has no such number."));
    }
    object.set(name.str()?, Zeroizing::new(value.to_string()))
}

/// Sets a member to `true` or `false`, such as a flag of a policy.
#[export]
fn jotkit_object_set_bool(object: *const Object, name: Text, value: bool) -> Status {
    object.set(name.str()?, Zeroizing::new(value.to_string()))
}

/// Sets a member to another object, such as a policy's `expected`. That one is complete then, and
/// remains the caller's.
#[export]
fn jotkit_object_set_object(object: *const Object, name: Text, value: *const Object) -> Status {
    if std::ptr::eq(object, value) {
        return Err(Error::argument_invalid("An object cannot contain itself."));
    }
    let value = String::from_utf8_lossy(value.text().bytes());
    object.set(name.str()?, Zeroizing::new(value.into_owned()))
}

/// The object's JSON, to be passed wherever a function takes a policy, options or other JSON. Valid
/// until the object is freed, which may be as soon as that function has returned; absent for NULL.
///
/// The object is complete then: no member can be added any more.
#[export]
fn jotkit_object_text(object: *const Object) -> Text {
    Ok(object.text().text())
}

/// Wipes and frees an object.
#[export]
fn jotkit_object_free(object: *mut Object) {
    object.free()
}
