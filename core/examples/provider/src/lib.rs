//! LikeCoin's authorization server, written with axum.
//!
//! - `config`: what the server is started with;
//! - `database`: SQLite or PostgreSQL, by the address in the configuration;
//! - `app`: what all requests share;
//! - `provider`: the provider's endpoints;
//! - `login`: the service's own login, which a provider does not have;
//! - `profile`: an API that takes the provider's access tokens.

pub mod app;
pub mod config;
pub mod database;
pub mod login;
pub mod profile;
pub mod provider;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use app::App;

/// The whole server.
pub fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/login", get(login::page).post(login::login))
        .route("/logout", post(login::logout))
        .route("/users/profile", get(profile::profile))
        .fallback(provider::endpoint)
        .with_state(Arc::clone(app))
}
