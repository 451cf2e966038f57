//! The core's error, in a shape that crosses.

use std::fmt;

use jotkit::Error;
use jotkit::likecoin::http_status::Refusal;

/// What the core says about a failure: stable names and fixed sentences, no byte of a token, key or secret.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Report {
    /// The stable code, such as `token_expired`.
    pub code: String,
    /// The code's kind, such as `refused`.
    pub kind: String,
    /// The claim it is about, where there is one.
    pub claim: Option<String>,
    /// The sentence that explains it.
    pub text: String,
    /// The HTTP status a LikeCoin API answers with, where the failure is the token's.
    pub status: Option<u16>,
    /// The body that goes with the status.
    pub body: Option<String>,
}

impl From<&Error> for Report {
    fn from(error: &Error) -> Self {
        let refusal = Refusal::of(error);
        Self {
            code: error.code().as_str().to_owned(),
            kind: error.kind().as_str().to_owned(),
            claim: error.claim().map(ToOwned::to_owned),
            text: error.to_string(),
            status: refusal.map(|refusal| refusal.status),
            body: refusal.map(|refusal| refusal.body.to_owned()),
        }
    }
}

/// Every failure that crosses.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// A failure of the core.
    Core {
        /// What the core says about it.
        report: Report,
    },
}

impl From<Error> for Failure {
    /// The one place where an error of the core becomes an error of a host.
    fn from(error: Error) -> Self {
        Self::Core {
            report: Report::from(&error),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Core { report } = self;
        f.write_str(&report.text)
    }
}

/// What the packages report when uniffi hands them a panic that it caught.
#[uniffi::export]
pub fn internal_report() -> Report {
    Report::from(&Error::internal())
}

/// What the packages report for a text that cannot cross because it is not Unicode.
#[uniffi::export]
pub fn unreadable_report() -> Report {
    Report::from(&not_unicode())
}

/// Reads a text that crossed as bytes, which saves the host a copy.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|_| not_unicode())
}

const fn not_unicode() -> Error {
    Error::argument_invalid("A text is Unicode, without lone surrogates.")
}
