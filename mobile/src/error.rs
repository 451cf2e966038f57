//! The one place where an error of the core becomes an error of a host.

use std::fmt;

use jotkit::{Algorithm, Code, Error};

/// What the core reports about a failure: stable names and fixed sentences, no byte of a token, key
/// or secret.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub(crate) struct Report {
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) claim: Option<String>,
    pub(crate) message: String,
    /// The HTTP status of the server's reply that caused it.
    pub(crate) status: Option<u16>,
    /// A short plain detail from that reply.
    pub(crate) detail: Option<String>,
    /// When to try again, in milliseconds since 1970, if keys cannot be fetched before.
    pub(crate) retry_at: Option<i64>,
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
            retry_at: error.retry_at(),
        }
    }
}

/// Every failure that crosses.
#[derive(Debug, uniffi::Error)]
pub(crate) enum Failure {
    Core { report: Report },
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

/// The HTTP answer to a request that failed.
#[derive(Debug, uniffi::Record)]
pub(crate) struct Challenge {
    status: u16,
    /// The value of the `WWW-Authenticate` header.
    www_authenticate: Option<String>,
}

/// The answer to a request that failed with this code; `argument_invalid` if there is no such code.
#[uniffi::export]
fn challenge(
    code: &str,
    realm: Option<String>,
    scope: Option<Vec<String>>,
) -> Result<Challenge, Failure> {
    let code = Code::ALL.iter().find(|known| known.as_str() == code);
    let code = *code.ok_or(Error::argument_invalid("No error has this code."))?;
    let answer = Error::from(code).challenge(realm.as_deref(), scope.as_deref())?;
    Ok(Challenge {
        status: answer.status,
        www_authenticate: answer.www_authenticate,
    })
}

/// The algorithm of a name.
pub(crate) fn algorithm(name: &str) -> Result<Algorithm, Error> {
    Algorithm::from_name(name).ok_or(Error::argument_invalid(
        "Unknown algorithm: use a name such as HS256 or EdDSA.",
    ))
}

/// The report of a panic that uniffi caught.
#[uniffi::export]
fn internal_report() -> Report {
    Report::from(&Error::internal())
}

/// The report of claims that do not have the shape of the host's type. The host's parser finds that
/// out.
#[uniffi::export]
fn claims_malformed_report() -> Report {
    Report::from(&Error::claims_of_other_shape(None))
}

/// The report of a string that cannot cross because it is not Unicode.
#[uniffi::export]
fn unreadable_report() -> Report {
    Report::from(&not_unicode())
}

pub(crate) const fn not_unicode() -> Error {
    Error::argument_invalid("The string has lone surrogates: pass valid Unicode.")
}
