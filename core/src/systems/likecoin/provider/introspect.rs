//! `POST /oauth/introspect`: whether a token is good (RFC 7662).

use serde::Serialize;

use super::Inner;
use super::access;
use super::authenticate::{Authenticated, authenticate};
use super::flow::{About, Halt, Io};
use super::opaque::Opaque;
use super::refusal::Refusal;
use super::reply::{Answer, Reply};
use super::request::Request;
use super::statements::Statement;

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
    let form = request.parameters(&provider.options)?;
    let client = authenticate(provider, io, about, request, &form).await?;
    let token = form.value("token").ok_or(Refusal::Malformed)?;
    let said = match Opaque::read(token) {
        Some(token) => refresh_token(io, &client, &token).await?,
        None => access_token(provider, io, &client, token).await?,
    };
    Ok(Answer::Reply(Reply::json(200, &said.unwrap_or_default())?))
}

async fn refresh_token(
    io: &Io,
    client: &Authenticated,
    token: &Opaque,
) -> Result<Option<Said>, Halt> {
    let row = io
        .row(Statement::Family, [token.family().hash().into()])
        .await?;
    let Some(mut row) = row else {
        return Ok(None);
    };
    let (id, user, scope, _tag) = (row.text()?, row.text()?, row.text()?, row.text()?);
    let (live, previous) = (row.optional_text()?, row.optional_text()?);
    let hash = Some(token.hash());
    let told = id == client.id || client.record.introspect;
    if !told || (hash != live && hash != previous) {
        return Ok(None);
    }
    Ok(Some(Said {
        active: true,
        scope: Some(scope),
        client_id: Some(id),
        username: Some(user.clone()),
        sub: Some(user),
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
    let other;
    let record = if named == client.id {
        &client.record
    } else if client.record.introspect {
        let Some(found) = provider
            .client(io, &named)
            .await?
            .filter(|found| !found.off)
        else {
            return Ok(None);
        };
        other = found;
        &other
    } else {
        return Ok(None);
    };
    let token = access::of_client(provider, token, (&named, record), io.now)?;
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
