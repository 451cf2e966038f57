//! Takes the bearer token out of a request, verifies it with jotkit, and answers what it refuses
//! as [RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3) says.
//!
//! [`Bearer`] is a layer of tower. A request that passes carries its [`jotkit::Verified`] token in
//! its extensions; with the feature `axum` (on by default) the extractors [`Token`] and [`Claims`]
//! hand it to a route.
//!
//! ```
//! use axum::Router;
//! use axum::routing::get;
//! use jotkit::{Key, Policy, Verifier};
//! use jotkit_tower::{Bearer, Claims};
//!
//! #[derive(serde::Deserialize)]
//! struct User {
//!     sub: String,
//! }
//!
//! async fn me(Claims(user): Claims<User>) -> String {
//!     user.sub
//! }
//!
//! # fn main() -> jotkit::Result<()> {
//! let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
//! let bearer = Bearer::new(Verifier::new(key, Policy::new().audience("api"))?).realm("api")?;
//! let orders = get(|| async { "none yet" }).route_layer(bearer.clone().scopes(["orders"])?);
//! let router: Router = Router::new()
//!     .route("/me", get(me).route_layer(bearer))
//!     .route("/orders", orders);
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `reqwest` the keys may be behind a URL: give `Bearer` a
//! `jotkit::AsyncVerifier`.
//!
//! | answer | when |
//! |---|---|
//! | 401 | there is no token, or one that is refused |
//! | 403 | the token does not cover the scopes |
//! | 503 | the keys cannot be fetched; `Retry-After` says when they can |
//! | 500 | the server's own mistake |

#[cfg(feature = "axum")]
mod extract;
mod layer;
mod refusal;
mod verify;

#[cfg(feature = "axum")]
pub use extract::{Claims, Refused, Token};
pub use layer::{Bearer, BearerService};
pub use verify::{Verify, Verifying};
