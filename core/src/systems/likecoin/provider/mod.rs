//! The provider's side: an authorization server that a service embeds.
//!
//! Everything is decided here, and nothing is done: a [`Flow`] says which statement to run and
//! which user to look up, and ends with the reply to send. A host runs the statements with its own
//! driver, in autocommit, on SQLite or PostgreSQL; the text is the same.
//!
//! Everything that changes about a client and a user is one row, and each decision is one statement
//! on it. So codes are redeemed once and revocations hold, whatever else runs at the same time and
//! in however many processes, without a transaction. A statement whose answer was lost can be run
//! again with the same parameters.
//!
//! ```
//! use jotkit::likecoin::provider::{Answer, Endpoint, Options, Provider, Request, Step};
//!
//! let options = Options::new()
//!     .key("a key of 32 bytes or more, the provider's own")
//!     .common_secret("common secret")
//!     .host("like.example");
//! let provider = Provider::new(options)?;
//!
//! let query = "client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";
//! let request = Request::new(Endpoint::Authorize, "GET").query(query);
//! let mut flow = provider.answer(request, 1_800_000_000);
//! let outcome = loop {
//!     match flow.step() {
//!         // Here a host runs `query.sql` with `query.params`; this database is empty.
//!         Step::Query(query) => flow.rows(Vec::new())?,
//!         Step::User(_) => flow.user(None)?,
//!         Step::Done(outcome) => break outcome,
//!         _ => unreachable!(),
//!     }
//! };
//! let Answer::Reply(reply) = outcome.value else { unreachable!() };
//! assert_eq!(reply.status, 400); // the page that says INVALID_CLIENT_ID
//! # Ok::<(), jotkit::Error>(())
//! ```

mod access;
mod admin;
mod apps;
mod asked;
mod authenticate;
mod authorize;
mod client;
mod date;
mod door;
mod event;
mod family;
mod flow;
mod form;
mod introspect;
mod opaque;
mod options;
mod page;
mod refusal;
mod reply;
mod request;
mod revoke;
mod rows;
mod run;
mod scopes;
mod secrets;
mod statements;
mod tag;
mod text;
mod ticket;
mod token;
mod user;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;

pub use client::ClientOptions;
pub use door::JsonFlow;
pub use event::{Event, EventName};
pub use flow::{Flow, Outcome, Query, Step};
pub use options::{Options, Style};
pub use reply::{Answer, App, Consent, Page, Reply};
pub use request::{Endpoint, MAX_BODY_BYTES, Request};
pub use rows::{Rows, Value};
pub use run::{AsyncStore, BlockingStore, Failure};
pub use statements::statements;
pub use user::User;

use self::client::Record;
use self::event::EventName as Name;
use self::flow::{About, Halt, Io};
use self::opaque::Opaque;
use self::page::Descriptions;
use self::refusal::Refusal;
use self::secrets::Secrets;
use self::statements::Statement;
use super::access_token::AccessToken;
use super::scope::Demands;
use super::verifier::{LikeCoin, VerifierOptions};
use crate::error::{Error, Result};

/// How often a decision is made again because the row changed, before the database is blamed.
const TRIES: usize = 8;
/// For how many seconds an API's checks may go by a client's record.
const RECORD_IS_FRESH: i64 = 60;
/// For how many seconds they may where the record's keys do not fit.
const RECORD_IS_NEW: i64 = 1;
/// How many clients' records are kept.
const RECORDS: usize = 1_024;
/// After how many codes old ones are swept away.
const CODES_PER_SWEEP: u64 = 64;

/// An authorization server, without its database and its web server. A clone is the same provider.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

/// What all flows of a provider share.
struct Inner {
    options: Options,
    secrets: Secrets,
    /// What all access tokens have to be.
    system: Arc<LikeCoin>,
    decoy: Decoy,
    /// Clients' records and when they were read.
    records: Cache<String, (i64, Arc<Record>)>,
    codes: AtomicU64,
}

/// A client that does not exist, for whom authentication takes as long as for one that does.
struct Decoy {
    id: String,
    record: Record,
}

impl Provider {
    /// A provider.
    ///
    /// # Errors
    /// `argument_invalid` for options that are missing or out of range; `key_weak` for a key of
    /// fewer than 32 bytes and a blank common secret.
    pub fn new(options: Options) -> Result<Self> {
        options.check()?;
        let key = options.key.as_ref().ok_or(Error::internal())?;
        let secrets = Secrets::new(key.as_slice())?;
        let (id, secret) = (Opaque::random()?.text(), Opaque::random()?.text());
        let decoy = ClientOptions::new()
            .client_id(id.as_str())
            .client_secret(secret);
        let record = Record::new(&decoy, None, 0, &options, &secrets)?;
        let common_secret = options.common_secret.as_ref().ok_or(Error::internal())?;
        let host = options.host.as_deref().unwrap_or_default();
        let tokens = VerifierOptions::new().host(host);
        let system = Arc::new(LikeCoin::new(common_secret.as_str(), &tokens)?);
        Ok(Self(Arc::new(Inner {
            decoy: Decoy { id, record },
            records: Cache::new(RECORDS),
            codes: AtomicU64::new(0),
            options,
            secrets,
            system,
        })))
    }

    /// Makes the tables, and refuses those of a newer version.
    #[must_use]
    pub fn setup(&self, now: i64) -> Flow<Result<()>> {
        Flow::new(now, |io| async move { returned(admin::setup(&io).await) })
    }

    /// Registers a client, or registers it again with everything that it is given here.
    ///
    /// A secret that the client has already stays with its others; another one replaces them
    /// all. [`new_secret`](Self::new_secret) adds one.
    ///
    /// # Errors
    /// `argument_invalid` for options that are missing or wrong; `key_weak` for a secret of fewer
    /// than 16 bytes. The flow ends with `argument_invalid` for a new client without a secret.
    pub fn put_client(&self, client: ClientOptions, now: i64) -> Result<Flow<Result<()>>> {
        client.check()?;
        let provider = Arc::clone(&self.0);
        Ok(Flow::new(now, |io| async move {
            returned(admin::put(&provider, &io, &client).await)
        }))
    }

    /// Gives a client another secret, a random one if none is given, and returns it. Those it had
    /// authenticate it for `keep` seconds more, and tokens that were issued with them are good for
    /// an hour after that.
    ///
    /// The flow ends with `client_unknown` for a client that is not registered and `key_weak` for a
    /// secret of fewer than 16 bytes.
    #[must_use]
    pub fn new_secret(
        &self,
        client: impl Into<String>,
        secret: Option<String>,
        keep: u32,
        now: i64,
    ) -> Flow<Result<String>> {
        let (provider, client) = (Arc::clone(&self.0), client.into());
        Flow::new(now, move |io| async move {
            let keep = i64::from(keep);
            returned(admin::new_secret(&provider, &io, &client, secret, keep).await)
        })
    }

    /// The ids of all clients.
    #[must_use]
    pub fn clients(&self, now: i64) -> Flow<Result<Vec<String>>> {
        Flow::new(now, |io| async move { returned(admin::clients(&io).await) })
    }

    /// Answers a request to one of the endpoints. `now` is in seconds since 1970.
    #[must_use]
    pub fn answer(&self, request: Request, now: i64) -> Flow<Answer> {
        let provider = Arc::clone(&self.0);
        Flow::new(now, |io| async move {
            let mut about = About::default();
            let answer = provider.answer(&io, &mut about, &request).await;
            answer.unwrap_or_else(|halt| provider.refuse(&io, &about, &request, halt))
        })
    }

    /// Verifies an access token as an API does: as
    /// [`Verifier::verify`](crate::likecoin::Verifier::verify), and that it has not been revoked.
    ///
    /// The flow ends with `token_revoked` for a token whose grant has ended; `keys_unavailable`,
    /// which is status 503 in an answer, if the database fails.
    #[must_use]
    pub fn verify(
        &self,
        token: impl Into<Vec<u8>>,
        demands: Demands,
        now: i64,
    ) -> Flow<Result<AccessToken>> {
        let (provider, token) = (Arc::clone(&self.0), token.into());
        Flow::new(now, |io| async move {
            access::verify(&provider, &io, &token, &demands).await
        })
    }

    /// What a user has allowed, for a host's own page.
    #[must_use]
    pub fn apps(&self, user: impl Into<String>, now: i64) -> Flow<Result<Vec<App>>> {
        let user = user.into();
        Flow::new(
            now,
            |io| async move { returned(apps::list(&io, &user).await) },
        )
    }

    /// Ends what a user allowed a client, and all tokens that came of it; whether there was
    /// anything.
    #[must_use]
    pub fn withdraw(
        &self,
        user: impl Into<String>,
        client: impl Into<String>,
        now: i64,
    ) -> Flow<Result<bool>> {
        let (user, client) = (user.into(), client.into());
        Flow::new(now, |io| async move {
            let about = About {
                client: Some(client.clone()),
                user: Some(user.clone()),
            };
            returned(apps::withdraw(&io, &about, &client, &user).await)
        })
    }

    /// Deletes codes that expired a day ago and grants that ended two days ago. A provider does so
    /// itself after every 64th code.
    #[must_use]
    pub fn sweep(&self, now: i64) -> Flow<Result<()>> {
        Flow::new(
            now,
            |io| async move { returned(authorize::sweep(&io).await) },
        )
    }
}

impl Inner {
    async fn answer(&self, io: &Io, about: &mut About, request: &Request) -> Result<Answer, Halt> {
        match request.endpoint {
            Endpoint::Authorize => authorize::authorize(self, io, about, request).await,
            Endpoint::Token => token::token(self, io, about, request).await,
            Endpoint::Revoke => revoke::revoke(self, io, about, request).await,
            Endpoint::Introspect => introspect::introspect(self, io, about, request).await,
            Endpoint::Apps => apps::apps(self, io, about, request).await,
        }
    }

    /// The reply to a request that does not get what it asks for.
    fn refuse(&self, io: &Io, about: &About, request: &Request, halt: Halt) -> Answer {
        let (refusal, location) = match halt {
            Halt::Refused(refusal) => (refusal, None),
            Halt::Redirected(refusal, location) => (refusal, Some(location)),
            // The system has no randomness, or a host that wrote the request itself gave a user's
            // id that no database holds.
            Halt::Failed | Halt::Error(_) => (Refusal::Unavailable, None),
        };
        let reason = refusal.words().likecoin;
        match refusal {
            Refusal::Denied => io.tell(Name::ConsentDeclined, about),
            Refusal::Unavailable => io.tell_why(Name::StoreFailed, about, Some(reason)),
            Refusal::ClientMissing | Refusal::Client | Refusal::BasicClient => {
                io.tell_why(Name::ClientRefused, about, Some(reason));
            }
            _ => io.tell_why(Name::RequestRefused, about, Some(reason)),
        }
        Answer::Reply(match location {
            Some(location) => Reply::redirect(location),
            None if request.endpoint.is_page() => page::refusal(refusal),
            None => Reply::refusal(refusal, self.options.is_likecoin()),
        })
    }

    /// A client's record, read now.
    async fn client(&self, io: &Io, id: &str) -> Result<Option<Record>, Halt> {
        // What no client is called the database is not asked for: it cannot hold every text.
        if !client::is_id(id) {
            return Ok(None);
        }
        let row = io.row(Statement::Client, [id.into()]).await?;
        row.map(|mut row| Record::read(&row.text()?)).transpose()
    }

    /// A client's record that was read in the last `fresh` seconds.
    async fn known_client(
        &self,
        io: &Io,
        id: &str,
        fresh: i64,
    ) -> Result<Option<Arc<Record>>, Halt> {
        if let Some((read, record)) = self.records.get(id) {
            let age = io.now.saturating_sub(read);
            if (0..fresh).contains(&age) {
                return Ok(Some(record));
            }
        }
        let record = self.client(io, id).await?.map(Arc::new);
        match &record {
            Some(record) => self
                .records
                .insert(id.to_owned(), (io.now, Arc::clone(record))),
            None => self.forget(id),
        }
        Ok(record)
    }

    fn forget(&self, id: &str) {
        self.records.remove(id);
    }

    fn is_time_to_sweep(&self) -> bool {
        let codes = self.codes.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        codes.is_multiple_of(CODES_PER_SWEEP)
    }

    fn host(&self) -> &str {
        self.options.host.as_deref().unwrap_or_default()
    }

    fn descriptions(&self) -> Option<&Descriptions> {
        self.options.descriptions.as_ref()
    }
}

/// What a function returns.
fn returned<T>(result: Result<T, Halt>) -> Result<T> {
    result.map_err(Halt::into_error)
}

/// Ends the tokens of a grant, named by their family or tag.
async fn end(
    io: &Io,
    about: &About,
    (client, user): (&str, &str),
    named: &str,
) -> Result<(), Halt> {
    let params = [
        tag::random()?.into(),
        client.into(),
        user.into(),
        named.into(),
    ];
    if io.row(Statement::End, params).await?.is_some() {
        io.tell(Name::TokensEnded, about);
    }
    Ok(())
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("host", &self.0.options.host)
            .field("style", &self.0.options.style)
            .finish_non_exhaustive()
    }
}
