//! The token of a command: an argument or standard input.

use std::ffi::OsString;
use std::io::Read;

use clap::Args;
use zeroize::Zeroizing;

use crate::files;
use crate::output::Failure;

/// Standard input, which a command reads at most once.
pub(crate) struct Stdin<'a> {
    pub(crate) reader: &'a mut dyn Read,
    pub(crate) is_terminal: bool,
}

#[derive(Args)]
pub(crate) struct TokenArg {
    /// The token. Read from standard input if it is `-` or left out.
    token: Option<OsString>,
}

impl TokenArg {
    /// The token's bytes as they were given, but for one line end of standard input.
    pub(crate) fn read(&self, stdin: Stdin<'_>) -> Result<Zeroizing<Vec<u8>>, Failure> {
        match &self.token {
            Some(token) if token != "-" => Ok(Zeroizing::new(token.as_encoded_bytes().to_vec())),
            None if stdin.is_terminal => Err(Failure::new(
                "There is no token. Give it as an argument, or on standard input.",
            )),
            _ => {
                let mut bytes = files::stdin(stdin.reader)?;
                files::cut_line_end(&mut bytes);
                Ok(bytes)
            }
        }
    }
}
