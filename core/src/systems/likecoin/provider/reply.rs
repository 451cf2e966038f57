//! What a host's web server sends back.

use std::fmt;

use serde::Serialize;

use super::flow::Halt;
use super::refusal::Refusal;
use super::text::is_plain;
use crate::error::Error;

/// An HTTP reply.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, with names in lower case. A host adds its own and changes none of these.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// What a page shows, for a host that draws its own.
    pub page: Option<Page>,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Page {
    /// The word of a refusal.
    #[serde(rename = "page")]
    Refusal(&'static str),
    /// A client asks for scopes.
    Consent(Consent),
    /// The clients that a user has allowed something.
    Apps(Vec<App>),
}

/// What a consent page asks.
///
/// Its form goes to the same path with `client_id`, `redirect_uri`, `scope`, `state` and all else
/// that the request had, the ticket, and `decision`: `accept` or `deny`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Consent {
    /// The client's id.
    pub client_id: String,
    /// What the client is called.
    pub name: String,
    /// The scopes that the user has not allowed it yet.
    pub scope: Vec<String>,
    /// Shows that the form is the one that was sent to this user in this session.
    pub ticket: String,
}

/// A client that a user has allowed something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct App {
    /// The client's id.
    pub client_id: String,
    /// What the client is called.
    pub name: String,
    /// What it is allowed.
    pub scope: Vec<String>,
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// When it last got a token, if it did, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
    /// Goes with the form that withdraws it; empty where there is no session.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ticket: String,
}

/// What is to be done about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Send this.
    Reply(Reply),
    /// Have the user log in and come back.
    Login {
        /// Where to: path and query of this request, on this server.
        return_to: String,
    },
}

impl Reply {
    fn new(status: u16, content_type: Option<&str>, body: String) -> Self {
        let mut headers = vec![("cache-control", "no-store".to_owned())];
        headers.extend(content_type.map(|value| ("content-type", value.to_owned())));
        Self {
            status,
            headers,
            body,
            page: None,
        }
    }

    pub(super) fn json<T: Serialize>(status: u16, body: &T) -> Result<Self, Halt> {
        let body = serde_json::to_string(body).map_err(|_| Error::internal())?;
        Ok(Self::new(status, Some("application/json"), body))
    }

    pub(super) fn empty(status: u16) -> Self {
        Self::new(status, None, String::new())
    }

    pub(super) fn html(status: u16, body: String, policy: String, page: Page) -> Self {
        let mut reply = Self::new(status, Some("text/html; charset=utf-8"), body);
        reply = reply
            .with("x-frame-options", "DENY")
            .with("referrer-policy", "no-referrer")
            .with("content-security-policy", policy);
        reply.page = Some(page);
        reply
    }

    /// Sends the browser elsewhere, by GET (RFC 9700 §4.12).
    pub(super) fn redirect(location: String) -> Self {
        debug_assert!(is_plain(&location));
        Self::empty(303).with("location", location)
    }

    /// A refusal of an endpoint that is not a page.
    pub(super) fn refusal(refusal: Refusal, likecoin: bool) -> Self {
        let words = refusal.words();
        let reply = if likecoin {
            let body = words.likecoin.to_owned();
            Self::new(words.status, Some("text/plain; charset=utf-8"), body)
        } else {
            let body = format!("{{\"error\":\"{}\"}}", words.rfc6749);
            Self::new(refusal.rfc6749_status(), Some("application/json"), body)
        };
        match refusal {
            Refusal::Method => reply.with("allow", "POST"),
            Refusal::Unavailable => reply.with("retry-after", "1"),
            Refusal::BasicClient if !likecoin => {
                reply.with("www-authenticate", "Basic realm=\"oauth\"")
            }
            _ => reply,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Codes and tokens are in a reply's body and in the header `location`.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
