//! The keys of a command: a key file, a JWK Set, or a shared secret.

use std::path::{Path, PathBuf};

use clap::Args;
use jotkit::{Algorithm, Key, KeyOptions, KeySet, Keys};

use crate::algorithm::algorithm;
use crate::key_file::File;
use crate::output::Failure;
use crate::{files, secret};

/// What is said about a key that is read.
#[derive(Args)]
pub(crate) struct KeyOptionArgs {
    /// The algorithm of a secret, or of a key that names none.
    #[arg(long, value_name = "ALG", value_parser = algorithm(), hide_possible_values = true)]
    pub(crate) alg: Option<Algorithm>,
    /// A file with the passphrase of an encrypted key. One line end at its end is left out.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_env")]
    passphrase_file: Option<PathBuf>,
    /// An environment variable with the passphrase of an encrypted key.
    #[arg(long, value_name = "NAME")]
    passphrase_env: Option<String>,
}

impl KeyOptionArgs {
    pub(crate) fn read(&self) -> Result<KeyOptions, Failure> {
        let options = self.read_without_algorithm()?;
        Ok(match self.alg {
            Some(algorithm) => options.algorithm(algorithm),
            None => options,
        })
    }

    pub(crate) fn read_without_algorithm(&self) -> Result<KeyOptions, Failure> {
        let (file, variable) = (&self.passphrase_file, &self.passphrase_env);
        let Some(passphrase) = secret::read(file.as_deref(), variable.as_deref())? else {
            return Ok(KeyOptions::new());
        };
        let passphrase = std::str::from_utf8(&passphrase)
            .map_err(|_| Failure::new("The passphrase is not UTF-8 text."))?;
        Ok(KeyOptions::new().passphrase(passphrase))
    }
}

/// A shared secret.
#[derive(Args)]
#[group(multiple = false)]
pub(crate) struct SecretArgs {
    /// A file with a shared secret. One line end at its end is left out.
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// An environment variable with a shared secret.
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
}

/// The keys that a token is verified with.
#[derive(Args)]
#[group(
    id = "keys",
    required = true,
    multiple = false,
    args = ["key", "jwks", "secret_file", "secret_env"]
)]
pub(crate) struct VerifyingKeys {
    /// A key file: PEM, DER or JWK.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// A JWK Set, of which the token's `kid` chooses a key.
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    #[command(flatten)]
    secret: SecretArgs,
}

impl VerifyingKeys {
    pub(crate) fn load(&self, options: &KeyOptions) -> Result<Keys, Failure> {
        if let Some(path) = &self.jwks {
            let set = KeySet::from_jwks(&files::text(path)?, options);
            return Ok(set.map_err(|error| Failure::refused(path, &error))?.into());
        }
        one(self.key.as_deref(), &self.secret, options).map(Keys::from)
    }
}

/// The key that a token is signed with.
#[derive(Args)]
#[group(
    id = "keys",
    required = true,
    multiple = false,
    args = ["key", "secret_file", "secret_env"]
)]
pub(crate) struct SigningKey {
    /// A file with a private key: PEM, DER or JWK.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    secret: SecretArgs,
}

impl SigningKey {
    pub(crate) fn load(&self, options: &KeyOptions) -> Result<Key, Failure> {
        one(self.key.as_deref(), &self.secret, options)
    }
}

fn one(key: Option<&Path>, secret: &SecretArgs, options: &KeyOptions) -> Result<Key, Failure> {
    if let Some(path) = key {
        return File::read(path)?.key(options);
    }
    let secret = secret::read(secret.secret_file.as_deref(), secret.secret_env.as_deref())?;
    // clap requires one of them.
    let secret = secret.ok_or_else(|| Failure::new("Name a key file or a secret."))?;
    Ok(Key::from_secret(&secret, options)?)
}
