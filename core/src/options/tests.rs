//! Tests of reading options.

#![expect(unreachable_pub, reason = "the macro declares public options")]

use super::{Fields, MAX_WHOLE, OneOrMany, options};
use crate::error::Code;

options! {
    /// One option of each kind.
    Options PolicyInvalid;
    alg: algorithm "An algorithm.";
    algorithms: algorithms "Algorithms.";
    name: string "A string.";
    names: string_or_strings(many_names) "One string or many.";
    list: strings "Strings.";
    values: values "Values by name.";
    switch: flag "A switch.";
    leeway: whole_number(0, MAX_WHOLE, "seconds") "Seconds.";
    count: whole_number(1, 9) "A number.";
}

impl Options {
    fn check(&self) -> crate::Result<()> {
        self.check_each()
    }
}

fn read(text: &str) -> Options {
    Options::from_json(text).unwrap()
}

/// The message of the refusal.
fn refused(text: &str) -> String {
    let error = Options::from_json(text).unwrap_err();
    assert_eq!(error.code(), Code::PolicyInvalid, "{text}");
    error.to_string()
}

#[test]
fn every_option_may_be_left_out() {
    assert_eq!(read("{}"), Options::default());
    assert_eq!(read(" { } \n"), Options::new());
}

#[test]
fn reads_values_whose_names_are_written_with_escapes() {
    let options = read(r#"{"n\u0061me":"\u7528"}"#);
    assert_eq!(options.name.as_deref(), Some("\u{7528}"));
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
        assert!(refused(text).contains("one JSON object"), "{text}");
    }
}

#[test]
fn null_is_not_an_absence() {
    for option in Options::OPTIONS {
        let message = refused(&format!(r#"{{"{}":null}}"#, option.name));
        assert!(message.contains(&format!("`{}`", option.name)), "{message}");
    }
}

#[test]
fn an_unknown_option_is_named() {
    let message = refused(r#"{"name":"a","laeway":"s3cr3t"}"#);
    assert!(message.contains("no option `laeway`"), "{message}");
    assert!(!message.contains("s3cr3t"), "{message}");
}

#[test]
fn an_option_of_other_libraries_is_translated() {
    for (elsewhere, here) in [("clockTolerance", "leeway"), ("algorithm", "algorithms")] {
        let message = refused(&format!(r#"{{"{elsewhere}":1}}"#));
        assert!(message.contains(&format!("called `{here}`")), "{message}");
    }
    // Only where the option exists in this table.
    assert!(!refused(r#"{"expiresIn":60}"#).contains("called"));
}

#[test]
fn what_does_not_look_like_a_name_is_not_repeated() {
    for name in ["s3cr3t value", "s3cr3t.value", &"s3cr3t".repeat(6), ""] {
        let message = refused(&format!(r#"{{"{name}":1}}"#));
        let shown = message.contains("s3cr3t") || message.contains('`');
        assert!(!shown, "{message}");
    }
}

#[test]
fn a_wrong_value_is_explained_and_never_repeated() {
    for (text, expected) in [
        (r#"{"name":1}"#, "`name` must be a string"),
        (
            r#"{"name":""}"#,
            "`name` must be a string that is not empty",
        ),
        (
            r#"{"names":{}}"#,
            "`names` must be a string or a non-empty list",
        ),
        (
            r#"{"names":["s3cr3t",1]}"#,
            "`names` must be a string or a non-empty list",
        ),
        (r#"{"names":[""]}"#, "none of them empty"),
        (
            r#"{"names":[]}"#,
            "`names` must be a string or a non-empty list",
        ),
        (r#"{"list":[]}"#, "`list` must be a non-empty list"),
        (r#"{"list":"s3cr3t"}"#, "`list` must be a non-empty list"),
        (
            r#"{"algorithms":["s3cr3t"]}"#,
            "`algorithms` must be a non-empty list",
        ),
        (
            r#"{"alg":"none"}"#,
            "`alg` must be the name of an algorithm",
        ),
        (r#"{"values":{}}"#, "`values` must be a non-empty object"),
        (
            r#"{"values":{"a":null}}"#,
            "`values` must be a non-empty object",
        ),
        (
            r#"{"values":{"a":["s3cr3t"]}}"#,
            "`values` must be a non-empty object",
        ),
        (r#"{"switch":"true"}"#, "`switch` must be `true`"),
        (r#"{"switch":1}"#, "`switch` must be `true`"),
        (
            r#"{"count":0}"#,
            "`count` must be a whole number from 1 to 9.",
        ),
        (
            r#"{"count":10}"#,
            "`count` must be a whole number from 1 to 9.",
        ),
        (
            r#"{"count":"5"}"#,
            "`count` must be a whole number from 1 to 9.",
        ),
        (
            r#"{"leeway":9007199254740993}"#,
            "`leeway` must be a whole number",
        ),
        (r#"{"leeway":-1}"#, "`leeway` must be a whole number"),
        (r#"{"leeway":1.5}"#, "`leeway` must be a whole number"),
        (r#"{"leeway":1e400}"#, "one JSON object"),
    ] {
        let message = refused(text);
        assert!(message.contains(expected), "{text}: {message}");
        assert!(!message.contains("s3cr3t"), "{message}");
    }
}

#[test]
fn reads_every_kind() {
    let text = r#"{"alg":"ES256","algorithms":["HS256"],"name":"a","names":"a","list":["a","b"],
        "values":{"a":1,"b":"c","d":true},"switch":true,"leeway":60.0,"count":9}"#;
    let built = Options::new()
        .algorithm(crate::Algorithm::Es256)
        .algorithms([crate::Algorithm::Hs256])
        .name("a")
        .names("a")
        .list(["a", "b"])
        .values("a", 1)
        .values("b", "c")
        .values("d", true)
        .switch()
        .leeway(60)
        .count(9);
    assert_eq!(read(text), built);
    assert_eq!(read(r#"{"switch":false}"#), Options::default());
    let many = read(r#"{"names":["a"]}"#).names;
    assert_eq!(many, Some(OneOrMany::Many(vec!["a".to_owned()])));
    let most = format!(r#"{{"leeway":{MAX_WHOLE}}}"#);
    assert_eq!(read(&most).leeway, Some(MAX_WHOLE));
    assert_eq!(read(r#"{"leeway":1e3}"#).leeway, Some(1000));
}

#[test]
fn a_builder_is_checked_like_json() {
    let none: [&str; 0] = [];
    for options in [
        Options::new().count(0),
        Options::new().count(10),
        Options::new().name(""),
        Options::new().names(""),
        Options::new().many_names(none),
        Options::new().list([""]),
        Options::new().algorithms([]),
    ] {
        assert_eq!(options.check().unwrap_err().code(), Code::PolicyInvalid);
    }
}

#[test]
fn each_option_is_described_once() {
    let names: Vec<_> = Options::OPTIONS.iter().map(|row| row.name).collect();
    let kinds: Vec<_> = Options::OPTIONS.iter().map(|row| row.kind).collect();
    assert_eq!(names.len(), 9);
    assert_eq!(kinds[3], "string_or_strings");
    assert_eq!(Options::OPTIONS[8].range, Some((1, 9)));
    assert_eq!(Options::OPTIONS[7].unit, Some("seconds"));
}

#[test]
fn a_request_names_what_it_lacks() {
    let mut fields = Fields::read(r#"{"state":"s"}"#, Code::ArgumentInvalid).unwrap();
    let error = fields.required::<String>("client_id").unwrap_err();
    assert!(error.to_string().contains("`client_id` is missing"));
    let state = fields.optional::<String>("state").unwrap();
    assert_eq!(state.as_deref(), Some("s"));
    fields.end(&[]).unwrap();
}
