//! The layer, and the service that it makes.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response};
use jotkit::{Code, Error, Expectations, Result, Verified, bearer};
use tower_layer::Layer;
use tower_service::Service;

use crate::refusal;
use crate::verify::Verify;

/// A layer that lets requests pass whose bearer token is verified. Cloning is cheap.
///
/// The verified token is in the request's extensions as [`jotkit::Verified`], and the
/// [`jotkit::Error`] of a refusal in those of the answer, for a log. The answer to a refused
/// request has no body.
#[derive(Clone)]
pub struct Bearer {
    verifier: Arc<dyn Verify>,
    route: Arc<Route>,
}

/// What a route says of itself and expects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    pub(crate) realm: Option<String>,
    pub(crate) scopes: Vec<String>,
    expectations: Expectations,
}

impl Bearer {
    /// A layer with a verifier: `jotkit::Verifier`, or with the feature `reqwest`
    /// `jotkit::AsyncVerifier`.
    pub fn new(verifier: impl Verify) -> Self {
        Self {
            verifier: Arc::new(verifier),
            route: Arc::default(),
        }
    }

    /// Names the protected area in answers (RFC 9110 §11.5).
    ///
    /// # Errors
    /// `argument_invalid` unless it is visible ASCII and spaces, and not empty.
    pub fn realm(mut self, realm: impl Into<String>) -> Result<Self> {
        let realm = realm.into();
        Error::from(Code::TokenExpired).challenge::<&str>(Some(&realm), None)?;
        Arc::make_mut(&mut self.route).realm = Some(realm);
        Ok(self)
    }

    /// Requires each of these scopes to be granted by the token's `scope` or `scp`, beyond those
    /// required so far. A token without one is answered with 403 and the scopes.
    ///
    /// # Errors
    /// `argument_invalid` for an empty list, and for a scope that is not one word of RFC 6749 §3.3.
    pub fn scopes<T: Into<String>>(mut self, scopes: impl IntoIterator<Item = T>) -> Result<Self> {
        let scopes: Vec<String> = scopes.into_iter().map(Into::into).collect();
        Error::from(Code::ScopeRefused).challenge(None, Some(&scopes))?;
        let route = Arc::make_mut(&mut self.route);
        route.expectations = route.expectations.clone().scopes(&scopes);
        route.scopes.extend(scopes);
        Ok(self)
    }

    /// The token of a request's headers, verified.
    async fn verified(&self, headers: &HeaderMap) -> Result<Verified> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            // Two headers, and bytes that are not ASCII, are no `Bearer` header.
            (Some(value), None) => Some(value.to_str().unwrap_or_default()),
            (Some(_), Some(_)) => Some(""),
            (None, _) => None,
        };
        let token = bearer::parse(value)?;
        self.verifier.verify(token, &self.route.expectations).await
    }

    fn refuse<B: Default>(&self, error: Error) -> Response<B> {
        let Route { realm, scopes, .. } = &*self.route;
        let (status, headers) = refusal::answer(&error, realm.as_deref(), scopes);
        let mut response = Response::new(B::default());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response.extensions_mut().insert(error);
        response
    }
}

impl<S> Layer<S> for Bearer {
    type Service = BearerService<S>;

    fn layer(&self, inner: S) -> BearerService<S> {
        BearerService {
            inner,
            bearer: self.clone(),
        }
    }
}

/// A service behind a [`Bearer`] layer.
#[derive(Clone, Debug)]
pub struct BearerService<S> {
    inner: S,
    bearer: Bearer,
}

impl<S, I, O> Service<Request<I>> for BearerService<S>
where
    S: Service<Request<I>, Response = Response<O>> + Clone + Send + 'static,
    S::Future: Send,
    I: Send + 'static,
    O: Default,
{
    type Response = Response<O>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<O>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<I>) -> Self::Future {
        // The service that said that it is ready is the one to call.
        let other = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, other);
        let bearer = self.bearer.clone();
        Box::pin(async move {
            match bearer.verified(request.headers()).await {
                Ok(verified) => {
                    let extensions = request.extensions_mut();
                    extensions.insert(verified);
                    extensions.insert(Arc::clone(&bearer.route));
                    inner.call(request).await
                }
                Err(error) => Ok(bearer.refuse(error)),
            }
        })
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer")
            .field("realm", &self.route.realm)
            .field("scopes", &self.route.scopes)
            .finish_non_exhaustive()
    }
}
