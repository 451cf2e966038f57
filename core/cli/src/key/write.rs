//! Writing a key: to standard output, or to a new file.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jotkit::Key;
use zeroize::Zeroizing;

use crate::key_file::Format;
use crate::output::{Failure, Output};
use crate::text::printable;

#[derive(Args)]
pub(crate) struct OutArg {
    /// Write to this file, which must not exist yet. A private key can be read by its owner only.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl OutArg {
    /// Writes a key in one form.
    pub(crate) fn write(&self, key: &Key, format: Format) -> Result<Output, Failure> {
        let text = match format {
            Format::Pem => key.to_pem()?,
            Format::Jwk => line(&key.to_jwk()?),
            Format::Der => {
                let der = key.to_der()?;
                return match &self.out {
                    Some(path) => create(path, &der, key.is_private()),
                    None => Err(Failure::new("DER is not text; name a file with --out.")),
                };
            }
        };
        match &self.out {
            Some(path) => create(path, text.as_bytes(), key.is_private()),
            None => Ok(Output::good(text)),
        }
    }

    /// Writes public JSON text.
    pub(crate) fn write_json(&self, json: &str) -> Result<Output, Failure> {
        match &self.out {
            Some(path) => create(path, line(json).as_bytes(), false),
            None => Ok(Output::good(line(json))),
        }
    }
}

/// A line of JSON without anything that a terminal acts on; wiped when dropped.
fn line(json: &str) -> Zeroizing<String> {
    let json = Zeroizing::new(printable(json).into_owned());
    let mut line = Zeroizing::new(String::with_capacity(json.len().saturating_add(1)));
    line.push_str(&json);
    line.push('\n');
    line
}

/// Makes a file. One that is there stays as it is: it may be the only copy of another key.
fn create(path: &Path, bytes: &[u8], private: bool) -> Result<Output, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    if private {
        for_its_owner(&mut options);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    match written {
        Ok(()) => Ok(Output::default()),
        Err(error) => Err(Failure::about(path, error)),
    }
}

/// Lets only its owner read a file that is made.
#[cfg(unix)]
fn for_its_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere the folder decides who can read a file.
#[cfg(not(unix))]
fn for_its_owner(_: &mut OpenOptions) {}
