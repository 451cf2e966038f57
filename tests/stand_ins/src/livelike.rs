//! A stand-in for the one resource of LiveLike's API that client-generated tokens are shown with:
//! the profile of the token's user, made on first use. The service's own words for bad tokens are
//! not public; the ones here are made up.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use jotkit::livelike::Verifier;
use jotkit::{Error, bearer};
use serde::Deserialize;

use crate::world::{Profile, World, random_text};

#[derive(Clone)]
struct App {
    world: Arc<World>,
    verifier: Arc<Verifier>,
}

/// What can be changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    nickname: String,
}

/// A refusal: a status and a sentence, which the reply carries as `detail`.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(serde_json::json!({ "detail": self.1 }))).into_response()
    }
}

pub(crate) fn router(world: &Arc<World>) -> Router {
    let applications = Arc::clone(world);
    let verifier = Verifier::with_lookup(move |client_id| {
        let state = applications.state();
        let application = state.applications.get(client_id);
        application
            .map(|application| application.client_secret.clone())
            .ok_or_else(Error::client_unknown)
    });
    Router::new()
        .route(
            "/api/v1/applications/{client_id}/profile/",
            get(read).patch(change),
        )
        .with_state(App {
            world: Arc::clone(world),
            verifier: Arc::new(verifier.expect("the policy is fixed")),
        })
}

async fn read(
    State(app): State<App>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let custom_id = app.authenticate(&client_id, &headers)?;
    Ok(app.profile(client_id, custom_id, None))
}

async fn change(
    State(app): State<App>,
    Path(client_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let custom_id = app.authenticate(&client_id, &headers)?;
    let change: Change = serde_json::from_slice(&body)
        .map_err(|_| Refusal(StatusCode::BAD_REQUEST, "nickname: a string".to_owned()))?;
    Ok(app.profile(client_id, custom_id, Some(change.nickname)))
}

impl App {
    /// The custom id of the token's user.
    fn authenticate(&self, client_id: &str, headers: &HeaderMap) -> Result<String, Refusal> {
        if !self.world.state().applications.contains_key(client_id) {
            let detail = "There is no such application.".to_owned();
            return Err(Refusal(StatusCode::NOT_FOUND, detail));
        }
        // jotkit's errors say nothing secret, so they can be sent to any client.
        let unauthorized = |error: Error| Refusal(StatusCode::UNAUTHORIZED, error.to_string());
        let value = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = bearer::parse(value).map_err(unauthorized)?;
        let verified = self.verifier.verify_at(token, self.world.now());
        let profile = verified.map_err(unauthorized)?;
        if profile.client_id == client_id {
            Ok(profile.custom_profile_id)
        } else {
            let detail = "The token is another application's.".to_owned();
            Err(Refusal(StatusCode::FORBIDDEN, detail))
        }
    }

    /// Answers with the user's profile. One that was not there is made: the id is the customer's
    /// word alone.
    fn profile(&self, client_id: String, custom_id: String, nickname: Option<String>) -> Response {
        let mut state = self.world.state();
        let key = (client_id, custom_id.clone());
        let profile = state.profiles.entry(key).or_insert_with(|| Profile {
            id: random_text(),
            nickname: "Anonymous".to_owned(),
        });
        if let Some(nickname) = nickname {
            profile.nickname = nickname;
        }
        let reply = serde_json::json!({
            "id": profile.id,
            "custom_id": custom_id,
            "nickname": profile.nickname,
        });
        Json(reply).into_response()
    }
}
