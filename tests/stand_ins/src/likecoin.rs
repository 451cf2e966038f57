//! A stand-in for LikeCoin: the provider that is jotkit's example, and two more paths of its API,
//! which represent the groups of calls that demand their scopes.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use jotkit_example_provider::app::App;
use jotkit_example_provider::profile::{authorize, refuse};
use serde_json::{Value, json};

use crate::world::World;

pub(crate) fn router(world: &Arc<World>) -> Router {
    let more = Router::new()
        .route("/like/history", get(history))
        .route("/like/button", post(like))
        .with_state(Arc::clone(&world.provider));
    more.merge(jotkit_example_provider::router(&world.provider))
}

async fn history(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answer(&app, &headers, "read:like.button", json!({ "list": [] })).await
}

async fn like(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answer(
        &app,
        &headers,
        "write:like.button",
        json!({ "liked": true }),
    )
    .await
}

async fn answer(app: &App, headers: &HeaderMap, scope: &str, mut reply: Value) -> Response {
    match authorize(app, headers, scope).await {
        Ok(token) => {
            reply["user"] = token.user.into();
            Json(reply).into_response()
        }
        Err(error) => refuse(app, &error, scope),
    }
}
