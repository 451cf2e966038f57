//! Verifying, against the rules once more: the verdict, the code and the claim must be the same.
//!
//! An input is a byte that chooses the keys, one that chooses the policy, and the token.
#![no_main]

use std::cell::RefCell;
use std::collections::HashMap;

use jotkit::{Error, Verified, Verifier};
use jotkit_fuzz::subjects::{KEYS, Keys, POLICIES};
use jotkit_fuzz::{NOW, mutate, reference, token};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::token::mutate(data, size, max_size, seed, 2)
});

struct Case {
    keys: Keys,
    policy: Value,
    verifier: Verifier,
    caching: Option<Verifier>,
}

impl Case {
    fn new(keys: usize, policy: &str) -> Option<Self> {
        let mut json: Value = serde_json::from_str(policy).expect("a policy");
        let keys = Keys::number(keys, &json);
        let verifier = keys.verifier(policy)?;
        json["cache"] = json!(64);
        let caching = keys.verifier(&json.to_string());
        Some(Self {
            keys,
            policy: json,
            verifier,
            caching,
        })
    }

    fn cheap(&self) -> bool {
        matches!(&self.keys, Keys::Any(algorithms) if algorithms.iter().all(|one| one.key_type().as_str() == "oct"))
    }
}

thread_local! {
    static CASES: RefCell<HashMap<(usize, usize), Option<Case>>> = RefCell::default();
}

fuzz_target!(|input: &[u8]| {
    let [keys, policy, text @ ..] = input else {
        return;
    };
    let choice = |byte: &u8, count| usize::from(byte.wrapping_sub(b'A')) % count;
    let (keys, policy) = (choice(keys, KEYS), choice(policy, POLICIES.len()));
    CASES.with_borrow_mut(|cases| {
        let case = cases
            .entry((keys, policy))
            .or_insert_with(|| Case::new(keys, POLICIES[policy]));
        if let Some(case) = case {
            check(case, text);
        }
    });
});

fn check(case: &Case, text: &[u8]) {
    let verdict = case.verifier.verify_at(text, NOW);
    let expected = reference::verdict(text, &case.keys, &case.policy, NOW);
    let (found, wanted) = (
        describe(&verdict),
        expected
            .clone()
            .map_err(|(code, claim)| (code.to_owned(), claim)),
    );
    assert_eq!(found, wanted, "jotkit's verdict, and that of the reference");
    assert_eq!(verdict, case.verifier.verify_at(text, NOW), "a second time");
    let findings = case.verifier.explain_at(text, NOW).expect("a time");
    let first = findings.first().map(|finding| &finding.error);
    let first = first.map(|error| (error.code(), error.claim()));
    let refusal = verdict.as_ref().err();
    let refusal = refusal.map(|error| (error.code(), error.claim()));
    assert_eq!(first, refusal, "the first finding");
    if let Some(caching) = &case.caching {
        for time in [NOW, NOW, NOW + 400.0, NOW] {
            assert_eq!(
                caching.verify_at(text, time),
                case.verifier.verify_at(text, time),
                "with a cache, at {time}"
            );
        }
    }
    if let Ok(verified) = verdict {
        let [header, payload, _] = token::split(text)
            .expect("two dots")
            .map(|part| token::decode(part).expect("base64url"));
        assert_eq!(verified.header().json().as_bytes(), header);
        assert_eq!(verified.payload().as_bytes(), payload);
        changed_bytes_are_refused(case, text);
    }
}

/// Tries some of the places; over many inputs it is all of them.
fn changed_bytes_are_refused(case: &Case, text: &[u8]) {
    let mut mix = text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    let mut changed = text.to_vec();
    // A signature of a public key takes a hundred times as long as an HMAC.
    let places = if text.len() < 2000 && case.cheap() {
        16
    } else {
        3
    };
    for _ in 0..places {
        mix = mix.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        let (place, flip) = (
            (mix >> 33) as usize % text.len(),
            1 + (mix >> 20) as u8 % 255,
        );
        changed[place] ^= flip;
        for verifier in [Some(&case.verifier), case.caching.as_ref()]
            .into_iter()
            .flatten()
        {
            assert!(
                verifier.verify_at(&changed, NOW).is_err(),
                "accepted with byte {place} changed"
            );
        }
        changed[place] = text[place];
    }
}

fn describe(verdict: &Result<Verified, Error>) -> Result<(), (String, Option<String>)> {
    match verdict {
        Ok(_) => Ok(()),
        Err(error) => {
            assert!(!format!("{error} {error:?}").is_empty());
            Err((
                error.code().as_str().to_owned(),
                error.claim().map(str::to_owned),
            ))
        }
    }
}
