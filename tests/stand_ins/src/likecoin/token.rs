//! `POST /oauth/access_token`: a code or a refresh token in, an access token out, and errors that
//! are one plain word.
//!
//! `MISSING_CLIENT_INFO` and `INVALID_CLIENT_CRED` are the real service's; its words for codes and
//! refresh tokens are not public, and the ones here are made up.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use jotkit::likecoin::{Grant, Issuer};
use serde_json::json;

use crate::world::{COMMON_SECRET, Client, Granted, HOST, USER, World, random_text};

type Fields = HashMap<String, String>;

/// A refusal: 400 and its word, as `text/plain`.
struct Refusal(&'static str);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0).into_response()
    }
}

#[derive(Clone)]
struct App {
    world: Arc<World>,
    issuer: Arc<Issuer>,
}

pub(crate) fn router(world: &Arc<World>) -> Router {
    let issuer = Issuer::new(COMMON_SECRET, HOST).expect("the secret is not blank");
    Router::new()
        .route("/oauth/access_token", post(token))
        .with_state(App {
            world: Arc::clone(world),
            issuer: Arc::new(issuer),
        })
}

/// The client's credentials are parameters in the form; an HTTP Basic header is not read.
async fn token(State(app): State<App>, Form(fields): Form<Fields>) -> Result<Response, Refusal> {
    let client = authenticate(&app.world, &fields)?;
    match fields.get("grant_type").map(String::as_str) {
        Some("authorization_code") => exchange(&app, &client, &fields),
        Some("refresh_token") => refresh(&app, &client, &fields),
        _ => Err(Refusal("INVALID_GRANT_TYPE")),
    }
}

fn authenticate(world: &World, fields: &Fields) -> Result<Client, Refusal> {
    let (Some(id), Some(secret)) = (fields.get("client_id"), fields.get("client_secret")) else {
        return Err(Refusal("MISSING_CLIENT_INFO"));
    };
    let client = world.state().clients.get(id).cloned();
    client
        .filter(|client| client.client_secret == *secret)
        .ok_or(Refusal("INVALID_CLIENT_CRED"))
}

/// A code is good once, for the client it was given to and with the redirect URI it was sent to. A
/// new refresh token ends the one before.
fn exchange(app: &App, client: &Client, fields: &Fields) -> Result<Response, Refusal> {
    let mut state = app.world.state();
    let code = fields
        .get("code")
        .and_then(|code| state.codes.remove(code))
        .filter(|code| code.client_id == client.client_id)
        .ok_or(Refusal("INVALID_CODE"))?;
    if fields.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err(Refusal("INVALID_REDIRECT_URI"));
    }
    let refresh_token = random_text();
    state.grants.insert(
        client.client_id.clone(),
        Granted {
            refresh_token: Some(refresh_token.clone()),
            scope: code.scope.clone(),
        },
    );
    drop(state);
    let reply = json!({
        "user": USER.id,
        "displayName": USER.display_name,
        "avatar": USER.avatar,
        "refresh_token": refresh_token,
        "access_token": app.access_token(client, &code.scope),
    });
    Ok(Json(reply).into_response())
}

/// The refresh token stays the same, and the reply does not repeat it.
fn refresh(app: &App, client: &Client, fields: &Fields) -> Result<Response, Refusal> {
    let scope = {
        let state = app.world.state();
        let granted = state.grants.get(&client.client_id);
        granted
            .filter(|granted| granted.refresh_token.as_ref() == fields.get("refresh_token"))
            .map(|granted| granted.scope.clone())
            .ok_or(Refusal("INVALID_REFRESH_TOKEN"))?
    };
    let reply = json!({
        "access_token": app.access_token(client, &scope),
        "scope": scope.join(" "),
    });
    Ok(Json(reply).into_response())
}

impl App {
    fn access_token(&self, client: &Client, scope: &[String]) -> String {
        let grant = Grant::new(&client.client_id, &client.client_secret, USER.id, scope);
        let token = self.issuer.sign_at(&grant, self.world.now());
        token.expect("registered clients and whitelisted scopes are well formed")
    }
}
