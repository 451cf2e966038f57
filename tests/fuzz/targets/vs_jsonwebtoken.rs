//! The same token, key and settings to jotkit and to jsonwebtoken. An input is a byte for the
//! algorithm, one for the settings, and the token.
//!
//! What both accept has the same claims. What only one of them accepts has a reason, which is found
//! without jotkit.
#![no_main]

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use jotkit::{Algorithm, Verifier};
use jotkit_fuzz::subjects::Keys;
use jotkit_fuzz::{keys, mutate, reference, token};
use jsonwebtoken::{Algorithm as Theirs, DecodingKey, Header, Validation};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::token::mutate(data, size, max_size, seed, 2)
});

/// The algorithms of both.
const ALGORITHMS: &[Theirs] = &[
    Theirs::HS256,
    Theirs::HS384,
    Theirs::HS512,
    Theirs::RS256,
    Theirs::RS384,
    Theirs::RS512,
    Theirs::PS256,
    Theirs::PS384,
    Theirs::PS512,
    Theirs::ES256,
    Theirs::ES384,
    Theirs::EdDSA,
];

/// Settings that both can be given.
const POLICIES: &[&str] = &[
    r#"{}"#,
    r#"{"issuer":"https://id.example","audience":"api"}"#,
    r#"{"subject":"u1","any_audience":true,"leeway":60}"#,
    r#"{"issuer":["https://id.example","https://other.example"],"audience":["api","web"],"subject":"u1"}"#,
];

/// Rules of jotkit that jsonwebtoken does not have: sizes, repeated names and depth, `crit` and
/// `b64`, the types of all claims, and `typ`. A signature, an algorithm, a time, an issuer, a
/// subject or an audience is never among them.
const STRICTER: &[&str] = &[
    "token_too_large",
    "header_malformed",
    "header_unsupported",
    "payload_malformed",
    "claim_malformed",
    "type_refused",
];

struct Case {
    keys: Keys,
    policy: Value,
    ours: Verifier,
    key: DecodingKey,
    validation: Validation,
}

thread_local! {
    static CASES: RefCell<HashMap<(usize, usize), Case>> = RefCell::default();
}

fuzz_target!(|input: &[u8]| {
    let [algorithm, policy, text @ ..] = input else {
        return;
    };
    let choice = |byte: &u8, count| usize::from(byte.wrapping_sub(b'A')) % count;
    let (algorithm, policy) = (
        choice(algorithm, ALGORITHMS.len()),
        choice(policy, POLICIES.len()),
    );
    CASES.with_borrow_mut(|cases| {
        let case = cases
            .entry((algorithm, policy))
            .or_insert_with(|| Case::new(ALGORITHMS[algorithm], POLICIES[policy]));
        case.check(text);
    });
});

impl Case {
    fn new(algorithm: Theirs, policy: &str) -> Self {
        let ours = Algorithm::from_name(&format!("{algorithm:?}")).expect("an algorithm of both");
        let (keys, json) = (
            Keys::Any(vec![ours]),
            serde_json::from_str(policy).expect("JSON"),
        );
        Self {
            ours: keys.verifier(policy).expect("a verifier"),
            key: their_key(ours),
            validation: their_settings(algorithm, &json),
            keys,
            policy: json,
        }
    }

    fn check(&self, text: &[u8]) {
        let ours = self.ours.verify(text);
        let theirs = jsonwebtoken::decode::<Value>(text, &self.key, &self.validation);
        match (&ours, theirs) {
            (Ok(ours), Ok(theirs)) => {
                let payload: Value = serde_json::from_str(ours.payload()).expect("JSON");
                assert_eq!(payload, theirs.claims);
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(error)) => assert!(
                leniency(text).is_some(),
                "jsonwebtoken alone refuses: {error:?}"
            ),
            (Err(error), Ok(_)) => {
                let code = error.code().as_str();
                let reason = reference::verdict(text, &self.keys, &self.policy, seconds()).err();
                assert!(
                    STRICTER.contains(&code) || near_now(text),
                    "jotkit alone refuses: {error}"
                );
                assert_eq!(reason.map(|(code, _)| code), Some(code));
            }
        }
    }
}

fn their_key(algorithm: Algorithm) -> DecodingKey {
    let pem = || keys::of(algorithm).verifying.to_pem().expect("a PEM");
    let key = match algorithm.key_type().as_str() {
        "oct" => {
            let secret = keys::jwk(algorithm)["k"]
                .as_str()
                .and_then(|k| token::decode(k.as_bytes()));
            Ok(DecodingKey::from_secret(&secret.expect("a secret")))
        }
        "RSA" => DecodingKey::from_rsa_pem(pem().as_bytes()),
        "EC" => DecodingKey::from_ec_pem(pem().as_bytes()),
        _ => DecodingKey::from_ed_pem(pem().as_bytes()),
    };
    key.expect("a key of both")
}

fn their_settings(algorithm: Theirs, policy: &Value) -> Validation {
    let texts = |name: &str| -> Option<Vec<String>> {
        match &policy[name] {
            Value::String(one) => Some(vec![one.clone()]),
            Value::Array(many) => many
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect(),
            _ => None,
        }
    };
    let mut validation = Validation::new(algorithm);
    let mut required = vec!["exp"];
    validation.leeway = policy["leeway"].as_u64().unwrap_or(0);
    validation.validate_nbf = true;
    validation.validate_aud = policy["any_audience"] != true;
    if let Some(issuers) = texts("issuer") {
        validation.set_issuer(&issuers);
        required.push("iss");
    }
    if let Some(audience) = texts("audience") {
        validation.set_audience(&audience);
        required.push("aud");
    }
    if let Some(subject) = policy["subject"].as_str() {
        validation.sub = Some(subject.to_owned());
        required.push("sub");
    }
    validation.set_required_spec_claims(&required);
    validation
}

/// Why jotkit may accept what jsonwebtoken refuses.
fn leniency(text: &[u8]) -> Option<&'static str> {
    let [header, payload, _] = token::split(text)?.map(token::decode);
    let (header, payload) = (header?, payload?);
    if serde_json::from_slice::<Header>(&header).is_err() {
        return Some(
            "RFC 7515 §4: what of a header is not understood is ignored; jsonwebtoken reads all of it",
        );
    }
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    let date = |name: &str| claims[name].as_f64();
    if date("nbf").is_some_and(|nbf| nbf < 0.0) {
        return Some(
            "RFC 7519 §2: a NumericDate may lie before 1970; jsonwebtoken takes no negative one",
        );
    }
    near_now(text).then_some("RFC 7519 §2: a NumericDate may have a fraction; jsonwebtoken rounds, and the clock has moved on")
}

/// Whether a time of the token is so close that two looks at the clock may differ.
fn near_now(text: &[u8]) -> bool {
    let payload = token::split(text).and_then(|[_, payload, _]| token::decode(payload));
    let claims: Value = serde_json::from_slice(&payload.unwrap_or_default()).unwrap_or_default();
    ["exp", "nbf"].iter().any(|name| {
        claims[*name]
            .as_f64()
            .is_some_and(|time| (time - seconds()).abs() < 65.0)
    })
}

fn seconds() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock")
        .as_secs_f64()
}
