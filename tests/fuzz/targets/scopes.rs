//! Scopes, against the rules written once more. An input is the demand, a line break, and the held
//! words.
#![no_main]

use jotkit::Code;
use jotkit::likecoin::scope::{self, Demand, Demands};
use jotkit_fuzz::assert_code;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (demand, held) = input.split_once('\n').unwrap_or((input, ""));
    let words: Vec<&str> = scope::split(held).collect();
    assert!(
        words
            .iter()
            .all(|word| !word.is_empty() && !word.contains(' '))
    );
    assert_eq!(words.concat(), held.replace(' ', ""));
    match scope::allows(&words, demand) {
        Ok(allowed) => {
            assert!(well_formed(demand));
            assert_eq!(
                allowed,
                words.iter().any(|word| covers(word, demand)),
                "{demand:?} by {words:?}"
            );
            let one = Demand::new(demand).expect("a demand");
            assert_eq!(one.satisfied_by(&words), allowed);
            let list = Some(vec![demand.to_owned()]);
            for demands in [
                Demands::new(list.clone(), None),
                Demands::new(None, list.clone()),
                Demands::new(list.clone(), list),
            ] {
                assert_eq!(demands.expect("demands").satisfied_by(&words), allowed);
            }
        }
        Err(error) => {
            assert_code(&error, &[Code::ArgumentInvalid]);
            assert!(!well_formed(demand));
        }
    }
});

fn well_formed(demand: &str) -> bool {
    let parts: Vec<&str> = demand.split(':').collect();
    parts.len() <= 2
        && parts
            .iter()
            .all(|part| part.split('.').all(|segment| !segment.is_empty()))
        && !demand.chars().any(char::is_whitespace)
}

/// The path from the root down to a scope: `read:a.b` is `read`, `a`, `b`.
fn steps(scope: &str) -> Vec<&str> {
    match scope.split_once(':') {
        Some((root, path)) => [root].into_iter().chain(path.split('.')).collect(),
        None => vec![scope],
    }
}

fn covers(held: &str, demand: &str) -> bool {
    let stands_for: Vec<String> = match held {
        "likebutton" => [
            "read:like.button",
            "write:like.button",
            "read:civic_liker",
            "write:iscn",
        ]
        .map(str::to_owned)
        .into(),
        "read" | "write" | "profile" | "email" => vec![held.to_owned()],
        word if word.contains(':') => vec![word.to_owned()],
        word => vec![format!("read:{word}"), format!("write:{word}")],
    };
    stands_for
        .iter()
        .any(|scope| steps(demand).starts_with(&steps(scope)))
}
