//! Recipes whose signatures differ each time, and the token that a signer keeps.

use serde_json::{Value, json};

use super::Recipe;
use crate::{Algorithm, Key, SignCall, Signer, SignerOptions, peek};

fn signer(recipe: Recipe) -> Signer {
    let key = Key::generate(Algorithm::Es256).unwrap();
    let options = SignerOptions::new()
        .recipe(recipe)
        .issuer("TEAM")
        .kid("KEY")
        .subject("app");
    Signer::with_options(key, options).unwrap()
}

fn claims(token: &str) -> Value {
    serde_json::from_str(peek(token).unwrap().payload()).unwrap()
}

fn at(now: f64) -> SignCall<'static> {
    SignCall::new().at(now)
}

#[test]
fn apple_gets_the_times_and_the_audience_that_it_accepts() {
    let secret = signer(Recipe::AppleClientSecret)
        .sign_json_with("{}", &at(1000.9))
        .unwrap();
    let audience = "https://appleid.apple.com";
    assert_eq!(
        claims(&secret),
        json!({"iss": "TEAM", "sub": "app", "aud": audience, "iat": 1000, "exp": 87_400})
    );
    let connect = signer(Recipe::AppStoreConnect)
        .sign_json_with("{}", &at(1000.0))
        .unwrap();
    let audience = "appstoreconnect-v1";
    assert_eq!(
        claims(&connect),
        json!({"iss": "TEAM", "sub": "app", "aud": audience, "iat": 1000, "exp": 1900})
    );
    let header = peek(&connect).unwrap().header().kid().map(str::to_owned);
    assert_eq!(header.as_deref(), Some("KEY"));
}

#[test]
fn a_signer_for_apns_returns_the_same_token_for_fifty_minutes() {
    let signer = signer(Recipe::Apns);
    let sign = |claims: &str, now| signer.sign_json_with(claims, &at(now)).unwrap();
    let first = sign("{}", 1000.5);
    assert_eq!(
        claims(&first),
        json!({"iss": "TEAM", "sub": "app", "iat": 1000})
    );
    assert_eq!(sign("{}", 1000.5), first);
    assert_eq!(sign("{}", 4000.25), first);
    let second = sign("{}", 4000.5);
    assert_ne!(second, first);
    // A clock that went back: Apple would refuse a token of the future.
    let third = sign("{}", 3000.0);
    assert_ne!(third, second);
    assert_eq!(claims(&third)["iat"], 3000);
    // Other claims, another header: another token.
    let other = sign(r#"{"a":1}"#, 3000.0);
    assert_ne!(other, third);
    let call = at(3000.0).header(r#"{"cty":"x"}"#);
    assert_ne!(signer.sign_json_with(r#"{"a":1}"#, &call).unwrap(), other);
}

#[test]
fn threads_that_sign_at_once_get_one_token() {
    let signer = signer(Recipe::Apns);
    let sign = || signer.sign_json_with("{}", &at(1000.0)).unwrap();
    let tokens: std::collections::HashSet<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(sign)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(tokens.len(), 1);
}

#[test]
fn other_signers_keep_nothing() {
    let signer = signer(Recipe::AppStoreConnect);
    let sign = || signer.sign_json_with("{}", &at(1000.0)).unwrap();
    assert_ne!(sign(), sign());
}

#[test]
fn one_call_cannot_ask_for_more_than_the_service_accepts() {
    let signer = signer(Recipe::AppStoreConnect);
    assert!(
        signer
            .sign_json_with("{}", &at(1000.0).lifetime(1200))
            .is_ok()
    );
    let error = signer
        .sign_json_with("{}", &at(1000.0).lifetime(1201))
        .unwrap_err();
    assert_eq!(error.code(), crate::Code::ArgumentInvalid);
    assert!(
        error.to_string().contains("at most 1200 seconds"),
        "{error}"
    );
}
