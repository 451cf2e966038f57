//! Keys behind a URL, without sockets, clock or random numbers: the time, a number for jitter and
//! the replies are arguments. A host sends the requests.
//!
//! A fresh set is used. From 80 % of its lifetime the first caller to ask fetches it again while
//! all others go on with it. When it cannot be fetched it is used until it is stale for too long.
//! Key ids that a fresh set lacks lead to a request at most as often as the cooldown allows.

mod address;
mod body;
mod clock;
mod event;
mod headers;
mod machine;
mod options;
mod snapshot;
mod step;
mod text;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::event::{Event, EventName};
use self::machine::Machine;
pub use self::options::RemoteOptions;
pub use self::step::{Ask, Cause, Change, Fetch, Freshness, Reply, Status, Step};
pub use self::text::events_to_json;
use crate::error::{Code, Error, Result};
use crate::key::KeySet;

/// Milliseconds since 1970, or a span of them.
pub type Millis = i64;

/// The keys of an issuer, or of several.
///
/// ```
/// use jotkit::remote::{Ask, RemoteKeys, Reply, Step};
///
/// let keys = RemoteKeys::from_json(r#"{"jwks_url": "https://id.example/keys"}"#)?;
/// let ask = Ask::new().kid("k1");
/// let Step::Fetch(fetch) = keys.ask(&ask, 0) else { unreachable!() };
/// assert_eq!(fetch.url, "https://id.example/keys");
/// let body = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k1",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
/// keys.answer(fetch.lease, &Reply::new(200, body), 40, 0);
/// assert!(matches!(keys.ask(&ask, 50), Step::Use(_)));
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct RemoteKeys {
    several: bool,
    state: Mutex<State>,
}

struct State {
    machines: Vec<Machine>,
    /// The number of the last lease that was handed out, by any of the machines.
    leases: u64,
}

impl RemoteKeys {
    /// Keys of one source.
    ///
    /// # Errors
    /// `argument_invalid` for options without a source or out of range.
    pub fn new(options: RemoteOptions) -> Result<Self> {
        options.check()?;
        Ok(Self::build(false, vec![options]))
    }

    /// Keys of the source or the sources that JSON text names: the options of one, or
    /// `{"issuers": [...]}` with the options of each. Of several, the token's unverified `iss`
    /// chooses among those that are listed.
    ///
    /// # Errors
    /// As [`RemoteKeys::new`].
    pub fn from_json(options: &str) -> Result<Self> {
        let (several, sources) = options::sources(options)?;
        Ok(Self::build(several, sources))
    }

    fn build(several: bool, sources: Vec<RemoteOptions>) -> Self {
        let state = State {
            machines: sources.into_iter().map(Machine::new).collect(),
            leases: 0,
        };
        Self {
            several,
            state: Mutex::new(state),
        }
    }

    /// What to do to verify a token that names a key like this.
    pub fn ask(&self, ask: &Ask, now: Millis) -> Step {
        let mut state = self.lock();
        let State { machines, leases } = &mut *state;
        match self.machine(machines, ask.issuer.as_deref()) {
            Some(machine) => machine.ask(ask, now, leases),
            None => refused(),
        }
    }

    /// What to do so that there are keys: those of the issuer named, or of every source. A source
    /// without keys comes before one whose keys are due to be fetched again.
    pub fn warm(&self, issuer: Option<&str>, now: Millis) -> Step {
        let mut state = self.lock();
        let State { machines, leases } = &mut *state;
        let named = |machine: &&mut Machine| issuer.is_none() || machine.issuer() == issuer;
        let mut machines: Vec<&mut Machine> = match self.several {
            true => machines.iter_mut().filter(named).collect(),
            false => machines.iter_mut().collect(),
        };
        // Those without keys first.
        machines.sort_by_key(|machine| machine.has_keys(now));
        let (mut held, mut refusal) = (None, None);
        for machine in machines {
            if refusal.is_some() && machine.has_keys(now) {
                break;
            }
            match machine.ask(&Ask::new(), now, leases) {
                Step::Use(keys) => held = Some(Step::Use(keys)),
                Step::Refuse(error) => refusal = Some(Step::Refuse(error)),
                step => return step,
            }
        }
        refusal.or(held).unwrap_or_else(refused)
    }

    /// Hands in what came of a request: the reply, or why there was none. `jitter` is any random
    /// number.
    ///
    /// Only the lease that is out can be answered, once; everything else changes nothing.
    pub fn answer(&self, lease: u64, reply: &Reply, now: Millis, jitter: u32) -> Change {
        let mut state = self.lock();
        let mut machines = state.machines.iter_mut();
        machines
            .find(|machine| machine.has_out(lease, now))
            .map_or(Change::Ignored, |machine| {
                machine.answer(reply, now, jitter)
            })
    }

    /// When a host that refreshes in the background should ask again: `None` without a set.
    pub fn wake_at(&self, now: Millis) -> Option<Millis> {
        let state = self.lock();
        let machines = state.machines.iter();
        machines.filter_map(|machine| machine.wake_at(now)).min()
    }

    /// The keys that are held as text, for a start without a request. Of several issuers, a list.
    pub fn export(&self) -> String {
        let state = self.lock();
        let snapshots: Vec<String> = state.machines.iter().map(Machine::export).collect();
        match (self.several, snapshots.as_slice()) {
            (false, [one]) => one.clone(),
            _ => format!("[{}]", snapshots.join(",")),
        }
    }

    /// Takes keys that [`RemoteKeys::export`] wrote. A set held that is as new or newer stays.
    ///
    /// # Errors
    /// `argument_invalid`, and nothing changes: for other text, another source, a set without a
    /// usable key, one that ends before it began or that is too old to be used.
    pub fn seed(&self, text: &str, now: Millis) -> Result<()> {
        let mut state = self.lock();
        let snapshots = snapshot::read(text)?;
        if self.several != snapshots.is_list {
            return Err(snapshot::invalid());
        }
        let mut seeded = Vec::new();
        for snapshot in &snapshots.list {
            let mut machines = state.machines.iter().enumerate();
            let (place, machine) = machines
                .find(|(_, machine)| machine.source() == snapshot.source)
                .ok_or(Error::argument_invalid(
                    "The snapshot is of another source than these keys.",
                ))?;
            seeded.push((place, machine.judge(snapshot, now)?));
        }
        for (place, set) in seeded {
            if let (Some(machine), Some(set)) = (state.machines.get_mut(place), set) {
                machine.seed(set);
            }
        }
        Ok(())
    }

    /// How the keys are, for health checks. Of several issuers, those of the one named.
    ///
    /// # Errors
    /// `issuer_refused` if several issuers are configured and this is none of them.
    pub fn status(&self, issuer: Option<&str>, now: Millis) -> Result<Status> {
        let mut state = self.lock();
        let machine = self.machine(&mut state.machines, issuer);
        let machine = machine.ok_or(Error::about(Code::IssuerRefused, "iss"))?;
        Ok(machine.status(now))
    }

    /// Takes what has happened since the last call: at most 64 events of each source.
    pub fn events(&self) -> Vec<Event> {
        let mut state = self.lock();
        let machines = state.machines.iter_mut();
        machines.flat_map(|machine| machine.events.take()).collect()
    }

    /// The set of a single source while it is fresh: nothing needs to be asked or told then.
    pub(crate) fn fresh(&self, now: Millis) -> Option<Arc<KeySet>> {
        let state = self.lock();
        match state.machines.as_slice() {
            [one] if !self.several => one.fresh(now),
            _ => None,
        }
    }

    /// Whether the token's unverified `iss` chooses among several issuers.
    pub(crate) fn reads_issuer(&self) -> bool {
        self.several
    }

    fn machine<'m>(
        &self,
        machines: &'m mut [Machine],
        issuer: Option<&str>,
    ) -> Option<&'m mut Machine> {
        let mut machines = machines.iter_mut();
        match self.several {
            false => machines.next(),
            true => machines.find(|machine| issuer.is_some() && machine.issuer() == issuer),
        }
    }

    /// A panic leaves nothing half done: every change of the state is the last thing of its step.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The issuer is none of several.
fn refused() -> Step {
    Step::Refuse(Error::about(Code::IssuerRefused, "iss"))
}

impl fmt::Debug for RemoteKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let sources: Vec<&str> = state.machines.iter().map(Machine::source).collect();
        f.debug_struct("RemoteKeys")
            .field("sources", &sources)
            .finish_non_exhaustive()
    }
}
