//! What a verifier that asks for its keys owes: the resolver sees what it may see, its answer is
//! judged like any other key, and nothing is learned from one token for the next.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jotkit::{Algorithm, Code, Error, Key, KeyOptions, KeySet, Policy, Signer, Verifier};

const CLAIMS: &str = r#"{"iss":"me","azp":"app","exp":4102444800}"#;

fn signed(key: &Key, claims: &str) -> String {
    Signer::new(key.clone()).unwrap().sign_json(claims).unwrap()
}

fn code(verifier: &Verifier, token: &str) -> Result<(), Code> {
    verifier
        .verify(token)
        .map(|_| ())
        .map_err(|error| error.code())
}

fn giving(key: &Key) -> Verifier {
    let key = key.clone();
    Verifier::with_resolver(move |_| Ok(key.clone()), Policy::new()).unwrap()
}

#[test]
fn it_sees_the_header_and_two_claims_that_are_texts() {
    let key = Key::generate(Algorithm::Es256)
        .unwrap()
        .with_kid("k1")
        .unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (notes, given) = (Arc::clone(&seen), key.clone());
    let resolver = move |hint: &jotkit::KeyHint<'_>| {
        notes.lock().unwrap().push((
            hint.algorithm(),
            hint.kid().map(str::to_owned),
            hint.issuer().map(str::to_owned),
            hint.authorized_party().map(str::to_owned),
        ));
        Ok(given.clone())
    };
    let verifier = Verifier::with_resolver(resolver, Policy::new()).unwrap();
    assert_eq!(code(&verifier, &signed(&key, CLAIMS)), Ok(()));
    // A claim of another type is not shown; it is judged after the signature.
    let odd = r#"{"iss":"me","azp":["app"],"exp":4102444800}"#;
    assert_eq!(code(&verifier, &signed(&key, odd)), Ok(()));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (Algorithm::Es256, text("k1"), text("me"), text("app")),
            (Algorithm::Es256, text("k1"), text("me"), None),
        ]
    );
}

#[test]
fn it_is_not_asked_about_a_token_that_fails_before_the_key_choice() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let resolver = move |_: &jotkit::KeyHint<'_>| {
        count.fetch_add(1, Ordering::Relaxed);
        Err(Error::key_unknown())
    };
    let policy = Policy::new().algorithms([Algorithm::Hs256]);
    let verifier = Verifier::with_resolver(resolver, policy).unwrap();
    let other = Key::generate(Algorithm::Es256).unwrap();
    let crit = "eyJhbGciOiJIUzI1NiIsImNyaXQiOltdfQ.e30.";
    for (token, refusal) in [
        ("a.b", Code::TokenMalformed),
        ("e30.e30.", Code::HeaderMalformed),
        (crit, Code::HeaderUnsupported),
        (&signed(&other, CLAIMS), Code::AlgorithmRefused),
    ] {
        assert_eq!(code(&verifier, token), Err(refusal));
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    // A payload that cannot be read offers nothing to choose by.
    let no_json = "eyJhbGciOiJIUzI1NiJ9.e30x.";
    assert_eq!(code(&verifier, no_json), Err(Code::PayloadMalformed));
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    let hs = "eyJhbGciOiJIUzI1NiJ9.e30.";
    assert_eq!(code(&verifier, hs), Err(Code::KeyUnknown));
    assert_eq!(asked.load(Ordering::Relaxed), 1, "once a token, no retry");
}

#[test]
fn its_key_is_judged_like_any_other() {
    let secret = Key::generate(Algorithm::Hs256).unwrap();
    let ec = Key::generate(Algorithm::Es256).unwrap();
    let rsa = Key::generate(Algorithm::Rs256).unwrap();
    let token = signed(&secret, CLAIMS);
    assert_eq!(code(&giving(&secret), &token), Ok(()));
    for other in [&ec, &ec.public().unwrap(), &rsa.public().unwrap()] {
        assert_eq!(code(&giving(other), &token), Err(Code::AlgorithmRefused));
    }
    let another = Key::generate(Algorithm::Hs256).unwrap();
    assert_eq!(code(&giving(&another), &token), Err(Code::SignatureInvalid));

    let mut jwk: serde_json::Value = serde_json::from_str(&rsa.to_jwk().unwrap()).unwrap();
    jwk.as_object_mut().unwrap().remove("alg");
    let unbound = Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).unwrap();
    let token = signed(&rsa, CLAIMS);
    assert_eq!(code(&giving(&unbound), &token), Err(Code::KeyInvalid));
    jwk["use"] = "enc".into();
    jwk["alg"] = "RS256".into();
    let elsewhere = Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).unwrap();
    assert_eq!(code(&giving(&elsewhere), &token), Err(Code::KeyUnsuitable));
}

#[test]
fn its_error_is_the_verdict() {
    let token = signed(&Key::generate(Algorithm::Hs256).unwrap(), CLAIMS);
    for refusal in [Code::KeyUnknown, Code::ClientUnknown, Code::Internal] {
        let verifier =
            Verifier::with_resolver(move |_| Err(Error::from(refusal)), Policy::new()).unwrap();
        assert_eq!(code(&verifier, &token), Err(refusal));
    }
    // There is no key made of nothing that it could give.
    assert_eq!(Key::hs256("").unwrap_err().code(), Code::KeyWeak);
}

#[test]
fn an_error_is_not_remembered() {
    let key = Key::generate(Algorithm::EdDsa)
        .unwrap()
        .with_kid("k1")
        .unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let (count, given) = (Arc::clone(&calls), key.clone());
    let resolver = move |_: &jotkit::KeyHint<'_>| match count.fetch_add(1, Ordering::Relaxed) {
        0 => Err(Error::key_unknown()),
        _ => Ok(given.clone()),
    };
    let verifier = Verifier::with_resolver(resolver, Policy::new()).unwrap();
    let token = signed(&key, CLAIMS);
    assert_eq!(code(&verifier, &token), Err(Code::KeyUnknown));
    assert_eq!(code(&verifier, &token), Ok(()));
}

#[test]
fn a_key_that_leaves_takes_its_tokens_with_it() {
    let old = Key::generate(Algorithm::EdDsa)
        .unwrap()
        .with_kid("old")
        .unwrap();
    let new = Key::generate(Algorithm::EdDsa)
        .unwrap()
        .with_kid("new")
        .unwrap();
    let store = Arc::new(Mutex::new(HashMap::from([
        ("old".to_owned(), old.clone()),
        ("new".to_owned(), new.clone()),
    ])));
    let held = Arc::clone(&store);
    let resolver = move |hint: &jotkit::KeyHint<'_>| {
        let store = held.lock().unwrap();
        let key = hint.kid().and_then(|kid| store.get(kid));
        key.cloned().ok_or(Error::key_unknown())
    };
    let verifier = Verifier::with_resolver(resolver, Policy::new()).unwrap();
    let token = signed(&old, CLAIMS);
    assert_eq!(code(&verifier, &token), Ok(()));
    store.lock().unwrap().remove("old");
    assert_eq!(code(&verifier, &token), Err(Code::KeyUnknown));
    store
        .lock()
        .unwrap()
        .insert("old".to_owned(), new.with_kid("old").unwrap());
    assert_eq!(code(&verifier, &token), Err(Code::SignatureInvalid));

    let set = |keys: &[&Key]| {
        Verifier::new(
            KeySet::new(keys.iter().map(|&key| key.clone())),
            Policy::new(),
        )
        .unwrap()
    };
    assert_eq!(code(&set(&[&old, &new]), &token), Ok(()));
    assert_eq!(code(&set(&[&new]), &token), Err(Code::KeyUnknown));
}

#[test]
fn unknown_kids_neither_find_nor_hide_a_key() {
    let key = Key::generate(Algorithm::EdDsa)
        .unwrap()
        .with_kid("known")
        .unwrap();
    let good = signed(&key, CLAIMS);
    let verifier = Verifier::new(KeySet::new([key.clone()]), Policy::new()).unwrap();
    let body = good.split_once('.').unwrap().1;
    for number in 0..10_000 {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{number:x}"}}"#);
        let header = base64_simd::URL_SAFE_NO_PAD.encode_to_string(header);
        let token = format!("{header}.{body}");
        assert_eq!(code(&verifier, &token), Err(Code::KeyUnknown));
        if number % 1000 == 0 {
            assert_eq!(code(&verifier, &good), Ok(()));
        }
    }
    assert_eq!(code(&verifier, &good), Ok(()));
}

/// One verifier under an RSA key that names no algorithm, where a library once remembered the first
/// it saw.
#[test]
fn verdicts_do_not_depend_on_the_tokens_before() {
    let rsa = Key::generate(Algorithm::Rs256).unwrap();
    let mut jwk: serde_json::Value = serde_json::from_str(&rsa.to_jwk().unwrap()).unwrap();
    let mut bound = |algorithm: Algorithm| {
        jwk["alg"] = algorithm.name().into();
        Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).unwrap()
    };
    let tokens: Vec<(String, Result<(), Code>)> = [
        (Algorithm::Rs256, Ok(())),
        (Algorithm::Ps256, Ok(())),
        (Algorithm::Rs512, Err(Code::AlgorithmRefused)),
    ]
    .into_iter()
    .map(|(algorithm, verdict)| (signed(&bound(algorithm), CLAIMS), verdict))
    .collect();
    jwk.as_object_mut().unwrap().remove("alg");
    let unbound = || Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).unwrap();
    let policy = || Policy::new().algorithms([Algorithm::Rs256, Algorithm::Ps256]);
    let verifiers = [
        Verifier::new(unbound(), policy()).unwrap(),
        Verifier::new(KeySet::new([unbound()]), policy()).unwrap(),
    ];
    for verifier in &verifiers {
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            for index in order {
                let (token, verdict) = &tokens[index];
                assert_eq!(code(verifier, token), *verdict);
            }
        }
    }
}
