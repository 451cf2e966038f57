//! The page a client sends its user to: log in, see who asks for what, accept or deny, go back to
//! the client.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::{Deserialize, Serialize};
use url::Url;

use super::html;
use crate::world::{Client, Code, World, random_text};

const SESSION: &str = "session";

/// What a client asks for. The page's forms carry it along, and it is judged again at each step:
/// what a browser sends is not to be trusted because this page once wrote it. Members not named
/// here (`response_type`, ...) are ignored.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Ask {
    pub(super) client_id: Option<String>,
    pub(super) redirect_uri: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) state: Option<String>,
}

pub(crate) fn router(world: &Arc<World>) -> Router {
    Router::new()
        .route("/in/oauth", get(page))
        .route("/in/oauth/login", post(login))
        .route("/in/oauth/accept", post(accept))
        .route("/in/oauth/deny", post(deny))
        .with_state(Arc::clone(world))
}

/// A request that may not go on.
enum Stop {
    /// Told to the user alone: nothing says that the redirect URI belongs to the client.
    Here(&'static str),
    /// Told to the client, at this address.
    Back(String),
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Here(word) => (StatusCode::BAD_REQUEST, word).into_response(),
            Self::Back(address) => Redirect::to(&address).into_response(),
        }
    }
}

/// A request that may go on: the client is known and the address to go back to is the client's.
struct Asked {
    client: Client,
    redirect_uri: String,
    scope: Vec<String>,
    state: Option<String>,
}

impl Asked {
    fn judge(world: &World, ask: Ask) -> Result<Self, Stop> {
        let client = world
            .state()
            .clients
            .get(&ask.client_id.unwrap_or_default())
            .cloned()
            .ok_or(Stop::Here("INVALID_CLIENT_ID"))?;
        let redirect_uri = ask
            .redirect_uri
            .filter(|address| client.redirect_uris.contains(address))
            .ok_or(Stop::Here("INVALID_REDIRECT_URI"))?;
        let scope = asked_scope(&ask.scope.unwrap_or_default(), &client);
        if scope.iter().all(|word| client.scope.contains(word)) {
            Ok(Self {
                client,
                redirect_uri,
                scope,
                state: ask.state,
            })
        } else {
            // As the real page does: the reason, and no state.
            let back = with_parameters(&redirect_uri, &[("error", "INVALID_SCOPE")]);
            Err(Stop::Back(back))
        }
    }

    fn back_with(&self, name: &str, value: &str) -> Response {
        let mut parameters = vec![(name, value)];
        parameters.extend(self.state.as_deref().map(|state| ("state", state)));
        Redirect::to(&with_parameters(&self.redirect_uri, &parameters)).into_response()
    }

    /// Back to the client with a code.
    fn grant(self, world: &World) -> Response {
        let code = random_text();
        let response = self.back_with("code", &code);
        let mut state = world.state();
        state.codes.insert(
            code,
            Code {
                client_id: self.client.client_id,
                redirect_uri: self.redirect_uri,
                scope: self.scope,
            },
        );
        response
    }
}

/// The scopes that a `scope` parameter asks for. A word without a colon means its `read:` and
/// its `write:` form, `profile` is always among them, and nothing at all asks for the client's
/// default.
fn asked_scope(parameter: &str, client: &Client) -> Vec<String> {
    let mut scope = Vec::new();
    for word in jotkit::likecoin::scope::split(parameter) {
        if word.contains(':') || word == "profile" || word == "email" {
            scope.push(word.to_owned());
        } else {
            scope.extend([format!("read:{word}"), format!("write:{word}")]);
        }
    }
    if scope.is_empty() {
        scope.clone_from(&client.default_scope);
    }
    if !scope.iter().any(|word| word == "profile") {
        scope.push("profile".to_owned());
    }
    scope
}

/// A redirect URI with more parameters. Its own stay, except those that are named again.
fn with_parameters(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let mut url = Url::parse(redirect_uri).expect("a registered redirect URI is a URL");
    let kept: Vec<_> = url
        .query_pairs()
        .filter(|(name, _)| parameters.iter().all(|(new, _)| new != name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .extend_pairs(parameters);
    url.into()
}

async fn page(
    State(world): State<Arc<World>>,
    cookies: CookieJar,
    Query(ask): Query<Ask>,
) -> Result<Response, Stop> {
    let asked = Asked::judge(&world, ask.clone())?;
    if !is_logged_in(&world, &cookies) {
        return Ok(html::login(&ask).into_response());
    }
    if has_granted(&world, &asked) {
        return Ok(asked.grant(&world));
    }
    Ok(html::consent(&asked.client.name, &asked.scope, &ask).into_response())
}

/// The user logs in; there is only one, and no password.
async fn login(
    State(world): State<Arc<World>>,
    cookies: CookieJar,
    Form(ask): Form<Ask>,
) -> Result<Response, Stop> {
    Asked::judge(&world, ask.clone())?;
    let session = random_text();
    world.state().sessions.push(session.clone());
    let cookie = Cookie::build((SESSION, session))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    let query = html::query(&ask);
    Ok((
        cookies.add(cookie),
        Redirect::to(&format!("/in/oauth?{query}")),
    )
        .into_response())
}

async fn accept(
    State(world): State<Arc<World>>,
    cookies: CookieJar,
    Form(ask): Form<Ask>,
) -> Result<Response, Stop> {
    let asked = Asked::judge(&world, ask)?;
    if !is_logged_in(&world, &cookies) {
        return Ok((StatusCode::UNAUTHORIZED, "LOGIN_NEEDED").into_response());
    }
    Ok(asked.grant(&world))
}

async fn deny(State(world): State<Arc<World>>, Form(ask): Form<Ask>) -> Result<Response, Stop> {
    let asked = Asked::judge(&world, ask)?;
    Ok(asked.back_with("error", "denied"))
}

fn is_logged_in(world: &World, cookies: &CookieJar) -> bool {
    let state = world.state();
    let session = cookies.get(SESSION);
    session.is_some_and(|cookie| state.sessions.iter().any(|known| known == cookie.value()))
}

/// Whether the user gave this client these very permissions before. The page then asks for nothing.
fn has_granted(world: &World, asked: &Asked) -> bool {
    let state = world.state();
    let granted = state.grants.get(&asked.client.client_id);
    granted.is_some_and(|granted| asked.scope.iter().all(|word| granted.scope.contains(word)))
}
