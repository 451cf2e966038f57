//! `jotkit key convert`.

use clap::Args;

use super::KeyFile;
use super::write::OutArg;
use crate::key_file::Format;
use crate::output::{Failure, Output};

/// Writes a key in another form. A private key stays private.
#[derive(Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    file: KeyFile,
    /// The form to write.
    #[arg(long)]
    to: Format,
    #[command(flatten)]
    out: OutArg,
}

impl Convert {
    pub(crate) fn run(&self) -> Result<Output, Failure> {
        let (key, _) = self.file.read()?;
        self.out.write(&key, self.to)
    }
}
