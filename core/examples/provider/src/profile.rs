//! An API that takes the provider's access tokens, and asks the provider whether they were revoked.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jotkit::likecoin::AccessToken;
use jotkit::likecoin::replies::Refusal;
use jotkit::likecoin::scope::Demands;
use jotkit::{Code, Error, bearer};
use serde::Serialize;

use crate::app::App;

/// `GET /users/profile`, which demands the scope `profile`.
pub async fn profile(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    match authorize(&app, &headers, "profile").await {
        Ok(token) => show(&app, &token),
        Err(error) => refuse(&app, &error, "profile"),
    }
}

/// The token of a request, if it is good and covers a scope.
///
/// # Errors
/// As [`jotkit::likecoin::provider::Provider::verify`], and those of the header.
pub async fn authorize(app: &App, headers: &HeaderMap, scope: &str) -> Result<AccessToken, Error> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let first = values.next().and_then(|value| value.to_str().ok());
    // Two headers are as bad as a bad one.
    let token = bearer::parse(if values.next().is_some() {
        Some("")
    } else {
        first
    })?;
    let demands = Demands::new(Some(vec![scope.to_owned()]), None)?;
    let flow = app.provider.verify(token, demands, app.now());
    app.run(flow)
        .await
        .unwrap_or_else(|_| Err(Error::internal()))
}

/// What the API says of a user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Profile<'p> {
    user: &'p str,
    display_name: &'p str,
    avatar: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'p str>,
}

fn show(app: &App, token: &AccessToken) -> Response {
    let Some(user) = app.user(&token.user) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Which members are shown goes by the very word, not by what covers it (protocol section B8).
    let shows_email = token.scope.iter().any(|word| word == "email");
    Json(Profile {
        user: &user.id,
        display_name: &user.display_name,
        avatar: &user.avatar,
        email: shows_email.then_some(&user.email),
    })
    .into_response()
}

/// What a request gets whose token is refused.
pub fn refuse(app: &App, error: &Error, scope: &str) -> Response {
    if app.is_likecoin {
        return match Refusal::of(error) {
            Some(refusal) => (status(refusal.status), refusal.body).into_response(),
            None if error.code() == Code::KeysUnavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "SERVER_UNAVAILABLE").into_response()
            }
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
    }
    let Ok(challenge) = error.challenge(Some("api"), Some(&[scope])) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = status(challenge.status).into_response();
    let header = challenge
        .www_authenticate
        .and_then(|value| value.parse().ok());
    if let Some(header) = header {
        response.headers_mut().insert(WWW_AUTHENTICATE, header);
    }
    response
}

fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
