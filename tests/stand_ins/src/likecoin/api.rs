//! A piece of LikeCoin's API. `/users/profile` is the real service's; the other two paths represent
//! the groups of calls that demand their scopes.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{MethodRouter, get, post};
use jotkit::likecoin::replies::Refusal;
use jotkit::likecoin::{AccessToken, Verifier, VerifierOptions};
use jotkit::{Error, bearer};
use serde_json::{Value, json};

use crate::world::{COMMON_SECRET, HOST, USER, World};

pub(crate) fn router(world: &Arc<World>) -> Router {
    let with_scope = |scope: &str, handler: MethodRouter| {
        let demand = Demand::new(world, scope);
        handler.route_layer(from_fn_with_state(demand, authorize))
    };
    Router::new()
        .route("/users/profile", with_scope("profile", get(profile)))
        .route(
            "/like/history",
            with_scope("read:like.button", get(history)),
        )
        .route("/like/button", with_scope("write:like.button", post(like)))
}

/// What a call demands of its token.
#[derive(Clone)]
struct Demand {
    world: Arc<World>,
    verifier: Arc<Verifier>,
}

impl Demand {
    fn new(world: &Arc<World>, scope: &str) -> Self {
        let clients = Arc::clone(world);
        let secret_of = move |client_id: &str| {
            let state = clients.state();
            let client = state.clients.get(client_id);
            client
                .map(|client| client.client_secret.clone())
                .ok_or_else(Error::client_unknown)
        };
        let options = VerifierOptions::new().host(HOST).all([scope]);
        let verifier = Verifier::with_lookup(COMMON_SECRET, secret_of, &options);
        Self {
            world: Arc::clone(world),
            verifier: Arc::new(verifier.expect("the demands are well formed")),
        }
    }

    fn judge(&self, request: &Request) -> Result<AccessToken, Error> {
        let value = request.headers().get(AUTHORIZATION);
        let value = value.and_then(|value| value.to_str().ok());
        let token = bearer::parse(value)?;
        self.verifier.verify_at(token, self.world.now())
    }
}

async fn authorize(State(demand): State<Demand>, mut request: Request, next: Next) -> Response {
    match demand.judge(&request) {
        Ok(token) => {
            request.extensions_mut().insert(token);
            next.run(request).await
        }
        Err(error) => match Refusal::of(&error) {
            Some(Refusal { status, body, .. }) => {
                let status = StatusCode::from_u16(status).expect("a status is one");
                (status, body).into_response()
            }
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
    }
}

/// Which fields are shown is another rule than which calls are allowed: the very word has to be
/// among the scopes.
async fn profile(Extension(token): Extension<AccessToken>) -> Json<Value> {
    let mut reply = json!({
        "user": token.user,
        "displayName": USER.display_name,
        "avatar": USER.avatar,
    });
    if token.scope.iter().any(|word| word == "email") {
        reply["email"] = json!(USER.email);
    }
    Json(reply)
}

async fn history(Extension(token): Extension<AccessToken>) -> Json<Value> {
    Json(json!({ "user": token.user, "list": [] }))
}

async fn like(Extension(token): Extension<AccessToken>) -> Json<Value> {
    Json(json!({ "user": token.user, "liked": true }))
}
