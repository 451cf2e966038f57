//! A JWK Set. An input is a byte that chooses the algorithm for entries without one, and the set.
#![no_main]

use fastrand::Rng;
use jotkit::{Algorithm, Code, KeyOptions, KeySet, Policy, Verifier};
use jotkit_fuzz::{assert_code, imported, mutate, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::behind_a_choice(
        data,
        size,
        max_size,
        &mut Rng::with_seed(seed.into()),
        |body, random| mutate::json::mutate(body, &words::JWK, random),
    )
});

fuzz_target!(|input: &[u8]| {
    let [choice, text @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let options = match Algorithm::ALL.get(usize::from(choice.wrapping_sub(b'B'))) {
        Some(algorithm) => KeyOptions::new().algorithm(*algorithm),
        None => KeyOptions::new(),
    };
    let set = match KeySet::from_jwks(text, &options) {
        Ok(set) => set,
        Err(error) => return assert_code(&error, &[Code::KeyInvalid]),
    };
    let json: Value = serde_json::from_str(text).expect("JSON");
    // Copies of one key are one key.
    let entries = json["keys"].as_array().expect("keys").len();
    let known = set.len() + set.skipped().len();
    assert!(known <= entries && (known > 0) == (entries > 0));
    for skipped in set.skipped() {
        assert_code(&skipped.error, imported::REFUSALS);
    }
    for key in set.keys() {
        imported::check(Ok(key.clone()));
    }
    if let Ok(public) = set.to_public_jwks() {
        let published: Value = serde_json::from_str(&public).expect("JSON");
        for entry in published["keys"].as_array().expect("keys") {
            let names: Vec<&String> = entry.as_object().expect("a JWK").keys().collect();
            let secret = |name: &&&String| {
                matches!(
                    name.as_str(),
                    "d" | "p" | "q" | "dp" | "dq" | "qi" | "k" | "priv"
                )
            };
            assert_eq!(
                names.iter().find(secret),
                None,
                "a private member was published"
            );
        }
        let again = KeySet::from_jwks(&public, &KeyOptions::new()).expect("its own set");
        assert_eq!(
            again.len(),
            published["keys"].as_array().expect("keys").len()
        );
    }
    match Verifier::new(set, Policy::new()) {
        Ok(verifier) => assert!(verifier.verify("eyJhbGciOiJIUzI1NiJ9.e30.AAAA").is_err()),
        Err(error) => {
            assert_code(&error, &[Code::KeyInvalid]);
            assert_eq!(entries, 0, "only an empty set makes no verifier");
        }
    }
});
