//! The one place where an error of the core becomes an error of a host.

use std::fmt;

use jotkit::Error;

/// What the core reports about a failure: stable names and fixed sentences, no byte of a token, key
/// or secret.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Report {
    /// The stable code, such as `token_expired`.
    pub code: String,
    /// The code's kind, such as `refused`.
    pub kind: String,
    /// The claim or header member that is wrong, if it is one.
    pub claim: Option<String>,
    /// The sentence that explains the failure.
    pub message: String,
    /// The HTTP status of the server's reply that caused it.
    pub status: Option<u16>,
    /// A short plain detail from that reply.
    pub detail: Option<String>,
}

impl From<&Error> for Report {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code().as_str().to_owned(),
            kind: error.kind().as_str().to_owned(),
            claim: error.claim().map(ToOwned::to_owned),
            message: error.to_string(),
            status: error.status(),
            detail: error.detail().map(ToOwned::to_owned),
        }
    }
}

/// Every failure that crosses.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// A failure of the core.
    Core {
        /// What the core reports.
        report: Report,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let report = Report::from(&error);
        Self::Core { report }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Core { report } = self;
        f.write_str(&report.message)
    }
}

/// The report of a panic that uniffi caught.
#[uniffi::export]
pub fn internal_report() -> Report {
    Report::from(&Error::internal())
}

/// The report of a string that cannot cross because it is not Unicode.
#[uniffi::export]
pub fn unreadable_report() -> Report {
    Report::from(&not_unicode())
}

pub(crate) const fn not_unicode() -> Error {
    Error::argument_invalid("The string has lone surrogates: pass valid Unicode.")
}
