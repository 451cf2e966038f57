//! `jotkit key public`.

use clap::Args;

use super::KeyFile;
use super::write::OutArg;
use crate::key_file::Format;
use crate::output::{Failure, Output};

/// Writes the public half of a key.
#[derive(Args)]
pub(crate) struct Public {
    #[command(flatten)]
    file: KeyFile,
    /// The form to write. Default: that of the file.
    #[arg(long)]
    to: Option<Format>,
    #[command(flatten)]
    out: OutArg,
}

impl Public {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        let (key, format) = self.file.read()?;
        self.out.write(&key.public()?, self.to.unwrap_or(format))
    }
}
