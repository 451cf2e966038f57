//! Signers and verifiers for jsonwebtoken.
//!
//! Keys that cannot be used fail where they fail in jsonwebtoken's own provider, so that a program
//! meets the same errors.

use std::sync::Arc;

use ::jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier};
use ::jsonwebtoken::errors::{ErrorKind, Result as TheirResult, new_error};
use ::jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use ::jsonwebtoken::{Algorithm as Theirs, AlgorithmFamily, DecodingKey, EncodingKey};

use super::keys;
use super::utils;
use crate::algorithm::Algorithm;
use crate::crypto::SigningKey;
use crate::error::{Error, Result};
use crate::key::Key;

/// jotkit as a provider. [`super::install`] installs it.
pub static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: utils::KEY_UTILS,
};

struct Signing {
    algorithm: Theirs,
    key: Result<Arc<SigningKey>>,
}

struct Verifying {
    algorithm: Theirs,
    key: Result<Key>,
}

fn own(algorithm: Theirs, family: AlgorithmFamily) -> TheirResult<Algorithm> {
    if algorithm.family() != family {
        return Err(new_error(ErrorKind::InvalidKeyFormat));
    }
    algorithm
        .try_into()
        .map_err(|_| new_error(ErrorKind::UnsupportedAlgorithm))
}

/// A secret that jotkit refuses is one that jsonwebtoken takes, so it is named.
fn refused(error: &Error) -> ::jsonwebtoken::errors::Error {
    new_error(ErrorKind::Provider(error.to_string()))
}

fn signer(algorithm: &Theirs, key: &EncodingKey) -> TheirResult<Box<dyn JwtSigner>> {
    let parsed = keys::signing(key, own(*algorithm, key.family())?);
    if let Err(error) = &parsed {
        match key.family() {
            AlgorithmFamily::Hmac => return Err(refused(error)),
            AlgorithmFamily::Ec => return Err(new_error(ErrorKind::InvalidEcdsaKey)),
            AlgorithmFamily::Ed => return Err(new_error(ErrorKind::InvalidEddsaKey)),
            AlgorithmFamily::Rsa => {}
        }
    }
    Ok(Box::new(Signing {
        algorithm: *algorithm,
        key: parsed.and_then(|key| Ok(key.signing()?.1)),
    }))
}

fn verifier(algorithm: &Theirs, key: &DecodingKey) -> TheirResult<Box<dyn JwtVerifier>> {
    let parsed = keys::verifying(key, own(*algorithm, key.family())?);
    match &parsed {
        Err(error) if key.family() == AlgorithmFamily::Hmac => Err(refused(error)),
        _ => Ok(Box::new(Verifying {
            algorithm: *algorithm,
            key: parsed,
        })),
    }
}

fn failed(error: Error) -> SignatureError {
    SignatureError::from_source(error)
}

impl Signer<Vec<u8>> for Signing {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, SignatureError> {
        let key = self.key.as_ref().map_err(|error| failed(error.clone()))?;
        Ok(key.sign(message).map_err(failed)?.into_vec())
    }
}

impl JwtSigner for Signing {
    fn algorithm(&self) -> Theirs {
        self.algorithm
    }
}

impl Verifier<Vec<u8>> for Verifying {
    fn verify(
        &self,
        message: &[u8],
        signature: &Vec<u8>,
    ) -> std::result::Result<(), SignatureError> {
        let key = self.key.as_ref().map_err(|error| failed(error.clone()))?;
        match key.verifies(message, signature) {
            true => Ok(()),
            false => Err(SignatureError::new()),
        }
    }
}

impl JwtVerifier for Verifying {
    fn algorithm(&self) -> Theirs {
        self.algorithm
    }
}
