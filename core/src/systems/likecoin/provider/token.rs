//! `POST /oauth/access_token`: a code or a refresh token in, tokens out.

use serde::Serialize;

use super::Inner;
use super::access::{self, LIFETIME};
use super::authenticate::{Authenticated, authenticate};
use super::event::EventName;
use super::family;
use super::flow::{About, Halt, Io};
use super::form::Form;
use super::opaque::{Opaque, salt};
use super::refusal::Refusal;
use super::reply::{Answer, Reply};
use super::request::Request;
use super::rows::{Row, Value};
use super::scopes;
use super::statements::Statement;
use super::tag;
use super::user::User;
use super::{TRIES, end};
use crate::base64url;
use crate::crypto;

pub(super) async fn token(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<Answer, Halt> {
    let (client, form) = authenticate(provider, io, about, request).await?;
    let reply = match form.value("grant_type") {
        None => return Err(Refusal::GrantTypeMissing.into()),
        Some("authorization_code") => exchange(provider, io, about, &client, &form).await?,
        Some("refresh_token") => refresh(provider, io, about, &client, &form).await?,
        Some(_) => return Err(Refusal::GrantType.into()),
    };
    Ok(Answer::Reply(reply))
}

/// What the database says of a code.
struct Issued {
    client: String,
    user: String,
    number: i64,
    redirect_uri: String,
    scope: String,
    challenge: Option<String>,
    expires: i64,
    redeemed: i64,
    consent: String,
}

impl Issued {
    fn read(mut row: Row) -> Result<Self, Halt> {
        Ok(Self {
            client: row.text()?,
            user: row.text()?,
            number: row.number()?,
            redirect_uri: row.text()?,
            scope: row.text()?,
            challenge: row.optional_text()?,
            expires: row.number()?,
            redeemed: row.number()?,
            consent: row.text()?,
        })
    }
}

/// A code for tokens. Everything is checked before anything is written, and writing passes once.
async fn exchange(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    client: &Authenticated,
    form: &Form,
) -> Result<Reply, Halt> {
    let code = form.value("code").ok_or(Refusal::CodeMissing)?;
    let code = Opaque::read(code).ok_or(Refusal::Code)?;
    let family = code.family_of_code();
    let refresh_token = family.first_token()?;
    for _ in 0..TRIES {
        let row = io.row(Statement::Code, [code.hash().into()]).await?;
        let issued = Issued::read(row.ok_or(Refusal::Code)?)?;
        if issued.client != client.id {
            return Err(Refusal::Code.into());
        }
        about.user = Some(issued.user.clone());
        if form.value("redirect_uri") != Some(issued.redirect_uri.as_str()) {
            return Err(Refusal::RedirectUri.into());
        }
        if !is_verified(form.value("code_verifier"), issued.challenge.as_deref()) {
            return Err(Refusal::Verifier.into());
        }
        if issued.redeemed == issued.number {
            io.tell(EventName::CodeReplayed, about);
            end(io, about, (&client.id, &issued.user), &family.hash()).await?;
            return Err(Refusal::Code.into());
        }
        let words = scopes::consented(&issued.scope);
        let consent = scopes::consented(&issued.consent);
        // A withdrawal may have come between the reading of a consent and the adding to it.
        let allowed = words.iter().all(|word| consent.contains(word));
        let overtaken = issued.redeemed > issued.number;
        if overtaken || io.now >= issued.expires || !allowed {
            return Err(Refusal::Code.into());
        }
        let user = io.user(&issued.user).await?.ok_or(Refusal::Code)?;
        let scope = scopes::still_allowed(words, &client.record, &provider.options);
        let scope = scope.ok_or(Refusal::Scope)?;
        let params = [
            issued.number.into(),
            issued.scope.into(),
            family.hash().into(),
            refresh_token.hash().into(),
            io.now.into(),
            client.id.as_str().into(),
            issued.user.as_str().into(),
        ];
        let Some(mut row) = io.row(Statement::Redeem, params).await? else {
            // Something went first: judge again.
            continue;
        };
        let jti = tag::token_id(&row.text()?)?;
        let access_token = access::sign(provider, client, &issued.user, &scope, &jti, io.now)?;
        io.tell(EventName::CodeRedeemed, about);
        let tokens = Tokens {
            access_token,
            refresh_token: refresh_token.text(),
            scope: scope.join(" "),
        };
        return tokens.exchanged(provider, &issued.user, user);
    }
    Err(Halt::Failed)
}

/// Whether a verifier is what a challenge was made of (RFC 7636 §4.6). One without the other is
/// wrong: a client that lost its challenge on the way must not go on (RFC 9700 §4.8).
fn is_verified(verifier: Option<&str>, challenge: Option<&str>) -> bool {
    match (verifier, challenge) {
        (None, None) => true,
        (Some(verifier), Some(challenge)) => {
            let made = base64url::encode(&crypto::sha256(verifier.as_bytes()));
            crypto::equal(made.as_bytes(), challenge.as_bytes())
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// A refresh token for an access token.
async fn refresh(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    client: &Authenticated,
    form: &Form,
) -> Result<Reply, Halt> {
    let token = form
        .value("refresh_token")
        .ok_or(Refusal::RefreshTokenMissing)?;
    let token = Opaque::read(token).ok_or(Refusal::RefreshToken)?;
    for _ in 0..TRIES {
        let found = family::find(io, &token).await?;
        let found = found.filter(|found| found.client == client.id);
        let found = found.ok_or(Refusal::RefreshToken)?;
        about.user = Some(found.user.clone());
        if !found.is_current {
            io.tell(EventName::TokenReused, about);
            end(io, about, (&client.id, &found.user), &token.family().hash()).await?;
            return Err(Refusal::RefreshToken.into());
        }
        let (parameter, options) = (form.value("scope"), &provider.options);
        let scope = scopes::narrowed(parameter, &found.scope, &client.record, options);
        let scope = scope.ok_or(Refusal::Scope)?;
        io.user(&found.user).await?.ok_or(Refusal::RefreshToken)?;
        let Some(next) = replace(provider, io, client, &token).await? else {
            continue;
        };
        let jti = tag::token_id(&next.tag)?;
        let access_token = access::sign(provider, client, &found.user, &scope, &jti, io.now)?;
        io.tell(EventName::TokenRefreshed, about);
        let tokens = Tokens {
            access_token,
            refresh_token: next.token,
            scope: scope.join(" "),
        };
        return tokens.refreshed(provider);
    }
    Err(Halt::Failed)
}

/// The refresh token to go on with, and the tag of the access tokens that count.
struct Next {
    token: String,
    tag: String,
}

/// Moves the grant on; `None` if the token's family has changed since it was read.
///
/// Each holder of the token that was replaced gets the token that replaced it, which is derived
/// from the old one and a salt. After the grace another replaces it. If the row's successor cannot
/// be derived, it is replaced without waiting.
async fn replace(
    provider: &Inner,
    io: &Io,
    client: &Authenticated,
    token: &Opaque,
) -> Result<Option<Next>, Halt> {
    let own = if provider.options.rotation {
        let salt = salt()?;
        let successor = token.successors(&provider.secrets, &salt).next();
        Some((successor.ok_or(Halt::Failed)?, salt))
    } else {
        None
    };
    let (text, hash, salt) = match &own {
        Some((successor, salt)) => (successor.text(), successor.hash(), Some(salt.as_str())),
        None => (token.text(), token.hash(), None),
    };
    let grace = io.now.saturating_sub(provider.options.grace_seconds());
    // The last is for a row from the future, which a clock that went back has left.
    for replace_before in [grace, io.now, i64::MAX] {
        let params: [Value; 7] = [
            token.hash().into(),
            replace_before.into(),
            hash.as_str().into(),
            salt.into(),
            io.now.into(),
            token.family().hash().into(),
            client.id.as_str().into(),
        ];
        let Some(mut row) = io.row(Statement::Refresh, params).await? else {
            return Ok(None);
        };
        let (_user, _scope, tag) = (row.text()?, row.text()?, row.text()?);
        let live = row.text()?;
        if live == hash {
            return Ok(Some(Next { token: text, tag }));
        }
        if let Some(salt) = row.optional_text()? {
            let mut successors = token.successors(&provider.secrets, &salt);
            if let Some(successor) = successors.find(|successor| successor.hash() == live) {
                let token = successor.text();
                return Ok(Some(Next { token, tag }));
            }
        }
    }
    Err(Halt::Failed)
}

/// Tokens on their way to a client.
struct Tokens {
    access_token: String,
    refresh_token: String,
    scope: String,
}

impl Tokens {
    fn exchanged(self, provider: &Inner, id: &str, user: User) -> Result<Reply, Halt> {
        if !provider.options.is_likecoin() {
            return self.bearer();
        }
        Reply::json(
            200,
            &Exchanged {
                user: id,
                display_name: &user.display_name.unwrap_or_default(),
                avatar: &user.avatar.unwrap_or_default(),
                refresh_token: &self.refresh_token,
                access_token: &self.access_token,
            },
        )
    }

    /// The refresh token is always there: some clients store whatever comes.
    fn refreshed(self, provider: &Inner) -> Result<Reply, Halt> {
        if !provider.options.is_likecoin() {
            return self.bearer();
        }
        Reply::json(
            200,
            &Refreshed {
                access_token: &self.access_token,
                refresh_token: &self.refresh_token,
                scope: &self.scope,
            },
        )
    }

    fn bearer(self) -> Result<Reply, Halt> {
        Reply::json(
            200,
            &Bearer {
                access_token: &self.access_token,
                token_type: "Bearer",
                expires_in: LIFETIME,
                refresh_token: &self.refresh_token,
                scope: &self.scope,
            },
        )
    }
}

/// LikeCoin's reply to a code (protocol section B4).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Exchanged<'r> {
    user: &'r str,
    display_name: &'r str,
    avatar: &'r str,
    #[serde(rename = "refresh_token")]
    refresh_token: &'r str,
    #[serde(rename = "access_token")]
    access_token: &'r str,
}

/// LikeCoin's reply to a refresh token.
#[derive(Serialize)]
struct Refreshed<'r> {
    access_token: &'r str,
    refresh_token: &'r str,
    scope: &'r str,
}

/// The reply of RFC 6749 §5.1.
#[derive(Serialize)]
struct Bearer<'r> {
    access_token: &'r str,
    token_type: &'r str,
    expires_in: u16,
    refresh_token: &'r str,
    scope: &'r str,
}
