//! The test's own socket: registers clients and applications, moves the clock, reads what was
//! asked. The real services have nothing like it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use jotkit::likecoin::provider::ClientOptions;
use serde::Deserialize;
use serde_json::Value;

use crate::record::Request;
use crate::world::{Application, World, user};

/// How far to move the clock on, in seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    seconds: i64,
}

/// A client whose grant ends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    client_id: String,
}

pub(crate) fn router(world: &Arc<World>) -> Router {
    Router::new()
        .route("/clients", post(add_client))
        .route("/applications", post(add_application))
        .route("/clock", post(move_clock))
        .route("/revocations", post(revoke))
        .route("/requests", get(requests))
        .with_state(Arc::clone(world))
}

async fn add_client(State(world): State<Arc<World>>, Json(client): Json<Value>) -> StatusCode {
    let Ok(client) = ClientOptions::from_json(&client.to_string()) else {
        return StatusCode::BAD_REQUEST;
    };
    match world.provider.put(client).await {
        Ok(()) => StatusCode::CREATED,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn add_application(
    State(world): State<Arc<World>>,
    Json(application): Json<Application>,
) -> StatusCode {
    let mut state = world.state();
    let client_id = application.client_id.clone();
    state.applications.insert(client_id, application);
    StatusCode::CREATED
}

async fn move_clock(State(world): State<Arc<World>>, Json(clock): Json<Clock>) -> StatusCode {
    world.provider.move_clock(clock.seconds);
    StatusCode::NO_CONTENT
}

/// The user withdraws what a client was allowed.
async fn revoke(State(world): State<Arc<World>>, Json(ended): Json<Revocation>) -> StatusCode {
    let provider = &world.provider;
    let flow = provider
        .provider
        .withdraw(user().id, ended.client_id, provider.now());
    match provider.run(flow).await {
        Ok(Ok(true)) => StatusCode::NO_CONTENT,
        _ => StatusCode::NOT_FOUND,
    }
}

async fn requests(State(world): State<Arc<World>>) -> Json<Vec<Request>> {
    Json(world.state().requests.clone())
}
