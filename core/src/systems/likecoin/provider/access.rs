//! Access tokens: LikeCoin's, byte for byte (protocol section B5).

use std::sync::{Arc, Mutex, PoisonError};

use super::authenticate::Authenticated;
use super::client::Record;
use super::event::EventName;
use super::flow::{About, Halt, Io};
use super::refusal::Refusal;
use super::statements::Statement;
use super::tag;
use super::{Inner, RECORD_IS_FRESH, RECORD_IS_NEW};
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::systems::likecoin::access_token::{AccessToken, peek};
use crate::systems::likecoin::issuer;
use crate::systems::likecoin::scope::Demands;
use crate::systems::likecoin::verifier::Verifier;
use crate::verify::KeyHint;

/// The lifetime of an access token, in seconds.
pub(super) const LIFETIME: u16 = issuer::LIFETIME;

pub(super) fn sign(
    provider: &Inner,
    client: &Authenticated,
    user: &str,
    scope: &[String],
    jti: &str,
    now: i64,
) -> Result<String, Halt> {
    let key = client.record.signing_key(&client.id, &provider.secrets)?;
    let content = issuer::Content {
        user,
        scope,
        client_id: &client.id,
        host: provider.host(),
        jti,
        issued_at: date(now),
    };
    Ok(content.sign(key)?)
}

/// A verdict that may need the keys of the client that the token names.
enum Verdict {
    /// Final.
    Known(Result<AccessToken>),
    /// Needs this client's keys.
    Client(String),
}

/// Judges a token with some keys; without any, as far as the choice of the key.
fn judge(provider: &Inner, token: &[u8], key: Option<&Key>, now: i64) -> Result<Verdict> {
    let asked = Arc::new(Mutex::new(None));
    let named = Arc::clone(&asked);
    let key = key.cloned();
    let resolver = move |hint: &KeyHint<'_>| {
        let client = hint.authorized_party().ok_or(Error::client_unknown())?;
        *named.lock().unwrap_or_else(PoisonError::into_inner) = Some(client.to_owned());
        key.clone().ok_or(Error::client_unknown())
    };
    let verifier = Verifier::of_system(Arc::clone(&provider.system), resolver)?;
    let verdict = verifier.verify_at(token, date(now));
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(match (verdict, asked) {
        (Err(error), Some(client)) if error.code() == Code::ClientUnknown => {
            Verdict::Client(client)
        }
        (verdict, _) => Verdict::Known(verdict),
    })
}

/// Judges a token with the keys of a client, of which it may have had several.
fn judge_with(
    provider: &Inner,
    token: &[u8],
    (id, record): (&str, Option<&Record>),
    now: i64,
) -> Result<AccessToken, Halt> {
    let mut refused = Error::client_unknown();
    let Some(record) = record.filter(|record| !record.off) else {
        return Err(refused.into());
    };
    for key in record.verifying_keys(id, now, &provider.secrets)? {
        let Verdict::Known(verdict) = judge(provider, token, Some(&key), now)? else {
            break;
        };
        match verdict {
            Err(error) if error.code() == Code::SignatureInvalid => refused = error,
            verdict => return Ok(verdict?),
        }
    }
    Err(refused.into())
}

/// Verifies a token as an API does: as always, and that the grant it came of has not ended.
///
/// # Errors
/// While the provider's database fails, `keys_unavailable`: an API answers 503.
pub(super) async fn verify(
    provider: &Inner,
    io: &Io,
    token: &[u8],
    demands: &Demands,
) -> Result<AccessToken> {
    judged(provider, io, token, demands)
        .await
        .map_err(|halt| match halt {
            Halt::Error(error) => error,
            Halt::Failed | Halt::Refused(_) | Halt::Redirected(..) => {
                let about = About::default();
                let reason = Refusal::Unavailable.words().likecoin;
                io.tell_why(EventName::StoreFailed, &about, Some(reason));
                Error::with_hint(
                    Code::KeysUnavailable,
                    "The provider's database did not do its work.",
                )
            }
        })
}

async fn judged(
    provider: &Inner,
    io: &Io,
    token: &[u8],
    demands: &Demands,
) -> Result<AccessToken, Halt> {
    let id = match judge(provider, token, None, io.now)? {
        Verdict::Known(verdict) => return Ok(verdict?),
        Verdict::Client(id) => id,
    };
    let client = provider.known_client(io, &id, RECORD_IS_FRESH).await?;
    let mut verdict = judge_with(provider, token, (&id, client.as_deref()), io.now);
    // Another process may have given the client a new secret.
    if matches!(&verdict, Err(Halt::Error(error)) if error.code() == Code::SignatureInvalid) {
        let newer = provider.known_client(io, &id, RECORD_IS_NEW).await?;
        if newer != client {
            verdict = judge_with(provider, token, (&id, newer.as_deref()), io.now);
        }
    }
    let token = verdict?;
    demands.judge(&token.scope)?;
    if counts(io, &token).await? {
        Ok(token)
    } else {
        Err(Error::from(Code::TokenRevoked).into())
    }
}

/// Whether a token's grant has its tag.
pub(super) async fn counts(io: &Io, token: &AccessToken) -> Result<bool, Halt> {
    let params = [token.client_id.as_str().into(), token.user.as_str().into()];
    let Some(mut row) = io.row(Statement::Grant, params).await? else {
        return Ok(false);
    };
    let (_consent, tag) = (row.text()?, row.text()?);
    Ok(token.token_id.as_deref().map(tag::of) == Some(tag))
}

/// The client that a token names, if it can be a token at all. Not verified.
pub(super) fn named_client(token: &str) -> Option<String> {
    let peeked = peek(token).ok()?;
    Some(peeked.claims().client_id.clone())
}

/// A token of a client whose signature holds, whether it has expired or not.
pub(super) fn of_client(
    provider: &Inner,
    token: &str,
    (id, record): (&str, &Record),
    now: i64,
) -> Result<Option<AccessToken>, Halt> {
    let Ok(peeked) = peek(token) else {
        return Ok(None);
    };
    // At the time of its issue nothing has expired; the keys are those that may be used now.
    let issued = whole(peeked.claims().issued_at);
    for key in record.verifying_keys(id, now, &provider.secrets)? {
        let verdict = judge(provider, token.as_bytes(), Some(&key), issued)?;
        if let Verdict::Known(Ok(token)) = verdict {
            return Ok(Some(token));
        }
    }
    Ok(None)
}

/// A time as a token has it.
#[expect(clippy::cast_precision_loss, reason = "a time of this age is exact")]
pub(super) fn date(seconds: i64) -> f64 {
    seconds as f64
}

/// A token's time in whole seconds, as the issuer writes it.
#[expect(clippy::cast_possible_truncation, reason = "the fraction goes")]
pub(super) fn whole(seconds: f64) -> i64 {
    seconds as i64
}
