//! `jotkit key jwks`.

use std::path::{Path, PathBuf};

use clap::Args;
use jotkit::{Key, KeySet};

use super::write::OutArg;
use crate::key_file::File;
use crate::keys::KeyOptionArgs;
use crate::output::{Failure, Output};

/// Writes the public halves of keys as a JWK Set, ready to be published.
#[derive(Args)]
pub(crate) struct Jwks {
    /// The key files: PEM, DER or JWK.
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: KeyOptionArgs,
    /// Give keys without a key id their thumbprint as one (RFC 7638).
    #[arg(long)]
    thumbprint_kids: bool,
    #[command(flatten)]
    out: OutArg,
}

impl Jwks {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        let keys = self.paths.iter().map(|path| self.public(path));
        let set = KeySet::new(keys.collect::<Result<Vec<_>, _>>()?);
        self.out.write_json(&set.to_public_jwks()?)
    }

    fn public(&self, path: &Path) -> Result<Key, Failure> {
        let file = File::read(path)?;
        let mut key = file.key(&self.options.read_without_algorithm()?)?;
        if key.algorithm().is_none() {
            key = file.key(&self.options.read()?)?;
        }
        let public = key
            .public()
            .map_err(|error| Failure::refused(path, &error))?;
        if self.thumbprint_kids
            && public.kid().is_none()
            && let Some(thumbprint) = public.thumbprint()
        {
            return Ok(public.with_kid(thumbprint)?);
        }
        Ok(public)
    }
}
