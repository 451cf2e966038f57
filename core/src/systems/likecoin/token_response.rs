//! The server's answer to a token request.
//!
//! LikeCoin's reply is not quite that of RFC 6749 §5.1: it has neither `token_type` nor
//! `expires_in`, and carries the user's name and picture. Its errors are plain words rather than
//! JSON. How long the access token lives is found in the token itself.

use serde::Serialize;
use zeroize::Zeroizing;

use super::address::check_not_blank;
use super::scope;
use crate::bearer;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Value};
use crate::options::Fields;
use crate::secret::{self, Secret};
use crate::token::{date, peek_with};

/// The longest body of a reply that is read, in bytes. A transport need not keep more than one byte
/// beyond that.
pub const MAX_BODY_BYTES: usize = 1 << 20;

/// What the token endpoint granted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token to call the API with, for an hour.
    pub access_token: Secret,
    /// The token to get the next access token with: the reply's, or the one held so far if the
    /// reply has none. It is not a JWT.
    pub refresh_token: Option<Secret>,
    /// The user's Liker ID.
    pub user: Option<String>,
    /// The name the user shows. Not unique.
    pub display_name: Option<String>,
    /// The address of the user's picture; may be empty.
    pub avatar: Option<String>,
    /// The granted scopes, where the reply names them.
    pub scope: Option<Vec<String>>,
    /// When the access token expires, in seconds since 1970; absent if the token does not say so.
    /// Read without verification, which the token's client cannot do: good for planning a refresh.
    pub expires_at: Option<f64>,
}

/// Reads the HTTP response to a [`TokenRequest`](super::oauth::TokenRequest) or
/// [`RefreshRequest`](super::oauth::RefreshRequest).
///
/// `held` is the refresh token the caller has, if any. Members of the reply that are not known here
/// are ignored.
///
/// # Errors
/// - `argument_invalid`: the held refresh token is blank.
/// - `request_refused`: the status is not from 200 to 299. The server's own words are left out,
///   since a server may repeat what it was sent.
/// - `response_invalid`: the body is longer than 1 MiB or is not one strict JSON object, its
///   `access_token` is missing or empty, or another known member has the wrong type or is an empty
///   `refresh_token`.
pub fn parse_token_response(
    status: u16,
    body: impl AsRef<[u8]>,
    held: Option<&str>,
) -> Result<TokenResponse> {
    if let Some(held) = held {
        check_not_blank(
            held,
            "The held refresh token must not be blank; leave it out if there is none.",
        )?;
    }
    if !(200..=299).contains(&status) {
        return Err(Error::new(Code::RequestRefused));
    }
    let body = body.as_ref();
    if body.len() > MAX_BODY_BYTES {
        return Err(invalid("It is longer than 1 MiB."));
    }
    let reply = json::parse_object(body, json::MAX_DEPTH)
        .map_err(|_| invalid("It is not one strict JSON object."))?;
    let access_token = secret(
        &reply,
        "access_token",
        "Its `access_token` is not a string.",
    )?
    .ok_or(invalid("It has no `access_token`."))?;
    let scope = reply.get("scope").map(|value| {
        scope::read(value).ok_or(invalid(
            "Its `scope` is neither a string nor a list of strings.",
        ))
    });
    Ok(TokenResponse {
        expires_at: expires_at(&access_token),
        access_token,
        refresh_token: secret(
            &reply,
            "refresh_token",
            "Its refresh_token is not a string.",
        )?
        .or(held.map(Secret::from)),
        user: string(&reply, "user", "Its user is not a string.")?,
        display_name: string(&reply, "displayName", "Its displayName is not a string.")?,
        avatar: string(&reply, "avatar", "Its avatar is not a string.")?,
        scope: scope.transpose()?,
    })
}

impl TokenResponse {
    /// Reads tokens that [`to_json`](Self::to_json) wrote, from where they were stored.
    ///
    /// # Errors
    /// `argument_invalid` for anything else, such as an unknown member, a null, an empty token or
    /// an access token that is not visible ASCII.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut fields = Fields::read(json, Code::ArgumentInvalid)?;
        let tokens = Self {
            access_token: fields.required("access_token")?,
            refresh_token: fields.optional("refresh_token")?,
            user: fields.optional("user")?,
            display_name: fields.optional("display_name")?,
            avatar: fields.optional("avatar")?,
            scope: fields.optional("scope")?,
            expires_at: fields.optional("expires_at")?,
        };
        fields.end(&[])?;
        tokens.check()?;
        Ok(tokens)
    }

    /// Refuses tokens that cannot be sent.
    pub(super) fn check(&self) -> Result<()> {
        bearer::format(self.access_token.as_str()).map(Zeroizing::new)?;
        if let Some(token) = &self.refresh_token {
            check_not_blank(
                token.as_str(),
                "The refresh token is blank; leave it out if there is none.",
            )?;
        }
        match self.expires_at {
            Some(at) if at.is_nan() || at.abs() > date::MAX_SECONDS => Err(Error::with_hint(
                Code::ArgumentInvalid,
                "Give `expires_at` in seconds since 1970, at most 2^53.",
            )),
            _ => Ok(()),
        }
    }

    /// This as a JSON object with the members `access_token`, `refresh_token`, `user`,
    /// `display_name`, `avatar`, `scope` (a list) and `expires_at`, without those that are absent.
    /// As secret as the tokens.
    ///
    /// # Errors
    /// None in practice; `internal` if the text could not be written.
    pub fn to_json(&self) -> Result<Zeroizing<String>> {
        secret::json(&self.json())
    }

    /// For serde: the tokens as [`to_json`](Self::to_json) writes them.
    pub(super) fn json(&self) -> impl Serialize + '_ {
        Json {
            access_token: self.access_token.as_str(),
            refresh_token: self.refresh_token.as_ref().map(Secret::as_str),
            user: self.user.as_deref(),
            display_name: self.display_name.as_deref(),
            avatar: self.avatar.as_deref(),
            scope: self.scope.as_deref(),
            expires_at: self.expires_at,
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a [String]>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "date::serialize_some"
    )]
    expires_at: Option<f64>,
}

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::ResponseInvalid, hint)
}

fn string(reply: &Object<'_>, name: &str, hint: &'static str) -> Result<Option<String>> {
    match reply.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.value().into_owned())),
        Some(_) => Err(invalid(hint)),
    }
}

/// A token, which is never empty.
fn secret(reply: &Object<'_>, name: &str, hint: &'static str) -> Result<Option<Secret>> {
    match string(reply, name, hint)?.map(Secret::from) {
        Some(token) if token.as_str().is_empty() => Err(invalid("It has an empty token.")),
        token => Ok(token),
    }
}

/// The `exp` of an access token, if it is a token that has one.
fn expires_at(access_token: &Secret) -> Option<f64> {
    let exp = |payload: &Object<'_>| date::numeric_date(payload.get("exp"), "exp");
    peek_with(access_token.as_str().as_bytes(), exp).ok()?.1
}

#[cfg(test)]
#[path = "token_response_tests.rs"]
mod tests;
