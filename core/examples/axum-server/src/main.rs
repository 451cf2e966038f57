//! An API that takes LikeCoin access tokens, written with axum.
//!
//! Each route names the scope it demands. A middleware takes the token out of the `Authorization`
//! header, verifies it, and hands its content to the route; what it refuses, it refuses in
//! LikeCoin's own words.
//!
//! ```text
//! export LIKECOIN_COMMON_SECRET=... LIKECOIN_CLIENTS='{"client id":"client secret"}'
//! cargo run -p jotkit-example-axum-server
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:3000/me
//! ```
//!
//! `LIKECOIN_HOST` is the name in the tokens (`like.co`), `PORT` where to listen (3000; 0 for any
//! free port).

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use jotkit::bearer;
use jotkit::likecoin::replies::Refusal;
use jotkit::likecoin::{AccessToken, HOST, Verifier, VerifierOptions};
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let common_secret = env::var("LIKECOIN_COMMON_SECRET")?;
    let clients: HashMap<String, String> = serde_json::from_str(&env::var("LIKECOIN_CLIENTS")?)?;
    let host = env::var("LIKECOIN_HOST").unwrap_or_else(|_| HOST.to_owned());
    let port: u16 = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;

    // Puts the demand for a scope in front of a route. A verifier is built once, here, and not for
    // each request: that is when its keys are read, and when a scope with a typing error stops the
    // program.
    let demand = |scope: &str, route: MethodRouter| -> jotkit::Result<MethodRouter> {
        let options = VerifierOptions::new().host(&host).all([scope]);
        let verifier = Arc::new(Verifier::new(&common_secret, &clients, &options)?);
        Ok(route.route_layer(from_fn_with_state(verifier, authorize)))
    };
    let router = Router::new()
        .route("/me", demand("profile", get(me))?)
        .route("/history", demand("read:like.button", get(history))?)
        .route("/likes", demand("write:like.button", post(like))?);

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// Lets a request through whose token holds, and gives the route its content.
async fn authorize(
    State(verifier): State<Arc<Verifier>>,
    mut request: Request,
    next: Next,
) -> Response {
    let header = request.headers().get(header::AUTHORIZATION);
    let value = header.and_then(|value| value.to_str().ok());
    let verified = bearer::parse(value).and_then(|token| verifier.verify(token));
    match verified {
        Ok(token) => {
            request.extensions_mut().insert(token);
            next.run(request).await
        }
        Err(error) => refuse(&error),
    }
}

/// 401 `LOGIN_NEEDED`, 401 `TOKEN_EXPIRED` or 403 `INSUFFICIENT_PERMISSION`; 500 if the fault is
/// this server's.
fn refuse(error: &jotkit::Error) -> Response {
    let Some(refusal) = Refusal::of(error) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::UNAUTHORIZED);
    (status, refusal.body).into_response()
}

async fn me(Extension(token): Extension<AccessToken>) -> Json<Value> {
    Json(json!({ "user": token.user, "scope": token.scope }))
}

async fn history(Extension(token): Extension<AccessToken>) -> Json<Value> {
    Json(json!({ "user": token.user, "liked": [] }))
}

async fn like(Extension(token): Extension<AccessToken>) -> Json<Value> {
    Json(json!({ "user": token.user, "liked": true }))
}
