//! `NaN`, `Infinity` and `-Infinity`, which Python reads in JSON and writes into it.

use super::token::DEPTH;
use crate::json;

const CONSTANTS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// Whether a payload is a strict JSON object but for these constants as values. What it holds is
/// left to Python's reader; no rule of claims takes one for a time or a name.
#[must_use]
pub fn is_strict_but_constants(payload: &[u8]) -> bool {
    str::from_utf8(payload)
        .is_ok_and(|text| json::parse_object_str(&without_constants(text), DEPTH).is_ok())
}

/// The text with `null` for each constant outside of strings. Next to anything but white space and
/// punctuation that is not JSON either.
fn without_constants(text: &str) -> String {
    let mut strict = String::with_capacity(text.len());
    let (mut is_inside, mut is_escaped) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let constant = CONSTANTS.iter().find_map(|name| rest.strip_prefix(name));
        if let Some(after) = constant.filter(|_| !is_inside) {
            strict.push_str("null");
            rest = after;
            continue;
        }
        if first == '"' && !is_escaped {
            is_inside = !is_inside;
        }
        is_escaped = is_inside && first == '\\' && !is_escaped;
        strict.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    strict
}

#[cfg(test)]
mod tests {
    use super::is_strict_but_constants;

    #[test]
    fn takes_constants_as_values_alone() {
        for text in [
            "{}",
            r#"{"a":NaN}"#,
            r#"{"a": Infinity , "b":[-Infinity,{"c":NaN}]}"#,
            r#"{"a":"\"NaN","b":"\\","c":NaN}"#,
            r#"{"NaN":"Infinity"}"#,
        ] {
            assert!(is_strict_but_constants(text.as_bytes()), "{text}");
        }
        for text in [
            "NaN",
            "[NaN]",
            r#"{"a":nan}"#,
            r#"{"a":-NaN}"#,
            r#"{"a":+Infinity}"#,
            r#"{"a":1NaN}"#,
            r#"{"a":NaN1}"#,
            r#"{"a":nullNaN}"#,
            r#"{"a":NaNNaN}"#,
            r#"{NaN:1}"#,
            r#"{"a":NaN,"a":NaN}"#,
            r#"{"a":1e999}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":"\"NaN}"#,
        ] {
            assert!(!is_strict_but_constants(text.as_bytes()), "{text}");
        }
        assert!(!is_strict_but_constants(b"{\"a\":\"\xff\"}"));
        let deep = format!("{{\"a\":{}NaN{}}}", "[".repeat(900), "]".repeat(900));
        assert!(!is_strict_but_constants(deep.as_bytes()));
    }
}
