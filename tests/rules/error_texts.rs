//! No error says anything of a token, a key or a secret: the texts of all refusals that the vectors
//! cause.
//!
//! A leak is eight bytes of what was handed in, verbatim or decoded, that are neither in
//! the core's own source, where its sentences are, nor in the policy, whose claim names an error
//! may repeat.

use std::collections::{BTreeSet, HashSet};
use std::error::Error as _;
use std::fs;
use std::path::Path;

use base64_simd::URL_SAFE_NO_PAD;
use jotkit::{Code, Error, Key, KeyOptions, Policy, SignCall, Signer, SignerOptions, likecoin};
use jotkit_tests::{subject, vectors};
use serde_json::{Map, Value};

const WINDOW: usize = 8;

/// Everything the core can say on its own account.
fn own_words(folder: &Path, words: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            own_words(&path, words);
        } else if !path.to_string_lossy().ends_with("tests.rs") {
            let source = fs::read_to_string(path).unwrap();
            words.push_str(source.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
}

/// All texts in a request, and what base64url and hexadecimal texts among them encode.
fn handed_in(value: &Value, all: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) => {
            all.push(text.clone().into_bytes());
            for segment in text.split('.') {
                all.extend(URL_SAFE_NO_PAD.decode_to_vec(segment));
            }
            let bytes = text.as_bytes();
            all.push(URL_SAFE_NO_PAD.encode_to_string(bytes).into_bytes());
            all.push(
                bytes
                    .iter()
                    .map(|b| format!("{b:02x}"))
                    .collect::<String>()
                    .into(),
            );
            all.push(format!("{bytes:?}").into_bytes());
        }
        Value::Array(items) => items.iter().for_each(|item| handed_in(item, all)),
        Value::Object(members) => members.values().for_each(|member| handed_in(member, all)),
        _ => {}
    }
}

/// Every form an error can be shown in.
fn texts(error: &Error) -> String {
    assert!(error.source().is_none());
    format!("{error}\n{error:?}\n{error:#?}\n{:?}", error.claim())
}

/// The first bytes of what was handed in that an error repeats.
fn leak(error: &Error, request: &Map<String, Value>, own: &str) -> Option<String> {
    let mut configured = own.to_owned();
    let mut secret = Vec::new();
    for (name, value) in request {
        match name.as_str() {
            "policy" | "all" | "any" => configured.push_str(&value.to_string()),
            "op" => {}
            // An error may repeat a server's word of refusal, which is the whole body.
            "steps" => {
                let steps = value.as_array().into_iter().flatten();
                let refused = |step: &&Value| {
                    step["reply"]["status"]
                        .as_u64()
                        .is_some_and(|status| status >= 300)
                };
                steps
                    .filter(|step| !refused(step))
                    .for_each(|step| handed_in(step, &mut secret));
            }
            _ => handed_in(value, &mut secret),
        }
    }
    let text = texts(error);
    let said: HashSet<&[u8]> = text.as_bytes().windows(WINDOW).collect();
    let repeated = secret.iter().flat_map(|bytes| bytes.windows(WINDOW));
    repeated
        .filter(|window| said.contains(window))
        .map(|window| String::from_utf8_lossy(window).into_owned())
        .find(|window| !configured.contains(window.as_str()))
}

fn own() -> String {
    let mut own = String::new();
    own_words(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"),
        &mut own,
    );
    assert!(own.len() > 100_000);
    own
}

#[test]
fn no_refusal_of_a_vector_repeats_what_was_handed_in() {
    let own = own();
    let (mut refused, mut leaks, mut seen) = (0, Vec::new(), BTreeSet::new());
    for (file, vectors) in &vectors::load(&vectors::folder()) {
        for vector in vectors {
            let line = Value::Object(vector.request.clone()).to_string();
            for error in subject::refusals(&line) {
                refused += 1;
                seen.insert(error.code().as_str());
                if let Some(window) = leak(&error, &vector.request, &own) {
                    leaks.push(format!("{file}/{}: {window:?} in {error}", vector.name));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    assert!(refused > 1500, "only {refused} refusals");
    let unseen: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !seen.contains(code))
        .collect();
    // A provider and a fetch are asked for the first two; tokens and keys cause neither.
    assert_eq!(
        unseen,
        ["token_revoked", "keys_unavailable", "internal"],
        "codes that no vector causes"
    );
}

#[test]
fn the_scan_finds_a_leak() {
    let own = own();
    let request = |text: &str| {
        let mut request = Map::new();
        request.insert("token".to_owned(), text.into());
        request
    };
    // An unknown field's name is shown if it looks like a name: here it plays the token's part.
    let told = Policy::from_json(r#"{"q7Zw93kTteP":1}"#).unwrap_err();
    assert_eq!(
        leak(&told, &request("q7Zw93kTteP"), &own).as_deref(),
        Some("q7Zw93kT")
    );
    let decoded = URL_SAFE_NO_PAD.encode_to_string("--q7Zw93kTteP--");
    assert!(leak(&told, &request(&format!("a.{decoded}.c")), &own).is_some());
    assert!(leak(&told, &request("something else"), &own).is_none());
}

/// Options are read from text in which a secret may stand where it does not belong.
#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    const STRAY: &str = "hG7s-Kq2v/9Zt4 n0t-4-n4m3 \u{7528}";
    let own = own();
    let mut request = Map::new();
    request.insert("secret".to_owned(), STRAY.into());
    let stray = Value::from(STRAY).to_string();
    let readers: [fn(&str) -> Option<Error>; 7] = [
        |text| Policy::from_json(text).err(),
        |text| SignerOptions::from_json(text).err(),
        |text| KeyOptions::from_json(text).err(),
        |text| likecoin::VerifierOptions::from_json(text).err(),
        |text| likecoin::Grant::from_json(text).err(),
        |text| likecoin::oauth::TokenRequest::from_json(text).err(),
        |text| likecoin::oauth::AuthorizeRequest::from_json(text).err(),
    ];
    let fields = Policy::OPTIONS
        .iter()
        .chain(SignerOptions::OPTIONS)
        .chain(KeyOptions::OPTIONS)
        .chain(likecoin::VerifierOptions::OPTIONS)
        .map(|option| &option.name)
        .chain(&[
            "client_id",
            "client_secret",
            "scope",
            "endpoint",
            "code",
            "user",
            "jti",
        ]);
    let mut refused = 0;
    for field in fields {
        for value in [
            stray.clone(),
            format!("[{stray}]"),
            format!("{{{stray}:{stray}}}"),
            format!("[[{stray}]]"),
        ] {
            for text in [
                format!("{{\"{field}\":{value}}}"),
                format!("{{{stray}:{value}}}"),
                value.clone(),
            ] {
                for read in readers {
                    let Some(error) = read(&text) else { continue };
                    refused += 1;
                    assert_eq!(leak(&error, &request, &own), None, "{text}: {error}");
                }
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

#[test]
fn keys_and_claims_that_are_refused_are_not_repeated() {
    let own = own();
    let secret = "Zq8-vT5x.Wm2nKp7r_Yd4s";
    let mut request = Map::new();
    request.insert("secret".to_owned(), secret.into());
    let options = KeyOptions::new().algorithm(jotkit::Algorithm::Hs256);
    let signer = Signer::new(Key::hs256([7; 32]).unwrap()).unwrap();
    let errors = [
        Key::hs256(secret).err(),
        Key::from_pem(
            &format!("-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----"),
            &options,
        )
        .err(),
        Key::from_pem(
            &format!("-----BEGIN {secret}-----\nAAAA\n-----END {secret}-----"),
            &options,
        )
        .err(),
        Key::from_der(secret.as_bytes(), &options).err(),
        Key::from_jwk(secret, &options).err(),
        Key::from_jwk(&format!(r#"{{"kty":"{secret}"}}"#), &options).err(),
        Key::from_jwk(&format!(r#"{{"kty":"oct","k":"{secret}"}}"#), &options).err(),
        Key::from_jwk(
            &format!(r#"{{"kty":"oct","k":"AAAA","alg":"{secret}"}}"#),
            &options,
        )
        .err(),
        signer.sign_json(secret).err(),
        signer.sign_json(&format!(r#"{{"exp":"{secret}"}}"#)).err(),
        signer
            .sign_json_with(
                "{}",
                &SignCall::new().header(&*format!(r#"{{"alg":"{secret}"}}"#)),
            )
            .err(),
        likecoin::signing_key("", secret).err(),
        likecoin::oauth::api_url(secret).err(),
        jotkit::bearer::parse(secret).err(),
        jotkit::bearer::format(&format!("{secret} ")).err(),
        likecoin::scope::allows(&[secret], &format!("{secret}:{secret}:")).err(),
    ];
    for (index, error) in errors.into_iter().enumerate() {
        let error = error.unwrap_or_else(|| panic!("{index} was not refused"));
        assert_eq!(leak(&error, &request, &own), None, "{index}: {error}");
    }
}
