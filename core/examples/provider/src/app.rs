//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jotkit::likecoin::provider::{
    ClientOptions, Event, Failure, Flow, Options, Provider, User as Found,
};
use jotkit::{Key, Policy, Signer, SignerOptions, Verifier};
use serde_json::Value;

use crate::config::{Config, User};
use crate::database::{Database, Users};

/// The server's parts.
pub struct App {
    /// The provider.
    pub provider: Provider,
    /// Whether it speaks as LikeCoin does.
    pub is_likecoin: bool,
    /// The service's users.
    pub users: Vec<User>,
    /// Signs the cookies of those who are logged in, for all processes with the same key.
    pub cookies: (Signer, Verifier),
    database: Database,
    find: Arc<Users>,
    clock: AtomicI64,
}

impl App {
    /// Makes the tables, registers the clients, and is ready.
    ///
    /// # Errors
    /// For a configuration that is wrong and a database that does not answer.
    pub async fn start(config: Config) -> Result<Arc<Self>, Failure> {
        let provider = Provider::new(Options::from_json(&config.provider.to_string())?)?;
        // The first of the provider's keys writes, here too.
        let key = config.provider.get("key");
        let key = key.map(|key| key.get(0).unwrap_or(key));
        let key = key.and_then(Value::as_str).unwrap_or_default();
        let key = Key::hs256(format!("login {key}"))?;
        let policy = Policy::new().required(["sub", "jti", "exp"]);
        let users = config.users;
        let known = users.clone();
        let find = move |id: &str| {
            let user = known.iter().find(|user| user.id == id)?;
            Some(
                Found::new()
                    .display_name(&user.display_name)
                    .avatar(&user.avatar)
                    .email(&user.email),
            )
        };
        let app = Self {
            is_likecoin: config
                .provider
                .get("style")
                .is_none_or(|style| style != "rfc6749"),
            provider,
            users,
            // Each login has an id of its own, so that a form of one is not good in another.
            cookies: (
                Signer::with_options(key.clone(), SignerOptions::new().jti())?,
                Verifier::new(key, policy)?,
            ),
            database: Database::open(&config.database)?,
            find: Arc::new(find),
            clock: AtomicI64::new(config.clock),
        };
        app.run(app.provider.setup(app.now())).await??;
        for client in config.clients {
            app.put(ClientOptions::from_json(&client.to_string())?)
                .await?;
        }
        Ok(Arc::new(app))
    }

    /// Registers a client.
    ///
    /// # Errors
    /// For options that are wrong and a database that does not answer.
    pub async fn put(&self, client: ClientOptions) -> Result<(), Failure> {
        let flow = self.provider.put_client(client, self.now())?;
        self.run(flow).await??;
        Ok(())
    }

    /// Runs a flow to its end, and writes what happened to the log.
    ///
    /// # Errors
    /// If a thread could not be had.
    pub async fn run<T: Clone + Send + 'static>(&self, flow: Flow<T>) -> Result<T, Failure> {
        let outcome = self.database.run(flow, &self.find).await?;
        outcome.events.iter().for_each(log);
        if let Some(cause) = outcome.cause {
            eprintln!("{cause}");
        }
        Ok(outcome.value)
    }

    /// Looks a user up.
    #[must_use]
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// The time, in whole seconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_secs());
        let moved = self.clock.load(Ordering::Relaxed);
        i64::try_from(now).unwrap_or(i64::MAX).saturating_add(moved)
    }

    /// Moves the clock on; for tests.
    pub fn move_clock(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// One line for each event. It has no code, token or secret.
fn log(event: &Event) {
    if let Ok(line) = serde_json::to_string(event) {
        eprintln!("{line}");
    }
}
