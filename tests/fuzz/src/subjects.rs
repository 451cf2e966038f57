//! The verifiers that are fuzzed: each way to give keys, with each kind of policy.

use jotkit::{Algorithm, Error, Key, KeyHint, KeyOptions, KeySet, Policy, Verifier};
use serde_json::{Value, json};

use crate::keys;

/// Policies of every kind, as JSON.
pub const POLICIES: &[&str] = &[
    r#"{}"#,
    r#"{"issuer":"https://id.example","audience":"api"}"#,
    r#"{"any_audience":true,"expiry_optional":true}"#,
    r#"{"issuer":["https://id.example","https://other.example"],"audience":["api","web"],"leeway":60,"max_age":600}"#,
    r#"{"subject":"u1","types":["JWT","application/dpop+jwt"],"required":["jti","n"]}"#,
    r#"{"expected":{"n":1.5,"ok":true,"s":"a\u00e9"},"any_audience":true}"#,
    r#"{"max_token_bytes":600,"max_header_bytes":80,"max_depth":4,"any_audience":true}"#,
    r#"{"allow_padding":true,"untyped":["sub","jti"],"any_audience":true,"subject":"u1"}"#,
    r#"{"try_each":true,"any_audience":true,"expected":{"n":9007199254740991}}"#,
    r#"{"profile":"access_token","issuer":"https://id.example","audience":"api","scopes":["read"]}"#,
    r#"{"profile":"id_token","issuer":"https://id.example","audience":["api","web"],"max_age":600}"#,
    r#"{"profile":"logout_token","issuer":"https://id.example","audience":"api","expiry_optional":true}"#,
    r#"{"profile":"client_assertion","audience":["api","web"],"expected":{"nonce":"n1"}}"#,
    r#"{"scopes":["read","profile"],"any_audience":true,"expected":{"azp":"u1"}}"#,
    r#"{"algorithms":["HS256","RS256","PS384","ES256","EdDSA"],"any_audience":true,"leeway":86400}"#,
];

/// The keys of a verifier.
pub enum Keys {
    /// Keys of which any may verify, whatever the token's `kid`.
    Any(Vec<Algorithm>),
    /// A key set: ids and algorithms.
    Set(Vec<(Option<String>, Algorithm)>),
    /// A function of the token's `kid`, or else its `iss`.
    Resolver,
}

/// How many ways there are to give keys.
pub const KEYS: usize = Algorithm::ALL.len() + 4;

impl Keys {
    /// One of the ways: a key of each algorithm, then an RSA key that names none, sets with and
    /// without ids, and a resolver.
    #[must_use]
    pub fn number(index: usize, policy: &Value) -> Self {
        match index % KEYS {
            one if one < Algorithm::ALL.len() => Self::Any(vec![Algorithm::ALL[one]]),
            index => match index - Algorithm::ALL.len() {
                0 => {
                    let named = policy["algorithms"].as_array().into_iter().flatten();
                    let named = named.filter_map(|name| Algorithm::from_name(name.as_str()?));
                    Self::Any(
                        named
                            .filter(|name| name.key_type().as_str() == "RSA")
                            .collect(),
                    )
                }
                1 => Self::Set(
                    Algorithm::ALL
                        .iter()
                        .map(|alg| (Some(alg.name().to_owned()), *alg))
                        .collect(),
                ),
                2 => {
                    let some = |name| Algorithm::from_name(name).expect("an algorithm");
                    let twice = |kid: &str, name| (Some(kid.to_owned()), some(name));
                    Self::Set(vec![
                        (None, some("HS256")),
                        (None, some("ES256")),
                        (None, some("ES256")),
                        twice("a", "EdDSA"),
                        twice("a", "RS256"),
                        twice("b", "PS256"),
                        twice("b", "PS256"),
                    ])
                }
                _ => Self::Resolver,
            },
        }
    }

    /// A verifier with these keys; none if no key is fit for the policy.
    ///
    /// # Panics
    /// If the policy is not valid.
    #[must_use]
    pub fn verifier(&self, policy: &str) -> Option<Verifier> {
        let policy = Policy::from_json(policy).expect("a policy");
        match self {
            Self::Any(algorithms) if algorithms.len() == 1 => {
                Verifier::new(keys::of(algorithms[0]).verifying.clone(), policy).ok()
            }
            Self::Any(_) => {
                let mut jwk = keys::jwk(Algorithm::Rs256);
                jwk.as_object_mut()?
                    .retain(|name, _| matches!(name.as_str(), "kty" | "n" | "e"));
                let key = Key::from_jwk(&jwk.to_string(), &KeyOptions::new()).expect("an RSA key");
                Verifier::new(key, policy).ok()
            }
            Self::Set(entries) => {
                let entries = entries.iter().map(|(kid, algorithm)| {
                    let mut jwk: Value = serde_json::from_str(
                        &keys::of(*algorithm).verifying.to_jwk().expect("a JWK"),
                    )
                    .expect("JSON");
                    if let Some(kid) = kid {
                        jwk["kid"] = kid.as_str().into();
                    }
                    jwk
                });
                let jwks = json!({ "keys": entries.collect::<Vec<_>>() }).to_string();
                let set = KeySet::from_jwks(&jwks, &KeyOptions::new()).expect("a key set");
                assert!(
                    set.skipped().is_empty(),
                    "an entry was skipped: {:?}",
                    set.skipped()
                );
                Verifier::new(set, policy).ok()
            }
            Self::Resolver => Verifier::with_resolver(
                |hint: &KeyHint<'_>| {
                    resolve(hint.kid(), hint.issuer())
                        .map(|algorithm| keys::of(algorithm).verifying.clone())
                        .ok_or(Error::key_unknown())
                },
                policy,
            )
            .ok(),
        }
    }
}

/// What the resolver knows.
#[must_use]
pub fn resolve(kid: Option<&str>, issuer: Option<&str>) -> Option<Algorithm> {
    match (kid, issuer) {
        (Some(kid), _) => Algorithm::from_name(kid),
        (None, Some("https://id.example")) => Some(Algorithm::Hs256),
        (None, _) => None,
    }
}
