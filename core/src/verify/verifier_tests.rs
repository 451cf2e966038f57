use super::*;
use crate::base64url;
use crate::key::{KeyOptions, KeySet};
use crate::verify::known_headers::KnownHeaders;

/// Headers that are prepared, nearly so, and not at all.
const HEADERS: [&str; 14] = [
    r#"{"alg":"HS256","typ":"JWT"}"#,
    r#"{"typ":"JWT","alg":"HS256"}"#,
    r#"{"alg":"HS256"}"#,
    r#"{"alg":"HS256","typ":"JWT","kid":"k1"}"#,
    r#"{"typ":"JWT","alg":"HS256","kid":"k1"}"#,
    r#"{"alg":"HS256","kid":"k1","typ":"JWT"}"#,
    r#"{"alg":"HS256","kid":"k2","typ":"JWT"}"#,
    r#"{"alg":"HS256","kid":7}"#,
    r#"{ "alg":"HS256"}"#,
    r#"{"alg":"HS256","typ":"at+jwt"}"#,
    r#"{"alg":"HS256","typ":"other"}"#,
    r#"{"alg":"HS256","crit":[]}"#,
    r#"{"alg":"HS384","typ":"JWT"}"#,
    r#"{"alg":"HS256","alg":"HS256"}"#,
];

#[test]
fn prepared_headers_come_to_the_same_verdict() {
    let key = Key::hs256("a made-up secret for tests, 32 bytes and more").unwrap();
    let key = key.with_kid("k1").unwrap();
    let (_, signing) = key.signing().unwrap();
    let quick = Verifier::new(key.clone(), Policy::new()).unwrap();
    let mut plain = Verifier::new(key, Policy::new()).unwrap();
    plain.jws.known = KnownHeaders::none();
    let mut prepared = 0;
    for header in HEADERS {
        let segment = base64url::encode(header.as_bytes());
        prepared += usize::from(quick.jws.known.get(segment.as_bytes()).is_some());
        assert!(plain.jws.known.get(segment.as_bytes()).is_none());
        let mut token = format!("{segment}.{}", base64url::encode(br#"{"exp":200}"#));
        let signature = signing.sign(token.as_bytes()).unwrap();
        token = format!("{token}.{}", base64url::encode(&signature));
        for now in [100.0, 300.0] {
            assert_eq!(
                quick.verify_at(&token, now),
                plain.verify_at(&token, now),
                "{header}"
            );
        }
    }
    assert_eq!(prepared, 6);
}

#[test]
fn headers_are_prepared_for_a_few_keys() {
    let segment = base64url::encode(HEADERS[0].as_bytes());
    for (count, prepared) in [(1, true), (4, true), (5, false)] {
        let keys = (0..count).map(|byte| Key::hs256([byte; 32]).unwrap());
        let verifier = Verifier::new(KeySet::new(keys), Policy::new()).unwrap();
        let known = verifier.jws.known.get(segment.as_bytes());
        assert_eq!(known.is_some(), prepared, "{count} keys");
    }
}

#[test]
fn a_set_of_keys_and_a_set_that_is_read_come_to_one_answer() {
    let jwk = r#"{"kty":"oct","alg":"HS256","key_ops":["sign"],
        "k":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"}"#;
    let options = KeyOptions::new();
    let key = Key::from_jwk(jwk, &options).unwrap();
    let token = crate::sign::Signer::new(key.clone()).unwrap();
    let token = token.sign_json("{}").unwrap();
    let read = KeySet::from_jwks(&format!(r#"{{"keys":[{jwk}]}}"#), &options).unwrap();
    for set in [read, KeySet::new([key])] {
        let verifier = Verifier::new(set, Policy::new()).unwrap();
        assert_eq!(
            verifier.verify(&token).unwrap_err().code(),
            Code::KeyUnknown
        );
    }
}
