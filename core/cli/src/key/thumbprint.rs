//! `jotkit key thumbprint`.

use clap::Args;

use super::KeyFile;
use crate::output::{Failure, Output};

/// Prints the SHA-256 thumbprint of a key (RFC 7638), the same for both halves of a pair.
#[derive(Args)]
pub(crate) struct Thumbprint {
    #[command(flatten)]
    file: KeyFile,
}

impl Thumbprint {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        let (key, _) = self.file.read()?;
        let thumbprint = key.thumbprint().ok_or_else(|| {
            Failure::new("A shared secret has no thumbprint: it would help to guess the secret.")
        })?;
        Ok(Output::good(thumbprint + "\n"))
    }
}
