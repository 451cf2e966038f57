//! JavaScript's values, in JSON.

use crate::json::{self, Object, Value};

/// The deepest nesting that options and payloads may have.
pub(super) const MAX_DEPTH: usize = 512;

/// Whether JavaScript takes a value for true.
pub(super) fn is_true(value: Value<'_>) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => value,
        Value::Number(_) => number(value).is_some_and(|number| number != 0.0),
        Value::String(text) => !text.value().is_empty(),
        Value::Array(_) => true,
        Value::Object(_) => mark(value, "undefined").is_none(),
    }
}

/// A member that is there and that JavaScript takes for true.
pub(super) fn given<'a>(object: &Object<'a>, name: &str) -> Option<Value<'a>> {
    object.get(name).filter(|value| is_true(*value))
}

/// The number of a value that is one.
pub(super) fn number(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// The string of a value that is one.
pub(super) fn string(value: Value<'_>) -> Option<String> {
    value.as_string().map(|text| text.value().into_owned())
}

/// JavaScript's `===` between primitive values. Objects are never the same.
pub(super) fn is_same(one: Value<'_>, other: Value<'_>) -> bool {
    match (one, other) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Number(_), Value::Number(_)) => number(one) == number(other),
        (Value::String(one), Value::String(other)) => one.value() == other.value(),
        _ => false,
    }
}

/// The text of a value that JSON cannot hold.
pub(super) fn mark(value: Value<'_>, name: &str) -> Option<String> {
    let Value::Object(text) = value else {
        return None;
    };
    let object = json::parse_object_str(text, MAX_DEPTH).ok()?;
    object.get(name).and_then(string)
}

/// A value as JavaScript concatenates it to a string.
pub(super) fn shown(value: Value<'_>) -> String {
    match value {
        Value::String(text) => text.value().into_owned(),
        Value::Array(array) => joined(array, ","),
        Value::Object(_) => ["regexp", "other", "number"]
            .iter()
            .find_map(|name| mark(value, name))
            .unwrap_or_else(|| "[object Object]".to_owned()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.text().into_owned(),
    }
}

/// The items of an array as JavaScript joins them.
pub(super) fn joined(array: &str, separator: &str) -> String {
    let item = |value| match value {
        Value::Null => String::new(),
        value => shown(value),
    };
    let items: Vec<String> = json::items(array).flatten().map(item).collect();
    items.join(separator)
}
