//! SQLite or PostgreSQL, by the address in the configuration.

use std::sync::Arc;

use deadpool_postgres::{Manager, Pool};
use jotkit::likecoin::provider::{Failure, Flow, Outcome, User};
use jotkit::store::{Postgres, Sqlite};
use tokio::task::spawn_blocking;
use tokio_postgres::NoTls;

/// Looks a user up.
pub type Users = dyn Fn(&str) -> Option<User> + Send + Sync;

/// Where the provider keeps what it knows.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file.
    Sqlite(Arc<Sqlite>),
    /// A server that several processes share.
    Postgres(Postgres),
}

impl Database {
    /// Opens `sqlite:PATH` or `postgresql://...`. A server is not asked before it is needed.
    ///
    /// # Errors
    /// Those of the driver.
    pub fn open(address: &str) -> Result<Self, Failure> {
        if let Some(path) = address.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(Arc::new(Sqlite::open(path)?)));
        }
        let manager = Manager::new(address.parse()?, NoTls);
        let pool = Pool::builder(manager).max_size(16).build()?;
        Ok(Self::Postgres(Postgres::new(pool)))
    }

    /// Runs a flow to its end.
    ///
    /// # Errors
    /// If a thread could not be had.
    pub async fn run<T: Clone + Send + 'static>(
        &self,
        flow: Flow<T>,
        users: &Arc<Users>,
    ) -> Result<Outcome<T>, Failure> {
        let users = Arc::clone(users);
        match self {
            Self::Sqlite(store) => {
                let store = Arc::clone(store);
                let run = move || flow.run(&*store, |id| Ok(users(id)));
                Ok(spawn_blocking(run).await?)
            }
            Self::Postgres(store) => {
                let find = |id: String| {
                    let user = users(&id);
                    async move { Ok(user) }
                };
                Ok(flow.run_async(store, find).await)
            }
        }
    }
}
