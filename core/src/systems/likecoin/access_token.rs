//! What a LikeCoin access token says.

use serde::Serialize;

use super::scope;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::token::claims::{self, Registered};
use crate::token::{date, peek_with};

/// The content of an access token.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AccessToken {
    /// The user's Liker ID.
    pub user: String,
    /// The granted scopes, as they stand in the token.
    pub scope: Vec<String>,
    /// The OAuth client the token was issued to (`azp`).
    pub client_id: String,
    /// When the token was issued, in seconds since 1970.
    #[serde(serialize_with = "date::serialize")]
    pub issued_at: f64,
    /// When the token ends, in seconds since 1970; one hour after its issue. It can only be absent
    /// if the verifier's `expiry_optional` is set.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "date::serialize_some"
    )]
    pub expires_at: Option<f64>,
    /// The token's id (`jti`), by which a revocation list can name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_id: Option<String>,
}

impl AccessToken {
    /// The token's content as JSON text, with the field names as they stand here.
    ///
    /// # Errors
    /// `internal` only.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::internal())
    }
}

/// What an access token says, **not verified**: anyone may have written it.
///
/// Nothing that takes verified content accepts this type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UnverifiedAccessToken(AccessToken);

impl UnverifiedAccessToken {
    /// The claims, for display and for knowing when to refresh; not for deciding anything.
    #[must_use]
    pub fn claims(&self) -> &AccessToken {
        &self.0
    }

    /// The claims as JSON text, as [`AccessToken::to_json`] writes them.
    ///
    /// # Errors
    /// `internal` only.
    pub fn to_json(&self) -> Result<String> {
        self.0.to_json()
    }
}

/// Reads an access token as an OAuth client does: decoded, **not verified**. A client does not have
/// the key; it holds the token because the token endpoint returned it.
///
/// # Errors
/// As [`crate::peek`]; `claim_missing` or `claim_malformed` if it is not an access token.
pub fn peek(token: impl AsRef<[u8]>) -> Result<UnverifiedAccessToken> {
    let (_, content) = peek_with(token.as_ref(), |payload| {
        let registered = Registered::read(payload)?;
        let content = Claims::read(payload)?.with(&registered)?;
        let missing = ["scope", "exp"]
            .into_iter()
            .find(|name| payload.get(name).is_none());
        match missing {
            Some(name) => Err(Error::about(Code::ClaimMissing, name)),
            None => Ok(content),
        }
    })?;
    Ok(UnverifiedAccessToken(content))
}

/// The claims that are LikeCoin's own, type-checked.
pub(super) struct Claims {
    user: Option<String>,
    scope: Vec<String>,
    client_id: Option<String>,
}

impl Claims {
    pub(super) fn read(payload: &Object<'_>) -> Result<Self> {
        let text = |name| -> Result<Option<String>> {
            let text = claims::string(payload.get(name), name)?;
            Ok(text.map(|text| text.value().into_owned()))
        };
        Ok(Self {
            user: text("user")?,
            scope: granted(payload)?,
            client_id: text("azp")?,
        })
    }

    /// The whole content, once the registered claims are there too.
    pub(super) fn with(self, registered: &Registered<'_>) -> Result<AccessToken> {
        let missing = |name| Error::about(Code::ClaimMissing, name);
        Ok(AccessToken {
            user: self.user.ok_or(missing("user"))?,
            scope: self.scope,
            client_id: self.client_id.ok_or(missing("azp"))?,
            issued_at: registered.times.issued_at.ok_or(missing("iat"))?,
            expires_at: registered.times.expires_at,
            token_id: registered.token_id.map(|id| id.value().into_owned()),
        })
    }
}

/// The scopes of a token; none at all is an empty list.
fn granted(payload: &Object<'_>) -> Result<Vec<String>> {
    match payload.get("scope") {
        None => Ok(Vec::new()),
        Some(value) => scope::read(value).ok_or(Error::about(Code::ClaimMalformed, "scope")),
    }
}
