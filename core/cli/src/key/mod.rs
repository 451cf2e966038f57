//! `jotkit key`.

mod convert;
mod generate;
mod jwks;
mod public;
mod thumbprint;
mod write;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jotkit::Key;

use crate::key_file::{File, Format};
use crate::keys::KeyOptionArgs;
use crate::output::{Failure, Output};

#[derive(Subcommand)]
pub(crate) enum Command {
    Generate(generate::Generate),
    Convert(convert::Convert),
    Public(public::Public),
    Thumbprint(thumbprint::Thumbprint),
    Jwks(jwks::Jwks),
}

impl Command {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        match self {
            Self::Generate(generate) => generate.run(),
            Self::Convert(convert) => convert.run(),
            Self::Public(public) => public.run(),
            Self::Thumbprint(thumbprint) => thumbprint.run(),
            Self::Jwks(jwks) => jwks.run(),
        }
    }
}

/// A key file, and the algorithm that it may lack.
#[derive(Args)]
pub(crate) struct KeyFile {
    /// The key file: PEM, DER or JWK.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    #[command(flatten)]
    options: KeyOptionArgs,
}

impl KeyFile {
    fn read(&self) -> Result<(Key, Format), Failure> {
        let file = File::read(&self.path)?;
        Ok((file.key(&self.options.read()?)?, file.format()))
    }
}
