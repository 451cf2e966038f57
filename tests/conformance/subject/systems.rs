//! The operations of the two token systems.

use std::collections::BTreeMap;

use jotkit::likecoin::{self, oauth};
use jotkit::{bearer, livelike};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Failure, parsed, read, there};

/// Answers an operation of one of the systems; `None` if there is no such operation.
pub(super) fn respond(op: &str, line: &str) -> Option<Answer> {
    let respond: fn(&str) -> Answer = match op {
        "livelike_sign" => livelike_sign,
        "livelike_verify" => livelike_verify,
        "likecoin_signing_key" => likecoin_signing_key,
        "likecoin_sign" => likecoin_sign,
        "likecoin_verify" => likecoin_verify,
        "likecoin_read" => likecoin_read,
        "scope_allows" => scope_allows,
        "authorize_url" => |line| {
            parsed(
                &oauth::AuthorizeRequest::from_json(&without_op(line)?)?
                    .url()?
                    .to_json()?,
            )
        },
        "parse_callback" => parse_callback,
        "token_request" => |line| {
            parsed(
                &oauth::TokenRequest::from_json(&without_op(line)?)?
                    .http_request()?
                    .to_json()?,
            )
        },
        "refresh_request" => |line| {
            parsed(
                &oauth::RefreshRequest::from_json(&without_op(line)?)?
                    .http_request()?
                    .to_json()?,
            )
        },
        "parse_token_response" => parse_token_response,
        "authorization_token" => authorization_token,
        _ => return None,
    };
    Some(respond(line))
}

/// The request's own members, for operations whose options are read by the library itself.
fn without_op(line: &str) -> Result<String, Failure> {
    let mut members: Map<String, Value> = read(line)?;
    members.remove("id");
    members.remove("op");
    Ok(Value::Object(members).to_string())
}

fn livelike_sign(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        client_id: String,
        client_secret: String,
        custom_profile_id: String,
        #[serde(default, deserialize_with = "there")]
        issued_at: Option<f64>,
        #[serde(default, deserialize_with = "there")]
        lifetime: Option<f64>,
    }
    let request: Request = read(line)?;
    let signer = livelike::Signer::new(request.client_id, request.client_secret)?;
    let token = signer.sign_with(
        &request.custom_profile_id,
        request.issued_at,
        request.lifetime,
    )?;
    Ok(json!({ "token": token }))
}

fn livelike_verify(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        clients: BTreeMap<String, String>,
        token: String,
        #[serde(default, deserialize_with = "there")]
        now: Option<f64>,
    }
    let request: Request = read(line)?;
    let verifier = livelike::Verifier::new(request.clients)?;
    let profile = verifier.verify_at(request.token, request.now)?;
    parsed(&profile.to_json()?)
}

fn likecoin_signing_key(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        common_secret: String,
        client_secret: String,
    }
    let request: Request = read(line)?;
    let key = likecoin::signing_key(&request.common_secret, &request.client_secret)?;
    Ok(json!({ "key": key.as_str() }))
}

fn likecoin_sign(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        common_secret: String,
        host: String,
        client_id: String,
        client_secret: String,
        user: String,
        scope: Vec<String>,
        #[serde(default, deserialize_with = "there")]
        now: Option<f64>,
        #[serde(default, deserialize_with = "there")]
        jti: Option<String>,
    }
    let request: Request = read(line)?;
    let issuer = likecoin::Issuer::new(request.common_secret, request.host)?;
    let mut grant = likecoin::Grant::new(
        request.client_id,
        request.client_secret,
        request.user,
        request.scope,
    );
    if let Some(jti) = request.jti {
        grant = grant.jti(jti);
    }
    let token = issuer.sign_at(&grant, request.now)?;
    Ok(json!({ "token": token }))
}

fn likecoin_verify(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        common_secret: String,
        host: String,
        clients: BTreeMap<String, String>,
        token: String,
        #[serde(default, deserialize_with = "there")]
        now: Option<f64>,
        #[serde(default, deserialize_with = "there")]
        all: Option<Vec<String>>,
        #[serde(default, deserialize_with = "there")]
        any: Option<Vec<String>>,
    }
    let request: Request = read(line)?;
    let mut options = likecoin::VerifierOptions::new().host(request.host);
    if let Some(all) = request.all {
        options = options.all(all);
    }
    if let Some(any) = request.any {
        options = options.any(any);
    }
    let verifier = likecoin::Verifier::new(&request.common_secret, request.clients, &options)?;
    let content = verifier.verify_at(request.token, request.now)?;
    parsed(&content.to_json()?)
}

fn likecoin_read(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        token: String,
    }
    let content = likecoin::peek(read::<Request>(line)?.token)?;
    let mut content: Map<String, Value> = parsed(&content.to_json()?)?;
    // The operation answers what an OAuth client needs; the id is the server's business.
    content.remove("token_id");
    Ok(Value::Object(content))
}

fn scope_allows(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        held: Vec<String>,
        demanded: String,
    }
    let request: Request = read(line)?;
    Ok(json!({ "allows": likecoin::scope::allows(&request.held, &request.demanded)? }))
}

fn parse_callback(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        url: String,
        state: String,
    }
    let request: Request = read(line)?;
    let code = oauth::parse_callback(&request.url, &request.state)?;
    Ok(json!({ "code": code.as_str() }))
}

fn parse_token_response(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        status: u16,
        body: String,
        #[serde(default, deserialize_with = "there")]
        refresh_token: Option<String>,
    }
    let request: Request = read(line)?;
    let held = request.refresh_token.as_deref();
    parsed(&oauth::parse_token_response(request.status, &request.body, held)?.to_json()?)
}

fn authorization_token(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        #[serde(default, deserialize_with = "there")]
        header: Option<String>,
    }
    let request: Request = read(line)?;
    Ok(json!({ "token": bearer::parse(request.header.as_deref())? }))
}
