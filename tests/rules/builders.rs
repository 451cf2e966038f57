//! What is built in Rust is what the same words say as JSON, and what an object says of itself is
//! so.

use jotkit::{
    Algorithm, Code, Key, KeyOptions, KeySet, Policy, SignCall, Signer, SignerOptions, Verifier,
    likecoin,
};

#[test]
fn a_policy_is_its_json() {
    let pairs = [
        (Policy::new(), "{}"),
        (
            Policy::new().algorithms([Algorithm::Es256, Algorithm::Ps256]),
            r#"{"algorithms":["ES256","PS256"]}"#,
        ),
        (Policy::new().issuer("a"), r#"{"issuer":"a"}"#),
        (Policy::new().issuers(["a", "b"]), r#"{"issuer":["a","b"]}"#),
        (Policy::new().audience("a"), r#"{"audience":"a"}"#),
        (
            Policy::new().audiences(["a", "b"]),
            r#"{"audience":["a","b"]}"#,
        ),
        (Policy::new().any_audience(), r#"{"any_audience":true}"#),
        (Policy::new().subject("s"), r#"{"subject":"s"}"#),
        (Policy::new().types(["at+jwt"]), r#"{"types":["at+jwt"]}"#),
        (Policy::new().required(["sub"]), r#"{"required":["sub"]}"#),
        (
            Policy::new().expected("a", "b"),
            r#"{"expected":{"a":"b"}}"#,
        ),
        (
            Policy::new().expected("a", String::from("b")),
            r#"{"expected":{"a":"b"}}"#,
        ),
        (
            Policy::new().expected("a", true),
            r#"{"expected":{"a":true}}"#,
        ),
        (Policy::new().expected("a", 7), r#"{"expected":{"a":7}}"#),
        (
            Policy::new().expiry_optional(),
            r#"{"expiry_optional":true}"#,
        ),
        (Policy::new().leeway(5), r#"{"leeway":5}"#),
        (Policy::new().max_age(6), r#"{"max_age":6.0}"#),
        (Policy::new().max_token_bytes(7), r#"{"max_token_bytes":7}"#),
        (
            Policy::new().max_header_bytes(8),
            r#"{"max_header_bytes":8}"#,
        ),
        (Policy::new().max_depth(9), r#"{"max_depth":9}"#),
        (Policy::new().cache(10), r#"{"cache":10}"#),
    ];
    for (built, json) in &pairs {
        assert_eq!(*built, Policy::from_json(json).unwrap(), "{json}");
    }
    for (index, (built, json)) in pairs.iter().enumerate() {
        let same = pairs.iter().filter(|(other, _)| other == built).count();
        let twins = if json.contains(r#""a":"b""#) { 2 } else { 1 };
        assert_eq!(same, twins, "{index}: {json}");
    }
    let all = Policy::new()
        .issuer("a")
        .audience("b")
        .subject("c")
        .leeway(1)
        .max_age(2)
        .types(["JWT"]);
    let json =
        r#"{"types":["JWT"],"max_age":2,"leeway":1,"subject":"c","audience":"b","issuer":"a"}"#;
    assert_eq!(all, Policy::from_json(json).unwrap());
}

#[test]
fn a_policy_with_an_empty_list_makes_no_verifier() {
    let none: [&str; 0] = [];
    for policy in [
        Policy::new().algorithms([]),
        Policy::new().issuers(none),
        Policy::new().audiences(none),
        Policy::new().types(none),
    ] {
        let key = Key::hs256([9; 32]).unwrap();
        let refused = Verifier::new(key, policy).unwrap_err();
        assert_eq!(refused.code(), Code::PolicyInvalid);
    }
}

#[test]
fn signer_options_are_their_json() {
    for (built, json) in [
        (SignerOptions::new().issuer("a"), r#"{"issuer":"a"}"#),
        (SignerOptions::new().audience("a"), r#"{"audience":"a"}"#),
        (SignerOptions::new().lifetime(5), r#"{"lifetime":5}"#),
        (SignerOptions::new().iat(), r#"{"iat":true}"#),
        (SignerOptions::new().jti(), r#"{"jti":true}"#),
        (SignerOptions::new().kid("k"), r#"{"kid":"k"}"#),
        (SignerOptions::new().typ("t"), r#"{"typ":"t"}"#),
    ] {
        assert_eq!(built, SignerOptions::from_json(json).unwrap(), "{json}");
        assert_ne!(built, SignerOptions::new());
    }
}

#[test]
fn likecoin_options_are_their_json() {
    for (built, json) in [
        (
            likecoin::VerifierOptions::new().host("h"),
            r#"{"host":"h"}"#,
        ),
        (
            likecoin::VerifierOptions::new().all(["a"]),
            r#"{"all":["a"]}"#,
        ),
        (
            likecoin::VerifierOptions::new().any(["a"]),
            r#"{"any":["a"]}"#,
        ),
        (
            likecoin::VerifierOptions::new().expiry_optional(),
            r#"{"expiry_optional":true}"#,
        ),
        (
            likecoin::VerifierOptions::new().leeway(5),
            r#"{"leeway":5}"#,
        ),
    ] {
        assert_eq!(
            built,
            likecoin::VerifierOptions::from_json(json).unwrap(),
            "{json}"
        );
        assert_ne!(built, likecoin::VerifierOptions::new());
    }
}

#[test]
fn key_options_do_what_their_json_does() {
    for (built, json) in [
        (
            KeyOptions::new().algorithm(Algorithm::Hs384).allow_short(),
            r#"{"alg":"HS384","allow_short":true}"#,
        ),
        (
            KeyOptions::new().algorithm(Algorithm::Hs256).kid("k"),
            r#"{"alg":"HS256","kid":"k"}"#,
        ),
    ] {
        let secret = [1; 32];
        let built = Key::from_secret(&secret, &built).unwrap();
        let read = Key::from_secret(&secret, &KeyOptions::from_json(json).unwrap()).unwrap();
        assert_eq!(built.info().unwrap(), read.info().unwrap());
    }
}

#[test]
fn a_set_tells_what_it_holds_and_publishes_the_public_half() {
    let empty = KeySet::new([]);
    assert!(empty.is_empty() && empty.keys().len() == 0);
    assert_eq!(empty.len(), 0);
    assert_eq!(empty.to_public_jwks().unwrap(), r#"{"keys":[]}"#);

    let ec = Key::generate(Algorithm::Es256)
        .unwrap()
        .with_kid("ec")
        .unwrap();
    let ed = Key::generate(Algorithm::EdDsa)
        .unwrap()
        .with_kid("ed")
        .unwrap();
    let secret = Key::generate(Algorithm::Hs256).unwrap();
    let set = KeySet::new([ec.clone(), secret, ed.clone()]);
    assert!(!set.is_empty() && set.len() == 3 && set.keys().len() == 3 && set.skipped().is_empty());
    let published = set.to_public_jwks().unwrap();
    let halves = [&ec, &ed].map(|key| key.public().unwrap().to_jwk().unwrap().to_string());
    assert_eq!(published, format!(r#"{{"keys":[{}]}}"#, halves.join(",")));
    let read = KeySet::from_jwks(&published, &KeyOptions::new()).unwrap();
    assert_eq!(read.len(), 2);
    assert!(read.keys().all(|key| !key.is_private()));
}

/// RFC 7517 §4.3: who may sign with the private half may verify with the public one, and nothing
/// else.
#[test]
fn the_public_half_of_a_restricted_key_verifies_if_the_private_one_signs_or_verifies() {
    let key = Key::generate(Algorithm::Es256).unwrap();
    let jwk = key.to_jwk().unwrap();
    let restricted = |operations: &str| {
        let text = jwk.replacen('{', &format!(r#"{{"key_ops":[{operations}],"#), 1);
        Key::from_jwk(&text, &KeyOptions::new()).unwrap()
    };
    let token = Signer::new(key)
        .unwrap()
        .sign_json(r#"{"exp":4102444800}"#)
        .unwrap();
    for (operations, signs, verifies, public) in [
        (r#""sign""#, true, false, true),
        (r#""verify""#, false, true, true),
        (r#""sign","verify""#, true, true, true),
        (r#""deriveKey""#, false, false, false),
        ("", false, false, false),
    ] {
        let key = restricted(operations);
        assert_eq!(Signer::new(key.clone()).is_ok(), signs, "{operations}");
        let verifier = Verifier::new(key.clone(), Policy::new());
        assert_eq!(verifier.is_ok(), verifies, "{operations}");
        let half = key.public().unwrap();
        match Verifier::new(half.clone(), Policy::new()) {
            Ok(verifier) => assert!(public && verifier.verify(&token).is_ok(), "{operations}"),
            Err(error) => assert!(
                !public && error.code() == Code::KeyUnsuitable,
                "{operations}"
            ),
        }
        let written = half.to_jwk().unwrap();
        let expected = if public {
            r#""key_ops":["verify"]"#
        } else {
            r#""key_ops":[]"#
        };
        assert!(written.contains(expected), "{operations}");
    }
}

#[test]
fn tokens_are_equal_if_their_content_is() {
    let key = Key::hs256([4; 32]).unwrap();
    for policy in [Policy::new(), Policy::new().cache(8)] {
        let verifier = Verifier::new(key.clone(), policy).unwrap();
        let read = |claims: &str, header: Option<&str>| {
            let signer = Signer::new(key.clone()).unwrap();
            let token = signer
                .sign_json_with(claims, &SignCall::new().header(header))
                .unwrap();
            [
                verifier.verify(&token).unwrap(),
                verifier.verify(&token).unwrap(),
            ]
        };
        let [first, again] = read(r#"{"exp":4102444800}"#, None);
        let [payload, _] = read(r#"{"exp":4102444801}"#, None);
        let [header, _] = read(r#"{"exp":4102444800}"#, Some(r#"{"kid":"k"}"#));
        assert_eq!(first, again);
        assert_eq!(first, first.clone());
        assert_ne!(first, payload);
        assert_ne!(first, header);
        assert_eq!(first.clone().into_payload(), first.payload());
        assert_eq!(again.into_payload(), r#"{"exp":4102444800}"#);
        assert_eq!(header.header().kid(), Some("k"));
    }
}

#[test]
fn claims_are_added_to_none_at_all() {
    let options = SignerOptions::new().issuer("me").audience("api");
    let signer = Signer::with_options(Key::hs256([4; 32]).unwrap(), options).unwrap();
    for (claims, payload) in [
        ("{}", r#"{"iss":"me","aud":"api"}"#),
        (" { } ", r#" { "iss":"me","aud":"api"}"#),
        (r#"{"a":1}"#, r#"{"a":1,"iss":"me","aud":"api"}"#),
        (r#"{"iss":"you"}"#, r#"{"iss":"you","aud":"api"}"#),
    ] {
        let token = signer.sign_json(claims).unwrap();
        assert_eq!(jotkit::peek(&token).unwrap().payload(), payload);
    }
}

/// Whole numbers are compared as such: as doubles, these would be equal. Not every host can write
/// them in a policy.
#[test]
fn expected_numbers_are_compared_by_value() {
    let key = Key::hs256([4; 32]).unwrap();
    let signer = Signer::new(key.clone()).unwrap();
    for (expected, claim, equal) in [
        ("9007199254740991", "9007199254740991", true),
        ("9007199254740991", "9007199254740991.5", false),
        ("9007199254740991", "9007199254740992", false),
        ("-9007199254740991", "-9007199254740992", false),
        ("1", "1.0", true),
        ("1.0", "1", true),
        ("100", "1e2", true),
        ("1.5", "1.50", true),
        ("1", "2", false),
        ("1.5", "1", false),
        ("0", "-0", true),
    ] {
        let policy = Policy::from_json(&format!(r#"{{"expected":{{"n":{expected}}}}}"#)).unwrap();
        let verifier = Verifier::new(key.clone(), policy).unwrap();
        let token = signer
            .sign_json(&format!(r#"{{"exp":4102444800,"n":{claim}}}"#))
            .unwrap();
        match verifier.verify(&token) {
            Ok(_) => assert!(equal, "{expected} {claim}"),
            Err(error) => assert!(
                !equal && error.code() == Code::ClaimRefused,
                "{expected} {claim}"
            ),
        }
    }
}

#[test]
fn typed_claims_are_signed_as_their_json_text_is() {
    let key = Key::hs256("a made-up secret for tests, 32 bytes and more").unwrap();
    let signer = Signer::new(key).unwrap();
    let mut signed = 0;
    for request in jotkit_tests::vectors::requests("sign") {
        let Some(text) = request["claims_json"].as_str() else {
            continue;
        };
        let Ok(claims) = serde_json::from_str::<serde_json::Value>(text) else {
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
