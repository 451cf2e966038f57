//! The provider's endpoints: a request in, what the core says out.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jotkit::likecoin::provider::{self, Answer, Endpoint, MAX_BODY_BYTES, Reply};
use tokio::time::timeout;

use crate::app::App;
use crate::login::{self, query};

/// How long a client may take to send a body.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers what no other route does.
pub async fn endpoint(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(endpoint) = Endpoint::of_path(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (parts, body) = request.into_parts();
    let mut asked = provider::Request::new(endpoint, parts.method.as_str())
        .query(parts.uri.query().unwrap_or_default());
    for (name, set) in [
        (
            CONTENT_TYPE,
            provider::Request::content_type as fn(_, String) -> _,
        ),
        (AUTHORIZATION, provider::Request::authorization),
    ] {
        if let Some(value) = joined(&parts.headers, &name) {
            asked = set(asked, value);
        }
    }
    let who = login::session(&app, &parts.headers).filter(|_| endpoint.is_page());
    if let Some((user, session)) = who {
        asked = asked.user(user).session(session);
    }
    let Some(body) = read(body).await else {
        let late = (StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT");
        return ([(CACHE_CONTROL, "no-store")], late).into_response();
    };
    let answer = app
        .run(app.provider.answer(asked.body(body), app.now()))
        .await;
    match answer {
        Ok(Answer::Reply(reply)) => send(reply),
        Ok(Answer::Login { return_to }) => {
            let login = Redirect::to(&format!("/login?{}", query("return_to", &return_to)));
            ([(CACHE_CONTROL, "no-store")], login).into_response()
        }
        Ok(_) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A body, or one byte more than the provider reads; `None` if it does not come.
async fn read(body: Body) -> Option<Vec<u8>> {
    let limit = MAX_BODY_BYTES.saturating_add(1);
    let read = timeout(PATIENCE, to_bytes(body, limit)).await.ok()?;
    // The provider refuses what is too long; it does not matter what it was.
    Some(read.map_or_else(|_| vec![b'x'; limit], |bytes| bytes.to_vec()))
}

/// A header's values as one (RFC 9110 §5.3). Of two the provider makes nothing.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn send(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status);
    let mut response = (
        status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        reply.body,
    )
        .into_response();
    // axum gives a string a type; the provider's replies have their own, or none.
    response.headers_mut().remove(CONTENT_TYPE);
    for (name, value) in reply.headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
