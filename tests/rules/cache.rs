//! A verifier that remembers good tokens gives the verdicts of one that does not.

use jotkit::{Algorithm, Code, Expectations, Key, KeySet, Policy, Signer, Verified, Verifier};
use jotkit_tests::subject::{Verification, verification};
use jotkit_tests::vectors;
use serde_json::json;

const NOW: f64 = 1_750_000_000.0;
const HOUR: f64 = 3600.0;

fn key() -> Key {
    Key::hs256([9; 32]).unwrap()
}

fn signed(claims: &str) -> String {
    Signer::new(key()).unwrap().sign_json(claims).unwrap()
}

/// The same verifier without and with a memory.
fn pair(policy: impl Fn() -> Policy) -> [Verifier; 2] {
    let with = policy().cache(8);
    [policy(), with].map(|policy| Verifier::new(key(), policy).unwrap())
}

type Verdict = Result<String, (Code, Option<String>)>;

fn verdict(verifier: &Verifier, token: &str, now: f64) -> Verdict {
    verdict_expecting(verifier, token, &Expectations::new(), now)
}

fn verdict_expecting(
    verifier: &Verifier,
    token: &str,
    expected: &Expectations,
    now: f64,
) -> Verdict {
    match verifier.verify_expecting(token, expected, now) {
        Ok(verified) => Ok(format!(
            "{} {}",
            verified.header().json(),
            verified.payload()
        )),
        Err(error) => Err((error.code(), error.claim().map(str::to_owned))),
    }
}

#[test]
fn what_is_remembered_is_handed_out_and_not_made_again() {
    let token = signed(r#"{"exp":1750000100}"#);
    let same =
        |one: &Verified, other: &Verified| one.payload().as_ptr() == other.payload().as_ptr();
    let [plain, caching] = pair(Policy::new);
    for (verifier, remembers) in [(&plain, false), (&caching, true)] {
        let first = verifier.verify_at(&token, NOW).unwrap();
        let second = verifier.verify_at(&token, NOW).unwrap();
        assert_eq!(same(&first, &second), remembers);
        // What the clock refuses is forgotten.
        verifier.verify_at(&token, NOW + 100.0).unwrap_err();
        let third = verifier.verify_at(&token, NOW).unwrap();
        assert!(!same(&first, &third));
    }
}

#[test]
fn an_entry_is_judged_by_every_clock_anew() {
    let token = signed(r#"{"nbf":1750000000,"iat":1750000000,"exp":1750000100}"#);
    for leeway in [0, 5] {
        let policy = || Policy::new().max_age(60).leeway(leeway);
        let [plain, caching] = pair(policy);
        // Good first, so that it is remembered; then every boundary on both sides, again and again.
        let mut verdicts = std::collections::HashSet::new();
        for _ in 0..3 {
            for offset in [
                0.0, -1.0, 30.0, 59.0, 60.0, 61.0, 65.0, 66.0, -5.0, -6.0, 99.0, 100.0, 105.0, 1e6,
                0.5,
            ] {
                let now = NOW + offset;
                let expected = verdict(&plain, &token, now);
                assert_eq!(
                    verdict(&caching, &token, now),
                    expected,
                    "{leeway} {offset}"
                );
                verdicts.insert(expected.err());
            }
            for now in [f64::NAN, f64::INFINITY, 1e300] {
                let refused = verdict(&caching, &token, now).unwrap_err();
                assert_eq!(refused.0, Code::ArgumentInvalid);
            }
        }
        assert!(verdicts.len() >= 4, "{verdicts:?}");
    }
}

#[test]
fn a_token_that_has_ended_stays_ended() {
    let [_, caching] = pair(Policy::new);
    let token = signed(r#"{"exp":1750000100}"#);
    assert!(verdict(&caching, &token, NOW).is_ok());
    assert_eq!(
        verdict(&caching, &token, NOW + 100.0).unwrap_err().0,
        Code::TokenExpired
    );
    assert_eq!(
        verdict(&caching, &token, NOW + 101.0).unwrap_err().0,
        Code::TokenExpired
    );
}

#[test]
fn only_the_very_token_is_remembered() {
    let [_, caching] = pair(Policy::new);
    let token = signed(r#"{"exp":1750000100,"sub":"u1"}"#);
    assert!(verdict(&caching, &token, NOW).is_ok());
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    let other = signed(r#"{"exp":1750000100,"sub":"u2"}"#);
    let (_, other_signature) = other.rsplit_once('.').unwrap();
    for (text, code) in [
        (format!("{token}="), Code::TokenMalformed),
        (format!("{token}\n"), Code::TokenMalformed),
        (format!(" {token}"), Code::TokenMalformed),
        (format!("{input}."), Code::SignatureInvalid),
        (format!("{input}.{other_signature}"), Code::SignatureInvalid),
        (format!("{header}..{signature}"), Code::SignatureInvalid),
        (
            format!("eyJhbGciOiJIUzI1NiJ9.{payload}.{signature}"),
            Code::SignatureInvalid,
        ),
        (
            format!("eyJhbGciOiJub25lIn0.{payload}.{signature}"),
            Code::AlgorithmRefused,
        ),
    ] {
        for _ in 0..2 {
            assert_eq!(verdict(&caching, &text, NOW).unwrap_err().0, code, "{text}");
        }
    }
    for place in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[place] ^= 1;
        assert!(caching.verify_at(&changed, NOW).is_err(), "{place}");
    }
    assert!(verdict(&caching, &token, NOW).is_ok());
}

#[test]
fn a_refusal_is_not_remembered_and_neither_is_another_verifiers_verdict() {
    let token = signed(r#"{"exp":1750000100,"aud":"api"}"#);
    let verifier = |policy: Policy| Verifier::new(key(), policy.cache(8)).unwrap();
    let wants = verifier(Policy::new().audience("api"));
    let refuses = verifier(Policy::new());
    let another = Verifier::new(
        Key::hs256([8; 32]).unwrap(),
        Policy::new().audience("api").cache(8),
    )
    .unwrap();
    for _ in 0..2 {
        assert!(verdict(&wants, &token, NOW).is_ok());
        assert_eq!(
            verdict(&refuses, &token, NOW).unwrap_err().0,
            Code::AudienceRefused
        );
        assert_eq!(
            verdict(&another, &token, NOW).unwrap_err().0,
            Code::SignatureInvalid
        );
    }
    // Too early is no verdict for later.
    let early = signed(r#"{"nbf":1750000050,"exp":1750000100}"#);
    let [_, caching] = pair(Policy::new);
    assert_eq!(
        verdict(&caching, &early, NOW).unwrap_err().0,
        Code::TokenNotYetValid
    );
    assert!(verdict(&caching, &early, NOW + 50.0).is_ok());
}

#[test]
fn a_key_that_leaves_takes_its_remembered_tokens_with_it() {
    let key = |kid: &str| {
        Key::generate(Algorithm::EdDsa)
            .unwrap()
            .with_kid(kid)
            .unwrap()
    };
    let (old, new) = (key("old"), key("new"));
    let token = Signer::new(old.clone())
        .unwrap()
        .sign_json(r#"{"exp":1750000100}"#)
        .unwrap();
    let verifier = |keys: &[&Key]| {
        let set = KeySet::new(keys.iter().map(|&key| key.clone()));
        Verifier::new(set, Policy::new().cache(8)).unwrap()
    };
    let before = verifier(&[&old, &new]);
    assert!(verdict(&before, &token, NOW).is_ok());
    assert!(verdict(&before, &token, NOW).is_ok());
    let after = verifier(&[&new]);
    assert_eq!(
        verdict(&after, &token, NOW).unwrap_err().0,
        Code::KeyUnknown
    );
}

#[test]
fn more_tokens_than_it_keeps_are_judged_all_the_same() {
    let [_, caching] = pair(Policy::new);
    let tokens: Vec<String> = (0..200)
        .map(|number| signed(&format!(r#"{{"exp":1750000100,"n":{number}}}"#)))
        .collect();
    for _ in 0..3 {
        for (number, token) in tokens.iter().enumerate() {
            let verified = caching.verify_at(token, NOW).unwrap();
            assert!(verified.payload().ends_with(&format!("\"n\":{number}}}")));
            let (input, _) = token.rsplit_once('.').unwrap();
            let forged = verdict(&caching, &format!("{input}.AAAA"), NOW);
            assert_eq!(forged.unwrap_err().0, Code::SignatureInvalid);
        }
    }
}

#[test]
fn threads_share_one_memory() {
    let [plain, caching] = pair(Policy::new);
    let good = signed(r#"{"exp":1750000100}"#);
    let forged = good[..good.len() - 2].to_owned() + "AA";
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for round in 0..500 {
                    let now = NOW + f64::from(round % 3) * 60.0;
                    for token in [&good, &forged] {
                        assert_eq!(verdict(&caching, token, now), verdict(&plain, token, now));
                    }
                }
            });
        }
    });
}

#[test]
fn a_cache_changes_no_verdict_at_any_time() {
    let mut passed = 0;
    for mut request in vectors::requests("verify") {
        let Some(plain) = verification(&request.to_string()) else {
            continue;
        };
        if request["policy"].is_null() {
            request["policy"] = json!({});
        }
        request["policy"]["cache"] = 3.into();
        let Verification {
            verifier,
            token,
            now,
            expected: expectations,
        } = verification(&request.to_string()).unwrap();
        let now = now.unwrap_or(NOW);
        // Twice at the time of the vector, then before and after, and back again.
        for shift in [0.0, 0.0, -HOUR, HOUR, 1e9, 0.0, -1e9, 0.5, 0.0] {
            // What another call expects does not change what is remembered.
            let _ = verdict(&verifier, &token, now + shift);
            let judge = |verifier| verdict_expecting(verifier, &token, &expectations, now + shift);
            let expected = judge(&plain.verifier);
            assert_eq!(judge(&verifier), expected, "{request} {shift}");
            passed += usize::from(expected.is_ok());
            // A spelling that is not the token's own is not found in its place.
            for other in [
                format!("{token}="),
                format!(" {token}"),
                token.replacen('.', "..", 1),
            ] {
                let expected = verdict(&plain.verifier, &other, now + shift);
                assert_eq!(
                    verdict(&verifier, &other, now + shift),
                    expected,
                    "{request}"
                );
            }
        }
    }
    assert!(passed > 1000, "{passed}");
}

#[test]
fn a_resolver_may_change_its_mind_so_nothing_is_kept() {
    let refused = Verifier::with_resolver(|_| Ok(key()), Policy::new().cache(1)).unwrap_err();
    assert_eq!(refused.code(), Code::PolicyInvalid);
}
