//! How a decision waits for what only a host can do.
//!
//! A flow is written as one `async` function that asks for rows and users as if they came at once.
//! [`Flow`] is all the runtime it needs: it runs the function up to its next question, hands the
//! question to the host, and goes on with the answer. Nothing here waits, and there is no thread.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::event::{Event, EventName};
use super::refusal::Refusal;
use super::rows::{Row, Rows, Value};
use super::run::Failure;
use super::statements::Statement;
use super::user::User;
use crate::error::{Code, Error, Result};

/// A decision under way: what to do next, and then the result.
pub struct Flow<T> {
    running: Pin<Box<dyn Future<Output = T> + Send>>,
    desk: Arc<Desk>,
    step: Step<T>,
}

/// What a flow needs of its host.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step<T> {
    /// Run a statement, in autocommit, and call [`Flow::rows`] or [`Flow::failed`].
    Query(Query),
    /// Look this user up, and call [`Flow::user`] or [`Flow::failed`].
    User(String),
    /// Nothing more.
    Done(Outcome<T>),
}

/// A statement to run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Its name among the [`statements`](super::statements).
    pub name: &'static str,
    /// Its text; parameters are `$1`, `$2` and on.
    pub sql: &'static str,
    /// The parameters, in the order of their numbers.
    pub params: Vec<Value>,
}

/// The result of a flow.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome<T> {
    /// The reply, or what a function returns.
    pub value: T,
    /// What happened, in its order.
    pub events: Vec<Event>,
    /// Why the last step failed that did, if a [`run`](Flow::run) of jotkit's ran the flow.
    pub cause: Option<Arc<Failure>>,
}

/// Why a flow ends early.
#[derive(Debug)]
pub(super) enum Halt {
    /// The request is refused.
    Refused(Refusal),
    /// The request is refused, by a redirect to the client's redirect URI.
    Redirected(Refusal, String),
    /// The database failed, or what it holds cannot be read.
    Failed,
    /// The caller of a function gets this error.
    Error(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Halt {
    /// What a function returns.
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::Error(error) => error,
            Self::Failed => Error::with_hint(
                Code::ServerUnavailable,
                "The database did not do its work, or no key opens what it holds.",
            ),
            Self::Refused(_) | Self::Redirected(..) => Error::internal(),
        }
    }
}

/// Where a flow and its host leave each other's questions and answers.
#[derive(Default)]
struct Desk(Mutex<Papers>);

#[derive(Default)]
struct Papers {
    question: Option<Question>,
    answer: Option<Answer>,
    events: Vec<Event>,
}

enum Question {
    Rows(Query),
    User(String),
}

enum Answer {
    Rows(Rows),
    User(Option<User>),
    Failed,
}

impl Desk {
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Flow<T> {
    /// Runs a function up to its first question.
    pub(super) fn new<F>(now: i64, function: impl FnOnce(Io) -> F) -> Self
    where
        F: Future<Output = T> + Send + 'static,
        T: Clone,
    {
        let desk = Arc::new(Desk::default());
        let io = Io {
            desk: Arc::clone(&desk),
            now,
        };
        let mut running: Pin<Box<dyn Future<Output = T> + Send>> = Box::pin(function(io));
        let step = go_on(&mut running, &desk);
        Self {
            running,
            desk,
            step,
        }
    }

    /// What to do now.
    #[must_use]
    pub fn step(&self) -> Step<T>
    where
        T: Clone,
    {
        self.step.clone()
    }

    /// Goes on with the rows that the statement returned, all of them.
    ///
    /// # Errors
    /// `argument_invalid` if the step is not [`Step::Query`].
    pub fn rows(&mut self, rows: Rows) -> Result<()> {
        match self.step {
            Step::Query(_) => self.answer(Answer::Rows(rows)),
            Step::User(_) | Step::Done(_) => return Err(out_of_turn()),
        }
        Ok(())
    }

    /// Goes on with the user, or `None` if there is none of that id any more.
    ///
    /// # Errors
    /// `argument_invalid` if the step is not [`Step::User`].
    pub fn user(&mut self, user: Option<User>) -> Result<()> {
        match self.step {
            Step::User(_) => self.answer(Answer::User(user)),
            Step::Query(_) | Step::Done(_) => return Err(out_of_turn()),
        }
        Ok(())
    }

    /// Says that the step could not be done: the flow ends with a reply of status 503, or with
    /// `server_unavailable`.
    ///
    /// # Errors
    /// `argument_invalid` if there is nothing to do.
    pub fn failed(&mut self) -> Result<()> {
        match self.step {
            Step::Query(_) | Step::User(_) => self.answer(Answer::Failed),
            Step::Done(_) => return Err(out_of_turn()),
        }
        Ok(())
    }

    fn answer(&mut self, answer: Answer) {
        self.desk.papers().answer = Some(answer);
        self.step = go_on(&mut self.running, &self.desk);
    }
}

impl<T> fmt::Debug for Flow<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = match &self.step {
            Step::Query(query) => query.name,
            Step::User(_) => "user",
            Step::Done(_) => "done",
        };
        f.debug_struct("Flow")
            .field("step", &step)
            .finish_non_exhaustive()
    }
}

fn out_of_turn() -> Error {
    Error::argument_invalid("The flow does not wait for that; do what its step says.")
}

/// Runs a flow up to its next question or its end.
fn go_on<T>(running: &mut Pin<Box<dyn Future<Output = T> + Send>>, desk: &Desk) -> Step<T> {
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready(value) = running.as_mut().poll(&mut context) {
        let events = std::mem::take(&mut desk.papers().events);
        let cause = None;
        return Step::Done(Outcome {
            value,
            events,
            cause,
        });
    }
    match desk.papers().question.take() {
        Some(Question::Rows(query)) => Step::Query(query),
        Some(Question::User(id)) => Step::User(id),
        // A flow waits for nothing but its answers, so it has asked.
        None => Step::User(String::new()),
    }
}

/// What a flow asks its host with.
pub(super) struct Io {
    desk: Arc<Desk>,
    /// The time that the flow goes by, in seconds since 1970.
    pub(super) now: i64,
}

impl Io {
    /// The rows of a statement.
    pub(super) async fn rows(
        &self,
        statement: Statement,
        params: Vec<Value>,
    ) -> Result<Rows, Halt> {
        self.run(statement.name(), statement.sql(), params).await
    }

    pub(super) async fn run(
        &self,
        name: &'static str,
        sql: &'static str,
        params: Vec<Value>,
    ) -> Result<Rows, Halt> {
        match self.ask(Question::Rows(Query { name, sql, params })).await {
            Answer::Rows(rows) => Ok(rows),
            Answer::User(_) | Answer::Failed => Err(Halt::Failed),
        }
    }

    /// The only row of a statement.
    pub(super) async fn row<const N: usize>(
        &self,
        statement: Statement,
        params: [Value; N],
    ) -> Result<Option<Row>, Halt> {
        self.rows(statement, params.into()).await.map(Row::only)
    }

    /// A user; `None` if there is none of that id.
    pub(super) async fn user(&self, id: &str) -> Result<Option<User>, Halt> {
        match self.ask(Question::User(id.to_owned())).await {
            Answer::User(user) => Ok(user),
            Answer::Rows(_) | Answer::Failed => Err(Halt::Failed),
        }
    }

    pub(super) fn tell(&self, name: EventName, about: &About) {
        self.tell_why(name, about, None);
    }

    pub(super) fn tell_why(&self, name: EventName, about: &About, reason: Option<&'static str>) {
        self.desk.papers().events.push(Event {
            name,
            time: self.now,
            client: about.client.clone(),
            user: about.user.clone(),
            reason,
        });
    }

    async fn ask(&self, question: Question) -> Answer {
        self.desk.papers().question = Some(question);
        Wait(&self.desk).await
    }
}

/// Whom a flow is about, as far as it knows.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    pub(super) client: Option<String>,
    pub(super) user: Option<String>,
}

struct Wait<'d>(&'d Desk);

impl Future for Wait<'_> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.0
            .papers()
            .answer
            .take()
            .map_or(Poll::Pending, Poll::Ready)
    }
}
