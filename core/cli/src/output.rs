//! What a command answers: an exit status and what it writes.

use std::fmt::Display;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use zeroize::Zeroizing;

use crate::text::printable;

/// A heading of what is written.
pub(crate) const HEADING: Style = Style::new().bold();
/// What a reader must not overlook.
pub(crate) const ALARM: Style = AnsiColor::Red.on_default().bold();

/// The whole answer of a command. Standard output may be a private key, so it is wiped.
#[derive(Default)]
pub(crate) struct Output {
    pub(crate) status: u8,
    pub(crate) stdout: Zeroizing<String>,
    pub(crate) stderr: String,
}

impl Output {
    /// Success, with text for standard output that ends in a line end.
    pub(crate) fn good(stdout: impl Into<Zeroizing<String>>) -> Self {
        Self {
            stdout: stdout.into(),
            ..Self::default()
        }
    }

    /// A token that is refused or cannot be read.
    pub(crate) fn refused(error: &jotkit::Error) -> Self {
        let sentence = error.to_string();
        Self {
            status: 1,
            stderr: format!(
                "{ALARM}{}{ALARM:#}: {}\n",
                error.code(),
                printable(&sentence)
            ),
            ..Self::default()
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A sentence for the user.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// A sentence about a file.
    pub(crate) fn about(path: &Path, sentence: impl Display) -> Self {
        Self(format!("{}: {sentence}", path.display()))
    }

    /// An error of the core about a file.
    pub(crate) fn refused(path: &Path, error: &jotkit::Error) -> Self {
        Self::about(path, format_args!("{}: {error}", error.code()))
    }
}

impl From<jotkit::Error> for Failure {
    fn from(error: jotkit::Error) -> Self {
        Self(format!("{}: {error}", error.code()))
    }
}

impl From<Failure> for Output {
    fn from(Failure(sentence): Failure) -> Self {
        Self {
            status: 2,
            stderr: format!("{ALARM}error{ALARM:#}: {}\n", printable(&sentence)),
            ..Self::default()
        }
    }
}
