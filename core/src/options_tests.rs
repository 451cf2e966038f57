//! Tests of reading options.

use serde::Deserialize;

use super::{MAX_WHOLE, parse};
use crate::error::Code;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    #[serde(deserialize_with = "super::present")]
    name: Option<String>,
    #[serde(deserialize_with = "super::one_or_many")]
    names: Option<Vec<String>>,
    #[serde(deserialize_with = "super::non_empty")]
    list: Option<Vec<String>>,
    #[serde(deserialize_with = "super::only_true")]
    switch: bool,
    #[serde(deserialize_with = "super::whole_number")]
    seconds: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Needy {
    #[expect(dead_code, reason = "only its presence matters")]
    client_id: String,
}

fn read(text: &str) -> Options {
    parse(text, Code::PolicyInvalid).unwrap()
}

/// The message of the refusal, whose code is the one that was asked for.
fn refused<T: std::fmt::Debug + serde::de::DeserializeOwned>(text: &str) -> String {
    let error = parse::<T>(text, Code::PolicyInvalid).unwrap_err();
    assert_eq!(error.code(), Code::PolicyInvalid, "{text}");
    error.to_string()
}

#[test]
fn every_field_may_be_left_out() {
    assert_eq!(read("{}"), Options::default());
    assert_eq!(read(" { } \n"), Options::default());
}

#[test]
fn reads_values_whose_names_are_written_with_escapes() {
    assert_eq!(
        read(r#"{"n\u0061me":"\u7528"}"#).name.as_deref(),
        Some("\u{7528}")
    );
}

#[test]
fn only_one_strict_object_is_options() {
    for text in [
        "",
        " ",
        "null",
        "[]",
        "[null]",
        "\"name\"",
        "1",
        "{",
        "{}}",
        "{} {}",
        "\u{feff}{}",
        r#"["a",["b"],1]"#,
        r#"{"name":"a","name":"a"}"#,
        r#"{"name":"a","n\u0061me":"a"}"#,
        r#"{"name":"\ud800"}"#,
        r#"{"name":"a",}"#,
        "{'name':'a'}",
    ] {
        assert!(
            refused::<Options>(text).contains("one JSON object"),
            "{text}"
        );
    }
}

#[test]
fn null_is_not_an_absence() {
    for field in ["name", "names", "list", "switch", "seconds"] {
        let message = refused::<Options>(&format!(r#"{{"{field}":null}}"#));
        assert!(message.contains(&format!("`{field}`")), "{message}");
    }
}

#[test]
fn an_unknown_field_is_named() {
    let message = refused::<Options>(r#"{"name":"a","laeway":"s3cr3t"}"#);
    assert!(message.contains("no field `laeway`"), "{message}");
    assert!(!message.contains("s3cr3t"), "{message}");
}

#[test]
fn what_does_not_look_like_a_name_is_not_repeated() {
    for name in ["s3cr3t value", "s3cr3t.value", &"s3cr3t".repeat(6), ""] {
        let message = refused::<Options>(&format!(r#"{{"{name}":1}}"#));
        assert!(
            !message.contains("s3cr3t") && !message.contains('`'),
            "{message}"
        );
    }
}

#[test]
fn a_missing_field_is_named() {
    let message = refused::<Needy>("{}");
    assert!(
        message.contains("field `client_id` is missing"),
        "{message}"
    );
}

#[test]
fn a_wrong_value_is_explained_and_never_repeated() {
    for (text, field, expected) in [
        (r#"{"name":123456789}"#, "name", "a string"),
        (r#"{"name":["123456789"]}"#, "name", "a string"),
        (
            r#"{"names":{"123456789":1}}"#,
            "names",
            "a string or a non-empty list of strings",
        ),
        (r#"{"names":["a",123456789]}"#, "names", "a string"),
        (r#"{"list":"123456789"}"#, "list", "a non-empty list"),
        (
            r#"{"seconds":"123456789"}"#,
            "seconds",
            "a whole number, 0 or more",
        ),
        (
            r#"{"seconds":"123456789, expected 1"}"#,
            "seconds",
            "a whole number, 0 or more",
        ),
        (
            r#"{"seconds":"1, expected 123456789 at line 1"}"#,
            "seconds",
            "a whole number, 0 or more",
        ),
        (
            r#"{"seconds":-123456789}"#,
            "seconds",
            "a whole number, 0 or more",
        ),
    ] {
        let message = refused::<Options>(text);
        assert!(
            message.ends_with(&format!("The field `{field}` is {expected}.")),
            "{message}"
        );
        assert!(!message.contains("123456789"), "{message}");
    }
}

#[test]
fn one_string_is_a_list_of_one() {
    let names = |text| read(text).names.unwrap();
    assert_eq!(names(r#"{"names":"a"}"#), ["a"]);
    assert_eq!(names(r#"{"names":["a","b"]}"#), ["a", "b"]);
    for text in [
        r#"{"names":[]}"#,
        r#"{"names":[null]}"#,
        r#"{"names":true}"#,
        r#"{"names":1}"#,
    ] {
        assert!(refused::<Options>(text).contains("`names`"), "{text}");
    }
}

#[test]
fn a_list_has_an_item() {
    assert_eq!(read(r#"{"list":["a",""]}"#).list.unwrap(), ["a", ""]);
    for text in [
        r#"{"list":[]}"#,
        r#"{"list":"a"}"#,
        r#"{"list":[null]}"#,
        r#"{"list":{}}"#,
    ] {
        assert!(refused::<Options>(text).contains("`list`"), "{text}");
    }
}

#[test]
fn a_switch_is_on_or_left_out() {
    assert!(read(r#"{"switch":true}"#).switch);
    assert!(!read("{}").switch);
    for value in ["false", "1", "0", "\"true\"", "\"\"", "[true]"] {
        let message = refused::<Options>(&format!(r#"{{"switch":{value}}}"#));
        assert!(message.contains("`switch`"), "{value}: {message}");
    }
    assert!(refused::<Options>(r#"{"switch":false}"#).ends_with("`switch` is true, or left out."));
}

#[test]
fn a_whole_number_may_be_written_with_a_point() {
    for (text, value) in [
        ("0", 0),
        ("-0", 0),
        ("60", 60),
        ("60.0", 60),
        ("6e1", 60),
        ("9007199254740992", MAX_WHOLE),
        ("9007199254740992.0", MAX_WHOLE),
    ] {
        assert_eq!(
            read(&format!(r#"{{"seconds":{text}}}"#)).seconds,
            Some(value),
            "{text}"
        );
    }
    for text in [
        "60.5",
        "-1",
        "-1.0",
        "true",
        "false",
        "\"60\"",
        "\"\"",
        "[60]",
        "{}",
        "9007199254740993",
        "9007199254740994.0",
        "18446744073709551615",
        "18446744073709551616",
        "1e300",
        "1e-300",
    ] {
        let message = refused::<Options>(&format!(r#"{{"seconds":{text}}}"#));
        assert!(message.contains("`seconds`"), "{text}: {message}");
    }
}
