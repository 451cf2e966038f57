//! An API whose tokens come from an identity provider: `ISSUER=https://id.example cargo run
//! -p jotkit-tower --features reqwest --example service`.

use axum::http::StatusCode;
// snippet: service
use axum::routing::{get, post};
use axum::{Json, Router};
use jotkit::{AsyncKeys, AsyncVerifier, Policy, RemoteOptions};
use jotkit_tower::{Bearer, Claims};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct User {
    sub: String,
}

async fn me(Claims(user): Claims<User>) -> Json<Value> {
    Json(json!({"user": user.sub}))
}

/// The routes of the service. Building them sends no request.
pub(crate) fn app(options: RemoteOptions, policy: Policy) -> jotkit::Result<Router> {
    let keys = AsyncKeys::new(options)?;
    let bearer = Bearer::new(AsyncVerifier::new(&keys, policy)?).realm("api")?;
    let order = post(me).route_layer(bearer.clone().scopes(["orders:write"])?);
    Ok(Router::new()
        .route("/me", get(me).route_layer(bearer))
        .route("/orders", order)
        .route("/health", get(async move || health(&keys).await)))
}
// snippet end

/// Whether there are keys, with what is known of them.
async fn health(keys: &AsyncKeys) -> (StatusCode, String) {
    let status = match keys.warm(None).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let about = keys.status(None).map(|status| status.to_json());
    (status, about.unwrap_or_default())
}

#[allow(dead_code, reason = "the tests start the service themselves")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let issuer = std::env::var("ISSUER")?;
    let policy = Policy::new().issuer(&issuer).audience("api");
    let router = app(RemoteOptions::new().issuer(issuer), policy)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, router).await?)
}
