//! The text of a policy, and of every other thing that is configured in JSON.
#![no_main]

use fastrand::Rng;
use jotkit::likecoin::oauth::{AuthorizeRequest, RefreshRequest, TokenRequest};
use jotkit::likecoin::{self, Grant, VerifierOptions};
use jotkit::{
    Algorithm, Code, KeyOptions, OptionInfo, Policy, SignCall, Signer, SignerOptions, Verifier,
};
use jotkit_fuzz::{NOW, assert_code, keys, mutate, strict, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::{Value, json};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mutated = mutate::json::mutate(
        &data[..size],
        &words::OPTIONS,
        &mut Rng::with_seed(seed.into()),
    );
    mutate::put(data, &mutated, max_size)
});

const POLICY: &[Code] = &[Code::PolicyInvalid];
const ARGUMENT: &[Code] = &[Code::ArgumentInvalid];

fuzz_target!(|text: &str| {
    match Policy::from_json(text) {
        Ok(policy) => {
            plain(text, Policy::OPTIONS);
            match Verifier::new(keys::of(Algorithm::Hs256).key.clone(), policy) {
                Ok(verifier) => {
                    let _ = verifier.verify_at("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", NOW);
                }
                // One whose algorithms are not for the key.
                Err(error) => assert_code(&error, POLICY),
            }
        }
        Err(error) => assert_code(&error, POLICY),
    }
    match SignerOptions::from_json(text) {
        Ok(options) => {
            plain(text, SignerOptions::OPTIONS);
            signs(options);
        }
        Err(error) => assert_code(&error, POLICY),
    }
    match KeyOptions::from_json(text) {
        Ok(_) => plain(text, KeyOptions::OPTIONS),
        Err(error) => assert_code(&error, ARGUMENT),
    }
    match VerifierOptions::from_json(text) {
        Ok(options) => {
            plain(text, VerifierOptions::OPTIONS);
            match likecoin::Verifier::new("common", [("client", "secret")], &options) {
                Ok(_) => {}
                Err(error) => assert_code(&error, POLICY),
            }
        }
        Err(error) => assert_code(&error, POLICY),
    }
    requests(text);
});

fn signs(options: SignerOptions) {
    let signer = match Signer::with_options(keys::of(Algorithm::Hs256).key.clone(), options) {
        Ok(signer) => signer,
        // A recipe whose service takes keys of other algorithms.
        Err(error) => return assert_code(&error, &[Code::KeyUnsuitable]),
    };
    match signer.sign_json_with("{}", &SignCall::new().at(NOW)) {
        Ok(token) => drop(jotkit::peek(token).expect("a whole token")),
        // A lifetime of hundreds of millions of years.
        Err(error) => {
            assert_eq!(
                (error.code(), error.claim()),
                (Code::ClaimsInvalid, Some("exp"))
            );
        }
    }
}

fn requests(text: &str) {
    match Grant::from_json(text) {
        Ok(grant) => match likecoin::Issuer::new("common", "like.co")
            .expect("an issuer")
            .sign_at(&grant, NOW)
        {
            Ok(token) => drop(likecoin::peek(token).expect("its own token")),
            Err(error) => assert_code(&error, &[Code::ArgumentInvalid, Code::KeyWeak]),
        },
        Err(error) => assert_code(&error, ARGUMENT),
    }
    match AuthorizeRequest::from_json(text).and_then(|request| request.url()) {
        Ok(authorization) => {
            let url = url::Url::parse(&authorization.url).expect("a URL");
            assert!(
                url.query_pairs()
                    .any(|(name, value)| name == "state" && value == authorization.state)
            );
        }
        Err(error) => assert_code(&error, ARGUMENT),
    }
    for request in [
        TokenRequest::from_json(text).and_then(|request| request.http_request()),
        RefreshRequest::from_json(text).and_then(|request| request.http_request()),
    ] {
        match request {
            Ok(request) => {
                let url = url::Url::parse(&request.url).expect("a URL");
                assert!(url.scheme() == "https" || url.scheme() == "http");
                request.to_json().expect("JSON");
            }
            Err(error) => assert_code(&error, &[Code::ArgumentInvalid, Code::KeyWeak]),
        }
    }
}

/// What was taken is one strict object of known options, none of them null or empty.
fn plain(text: &str, options: &[OptionInfo]) {
    for (name, value) in strict::object(text.as_bytes(), 64).expect("a strict object") {
        assert!(
            options.iter().any(|option| option.name == name),
            "the unknown option {name} was taken"
        );
        let value: Value = serde_json::from_str(value.get()).expect("JSON");
        let empty = [Value::Null, json!(""), json!([]), json!({})];
        assert!(!empty.contains(&value), "{name} was taken as {value}");
    }
}
