//! `jotkit key generate`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jotkit::{Algorithm, Key};

use super::write::OutArg;
use crate::algorithm::algorithm;
use crate::key_file::Format;
use crate::output::{Failure, Output};

/// Makes a private key, or a secret for HS256, HS384 and HS512.
#[derive(Args)]
pub(crate) struct Generate {
    /// The key's algorithm.
    #[arg(value_parser = algorithm())]
    alg: Algorithm,
    /// The key's id.
    #[arg(long, value_parser = NonEmptyStringValueParser::new(), allow_hyphen_values = true)]
    kid: Option<String>,
    /// The form of the key. A JWK also holds the algorithm and the key id.
    #[arg(long, default_value = "jwk")]
    format: Format,
    #[command(flatten)]
    out: OutArg,
}

impl Generate {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        let mut key = Key::generate(self.alg)?;
        if let Some(kid) = &self.kid {
            if self.format != Format::Jwk {
                return Err(Failure::new("Only a JWK has room for a key id."));
            }
            key = key.with_kid(kid)?;
        }
        self.out.write(&key, self.format)
    }
}
