//! The strict reader against serde_json, on texts that are nearly JSON.
//!
//! What jotkit accepts, serde_json accepts with the same meaning; what only serde_json accepts has
//! a reason: not an object, a name that stands twice, or too deep.

use crate::one_of;
use base64_simd::URL_SAFE_NO_PAD;
use fastrand::Rng;
use jotkit_tests::duplicates::NoDuplicates;
use serde::de::DeserializeSeed;

/// Text with the shape of JSON, most of it valid.
fn nearly_json(random: &mut Rng, depth: usize) -> String {
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "1",
        "-1.5",
        "1e3",
        "1E+3",
        "2.5e-8",
        "1e308",
        "1e309",
        "01",
        "1.",
        ".5",
        "-",
        "+1",
        "1e",
        "9007199254740993",
        "123456789012345678901234567890",
        "NaN",
        "Infinity",
    ];
    const STRINGS: &[&str] = &[
        r#""""#,
        r#""a""#,
        r#""b""#,
        r#""\u0061""#,
        r#""é""#,
        r#""\n\t\\\/""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\x""#,
        r#""\u12""#,
        "\"\n\"",
        "\"\u{7f}\"",
        "'a'",
        r#""a"#,
        "\"\u{0}\"",
        r#""a long string with no surprise at all in it, \u00e9xcept one""#,
    ];
    const SPACES: &[&str] = &["", "", "", "", " ", "\n", "\t\r ", "\u{a0}", "\u{c}"];
    match random.usize(..if depth == 0 { 6 } else { 10 }) {
        0 => one_of(random, NUMBERS).to_owned(),
        1 => one_of(random, STRINGS).to_owned(),
        2 => one_of(random, &["true", "false", "null", "nul", "True", ""]).to_owned(),
        3 | 4 => one_of(random, &["1", "\"a\"", "true"]).to_owned(),
        5 => one_of(random, &["{}", "[]", "[", "}", "{]"]).to_owned(),
        kind => {
            let object = kind < 8;
            let mut text = String::from(if object { "{" } else { "[" });
            for index in 0..random.usize(..5) {
                if index > 0 {
                    text.push_str(one_of(
                        random,
                        &[",", ",", ",", ",", ",", ",", ", ", "", ",,"],
                    ));
                }
                text.push_str(one_of(random, SPACES));
                if object {
                    text.push_str(one_of(random, &STRINGS[..9]));
                    text.push_str(one_of(random, &[":", ":", ":", ":", " : ", "", "::"]));
                }
                text.push_str(&nearly_json(random, depth - 1));
                text.push_str(one_of(random, SPACES));
            }
            text.push_str(if random.usize(..40) == 0 {
                ""
            } else if object {
                "}"
            } else {
                "]"
            });
            text
        }
    }
}

fn reference_accepts(text: &str) -> bool {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = NoDuplicates
        .deserialize(&mut reader)
        .and_then(|()| reader.end());
    let object = text
        .trim_start_matches([' ', '\n', '\r', '\t'])
        .starts_with('{');
    read.is_ok() && object
}

fn jotkit_accepts(payload: &[u8]) -> bool {
    let header = URL_SAFE_NO_PAD.encode_to_string(br#"{"alg":"HS256"}"#);
    let payload = URL_SAFE_NO_PAD.encode_to_string(payload);
    jotkit::peek(format!("{header}.{payload}.")).is_ok()
}

#[test]
fn agrees_with_serde_json_on_what_is_nearly_json() {
    let mut random = Rng::with_seed(0x9e37_79b9_7f4a_7c15);
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..300_000 {
        let inner = nearly_json(&mut random, 4);
        let text = format!("{{\"a\":{inner}}}");
        for text in [&text, &inner] {
            let accepts = jotkit_accepts(text.as_bytes());
            assert_eq!(accepts, reference_accepts(text), "{text}");
            if accepts {
                accepted += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert!(
        accepted > 50_000 && refused > 50_000,
        "{accepted} accepted, {refused} refused"
    );
}

#[test]
fn agrees_with_serde_json_on_changed_bytes() {
    let text = r#"{"user":"w\u00e9","scope":["profile",{"read":{"like":null}}],"exp":1552045346.5,"ok":true}"#;
    let mut random = Rng::with_seed(0x0123_4567_89ab_cdef);
    for _ in 0..300_000 {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=random.usize(..3) {
            let place = random.usize(..bytes.len());
            match random.usize(..3) {
                0 => bytes[place] = random.usize(..256) as u8,
                1 => bytes.insert(place, b"{}[]\",:\\0e-. \n"[random.usize(..14)]),
                _ => {
                    bytes.remove(place);
                }
            }
        }
        let reference = std::str::from_utf8(&bytes).is_ok_and(reference_accepts);
        assert_eq!(
            jotkit_accepts(&bytes),
            reference,
            "{:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}
