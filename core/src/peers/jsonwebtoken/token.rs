//! Taking a token apart.

use super::values::{MAX_DEPTH, string};
use super::{Class, Stop, invalid, refused};
use crate::base64url;
use crate::json::{self, Object};
use crate::token::compact::{Compact, Limits};
use crate::token::header::demands_extension;

/// Tokens may be as long as they are: jsonwebtoken has no limit.
fn limits() -> Limits {
    Limits {
        depth: MAX_DEPTH,
        ..Limits::unbounded()
    }
}

/// What a token carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The header's JSON text.
    pub header: String,
    /// The payload.
    pub payload: Payload,
}

/// A payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// JSON text.
    Json(String),
    /// Any other string.
    Text(String),
}

/// A token cut into its parts, which have the right form.
pub(super) struct Split<'a> {
    pub(super) header: &'a [u8],
    pub(super) signing_input: &'a [u8],
    pub(super) payload: Vec<u8>,
    pub(super) has_signature: bool,
    /// `None` if it is not base64url, so that it cannot hold.
    pub(super) signature: Option<Vec<u8>>,
}

/// Cuts a token. `None` for what jsonwebtoken would not take for one.
pub(super) fn split(token: &[u8]) -> Option<Split<'_>> {
    let mut segments = token.split(|byte| *byte == b'.');
    let (header, payload) = (segments.next()?, segments.next()?);
    let signature = segments.next()?;
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut all = [header, payload, signature].into_iter().flatten();
    if segments.next().is_some() || header.is_empty() || payload.is_empty() || !all.all(is_letter) {
        return None;
    }
    let whole = Compact::split(token, &limits()).ok();
    let holds = whole.is_some();
    // A damaged signature makes a token with a bad signature, which is still a token.
    let unsigned = token.get(..token.len().saturating_sub(signature.len()))?;
    let compact = match whole {
        Some(compact) => compact,
        None => Compact::split(unsigned, &limits()).ok()?,
    };
    Some(Split {
        header: compact.header,
        signing_input: compact.signing_input,
        payload: compact.payload,
        has_signature: !signature.is_empty(),
        signature: holds.then(|| compact.signature.into_vec()),
    })
}

impl Split<'_> {
    /// The header's text and whether its type says that the payload is JSON; `None` if it is not
    /// one strict JSON object or, if that is `demanding`, if it demands an extension.
    pub(super) fn header(&self, demanding: bool) -> Option<(String, bool)> {
        let header = String::from_utf8(base64url::decode(self.header).ok()?).ok()?;
        let members = json::parse_object_str(&header, MAX_DEPTH).ok()?;
        if demanding && demands_extension(&members) {
            return None;
        }
        let is_jwt = members.get("typ").and_then(string).as_deref() == Some("JWT");
        drop(members);
        Some((header, is_jwt))
    }
}

/// What kind of payload it is. One that begins as an object or array must be strict JSON: as a
/// string its claims would go unjudged.
pub(super) fn payload(bytes: Vec<u8>, is_json: bool) -> Result<Payload, Stop> {
    let text = match String::from_utf8(bytes) {
        // Most are. Its claims are read next, which finds out.
        Ok(text) if text.starts_with('{') => return Ok(Payload::Json(text)),
        Ok(text) => text,
        Err(wrong) => String::from_utf8_lossy(wrong.as_bytes()).into_owned(),
    };
    if !is_json && !matches!(first(&text), Some('{' | '[')) {
        return Ok(Payload::Text(text));
    }
    // As a member, any value can be read.
    let whole = format!("{{\"\":{text}}}");
    match !text.contains('\u{fffd}') && json::parse_object_str(&whole, MAX_DEPTH).is_ok() {
        true => Ok(Payload::Json(text)),
        false => Err(not_json(text, is_json)),
    }
}

fn first(text: &str) -> Option<char> {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
        .chars()
        .next()
}

fn not_json(text: String, is_json: bool) -> Stop {
    match is_json {
        true => refused(Class::SyntaxError, text),
        false => invalid("invalid token"),
    }
}

/// The members of a payload that is an object.
pub(super) fn claims(payload: &Payload, is_json: bool) -> Result<Option<Object<'_>>, Stop> {
    match payload {
        Payload::Json(text) if first(text) == Some('{') => json::parse_object_str(text, MAX_DEPTH)
            .map(Some)
            .map_err(|_| not_json(text.clone(), is_json)),
        Payload::Json(_) | Payload::Text(_) => Ok(None),
    }
}

/// Reads a token without verifying it; `None` if it is not one.
///
/// `json` says that the payload has to be JSON whatever the header's `typ`.
///
/// # Errors
/// A payload that has to be JSON and is not.
pub fn decode(token: &[u8], json: bool) -> Result<Option<Content>, Stop> {
    let Some(split) = split(token) else {
        return Ok(None);
    };
    let Some((header, is_jwt)) = split.header(false) else {
        return Ok(None);
    };
    let is_json = is_jwt || json;
    let payload = payload(split.payload, is_json)
        .and_then(|payload| claims(&payload, is_json).map(drop).map(|()| payload));
    match payload {
        Ok(payload) => Ok(Some(Content { header, payload })),
        Err(Stop::Refused(refusal)) if refusal.class == Class::JsonWebTokenError => Ok(None),
        Err(stop) => Err(stop),
    }
}
