//! The rules of npm's jsonwebtoken 9, and of jws 4 that is below it.
//!
//! Options cross as JSON text. What JSON cannot hold is an object with one member: `{"regexp": …}`,
//! `{"other": …}` with the value as JavaScript prints it, `{"number": …}` for NaN and infinities,
//! `{"undefined": …}`. Times are in seconds since 1970. Where only the host can go on, the answer
//! is a [`Question`], and the host calls again with what it found.

mod jws;
mod key;
mod sign;
mod timespan;
mod token;
mod values;
mod verify;

#[cfg(test)]
mod tests;

pub use jws::{jws_decode, jws_sign, jws_verify};
pub use key::{HostKey, Purpose, kept, key};
pub use sign::{Parts, SignInput, Signed, sign};
pub use token::{Content, Payload, decode};
pub use verify::{Answers, Given, verify};

/// The class of an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Class {
    /// jsonwebtoken's own class.
    JsonWebTokenError,
    /// `exp` or `maxAge` is over.
    TokenExpiredError,
    /// `nbf` is in the future.
    NotBeforeError,
    /// JavaScript's class.
    Error,
    /// JavaScript's class.
    TypeError,
    /// JavaScript's class; the message is the text that is not JSON.
    SyntaxError,
}

impl Class {
    /// The class's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonWebTokenError => "JsonWebTokenError",
            Self::TokenExpiredError => "TokenExpiredError",
            Self::NotBeforeError => "NotBeforeError",
            Self::Error => "Error",
            Self::TypeError => "TypeError",
            Self::SyntaxError => "SyntaxError",
        }
    }
}

/// Why a token, a key or an option is refused, in jsonwebtoken's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The class of the exception.
    pub class: Class,
    /// Its message.
    pub message: String,
    /// When the token ended or will be active, in seconds since 1970.
    pub date: Option<f64>,
}

/// What only the host can find out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// The parsed key: the text or bytes have not been seen before.
    Key,
    /// Whether the signature holds, or the signature itself, of this input: the key is of a kind
    /// that this crate does not hold.
    Signature(String),
    /// Whether one of the regular expressions matches an audience of this payload.
    Audience(String),
    /// The bytes of this payload in the encoding that the options name.
    Encoding(String),
}

/// Why there is no result yet, or will be none.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// It is refused.
    Refused(Refusal),
    /// The host has to find something out.
    Asks(Question),
}

fn refused(class: Class, message: impl Into<String>) -> Stop {
    Stop::Refused(Refusal {
        class,
        message: message.into(),
        date: None,
    })
}

fn invalid(message: impl Into<String>) -> Stop {
    refused(Class::JsonWebTokenError, message)
}

fn plain(message: impl Into<String>) -> Stop {
    refused(Class::Error, message)
}
