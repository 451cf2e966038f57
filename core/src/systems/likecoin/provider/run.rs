//! Running a flow to its end, with a store and the host's users.

use std::error::Error as StdError;
use std::future::Future;
use std::sync::Arc;

use super::flow::{Flow, Outcome, Query, Step};
use super::rows::Rows;
use super::user::User;
use crate::error::Result as Checked;

/// Why a store or a lookup of users failed. The flow gets no more than the fact; what ran it has
/// it in [`Outcome::cause`].
pub type Failure = Box<dyn StdError + Send + Sync>;

/// A database whose calls block.
///
/// Statements run in autocommit, never inside a transaction of the application, and all rows are
/// read. One that failed because the database was busy, or whose connection was lost, can be run
/// again with the same parameters; a store does so for five seconds at most.
pub trait BlockingStore {
    /// Runs a statement and returns its rows.
    ///
    /// # Errors
    /// Whatever kept the database from it.
    fn run(&self, query: &Query) -> Result<Rows, Failure>;
}

/// As [`BlockingStore`], for a driver that is asynchronous.
pub trait AsyncStore {
    /// Runs a statement and returns its rows.
    ///
    /// # Errors
    /// Whatever kept the database from it.
    fn run(&self, query: Query) -> impl Future<Output = Result<Rows, Failure>> + Send;
}

impl<T: Clone> Flow<T> {
    /// Runs the flow to its end. `users` looks a user up by id; `None` if there is none any more.
    ///
    /// ```no_run
    /// use jotkit::likecoin::provider::{BlockingStore, Flow, Answer, User};
    ///
    /// fn answer(flow: Flow<Answer>, store: &impl BlockingStore) -> Answer {
    ///     let users = |id: &str| Ok(Some(User::new().display_name(id)));
    ///     flow.run(store, users).value
    /// }
    /// ```
    pub fn run<S: BlockingStore + ?Sized>(
        mut self,
        store: &S,
        users: impl Fn(&str) -> Result<Option<User>, Failure>,
    ) -> Outcome<T> {
        let mut cause = None;
        loop {
            let answered = match self.step() {
                Step::Query(query) => match store.run(&query) {
                    Ok(rows) => self.rows(rows),
                    Err(failure) => self.failed_by(failure, &mut cause),
                },
                Step::User(id) => match users(&id) {
                    Ok(user) => self.user(user),
                    Err(failure) => self.failed_by(failure, &mut cause),
                },
                Step::Done(outcome) => return Outcome { cause, ..outcome },
            };
            debug_assert!(answered.is_ok(), "each step gets the answer it waits for");
        }
    }

    /// As [`run`](Self::run), with an asynchronous driver.
    pub async fn run_async<S, U>(mut self, store: &S, users: impl Fn(String) -> U) -> Outcome<T>
    where
        S: AsyncStore + ?Sized,
        U: Future<Output = Result<Option<User>, Failure>>,
    {
        let mut cause = None;
        loop {
            let answered = match self.step() {
                Step::Query(query) => match store.run(query).await {
                    Ok(rows) => self.rows(rows),
                    Err(failure) => self.failed_by(failure, &mut cause),
                },
                Step::User(id) => match users(id).await {
                    Ok(user) => self.user(user),
                    Err(failure) => self.failed_by(failure, &mut cause),
                },
                Step::Done(outcome) => return Outcome { cause, ..outcome },
            };
            debug_assert!(answered.is_ok(), "each step gets the answer it waits for");
        }
    }

    fn failed_by(&mut self, failure: Failure, cause: &mut Option<Arc<Failure>>) -> Checked<()> {
        *cause = Some(Arc::new(failure));
        self.failed()
    }
}
