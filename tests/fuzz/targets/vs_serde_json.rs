//! The strict JSON reader against serde_json: as payload, as header, and value by value. An input
//! is JSON, or nearly.
//!
//! What jotkit takes, serde_json takes with the same values. What jotkit alone refuses has a
//! reason: it is not an object, has a name twice, or is too deep.
#![no_main]

use std::sync::OnceLock;

use fastrand::Rng;
use jotkit::{Code, Policy, Verifier, peek};
use jotkit_fuzz::strict::{self, Refused};
use jotkit_fuzz::token::{encode, sign};
use jotkit_fuzz::{NOW, keys, mutate, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mutated = mutate::json::mutate(
        &data[..size],
        &words::CLAIMS,
        &mut Rng::with_seed(seed.into()),
    );
    mutate::put(data, &mutated, max_size)
});

const HEADER: &[u8] = br#"{"alg":"HS256"}"#;

fuzz_target!(|text: &[u8]| {
    let payload = peek(format!("{}.{}.", encode(HEADER), encode(text)));
    let plainly = serde_json::from_slice::<Value>(text);
    match strict::object(text, 64) {
        Ok(_) => assert_eq!(payload.expect("strict JSON").payload().as_bytes(), text),
        Err(reason) => {
            assert_eq!(
                payload.expect_err("no strict JSON").code(),
                Code::PayloadMalformed,
                "{reason:?}"
            );
            assert!(plainly.is_err() || reason != Refused::NotJson);
            return;
        }
    }
    let value = plainly.expect("JSON");
    as_header(text, &value);
    as_claims(text, &value);
});

/// Strings are read as serde_json reads them.
fn as_header(text: &[u8], value: &Value) {
    let Value::Object(members) = value else {
        return;
    };
    // Each string of the input in turn is the header's `kid`, spelled as it was in the input.
    for (name, raw) in strict::object(text, 64).expect("strict JSON") {
        if !members[&name].is_string() {
            continue;
        }
        let header = format!(r#"{{"alg":"HS256","kid":{}}}"#, raw.get());
        let token = format!("{}.{}.", encode(header.as_bytes()), encode(b"{}"));
        let read = peek(token).expect("a strict header");
        assert_eq!(read.header().kid(), members[&name].as_str());
    }
}

/// Each claim has the value that serde_json reads, if a policy asks for it.
fn as_claims(text: &[u8], value: &Value) {
    static VERIFIER: OnceLock<Verifier> = OnceLock::new();
    let key = &keys::all()[0];
    let token = sign(HEADER, text, key);
    let lenient = VERIFIER.get_or_init(|| {
        let policy = Policy::new().any_audience().expiry_optional();
        Verifier::new(key.key.clone(), policy).expect("a verifier")
    });
    if lenient.verify_at(&token, NOW).is_err() {
        return;
    }
    // In the input's own spelling: a number must equal itself. None is expected from 2^53 on.
    let below = |number: f64| number.abs() < 9_007_199_254_740_992.0;
    let plain = |name: &str| {
        let value = &value[name];
        value.is_string() || value.is_boolean() || value.as_f64().is_some_and(below)
    };
    let expected: Vec<String> = strict::object(text, 64)
        .expect("strict JSON")
        .iter()
        .filter(|(name, _)| plain(name))
        .map(|(name, raw)| format!("{}:{}", Value::from(name.as_str()), raw.get()))
        .collect();
    // A policy that expects nothing by an empty object is refused.
    if expected.is_empty() {
        return;
    }
    let policy = format!(
        r#"{{"any_audience":true,"expiry_optional":true,"expected":{{{}}}}}"#,
        expected.join(",")
    );
    let policy = Policy::from_json(&policy).expect("a policy");
    let verifier = Verifier::new(key.key.clone(), policy).expect("a verifier");
    if let Err(error) = verifier.verify_at(&token, NOW) {
        panic!("{error} {:?}", error.claim());
    }
}
