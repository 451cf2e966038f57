//! The guard, the answers, and that every way across has its guard.

use std::collections::BTreeSet;

use jotkit::{Key, Policy};
use uniffi::RustCallStatus;

use super::address;
use super::exports::{
    jotkit_direct_panic, jotkit_direct_peek, jotkit_direct_rest, jotkit_direct_sign,
    jotkit_direct_verify,
};
use crate::{Signer, Verifier};

const SECRET: &str = "a secret of at least 32 bytes, kept safe";
const CLAIMS: &str = r#"{"sub":"u1","exp":4102444800}"#;

/// Lends bytes and room for a call and reads what it gives: a row of fields, and whether they are an answer.
fn ask(
    bytes: &[u8],
    size: usize,
    call: impl FnOnce(u64, u64, u64, u64) -> i64,
) -> (bool, Vec<Option<String>>) {
    let mut room = vec![0_u8; size];
    let start = room.as_mut_ptr().expose_provenance() as u64;
    let lent = bytes.as_ptr().expose_provenance() as u64;
    let outcome = call(lent, bytes.len() as u64, start, size as u64);
    let length = if outcome < 0 { !outcome } else { outcome } as usize;
    if length > size {
        room = vec![0; length];
        let start = room.as_mut_ptr().expose_provenance() as u64;
        // SAFETY: the room is as long as it is said to be.
        let fetched = unsafe { jotkit_direct_rest(start, length as u64) };
        assert_eq!(fetched, length as i64);
    }
    (outcome >= 0, fields(&room[..length]))
}

fn fields(mut bytes: &[u8]) -> Vec<Option<String>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_at(4);
        let length = u32::from_le_bytes(length.try_into().unwrap());
        bytes = rest;
        if length == u32::MAX {
            fields.push(None);
            continue;
        }
        let (text, rest) = bytes.split_at(length as usize);
        fields.push(Some(String::from_utf8(text.to_vec()).unwrap()));
        bytes = rest;
    }
    fields
}

fn verifier(policy: &str) -> Verifier {
    let key = Key::hs256(SECRET).unwrap();
    Verifier(jotkit::Verifier::new(key, Policy::from_json(policy).unwrap()).unwrap())
}

fn verify(verifier: &Verifier, token: &str, size: usize) -> (bool, Vec<Option<String>>) {
    ask(token.as_bytes(), size, |token, length, answer, size| {
        // SAFETY: `ask` lends what it says, and the verifier outlives the call.
        unsafe { jotkit_direct_verify(address(verifier), token, length, 0, 0.0, answer, size) }
    })
}

fn sign(claims: &[u8], size: usize) -> (bool, Vec<Option<String>>) {
    let signer = Signer(jotkit::Signer::new(Key::hs256(SECRET).unwrap()).unwrap());
    ask(claims, size, |claims, length, answer, size| {
        // SAFETY: `ask` lends what it says, and the signer outlives the call.
        unsafe { jotkit_direct_sign(address(&signer), claims, length, answer, size) }
    })
}

fn token() -> String {
    sign(CLAIMS.as_bytes(), 1024).1.remove(0).unwrap()
}

#[test]
fn answers_come_whole_whatever_the_room() {
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let expected = (true, vec![Some(header.to_owned()), Some(CLAIMS.to_owned())]);
    for size in [0, 1, 4, 30, 63, 64, 65, 1024] {
        assert_eq!(verify(&verifier("{}"), &token(), size), expected, "{size}");
        let peeked = ask(token().as_bytes(), size, |token, length, answer, size| {
            // SAFETY: `ask` lends what it says.
            unsafe { jotkit_direct_peek(token, length, answer, size) }
        });
        assert_eq!(peeked, expected, "{size}");
    }
}

#[test]
fn an_answer_may_lie_where_the_token_lay() {
    let token = token();
    let mut room = token.clone().into_bytes();
    let start = room.as_mut_ptr().expose_provenance() as u64;
    let verifier = verifier("{}");
    let length = room.len() as u64;
    let outcome =
        // SAFETY: the room is as long as it is said to be, and the verifier outlives the call.
        unsafe { jotkit_direct_verify(address(&verifier), start, length, 0, 0.0, start, length) };
    let fields = fields(&room[..usize::try_from(outcome).unwrap()]);
    assert_eq!(fields[1].as_deref(), Some(CLAIMS));
}

#[test]
fn a_failure_is_a_report() {
    for size in [0, 2000] {
        let (good, fields) = verify(&verifier(r#"{"required":["é"]}"#), &token(), size);
        assert!(!good);
        let fields: Vec<_> = fields.iter().map(Option::as_deref).collect();
        assert_eq!(
            fields[..3],
            [Some("claim_missing"), Some("refused"), Some("é")]
        );
        assert_eq!(fields.len(), 6);
    }
    let (good, fields) = sign(b"\xff", 100);
    assert!(!good && fields[0].as_deref() == Some("argument_invalid"));
}

#[test]
fn addresses_that_cannot_be_are_failures() {
    let nowhere = verify_at(0, &token());
    assert_eq!(nowhere, (false, Some("internal".to_owned())));
    let verifier = verifier("{}");
    let (good, fields) = ask(b"", 500, |_, _, answer, size| {
        // SAFETY: there is no token, which is what the call has to notice; the room is lent as it says.
        unsafe { jotkit_direct_verify(address(&verifier), 0, 9, 0, 0.0, answer, size) }
    });
    assert!(!good && fields[0].as_deref() == Some("internal"));
    let (good, fields) = ask(b"", 500, |_, _, answer, size| {
        // SAFETY: no byte is lent; the room is lent as it says.
        unsafe { jotkit_direct_verify(address(&verifier), 0, 0, 0, 0.0, answer, size) }
    });
    assert!(!good && fields[0].as_deref() == Some("token_malformed"));
}

fn verify_at(verifier: u64, token: &str) -> (bool, Option<String>) {
    let (good, mut fields) = ask(token.as_bytes(), 500, |token, length, answer, size| {
        // SAFETY: `ask` lends what it says; there is no verifier, which is what the call has to notice.
        unsafe { jotkit_direct_verify(verifier, token, length, 0, 0.0, answer, size) }
    });
    (good, fields.remove(0))
}

#[test]
fn a_panic_stays_on_this_side() {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    for size in [0, 500] {
        let (good, fields) = ask(b"", size, |_, _, answer, size| {
            // SAFETY: `ask` lends what it says.
            unsafe { jotkit_direct_panic(answer, size) }
        });
        assert!(!good);
        assert_eq!(fields[0].as_deref(), Some("internal"));
        assert!(
            !fields
                .iter()
                .flatten()
                .any(|text| text.contains("telltale"))
        );
    }
    let mut status = RustCallStatus::default();
    crate::uniffi_jotkit_mobile_fn_func_panic_for_tests(&mut status);
    assert_eq!(status.code as i8, 2, "an unexpected error");
    std::panic::set_hook(quiet);
}

#[test]
fn every_direct_call_is_one_call_of_the_guard() {
    let mut exported = BTreeSet::new();
    for export in include_str!("exports.rs")
        .split("#[unsafe(no_mangle)]")
        .skip(1)
    {
        let name = export.split_once("fn ").unwrap().1.split_once('(').unwrap();
        let body = export.split_once("-> i64 {\n").unwrap().1;
        let body = body.split_once("\n}\n").unwrap().0.trim();
        let body = body.trim_start_matches("// SAFETY: as the caller promises.\n");
        assert!(body.trim_start().starts_with("guard("), "{}", name.0);
        assert_eq!(body.matches("guard(").count(), 1, "{}", name.0);
        exported.insert(name.0);
    }
    assert!(exported.remove("jotkit_direct_panic"));
    let header = include_str!("../../include/jotkit_direct.h");
    let declared = header
        .lines()
        .filter_map(|line| Some(line.strip_prefix("int64_t ")?.split_once('(')?.0));
    assert_eq!(exported, declared.collect());
}

/// Whatever is exported and is no direct call is uniffi's, which wraps each in a guard of its own.
#[test]
fn nothing_else_is_exported_by_hand() {
    let sources = [
        include_str!("../failure.rs"),
        include_str!("../key.rs"),
        include_str!("../lib.rs"),
        include_str!("../likecoin.rs"),
        include_str!("../livelike.rs"),
        include_str!("../oauth.rs"),
        include_str!("../signer.rs"),
        include_str!("../verifier.rs"),
    ];
    let mut guarded = 0;
    for source in sources {
        assert!(!source.contains("no_mangle") && !source.contains("extern \"C\""));
        guarded += source.matches("#[uniffi::export").count();
    }
    assert!(guarded > 20, "{guarded}");
}
