//! When an answer is the expected one, and when two languages agree.

use serde_json::Value;

use crate::vectors::Vector;

/// Says how an answer differs from what the vector expects; `None` if it does not.
pub fn difference(vector: &Vector, answer: &Value) -> Option<String> {
    let (got, expected) = (
        comparable(vector, answer),
        comparable(vector, &vector.answer),
    );
    (!equal(&got, &expected)).then(|| format!("expected {expected}, got {got}"))
}

/// The part of an answer that must be the same each time and in every language.
pub fn comparable(vector: &Vector, answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(members) = answer.as_object_mut() {
        members.remove("id");
    }
    if let Some(error) = answer.get_mut("error").and_then(Value::as_object_mut) {
        // The kind follows from the code; the contract test holds it.
        error.remove("kind");
    }
    if let Some(ok) = answer.get_mut("ok").and_then(Value::as_object_mut) {
        for name in &vector.varies {
            ok.remove(name);
        }
    }
    answer
}

/// Equality of JSON values, numbers by value: `1` and `1.0` are equal, member order does not count.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| equal(l, r))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, l)| right.get(name).is_some_and(|r| equal(l, r)))
        }
        _ => left == right,
    }
}

/// What every answer must be: an `ok` object, or an error with a code of the contract and its kind.
pub fn well_formed(answer: &Value) -> Option<String> {
    let Some(error) = answer.get("error") else {
        return (!answer.get("ok").is_some_and(Value::is_object)).then(|| "no answer".to_owned());
    };
    let code = error
        .get("code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let known = jotkit::Code::ALL
        .iter()
        .find(|known| known.as_str() == code);
    let kind = error.get("kind").and_then(Value::as_str);
    match known {
        None => Some(format!("unknown code {code:?}")),
        Some(known) if kind != Some(known.kind().as_str()) => {
            Some(format!("{code} is of kind {}, not {kind:?}", known.kind()))
        }
        Some(_) => None,
    }
}
