//! What the stand-ins know: who is registered, what was granted, and what time it is.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use crate::record::Request;

/// The secret that LikeCoin derives each client's signing key with. Made up.
pub(crate) const COMMON_SECRET: &str = "common-secret-for-tests";
/// What the tokens carry as `iss` and `aud`: the name of LikeCoin's test network.
pub(crate) const HOST: &str = "rinkeby.like.co";

/// A LikeCoin OAuth client, as it would be registered by mail.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) name: String,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) scope: Vec<String>,
    #[serde(default)]
    pub(crate) default_scope: Vec<String>,
}

/// A LiveLike application.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Application {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// A person with a Liker ID.
pub(crate) struct User {
    pub(crate) id: &'static str,
    pub(crate) display_name: &'static str,
    pub(crate) avatar: &'static str,
    pub(crate) email: &'static str,
}

/// The only person there is.
pub(crate) const USER: User = User {
    id: "williamchong",
    display_name: "William Chong",
    avatar: "https://static.like.example/avatar.png",
    email: "william@example.com",
};

/// An authorization code that was given out.
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Vec<String>,
}

/// What the user granted a client. There is one refresh token for each client and user, and one
/// user.
pub(crate) struct Granted {
    pub(crate) refresh_token: Option<String>,
    pub(crate) scope: Vec<String>,
}

/// A LiveLike profile.
pub(crate) struct Profile {
    pub(crate) id: String,
    pub(crate) nickname: String,
}

/// Everything that changes.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) clients: HashMap<String, Client>,
    pub(crate) applications: HashMap<String, Application>,
    pub(crate) codes: HashMap<String, Code>,
    /// By client id.
    pub(crate) grants: HashMap<String, Granted>,
    /// Cookies of browsers whose user has logged in.
    pub(crate) sessions: Vec<String>,
    /// By Client ID and custom id.
    pub(crate) profiles: HashMap<(String, String), Profile>,
    pub(crate) requests: Vec<Request>,
    /// How far the clock was moved on, in seconds.
    pub(crate) clock: u32,
}

/// The state, shared by all requests.
#[derive(Default)]
pub(crate) struct World(Mutex<State>);

impl World {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time the stand-ins go by, in seconds since 1970.
    pub(crate) fn now(&self) -> f64 {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        since_1970.expect("the clock is past 1970").as_secs_f64() + f64::from(self.state().clock)
    }
}

/// 32 random bytes as 43 characters: LikeCoin's refresh tokens have this form.
pub(crate) fn random_text() -> String {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system has randomness");
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}
