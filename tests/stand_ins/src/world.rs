//! What the stand-ins know: who is registered, what was granted, and what time it is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jotkit_example_provider::app::App;
use jotkit_example_provider::config::{Config, User};
use serde::Deserialize;
use serde_json::json;

use crate::record::Request;

/// The provider's own key. Made up.
const KEY: &str = "a key of 32 bytes or more, for tests";
/// The secret that LikeCoin derives each client's signing key with. Made up.
const COMMON_SECRET: &str = "common-secret-for-tests";
/// What the tokens carry as `iss` and `aud`: the name of LikeCoin's test network.
const HOST: &str = "rinkeby.like.co";

/// A LiveLike application.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Application {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// The only person with a Liker ID.
pub(crate) fn user() -> User {
    User {
        id: "williamchong".to_owned(),
        display_name: "William Chong".to_owned(),
        avatar: "https://static.like.example/avatar.png".to_owned(),
        email: "william@example.com".to_owned(),
    }
}

/// A LiveLike profile.
pub(crate) struct Profile {
    pub(crate) id: String,
    pub(crate) nickname: String,
}

/// Everything that changes.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) applications: HashMap<String, Application>,
    /// By Client ID and custom id.
    pub(crate) profiles: HashMap<(String, String), Profile>,
    pub(crate) requests: Vec<Request>,
}

/// What all requests share: LikeCoin's provider, which is the example's, and the state.
pub(crate) struct World {
    pub(crate) provider: Arc<App>,
    state: Mutex<State>,
}

impl World {
    /// A provider with one user and no clients, in memory.
    pub(crate) async fn new() -> Self {
        let provider = App::start(Config {
            listen: String::new(),
            database: "sqlite::memory:".to_owned(),
            provider: json!({"key": KEY, "common_secret": COMMON_SECRET, "host": HOST}),
            clients: Vec::new(),
            users: vec![user()],
            clock: 0,
        });
        Self {
            provider: provider.await.expect("the configuration is good"),
            state: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time the stand-ins go by, in seconds since 1970.
    #[expect(clippy::cast_precision_loss, reason = "a time of this age is exact")]
    pub(crate) fn now(&self) -> f64 {
        self.provider.now() as f64
    }
}

/// 32 random bytes as 43 characters: LikeCoin's refresh tokens have this form.
pub(crate) fn random_text() -> String {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system has randomness");
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(bytes)
}
