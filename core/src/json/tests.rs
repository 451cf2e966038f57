use super::scan::Marks;
use super::*;

fn accepts(text: &str) -> bool {
    parse_object(text.as_bytes(), 64).is_ok()
}

#[test]
fn takes_what_the_standard_takes() {
    for text in [
        "{}",
        " \t\r\n{ } \n",
        r#"{"a":1,"b":[1,2,{"c":null}],"d":{"e":{}},"f":[],"g":[[]]}"#,
        r#"{"a":-0,"b":0.5,"c":1e3,"d":1E+3,"e":-1.5e-3,"f":123456789012345678901234567890}"#,
        r#"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","é":"é"}"#,
        r#"{"a":true,"b":false,"c":null}"#,
        r#"{"a":{"a":{"a":1}},"b":{"a":1}}"#,
    ] {
        assert!(accepts(text), "{text}");
    }
}

#[test]
fn refuses_what_could_be_read_in_two_ways() {
    for text in [
        "",
        " ",
        "[]",
        "null",
        "1",
        r#""a""#,
        "{",
        "}",
        "{}{}",
        "{}x",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[1 2]}"#,
        r#"{"a":{]}"#,
        r#"{"a":[}}"#,
        r#"{"a":1 "b":2}"#,
        r#"{a:1}"#,
        r#"{'a':1}"#,
        r#"{"a":01}"#,
        r#"{"a":+1}"#,
        r#"{"a":.5}"#,
        r#"{"a":1.}"#,
        r#"{"a":1e}"#,
        r#"{"a":-}"#,
        r#"{"a":1e400}"#,
        r#"{"a":[1e400]}"#,
        r#"{"a":NaN}"#,
        r#"{"a":Infinity}"#,
        r#"{"a":tru}"#,
        r#"{"a":"\x"}"#,
        r#"{"a":"\u12"}"#,
        r#"{"a":"\ud83d"}"#,
        r#"{"a":"\ud83d\u0041"}"#,
        r#"{"a":"\ude00"}"#,
        "{\"a\":\"\n\"}",
        "{\"a\":\"\u{0}\"}",
        "\u{feff}{}",
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"x":{"a":1,"b":2,"a":3}}"#,
        r#"{"x":[{"a":1,"\u0061":2}]}"#,
        "{}/**/",
    ] {
        assert!(!accepts(text), "{text}");
    }
    assert!(parse_object(b"{\"a\":\"\xff\"}", 64).is_err());
}

#[test]
fn finds_duplicates_among_many_names() {
    let members = |names: &[String]| {
        let members: Vec<_> = names.iter().map(|name| format!("\"{name}\":0")).collect();
        format!("{{{}}}", members.join(","))
    };
    for count in [2, 15, 16, 17, 18, 40, 1000] {
        let mut names: Vec<String> = (0..count).map(|index| format!("n{index}")).collect();
        let nested = |text: &str| format!("{{\"outer\":{text}}}");
        assert!(accepts(&members(&names)));
        assert!(accepts(&nested(&members(&names))));
        for first in [0, count / 2, count - 1] {
            names.push(format!("n{first}"));
            assert!(!accepts(&members(&names)), "{count} {first}");
            assert!(!accepts(&nested(&members(&names))), "{count} {first}");
            names.pop();
        }
    }
}

#[test]
fn counts_depth_from_the_outermost_object() {
    for (limit, depth, fine) in [(1, 1, true), (1, 2, false), (64, 64, true), (64, 65, false)] {
        for (open, close) in [("{\"a\":", "}"), ("[", "]")] {
            let inner = [open.repeat(depth - 1), "0".into(), close.repeat(depth - 1)].concat();
            let text = format!("{{\"a\":{inner}}}");
            assert_eq!(
                parse_object(text.as_bytes(), limit).is_ok(),
                fine,
                "{limit} {depth}"
            );
        }
    }
}

#[test]
fn depth_costs_no_stack() {
    let text = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let deep = std::thread::Builder::new()
        .stack_size(64 * 1024)
        .spawn(move || parse_object(text.as_bytes(), 1_000_000).is_ok())
        .unwrap();
    assert!(deep.join().unwrap());
}

#[test]
fn gives_members_their_values() {
    let object =
        parse_object_str(r#"{"\u0061":"x\n\ud83d\ude00","n":1.50,"l":[1,"two"]}"#, 64).unwrap();
    assert!(object.get("a").unwrap().as_string().unwrap().is("x\n😀"));
    assert!(matches!(object.get("n"), Some(Value::Number("1.50"))));
    let Some(Value::Array(list)) = object.get("l") else {
        panic!()
    };
    let items: Vec<_> = items(list).map(Strict::unwrap).collect();
    assert_eq!(items.len(), 2);
    assert!(items[1].as_string().unwrap().is("two"));
    assert!(object.get("absent").is_none());
}

/// Bytes that end a plain run, and such as look like them.
const SPECIAL: [u8; 34] = {
    let mut special = [0; 34];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = byte as u8;
        byte += 1;
    }
    special[32] = b'"';
    special[33] = b'\\';
    special
};
const PLAIN: [u8; 9] = [b'a', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff];

#[test]
fn finds_every_mark_from_any_place() {
    let length = 200;
    for special in SPECIAL {
        for filler in PLAIN {
            // Distances within a block, over its end, and over whole blocks.
            for step in [1, 3, 17, 63, 64, 65, 150] {
                let mut bytes = vec![filler; length];
                for place in (step / 2..length).step_by(step) {
                    bytes[place] = special;
                }
                let next = |at: usize| (at..length).find(|place| bytes[*place] == special);
                let mut marks = Marks::none();
                for at in (0..=length).chain((0..=length).rev()) {
                    let expected = next(at).unwrap_or(length);
                    assert_eq!(
                        marks.next(&bytes, at),
                        expected,
                        "{special} from {at}, {step} apart"
                    );
                }
            }
        }
    }
    for length in 0..200 {
        let bytes = vec![b'a'; length];
        assert_eq!(Marks::none().next(&bytes, 0), length);
        assert_eq!(Marks::none().next(&bytes, length), length);
    }
}

#[test]
fn no_name_comes_twice_however_many_there_are() {
    let names: Vec<String> = (0..40).map(|number| format!("\"{number}\":0")).collect();
    let new = r#""new":0"#;
    for count in 1..=names.len() {
        let names = &names[..count];
        let takes = |more: &[&str]| {
            let members = [&names.join(","), more.join(",").as_str()].join(",");
            parse_object_str(&format!("{{{members}}}"), 64).is_ok()
        };
        assert!(takes(&[new]));
        assert!(!takes(&[new, r#""n\u0065w":0"#]));
        for name in names {
            assert!(!takes(&[name]), "{name} again among {count}");
            assert!(!takes(&[new, name]), "{name} again among {count} and one");
        }
    }
}

#[test]
fn an_escaped_name_is_compared_as_far_as_it_agrees() {
    let spelled = |raw: &'static str| Text { raw, escaped: true };
    for raw in [r"\u0061b", r"a\u0062", r"\u0061\u0062"] {
        assert!(spelled(raw).is("ab"));
        for other in ["", "a", "abc", "b", "aB", r"\u0061b"] {
            assert!(!spelled(raw).is(other), "{raw} and {other}");
        }
    }
    assert!(spelled(r"\ud83d\ude00\n").is("\u{1f600}\n"));
    // Of a name that differs at once nothing more is read, so that the rest may be anything.
    let mut characters = Unescaped::new(r"x\u0062");
    assert!(!characters.by_ref().eq("ab".chars()));
    assert_eq!(characters.next(), Some('b'));
}

#[test]
fn long_names_in_escapes_are_told_apart() {
    let name = |end: &str| format!("\"\\u0061{}{end}\":0", "a".repeat(5000));
    let members: Vec<String> = (0..12).map(|n| name(&n.to_string())).collect();
    let takes =
        |more: &str| parse_object_str(&format!("{{{},{more}}}", members.join(",")), 64).is_ok();
    assert!(takes(&name("x")));
    assert!(!takes(&name("7")));
    assert!(!takes(&name("7").replace("\\u0061", "a")));
}
