//! The test's own socket: registers clients and applications, moves the clock, reads what was
//! asked. The real services have nothing like it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::record::Request;
use crate::world::{Application, Client, World};

/// How far to move the clock on, in seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    seconds: u32,
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

async fn add_client(State(world): State<Arc<World>>, Json(client): Json<Client>) -> StatusCode {
    let mut state = world.state();
    state.clients.insert(client.client_id.clone(), client);
    StatusCode::CREATED
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
    world.state().clock += clock.seconds;
    StatusCode::NO_CONTENT
}

/// The user takes a client's access back: its refresh token ends, its access token lives on until
/// it expires.
async fn revoke(State(world): State<Arc<World>>, Json(ended): Json<Revocation>) -> StatusCode {
    match world.state().grants.remove(&ended.client_id) {
        Some(_) => StatusCode::NO_CONTENT,
        None => StatusCode::NOT_FOUND,
    }
}

async fn requests(State(world): State<Arc<World>>) -> Json<Vec<Request>> {
    Json(world.state().requests.clone())
}
