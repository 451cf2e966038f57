//! `POST /oauth/revoke`: a client ends the tokens of one user (RFC 7009).

use super::Inner;
use super::access;
use super::authenticate::authenticate;
use super::end;
use super::family;
use super::flow::{About, Halt, Io};
use super::opaque::Opaque;
use super::refusal::Refusal;
use super::reply::{Answer, Reply};
use super::request::Request;
use super::tag;

/// Ends the tokens of the grant that a token came of, whatever its kind and whether it is still
/// good. The hint is not needed.
pub(super) async fn revoke(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<Answer, Halt> {
    let (client, form) = authenticate(provider, io, about, request).await?;
    let token = form.value("token").ok_or(Refusal::Malformed)?;
    if let Some(token) = Opaque::read(token) {
        if let Some(found) = family::find(io, &token).await? {
            if found.client != client.id {
                return Err(Refusal::Token.into());
            }
            about.user = Some(found.user.clone());
            // By the tag, which a redemption in between does not change, as it does the family.
            end(io, about, (&client.id, &found.user), &found.tag).await?;
        }
    } else if let Some(named) = access::named_client(token) {
        if named != client.id {
            return Err(Refusal::Token.into());
        }
        let own = (client.id.as_str(), &client.record);
        if let Some(token) = access::of_client(provider, token, own, io.now)? {
            let tag = tag::of(&token.token_id.unwrap_or_default());
            about.user = Some(token.user.clone());
            end(io, about, (&client.id, &token.user), &tag).await?;
        }
    }
    // A token that is not known here has ended, too.
    Ok(Answer::Reply(Reply::empty(200)))
}
