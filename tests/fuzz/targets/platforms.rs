//! LiveLike's and LikeCoin's tokens. An input is a byte for the demanded scopes, and the token.
#![no_main]

use std::sync::OnceLock;

use fastrand::Rng;
use jotkit::likecoin::{self, VerifierOptions};
use jotkit::{Code, Error, livelike};
use jotkit_fuzz::keys::Known;
use jotkit_fuzz::mutate::Choose;
use jotkit_fuzz::{assert_code, mutate, strict, token};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

/// Within the hour of the tokens that the shared vectors have.
const NOW: f64 = 1_552_042_000.0;

const HOST: &str = "rinkeby.like.co";
const COMMON_SECRET: &str = "common-secret-for-tests";
const CLIENTS: [(&str, &str); 2] = [
    ("2f551d5fe1ad65773a17", "client-secret-for-tests"),
    ("0a1b2c3d4e5f60718293", "another-client-secret-for-tests"),
];
const APPLICATIONS: [(&str, &str); 2] = [
    ("client-id-1", "livelike-client-secret-for-tests"),
    ("client-id-2", "another-made-up-client-secret"),
];

/// The keys of both platforms under the names by which tokens choose them.
fn parties() -> &'static [(&'static str, Known)] {
    static PARTIES: OnceLock<Vec<(&str, Known)>> = OnceLock::new();
    PARTIES.get_or_init(|| {
        let clients = CLIENTS.map(|(id, secret)| {
            let key = likecoin::signing_key(COMMON_SECRET, secret).expect("a key");
            (id, Known::secret(key.as_bytes()))
        });
        let applications = APPLICATIONS.map(|(id, secret)| (id, Known::secret(secret.as_bytes())));
        clients.into_iter().chain(applications).collect()
    })
}

fn party(id: &Value) -> Option<&'static Known> {
    parties()
        .iter()
        .find(|(name, _)| id == name)
        .map(|(_, key)| key)
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut key = |_: &[u8], payload: &[u8], random: &mut Rng| {
        let claims: Value = serde_json::from_slice(payload).unwrap_or_default();
        let named = party(&claims["azp"]).or(party(&claims["iss"]));
        named
            .filter(|_| !random.once_in(16))
            .unwrap_or_else(|| &random.one_of(parties()).1)
    };
    mutate::token::mutate_with(data, size, max_size, seed, 1, &mut key)
});

const REFUSALS: &[Code] = &[
    Code::TokenTooLarge,
    Code::TokenMalformed,
    Code::HeaderMalformed,
    Code::HeaderUnsupported,
    Code::AlgorithmRefused,
    Code::PayloadMalformed,
    Code::ClientUnknown,
    Code::SignatureInvalid,
    Code::ClaimMalformed,
    Code::ClaimMissing,
    Code::TokenExpired,
    Code::TokenNotYetValid,
    Code::TypeRefused,
    Code::AudienceRefused,
    Code::IssuerRefused,
    Code::ScopeRefused,
];

fuzz_target!(|input: &[u8]| {
    let [choice, text @ ..] = input else { return };
    likecoin_token(usize::from(choice.wrapping_sub(b'A')), text);
    livelike_token(text);
    match likecoin::peek(text) {
        Ok(content) => drop(content.to_json().expect("JSON")),
        Err(error) => assert_code(&error, REFUSALS),
    }
});

fn likecoin_token(choice: usize, text: &[u8]) {
    const DEMANDS: [&str; 4] = [
        "",
        r#","all":["read:like","profile"]"#,
        r#","any":["write:like","email"]"#,
        r#","leeway":60"#,
    ];
    static VERIFIERS: OnceLock<Vec<likecoin::Verifier>> = OnceLock::new();
    let verifiers = VERIFIERS.get_or_init(|| {
        let build = |demands: &str| {
            let options = VerifierOptions::from_json(&format!(r#"{{"host":"{HOST}"{demands}}}"#))
                .expect("options");
            likecoin::Verifier::new(COMMON_SECRET, CLIENTS, &options).expect("a verifier")
        };
        DEMANDS.iter().map(|demands| build(demands)).collect()
    });
    let verdict = verifiers[choice % DEMANDS.len()].verify_at(text, NOW);
    let Some(content) = accepted(&verdict) else {
        return;
    };
    let claims = signed(text, "azp", &CLIENTS);
    let meant = |audience: &Value| audience == HOST;
    let audience = &claims["aud"];
    assert!(meant(audience) || audience.as_array().is_some_and(|all| all.iter().any(meant)));
    assert_eq!(claims["iss"], HOST);
    assert_eq!(
        (&claims["user"], &claims["azp"]),
        (
            &content.user.as_str().into(),
            &content.client_id.as_str().into()
        )
    );
    assert!(claims["exp"].as_f64().expect("exp") + 60.0 > NOW);
    let held = |scope: &str| {
        content.scope.iter().any(|held| {
            scope == held
                || scope.starts_with(&format!("{held}:"))
                || scope.starts_with(&format!("{held}."))
        })
    };
    let any_word = content.scope.iter().any(|word| !word.contains(':'));
    match choice % DEMANDS.len() {
        // A word without a colon may mean more: the target `scopes` has those rules.
        1 => assert!((held("read:like") || any_word) && held("profile")),
        2 => assert!(held("write:like") || held("email") || any_word),
        _ => {}
    }
}

fn livelike_token(text: &[u8]) {
    static VERIFIER: OnceLock<livelike::Verifier> = OnceLock::new();
    let verifier =
        VERIFIER.get_or_init(|| livelike::Verifier::new(APPLICATIONS).expect("a verifier"));
    let verdict = verifier.verify_at(text, NOW);
    let Some(profile) = accepted(&verdict) else {
        return;
    };
    let claims = signed(text, "iss", &APPLICATIONS);
    assert_eq!(
        claims["custom_profile_id"],
        profile.custom_profile_id.as_str()
    );
    assert!((1..=255).contains(&profile.custom_profile_id.chars().count()));
    assert_eq!(claims["iss"], profile.client_id.as_str());
    assert!(claims.get("aud").is_none() && claims["iat"].is_number());
    assert!(claims["exp"].as_f64().is_none_or(|exp| exp > NOW));
}

fn accepted<T>(verdict: &Result<T, Error>) -> Option<&T> {
    match verdict {
        Ok(content) => Some(content),
        Err(error) => {
            assert_code(error, REFUSALS);
            None
        }
    }
}

/// The claims of an accepted token, after a look at who signed it.
fn signed(text: &[u8], name: &str, ids: &[(&str, &str)]) -> Value {
    let [header, payload, signature] = token::split(text)
        .expect("two dots")
        .map(|part| token::decode(part).expect("base64url"));
    strict::object(&header, 64).expect("a strict header");
    strict::object(&payload, 64).expect("a strict payload");
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    let claims: Value = serde_json::from_slice(&payload).expect("JSON");
    assert_eq!(header["alg"], "HS256");
    assert!(header.get("crit").is_none());
    assert!(ids.iter().any(|(id, _)| claims[name] == *id));
    let end = text.iter().rposition(|byte| *byte == b'.').expect("a dot");
    assert!(
        party(&claims[name])
            .expect("a party")
            .signed(&text[..end], &signature),
        "it was never signed"
    );
    claims
}
