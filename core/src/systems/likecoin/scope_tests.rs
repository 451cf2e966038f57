//! Tests of the grant rule, among them the whole table of what covers what.

use super::{Demand, Demands, allows, read, split};
use crate::error::Code;
use crate::json;

const DEMANDS: [&str; 12] = [
    "profile",
    "email",
    "read",
    "read:like",
    "read:like.button",
    "read:like.info",
    "write:like",
    "write:like.button",
    "read:civic_liker",
    "write:iscn",
    "read:profile",
    "write:profile",
];

/// Each held word, and the demands of [`DEMANDS`] that it covers.
const TABLE: [(&str, &[&str]); 18] = [
    ("profile", &["profile"]),
    ("email", &["email"]),
    (
        "read",
        &[
            "read",
            "read:like",
            "read:like.button",
            "read:like.info",
            "read:civic_liker",
            "read:profile",
        ],
    ),
    (
        "write",
        &[
            "write:like",
            "write:like.button",
            "write:iscn",
            "write:profile",
        ],
    ),
    (
        "read:like",
        &["read:like", "read:like.button", "read:like.info"],
    ),
    ("write:like", &["write:like", "write:like.button"]),
    ("read:like.button", &["read:like.button"]),
    ("read:like.info", &["read:like.info"]),
    ("write:like.button", &["write:like.button"]),
    (
        "like",
        &[
            "read:like",
            "read:like.button",
            "read:like.info",
            "write:like",
            "write:like.button",
        ],
    ),
    (
        "likebutton",
        &[
            "read:like.button",
            "write:like.button",
            "read:civic_liker",
            "write:iscn",
        ],
    ),
    ("read:like.button.x", &[]),
    ("read:lik", &[]),
    ("read:like.", &[]),
    ("READ:like", &[]),
    ("read:*", &[]),
    ("*", &[]),
    ("", &[]),
];

#[test]
fn the_table_holds_in_every_cell() {
    for (held, covered) in TABLE {
        for demand in DEMANDS {
            assert_eq!(
                allows(&[held], demand).unwrap(),
                covered.contains(&demand),
                "{held} {demand}"
            );
        }
    }
}

#[test]
fn hierarchy_goes_by_whole_segments() {
    let allows = |held, demand| allows(&[held], demand).unwrap();
    assert!(allows("read:like.button.x", "read:like.button.x"));
    assert!(allows("like.button", "write:like.button.x"));
    for (held, demand) in [
        ("read:like", "read:likes"),
        ("read:like", "read:like_info"),
        ("read:like", "read:like-info"),
        ("read", "reader:like"),
        ("read", "read.like"),
        ("read", "reads"),
        ("like", "read:likes"),
        ("like", "read:x.like"),
        ("like.button", "read:like"),
        ("read:a", "read.b:a"),
        ("read.b", "read.b.c:a"),
        ("read:", "read:like"),
        (":", "read:like"),
        (":like", "read:like"),
        ("read:like:x", "read:like"),
        (" read:like", "read:like"),
        ("read:like read:x", "read:like"),
    ] {
        assert!(!allows(held, demand), "{held} {demand}");
    }
}

#[test]
fn only_held_words_are_expanded() {
    for demand in [
        "like",
        "likebutton",
        "constructor",
        "toString",
        "__proto__",
        "like.button",
    ] {
        assert!(!allows(&[demand], demand).unwrap(), "{demand}");
    }
    // A held word that happens to be a name of JavaScript's is a word like any other.
    assert!(allows(&["constructor"], "read:constructor").unwrap());
    assert!(allows(&["toString"], "write:toString.x").unwrap());
    // It means read and write, not for every word before a colon.
    assert!(!allows(&["like"], "delete:like").unwrap());
}

#[test]
fn one_of_several_held_scopes_suffices() {
    let held = ["profile", "read:like", "write:like"];
    for demand in [
        "read:like.button",
        "write:like.button",
        "read:like.info",
        "profile",
    ] {
        assert!(allows(&held, demand).unwrap(), "{demand}");
    }
    for demand in ["email", "read", "write", "write:iscn", "read:civic_liker"] {
        assert!(!allows(&held, demand).unwrap(), "{demand}");
    }
    assert!(!allows::<&str>(&[], "profile").unwrap());
}

#[test]
fn a_malformed_demand_is_refused_even_if_nothing_is_held() {
    for demand in [
        "",
        " ",
        ":",
        ".",
        "read:",
        ":like",
        "read:like.",
        "read:.like",
        "read:a..b",
        ".read:a",
        "a.",
        "read:like:info",
        "read::like",
        "read:like read:x",
        " read:like",
        "read:like\n",
        "read:\u{3000}",
    ] {
        assert_eq!(
            allows(&["read"], demand).unwrap_err().code(),
            Code::ArgumentInvalid,
            "{demand:?}"
        );
        assert!(allows::<String>(&[], demand).is_err(), "{demand:?}");
        let one = Some(vec!["profile".to_owned(), demand.to_owned()]);
        for demands in [Demands::new(one.clone(), None), Demands::new(None, one)] {
            assert_eq!(
                demands.unwrap_err().code(),
                Code::PolicyInvalid,
                "{demand:?}"
            );
        }
    }
}

#[test]
fn a_demand_keeps_its_text() {
    assert_eq!(
        Demand::new("read:like.button").unwrap().as_str(),
        "read:like.button"
    );
}

#[test]
fn all_and_any_are_both_demanded() {
    let list = |scopes: &[&str]| Some(scopes.iter().map(|scope| (*scope).to_owned()).collect());
    let held = ["profile", "read:like"];
    let satisfied = |all, any| Demands::new(all, any).unwrap().satisfied_by(&held);
    assert!(satisfied(None, None));
    assert!(satisfied(list(&["profile", "read:like.info"]), None));
    assert!(!satisfied(list(&["profile", "email"]), None));
    assert!(satisfied(None, list(&["email", "profile"])));
    assert!(!satisfied(None, list(&["email", "write:like"])));
    assert!(satisfied(list(&["profile"]), list(&["email", "read:like"])));
    assert!(!satisfied(list(&["email"]), list(&["profile"])));
    assert!(!satisfied(list(&["profile"]), list(&["email"])));
    assert!(
        !Demands::new(list(&["profile"]), None)
            .unwrap()
            .satisfied_by::<&str>(&[])
    );
}

#[test]
fn an_empty_list_of_demands_is_a_mistake() {
    for demands in [
        Demands::new(Some(Vec::new()), None),
        Demands::new(None, Some(Vec::new())),
    ] {
        assert_eq!(demands.unwrap_err().code(), Code::PolicyInvalid);
    }
}

#[test]
fn a_text_is_split_on_spaces_only() {
    let words = |text| split(text).collect::<Vec<_>>();
    assert_eq!(words("profile  read:like "), ["profile", "read:like"]);
    assert_eq!(words("a\tb"), ["a\tb"]);
    assert!(words("").is_empty());
    assert!(words("  ").is_empty());
}

#[test]
fn a_scope_member_is_a_list_of_strings_or_a_text() {
    let scope = |text: &str| {
        let object = format!(r#"{{"scope":{text}}}"#);
        read(
            json::parse_object(object.as_bytes(), 64)
                .unwrap()
                .get("scope")
                .unwrap(),
        )
    };
    assert_eq!(
        scope(r#"["profile","read:lik\u0065"]"#).unwrap(),
        ["profile", "read:like"]
    );
    assert_eq!(
        scope(r#""profile  read:lik\u0065""#).unwrap(),
        ["profile", "read:like"]
    );
    assert!(scope("[]").unwrap().is_empty());
    assert!(scope(r#""""#).unwrap().is_empty());
    for text in [
        "null",
        "1",
        "true",
        "{}",
        "[1]",
        r#"["a",null]"#,
        r#"[["a"]]"#,
    ] {
        assert!(scope(text).is_none(), "{text}");
    }
}
