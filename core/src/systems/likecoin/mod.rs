//! LikeCoin's OAuth 2.0: the client's flow and the rules of its access tokens.
//!
//! A client application goes through [`oauth`]:
//!
//! 1. [`oauth::AuthorizeRequest`] makes the address of the consent page, and a state to remember.
//! 2. [`oauth::parse_callback`] takes the code out of the address the user comes back to.
//! 3. [`oauth::TokenRequest`] makes the HTTP request that exchanges the code, and
//!    [`oauth::parse_token_response`] reads the answer: an access token for an hour, and a refresh
//!    token.
//! 4. [`bearer::format`](crate::bearer::format) makes the header to call the API with, and
//!    [`oauth::Reaction`] says what to do when the API says no; [`oauth::RefreshRequest`] gets the
//!    next access token. [`oauth::Session`] does all of this step for any number of calls at once.
//!
//! An API takes the token out of the header with [`bearer::parse`](crate::bearer::parse), judges
//! its scopes by [`scope`], and refuses in the words of [`replies`].
//!
//! ```
//! use jotkit::likecoin::{Grant, HOST, Issuer, Verifier, VerifierOptions};
//!
//! let grant = Grant::new("client", "client secret", "user", ["read:like.info"]);
//! let token = Issuer::new("common secret", HOST)?.sign(&grant)?;
//! let options = VerifierOptions::new().all(["read:like.info"]);
//! let verifier = Verifier::new("common secret", [("client", "client secret")], &options)?;
//! assert_eq!(verifier.verify(&token)?.user, "user");
//! # Ok::<(), jotkit::Error>(())
//! ```

mod access_token;
mod address;
mod authorize;
mod body;
mod callback;
#[cfg(feature = "http")]
mod http;
mod issuer;
#[cfg(feature = "provider")]
pub mod provider;
pub mod replies;
pub mod scope;
mod session;
mod signing_key;
mod token_request;
mod token_response;
mod verifier;

pub use access_token::{AccessToken, UnverifiedAccessToken, peek};
pub use issuer::{Grant, Issuer};
pub use signing_key::signing_key;
pub use verifier::{HOST, LikeCoin, Verifier, VerifierOptions};

pub mod oauth {
    //! The client's side of the flow (RFC 6749 §4.1), in the order of its steps. Nothing here
    //! talks to the network.

    pub use super::address::{api_url, call_url};
    pub use super::authorize::{Authorization, AuthorizeRequest};
    pub use super::body::Body;
    pub use super::callback::parse_callback;
    pub use super::replies::Reaction;
    pub use super::session::{Cause, Client, Session, Step};
    pub use super::token_request::{HttpRequest, RefreshRequest, TokenRequest};
    pub use super::token_response::{MAX_BODY_BYTES, TokenResponse, parse_token_response};
    pub use crate::secret::Secret;
}
