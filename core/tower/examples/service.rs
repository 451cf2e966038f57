//! An API whose tokens come from an identity provider:
//! `cargo run -p jotkit-tower --features reqwest --example service -- https://id.example`.

// snippet: service
use axum::http::StatusCode;
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

async fn health(keys: AsyncKeys) -> StatusCode {
    match keys.warm(None).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The routes. Building them sends no request.
pub(crate) fn app(source: RemoteOptions, policy: Policy) -> jotkit::Result<Router> {
    let keys = AsyncKeys::new(source)?;
    let bearer = Bearer::new(AsyncVerifier::new(&keys, policy)?).realm("api")?;
    let order = post(me).route_layer(bearer.clone().scopes(["orders:write"])?);
    Ok(Router::new()
        .route("/me", get(me).route_layer(bearer))
        .route("/orders", order)
        .route("/health", get(move || health(keys.clone()))))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(issuer) = std::env::args().nth(1) else {
        println!("give the address of the issuer");
        return Ok(());
    };
    let policy = Policy::new().issuer(&issuer).audience("api");
    let router = app(RemoteOptions::new().issuer(issuer), policy)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, router).await?)
}
// snippet end
