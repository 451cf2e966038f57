use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use super::*;
use crate::json::parse_object_str;

/// Writes a value both ways and compares the texts, and what is read with what the strict reader reads.
fn agrees<T: Serialize + ?Sized>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let written = write_object(value).unwrap();
    assert_eq!(written.text(), text);
    let mut object = Object::default();
    let outcome = written.read(&mut object, 64);
    match parse_object_str(&text, 64) {
        Ok(expected) => {
            outcome.unwrap();
            assert_eq!(format!("{object:?}"), format!("{expected:?}"));
        }
        Err(NotStrict) => assert!(outcome.is_err(), "{text}"),
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    exp: u64,
    nbf: i64,
    ratio: f64,
    admin: bool,
    nothing: Option<u8>,
    some: Option<&'a str>,
    list: Vec<&'a str>,
    pair: (u8, Option<bool>),
    nested: Vec<Vec<u8>>,
    kind: Kind,
    letter: char,
    wide: i128,
    unit: (),
    map: BTreeMap<u8, Inner>,
}

#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Plain,
    Tuple(u8, u8),
    Wrapped(Inner),
    Named { a: u8 },
}

#[derive(Serialize, Clone, Copy)]
struct Inner {
    a: u8,
}

#[derive(Serialize)]
struct Wrapper<T>(T);

#[derive(Serialize)]
struct Flat {
    #[serde(flatten)]
    more: serde_json::Value,
    sub: &'static str,
}

fn claims(text: &str, kind: Kind) -> Claims<'_> {
    Claims {
        sub: text,
        exp: u64::MAX,
        nbf: i64::MIN,
        ratio: 1.5e-7,
        admin: true,
        nothing: None,
        some: Some(text),
        list: vec![text, "", text],
        pair: (1, None),
        nested: vec![vec![], vec![1, 2]],
        kind,
        letter: '"',
        wide: i128::MAX,
        unit: (),
        map: BTreeMap::from([(7, Inner { a: 1 })]),
    }
}

#[test]
fn writes_what_serde_json_writes() {
    let all: String = (0..0x250).filter_map(char::from_u32).collect();
    for text in [
        "",
        "plain",
        "\"quoted\"",
        "back\\slash",
        "😀 line\u{2028}",
        "\0\u{1f}\u{7f}",
        &all,
    ] {
        for kind in [
            Kind::Plain,
            Kind::Tuple(1, 2),
            Kind::Wrapped(Inner { a: 3 }),
            Kind::Named { a: 4 },
        ] {
            agrees(&claims(text, kind));
            agrees(&Some(Wrapper(claims(text, kind))));
        }
        let value = json!({text: text, "other": [text, null, true, 1, -1, 0.5], "deep": [[text]], "o": {text: {}}});
        agrees(&value);
        agrees(&Flat {
            more: value,
            sub: "u1",
        });
    }
    agrees(&json!({}));
    agrees(&BTreeMap::from([(1, 2), (3, 4)]));
    agrees(&Kind::Wrapped(Inner { a: 1 }));
    agrees(&Kind::Named { a: 1 });
}

#[test]
fn refuses_names_that_come_twice() {
    agrees(&Flat {
        more: json!({"sub": "u2"}),
        sub: "u1",
    });
    agrees(&Flat {
        more: json!({"a\nb": 1, "c": [{"d": 1}]}),
        sub: "u1",
    });
    let flat = Flat {
        more: json!({"sub": "u2"}),
        sub: "u1",
    };
    let written = write_object(&flat).unwrap();
    assert!(written.read(&mut Object::default(), 64).is_err());
}

#[test]
fn refuses_what_is_no_object() {
    for value in [
        json!(1),
        json!("text"),
        json!([{}]),
        json!(null),
        json!(true),
    ] {
        let written = write_object(&value).unwrap();
        assert!(written.read(&mut Object::default(), 64).is_err(), "{value}");
    }
}

#[test]
fn refuses_numbers_that_json_has_not() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(write_object(&BTreeMap::from([("x", number)])).is_err());
        assert!(write_object(&BTreeMap::from([("x", vec![number])])).is_err());
    }
    assert!(write_object(&BTreeMap::from([("x", f32::NAN)])).is_err());
}

#[test]
fn keeps_to_the_depth() {
    let deep = |levels: usize| (0..levels).fold(json!(0), |inside, _| json!([inside]));
    for levels in [0, 1, 62, 63, 64, 65] {
        agrees(&json!({"a": deep(levels)}));
    }
    let flat = write_object(&json!({"a": [1]})).unwrap();
    assert!(flat.read(&mut Object::default(), 1).is_err());
    assert!(flat.read(&mut Object::default(), 2).is_ok());
}

#[test]
fn a_failing_implementation_is_an_error() {
    struct Fails;
    impl Serialize for Fails {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no"))
        }
    }
    assert!(write_object(&Fails).is_err());
    assert!(write_object(&BTreeMap::from([("x", Fails)])).is_err());
}
