//! Extractors of axum.

use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use jotkit::{Error, Verified};
use serde::de::DeserializeOwned;

use crate::layer::Route;
use crate::refusal;

/// The verified token of a route behind a [`Bearer`](crate::Bearer) layer; 500 without one.
#[derive(Debug, Clone)]
pub struct Token(pub Verified);

/// The claims of the verified token as a type of yours. Claims of another shape are answered with
/// 401, as any token that the route cannot use.
#[derive(Debug, Clone)]
pub struct Claims<T>(pub T);

/// Why a route got no token.
#[derive(Debug, Clone)]
pub struct Refused {
    error: Option<Error>,
    route: Option<Arc<Route>>,
}

impl Refused {
    /// What is wrong with the claims; `None` if the route has no [`Bearer`](crate::Bearer) layer.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Some(error) = self.error else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let realm = self.route.as_ref().and_then(|route| route.realm.as_deref());
        let mut response = refusal::answer(&error, realm, &[]).into_response();
        response.extensions_mut().insert(error);
        response
    }
}

impl<S: Sync> FromRequestParts<S> for Token {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let verified = parts.extensions.get::<Verified>().cloned();
        verified.map(Self).ok_or(Refused {
            error: None,
            route: None,
        })
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Claims<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let Token(verified) = Token::from_request_parts(parts, state).await?;
        verified.claims().map(Self).map_err(|error| Refused {
            error: Some(error),
            route: parts.extensions.get().cloned(),
        })
    }
}
