//! What a call wants next.

use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use zeroize::Zeroizing;

use crate::error::Result;
use crate::secret;
use crate::systems::likecoin::body::Body;
use crate::systems::likecoin::replies::Reaction;
use crate::systems::likecoin::token_request::HttpRequest;
use crate::systems::likecoin::token_response::TokenResponse;

/// What a call wants next.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// Send this request, and hand the reply to [`reply`](crate::likecoin::oauth::Session::reply).
    Send {
        /// The call's own request, or the one that refreshes the tokens.
        request: HttpRequest,
        /// All tokens now held, if a refresh has just changed any: store them.
        store: Option<Arc<TokenResponse>>,
    },
    /// Get the next tokens for those held, from where the client's secret is, and hand them to
    /// [`refreshed`](crate::likecoin::oauth::Session::refreshed). Only the session of a
    /// [`Client::without_secret`](crate::likecoin::oauth::Client::without_secret) has it.
    Refresh {
        /// The tokens held.
        held: Arc<TokenResponse>,
    },
    /// Wait until the step of another call has ended, then ask again with
    /// [`resume`](crate::likecoin::oauth::Session::resume).
    Wait {
        /// The call that has the refresh.
        call: u64,
    },
    /// The call has ended with the reply that was handed in last.
    Done {
        /// That reply's status.
        status: u16,
        /// What is left to do about it; never [`Reaction::RefreshAndRetry`].
        reaction: Reaction,
    },
}

impl Step {
    /// The body of a [`Step::Send`], if it has one.
    #[must_use]
    pub const fn body(&self) -> Option<&Body> {
        match self {
            Self::Send { request, .. } => request.body.as_ref(),
            Self::Refresh { .. } | Self::Wait { .. } | Self::Done { .. } => None,
        }
    }

    /// This as a JSON object, without the bodies: `{"send":{"method","url","headers"},"store"?}`,
    /// `{"refresh":{...}}`, `{"wait":1}` or `{"done":{"status","reaction"}}`. It holds the
    /// tokens.
    ///
    /// # Errors
    /// None in practice; `internal` if the text could not be written.
    pub fn to_json(&self) -> Result<Zeroizing<String>> {
        secret::json(&Json(self))
    }
}

struct Json<'a>(&'a Step);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.0 {
            Step::Send { request, store } => {
                map.serialize_entry("send", &request.json(None))?;
                if let Some(tokens) = store {
                    map.serialize_entry("store", &tokens.json())?;
                }
            }
            Step::Refresh { held } => map.serialize_entry("refresh", &held.json())?,
            Step::Wait { call } => map.serialize_entry("wait", call)?,
            Step::Done { status, reaction } => map.serialize_entry(
                "done",
                &Done {
                    status: *status,
                    reaction: reaction.as_str(),
                },
            )?,
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Done {
    status: u16,
    reaction: &'static str,
}
