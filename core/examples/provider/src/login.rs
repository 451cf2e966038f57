//! The service's own login. This one has no password: put yours here.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{DOCTYPE, html};
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use crate::app::App;

/// The cookie's name.
const SESSION: &str = "session";
/// How long a login lasts, in seconds.
const DAY: i64 = 86_400;

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Return {
    #[serde(default)]
    return_to: String,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Login {
    user: String,
    #[serde(default)]
    return_to: String,
}

/// What the cookie says.
#[derive(Deserialize)]
struct Cookie {
    sub: String,
    jti: String,
}

/// Choose who you are.
pub async fn page(State(app): State<Arc<App>>, Query(back): Query<Return>) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Log in" }
            }
            body {
                h1 { "Log in" }
                @for user in &app.users {
                    form method="post" action="/login" {
                        input type="hidden" name="user" value=(user.id);
                        input type="hidden" name="return_to" value=(back.return_to);
                        button type="submit" { "Log in as " (user.id) }
                    }
                }
            }
        }
    };
    Html(page.into_string())
}

/// Sets the cookie and goes back.
pub async fn login(State(app): State<Arc<App>>, Form(given): Form<Login>) -> Response {
    let Some(user) = app.user(&given.user) else {
        return (StatusCode::FORBIDDEN, "There is no such user.").into_response();
    };
    let now = app.now();
    let claims = json!({ "sub": user.id, "exp": now.saturating_add(DAY) });
    let Ok(token) = app.cookies.0.sign(&claims) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let cookie = format!("{SESSION}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={DAY}");
    let back = Redirect::to(if is_here(&given.return_to) {
        &given.return_to
    } else {
        "/apps"
    });
    ([(SET_COOKIE, cookie)], back).into_response()
}

/// Forgets who was logged in.
pub async fn logout() -> Response {
    let cookie = format!("{SESSION}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    ([(SET_COOKIE, cookie)], Redirect::to("/login")).into_response()
}

/// Who is logged in: the user's id and the login's.
#[must_use]
pub fn session(app: &App, headers: &HeaderMap) -> Option<(String, String)> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == SESSION)?;
    #[expect(clippy::cast_precision_loss, reason = "a time of this age is exact")]
    let verified = app.cookies.1.verify_at(token, app.now() as f64).ok()?;
    let cookie: Cookie = verified.claims().ok()?;
    app.user(&cookie.sub).map(|_| (cookie.sub, cookie.jti))
}

/// Whether an address is a path on this server and nothing else.
fn is_here(address: &str) -> bool {
    let mut characters = address.chars();
    let starts = characters.next() == Some('/') && !matches!(characters.next(), Some('/' | '\\'));
    starts && !address.contains(char::is_control)
}

/// One parameter of a query.
#[must_use]
pub fn query(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish()
}
