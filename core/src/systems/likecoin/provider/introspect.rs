//! `POST /oauth/introspect`: whether a token is good (RFC 7662).

use std::borrow::Cow;

use serde::Serialize;

use super::Inner;
use super::access;
use super::authenticate::{Authenticated, authenticate};
use super::client::Record;
use super::family;
use super::flow::{About, Halt, Io};
use super::opaque::Opaque;
use super::refusal::Refusal;
use super::reply::{Answer, Reply};
use super::request::Request;

/// What is said of a token (RFC 7662 §2.2).
#[derive(Default, Serialize)]
struct Said {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
}

pub(super) async fn introspect(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<Answer, Halt> {
    if !provider.options.introspection {
        return Err(Refusal::NotServed.into());
    }
    let (client, form) = authenticate(provider, io, about, request).await?;
    let token = form.value("token").ok_or(Refusal::Malformed)?;
    let said = match Opaque::read(token) {
        Some(token) => refresh_token(provider, io, &client, &token).await?,
        None => access_token(provider, io, &client, token).await?,
    };
    Ok(Answer::Reply(Reply::json(200, &said.unwrap_or_default())?))
}

/// The record of the client that a token is of, if it is this client or one of which it is told,
/// and is not off.
async fn told_of<'c>(
    provider: &Inner,
    io: &Io,
    client: &'c Authenticated,
    named: &str,
) -> Result<Option<Cow<'c, Record>>, Halt> {
    if named == client.id {
        return Ok(Some(Cow::Borrowed(&client.record)));
    }
    if !client.record.introspect {
        return Ok(None);
    }
    let found = provider.client(io, named).await?;
    Ok(found.filter(|found| !found.off).map(Cow::Owned))
}

async fn refresh_token(
    provider: &Inner,
    io: &Io,
    client: &Authenticated,
    token: &Opaque,
) -> Result<Option<Said>, Halt> {
    let found = family::find(io, token).await?;
    let Some(found) = found.filter(|found| found.is_current) else {
        return Ok(None);
    };
    if told_of(provider, io, client, &found.client)
        .await?
        .is_none()
    {
        return Ok(None);
    }
    Ok(Some(Said {
        active: true,
        scope: Some(found.scope),
        client_id: Some(found.client),
        username: Some(found.user.clone()),
        sub: Some(found.user),
        ..Said::default()
    }))
}

async fn access_token(
    provider: &Inner,
    io: &Io,
    client: &Authenticated,
    token: &str,
) -> Result<Option<Said>, Halt> {
    let Some(named) = access::named_client(token) else {
        return Ok(None);
    };
    let Some(record) = told_of(provider, io, client, &named).await? else {
        return Ok(None);
    };
    let token = access::of_client(provider, token, (&named, &record), io.now)?;
    let now = access::date(io.now);
    let live = token.filter(|token| token.expires_at.is_some_and(|end| now < end));
    let Some(token) = live else {
        return Ok(None);
    };
    if !access::counts(io, &token).await? {
        return Ok(None);
    }
    Ok(Some(Said {
        active: true,
        scope: Some(token.scope.join(" ")),
        client_id: Some(token.client_id),
        username: Some(token.user.clone()),
        token_type: Some("Bearer"),
        exp: token.expires_at.map(access::whole),
        iat: Some(access::whole(token.issued_at)),
        sub: Some(token.user),
        aud: Some(provider.host().to_owned()),
        iss: Some(provider.host().to_owned()),
    }))
}
