//! What must hold of every key that was taken, wherever its text came from.

use jotkit::{Algorithm, Code, Error, Key, KeyOptions, Policy, Signer, Verifier};

use crate::assert_code;

/// How a key file may be refused.
pub const REFUSALS: &[Code] = &[
    Code::KeyInvalid,
    Code::KeyWeak,
    Code::KeyUnsuitable,
    // A passphrase that a key does not need.
    Code::ArgumentInvalid,
];

/// Fails unless the bytes of a key file are refused as a secret.
///
/// # Panics
/// If they are not.
pub fn is_not_a_secret(file: &[u8]) {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256).allow_short();
    let error = Key::from_secret(file, &options).expect_err("a key taken for a secret");
    assert_code(&error, &[Code::KeyUnsuitable]);
}

/// The passphrase of the encrypted keys in the vectors.
const PASSPHRASE: &str = "a made-up password";

/// The options that an input's first byte chooses: none or an algorithm, and with its highest bit a
/// passphrase.
#[must_use]
pub fn options(choice: u8) -> KeyOptions {
    let mut options = KeyOptions::new().kid("k");
    if choice & 0x80 != 0 {
        options = options.passphrase(PASSPHRASE);
    }
    let choice = choice & 0x7f;
    match Algorithm::ALL.get(usize::from(choice.wrapping_sub(b'B'))) {
        Some(algorithm) => options.algorithm(*algorithm),
        None => options,
    }
}

/// Fails unless a key is refused for a known reason, or comes out as it came in and signs what its
/// public half verifies.
///
/// # Panics
/// If it does not.
pub fn check(imported: Result<Key, Error>) -> Option<Key> {
    let key = match imported {
        Ok(key) => key,
        Err(error) => {
            assert_code(&error, REFUSALS);
            return None;
        }
    };
    assert!(
        key.thumbprint().is_some() == (key.key_type() != "oct") && !format!("{key:?}").is_empty()
    );
    let Some(algorithm) = key.algorithm() else {
        assert_code(
            &key.to_jwk().expect_err("an algorithm out of nothing"),
            REFUSALS,
        );
        return Some(key);
    };
    let again = Key::from_jwk(
        &key.to_jwk().expect("a JWK"),
        &KeyOptions::from_json(r#"{"allow_short":true}"#).expect("options"),
    );
    same(&key, &again.expect("its own JWK"));
    if key.key_type() == "oct" {
        assert_code(&key.to_pem().expect_err("a secret as PEM"), REFUSALS);
        assert_code(&key.public().expect_err("a secret's public half"), REFUSALS);
    } else {
        let mut options = KeyOptions::new().algorithm(algorithm);
        if let Some(kid) = key.kid() {
            options = options.kid(kid);
        }
        same(
            &key,
            &Key::from_pem(&key.to_pem().expect("a PEM"), &options).expect("its own PEM"),
        );
        same(
            &key,
            &Key::from_der(&key.to_der().expect("a DER"), &options).expect("its own DER"),
        );
        let public = key.public().expect("a public half");
        assert!(!public.is_private());
        assert_eq!(public.thumbprint(), key.thumbprint());
    }
    signs(&key);
    Some(key)
}

fn same(key: &Key, other: &Key) {
    assert_eq!(key.thumbprint(), other.thumbprint());
    assert_eq!(key.algorithm(), other.algorithm());
    assert_eq!(key.is_private(), other.is_private());
    assert_eq!(key.kid(), other.kid());
}

fn signs(key: &Key) {
    let signer = match Signer::new(key.clone()) {
        Ok(signer) => signer,
        // A public key, or one whose `use` or `key_ops` says no.
        Err(error) => return assert_code(&error, &[Code::KeyUnsuitable]),
    };
    assert!(key.is_private());
    let token = signer
        .sign_json(r#"{"exp":4102444800}"#)
        .expect("a signature");
    match Verifier::new(key.public().unwrap_or(key.clone()), Policy::new()) {
        Ok(verifier) => drop(verifier.verify(&token).expect("its own token")),
        Err(error) => assert_code(&error, &[Code::KeyUnsuitable]),
    }
}
