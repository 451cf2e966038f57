//! Flows for bindings: steps and answers as JSON text.

use serde::{Serialize, Serializer};

use super::event::Event;
use super::flow::{Flow, Step};
use super::reply::{Answer, App, Page};
use super::rows::{self, Value};
use super::user::User;
use crate::error::{Error, Result};
use crate::systems::likecoin::access_token::AccessToken;

/// A [`Flow`] of any result, as bindings drive it.
pub trait JsonFlow: Send {
    /// The step as a JSON object:
    ///
    /// - `{"name", "sql", "params"}`: run a statement;
    /// - `{"user"}`: look a user up;
    /// - `{"done", "events"}`: the result. That of a request is `{"login": true, "return_to"}` or
    ///   `{"status", "headers", "body", "page"?}`, where `page` has one member: `page` (the word of a refusal),
    ///   `consent` or `apps`.
    ///
    /// # Errors
    /// That of the function, once it is done.
    fn step_json(&self) -> Result<String>;

    /// As [`Flow::rows`]: a list of lists of strings, whole numbers and nulls.
    ///
    /// # Errors
    /// `argument_invalid`.
    fn rows_json(&mut self, rows: &str) -> Result<()>;

    /// As [`Flow::user`]: what [`User::from_json`] reads.
    ///
    /// # Errors
    /// `argument_invalid`.
    fn user_json(&mut self, user: Option<&str>) -> Result<()>;

    /// As [`Flow::failed`].
    ///
    /// # Errors
    /// `argument_invalid`.
    fn fail(&mut self) -> Result<()>;
}

impl<T: Done + Send> JsonFlow for Flow<T> {
    fn step_json(&self) -> Result<String> {
        let step = match self.step() {
            Step::Query(query) => Written::Query {
                name: query.name,
                sql: query.sql,
                params: query.params,
            },
            Step::User(user) => Written::User { user },
            Step::Done(outcome) => Written::Done {
                done: outcome.value.done()?,
                events: outcome.events,
            },
        };
        serde_json::to_string(&step).map_err(|_| Error::internal())
    }

    fn rows_json(&mut self, text: &str) -> Result<()> {
        self.rows(rows::from_json(text)?)
    }

    fn user_json(&mut self, user: Option<&str>) -> Result<()> {
        self.user(user.map(User::from_json).transpose()?)
    }

    fn fail(&mut self) -> Result<()> {
        self.failed()
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Written<T> {
    Query {
        name: &'static str,
        sql: &'static str,
        params: Vec<Value>,
    },
    User {
        user: String,
    },
    Done {
        done: T,
        events: Vec<Event>,
    },
}

/// The result of a flow.
pub trait Done: Clone {
    /// How it is written.
    type Written: Serialize;

    /// # Errors
    /// That of a function.
    fn done(self) -> Result<Self::Written>;
}

/// The result of a request.
#[derive(Serialize)]
#[serde(untagged)]
pub enum WrittenAnswer {
    /// A reply.
    Reply {
        /// The status.
        status: u16,
        /// By name.
        #[serde(serialize_with = "by_name")]
        headers: Vec<(&'static str, String)>,
        /// The body.
        body: String,
        /// What a page shows.
        #[serde(skip_serializing_if = "Option::is_none")]
        page: Option<Page>,
    },
    /// Somebody has to log in.
    Login {
        /// `true`.
        login: bool,
        /// Path and query to come back to.
        return_to: String,
    },
}

fn by_name<S: Serializer>(
    headers: &[(&'static str, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().map(|(name, value)| (name, value)))
}

impl Done for Answer {
    type Written = WrittenAnswer;

    fn done(self) -> Result<WrittenAnswer> {
        Ok(match self {
            Self::Login { return_to } => WrittenAnswer::Login {
                login: true,
                return_to,
            },
            Self::Reply(reply) => WrittenAnswer::Reply {
                status: reply.status,
                headers: reply.headers,
                body: reply.body,
                page: reply.page,
            },
        })
    }
}

/// Results of functions.
macro_rules! done {
    ($($type:ty)+) => {
        $(impl Done for Result<$type> {
            type Written = $type;

            fn done(self) -> Self {
                self
            }
        })+
    };
}

done! { () bool String Vec<String> Vec<App> AccessToken }
