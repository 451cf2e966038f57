//! Who asks: a client and its secret, in the form or, in style `rfc6749`, by HTTP Basic.

use zeroize::Zeroizing;

use super::Inner;
use super::client::Record;
use super::flow::{About, Halt, Io};
use super::form::{self, Form};
use super::refusal::Refusal;
use super::request::Request;
use super::text::is_plain;

/// A client that has shown its secret.
pub(super) struct Authenticated {
    pub(super) id: String,
    pub(super) record: Record,
}

/// The parameters of a request to an endpoint that is not a page, and the client that sent them.
pub(super) async fn authenticate(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<(Authenticated, Form), Halt> {
    let form = request.parameters(&provider.options)?;
    let basic = match &request.authorization {
        Some(value) if !provider.options.is_likecoin() => basic(value)?,
        Some(_) | None => None,
    };
    let refused = if basic.is_some() {
        Refusal::BasicClient
    } else {
        Refusal::Client
    };
    let given = form.value("client_id").zip(form.value("client_secret"));
    let (id, secret) = match &basic {
        // Never in two ways at once (RFC 6749 §2.3).
        Some(_) if form.value("client_secret").is_some() => return Err(Refusal::Malformed.into()),
        Some((id, _))
            if form
                .value("client_id")
                .is_some_and(|named| named != id.as_str()) =>
        {
            return Err(Refusal::Malformed.into());
        }
        Some((id, secret)) => (id.as_str(), secret.as_str()),
        None => given.ok_or(Refusal::ClientMissing)?,
    };
    let known = provider.client(io, id).await?;
    if known.is_some() {
        about.client = Some(id.to_owned());
    }
    // An unknown client costs as much work as a known one.
    let record = known.as_ref().unwrap_or(&provider.decoy.record);
    let named = if known.is_some() {
        id
    } else {
        provider.decoy.id.as_str()
    };
    let right = record.authenticates(named, secret, io.now, &provider.secrets)?;
    match known {
        Some(record) if right && !record.off => {
            let id = id.to_owned();
            Ok((Authenticated { id, record }, form))
        }
        Some(_) | None => Err(refused.into()),
    }
}

type Credentials = (Zeroizing<String>, Zeroizing<String>);

/// The credentials of HTTP Basic (RFC 6749 §2.3.1, RFC 7617); `None` for another scheme.
fn basic(value: &str) -> Result<Option<Credentials>, Refusal> {
    let Some((scheme, encoded)) = value.split_once(' ') else {
        return Ok(None);
    };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(None);
    }
    let read = || -> Option<Credentials> {
        let decoded = base64_simd::STANDARD.decode_to_vec(encoded.trim()).ok()?;
        let decoded = Zeroizing::new(String::from_utf8(decoded).ok()?);
        let (id, secret) = decoded.split_once(':')?;
        Some((part(id)?, part(secret)?))
    };
    read().ok_or(Refusal::BasicClient).map(Some)
}

/// One of the two is encoded as a form's value; empty is missing.
fn part(text: &str) -> Option<Zeroizing<String>> {
    let decoded = form::decode(text.as_bytes()).ok()?;
    (!decoded.is_empty() && is_plain(&decoded)).then_some(decoded)
}
