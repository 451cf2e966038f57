//! Keeps what was asked of the stand-ins, so that a test can say what an example sent.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request as HttpRequest;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::world::World;

/// More than any example sends.
const MAX_BODY: usize = 64 * 1024;

/// One request, with the secrets it carried: those of the tests are made up.
#[derive(Clone, Serialize)]
pub(crate) struct Request {
    service: &'static str,
    method: String,
    path: String,
    query: Option<String>,
    authorization: Option<String>,
    content_type: Option<String>,
    body: String,
    status: u16,
}

/// Records each request to a router.
pub(crate) fn requests(world: &Arc<World>, service: &'static str, router: Router) -> Router {
    let world = Arc::clone(world);
    router.layer(from_fn(move |request, next| {
        record(Arc::clone(&world), service, request, next)
    }))
}

async fn record(
    world: Arc<World>,
    service: &'static str,
    request: HttpRequest,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let mut seen = Request {
        service,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        authorization: text(&parts.headers, &AUTHORIZATION),
        content_type: text(&parts.headers, &CONTENT_TYPE),
        body: String::from_utf8_lossy(&body).into_owned(),
        status: 0,
    };
    let response = next
        .run(HttpRequest::from_parts(parts, Body::from(body)))
        .await;
    seen.status = response.status().as_u16();
    world.state().requests.push(seen);
    response
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
