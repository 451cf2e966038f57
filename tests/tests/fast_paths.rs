//! What is quick comes to the same verdict as what is plain.

use std::thread;

use jotkit::{Code, Key, Policy, Signer, Verifier};
use jotkit_tests::subject::{Verification, verification};
use jotkit_tests::vectors;
use serde_json::{Value, json};

const HOUR: f64 = 3600.0;

/// The requests of all vectors of one operation.
fn requests(operation: &str) -> Vec<Value> {
    vectors::load(&vectors::folder())
        .into_iter()
        .flat_map(|(_, vectors)| vectors)
        .map(|vector| Value::Object(vector.request))
        .filter(|request| request["op"] == operation)
        .collect()
}

fn verdict(verifier: &Verifier, token: &str, now: f64) -> Result<String, (Code, Option<String>)> {
    match verifier.verify_at(token, now) {
        Ok(verified) => Ok(format!(
            "{} {}",
            verified.header().json(),
            verified.payload()
        )),
        Err(error) => Err((error.code(), error.claim().map(str::to_owned))),
    }
}

#[test]
fn a_cache_changes_no_verdict_at_any_time() {
    let mut passed = 0;
    for mut request in requests("verify") {
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
        } = verification(&request.to_string()).unwrap();
        let now = now.unwrap_or(1.75e9);
        // Twice at the time of the vector, then before and after, and back again.
        for shift in [0.0, 0.0, -HOUR, HOUR, 1e9, 0.0, -1e9, 0.5, 0.0] {
            let expected = verdict(&plain.verifier, &token, now + shift);
            assert_eq!(
                verdict(&verifier, &token, now + shift),
                expected,
                "{request} {shift}"
            );
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

fn key() -> Key {
    Key::hs256("a made-up secret for tests, 32 bytes and more").unwrap()
}

#[test]
fn a_kept_token_ends_with_its_exp_and_starts_with_its_nbf() {
    let claims = json!({"sub": "u1", "nbf": 100, "exp": 200, "iat": 100});
    let token = Signer::new(key()).unwrap().sign(&claims).unwrap();
    let verifier = Verifier::new(key(), Policy::new().cache(10).max_age(50)).unwrap();
    for _ in 0..2 {
        assert!(verifier.verify_at(&token, 120.0).is_ok());
        let refused = |now| verifier.verify_at(&token, now).unwrap_err().code();
        assert_eq!(refused(200.0), Code::TokenExpired);
        assert_eq!(refused(99.0), Code::TokenNotYetValid);
        assert_eq!(refused(151.0), Code::TokenTooOld);
    }
}

#[test]
fn a_cache_belongs_to_one_verifier() {
    let claims = json!({"iss": "a", "exp": 200});
    let token = Signer::new(key()).unwrap().sign(&claims).unwrap();
    let other = Key::hs256("another secret for tests, which is 32 bytes too").unwrap();
    let verifiers = [
        Verifier::new(key(), Policy::new().cache(10).issuer("a")).unwrap(),
        Verifier::new(key(), Policy::new().cache(10).issuer("b")).unwrap(),
        Verifier::new(other, Policy::new().cache(10).issuer("a")).unwrap(),
    ];
    for _ in 0..2 {
        let codes = verifiers.each_ref().map(|verifier| {
            let verdict = verifier.verify_at(&token, 0.0);
            verdict.err().map(|error| error.code())
        });
        assert_eq!(
            codes,
            [
                None,
                Some(Code::IssuerRefused),
                Some(Code::SignatureInvalid)
            ]
        );
    }
}

#[test]
fn a_resolver_may_change_its_mind_so_nothing_is_kept() {
    let refused = Verifier::with_resolver(|_| Ok(key()), Policy::new().cache(1)).unwrap_err();
    assert_eq!(refused.code(), Code::PolicyInvalid);
}

#[test]
fn more_tokens_than_are_kept_and_many_threads_change_nothing() {
    let signer = Signer::new(key()).unwrap();
    let tokens: Vec<String> = (0..200)
        .map(|n| {
            signer
                .sign(&json!({"sub": n.to_string(), "exp": 100 + n}))
                .unwrap()
        })
        .collect();
    let verifier = Verifier::new(key(), Policy::new().cache(7)).unwrap();
    thread::scope(|scope| {
        for start in 0..4 {
            let (tokens, verifier) = (&tokens, &verifier);
            scope.spawn(move || {
                for n in (start..4000).step_by(3) {
                    let n = n % tokens.len();
                    let now = (n % 150) as f64;
                    let passed = verifier.verify_at(&tokens[n], now);
                    assert_eq!(passed.is_ok(), now < 100.0 + n as f64);
                    if let Ok(verified) = passed {
                        let claims: Value = verified.claims().unwrap();
                        assert_eq!(claims["sub"], n.to_string());
                    }
                }
            });
        }
    });
}

#[test]
fn typed_claims_are_signed_as_their_json_text_is() {
    let signer = Signer::new(key()).unwrap();
    let mut signed = 0;
    for request in requests("sign") {
        let Some(text) = request["claims_json"].as_str() else {
            continue;
        };
        let Ok(claims) = serde_json::from_str::<Value>(text) else {
            continue;
        };
        let text = claims.to_string();
        match (signer.sign(&claims), signer.sign_json(&text)) {
            (Ok(typed), Ok(json)) => assert_eq!(typed, json),
            (Err(typed), Err(json)) => assert_eq!(typed, json, "{text}"),
            (typed, json) => panic!("{typed:?} and {json:?} for {text}"),
        }
        signed += 1;
    }
    assert!(signed > 50, "{signed}");
}
