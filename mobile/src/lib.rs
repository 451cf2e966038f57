//! jotkit behind Swift and Kotlin.
//!
//! Each of the core's nouns is one uniffi object here, and that is all this crate does: it carries bytes and texts
//! across and turns the core's error into [`Failure`]. Options cross as the JSON text that the core itself reads, so
//! neither a default nor a range nor a rule about tokens is written down on this side. The hand-written packages
//! in `mobile/swift` and `mobile/kotlin` give people types over what uniffi generates from this.
//!
//! The few calls that are made once for every token take a shorter way, which is `direct`.
//!
//! A panic never crosses: uniffi wraps every export in one guard and reports it as an error of its own, which
//! the packages turn into the code `internal` with [`internal_report`]. The direct calls have a guard of their own.

#![allow(
    clippy::result_large_err,
    reason = "uniffi gives the error its shape, and it is made only where it crosses at once"
)]

mod direct;
mod failure;
mod key;
mod likecoin;
mod livelike;
mod oauth;
mod signer;
mod verifier;

pub use failure::{Failure, Report, internal_report, unreadable_report};
pub use key::{Key, KeySet, algorithms};
pub use likecoin::{
    LikeCoinIssuer, LikeCoinToken, LikeCoinVerifier, likecoin_read, likecoin_scope_allows,
    likecoin_signing_key,
};
pub use livelike::{ClientSecrets, LiveLikeProfile, LiveLikeSigner, LiveLikeVerifier};
pub use oauth::{
    OAuthAuthorization, OAuthReaction, OAuthRequest, OAuthTokens, bearer_header, bearer_token,
    oauth_api_url, oauth_authorize_url, oauth_call_url, oauth_parse_callback,
    oauth_parse_token_response, oauth_reaction, oauth_refresh_request, oauth_token_request,
};
pub use signer::Signer;
pub use verifier::{KeyHint, KeyResolver, Verifier};

/// Panics, so that a test can see that it stays here.
#[cfg(test)]
#[uniffi::export]
#[expect(clippy::panic, reason = "that is what it is for")]
fn panic_for_tests() {
    panic!("telltale");
}

uniffi::setup_scaffolding!("jotkit_mobile");
