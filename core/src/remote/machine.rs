//! The keys of one source: what is held, what is under way, and what may be asked for.

use std::sync::Arc;

use super::clock::{Bucket, Span};
use super::event::{EventName, Events};
use super::headers::{Headers, is_etag};
use super::options::RemoteOptions;
use super::snapshot::{self, Snapshot};
use super::step::{Ask, Cause, Change, Fetch, Freshness, Reply, Status, Step};
use super::{Millis, address, body};
use crate::error::{Code, Error, Result};
use crate::key::KeySet;

/// How long a lease outlives the request's own time limit.
const GRACE: Millis = 1_000;

pub(super) struct Machine {
    options: RemoteOptions,
    set: Option<Held>,
    out: Option<Lease>,
    backoff: Option<Span>,
    failures: u32,
    last_error: Option<Cause>,
    bucket: Bucket,
    generation: u64,
    discovered: Option<Address>,
    /// Whether the issuer's first document was answered by 404, so that the second is next.
    second: bool,
    pub(super) events: Events,
    /// The generation in which the use of stale keys was last told.
    told_stale: Option<u64>,
}

/// A set of keys and where it came from.
#[derive(Clone)]
pub(super) struct Held {
    keys: Arc<KeySet>,
    body: Vec<u8>,
    etag: Option<String>,
    life: Span,
}

/// The permission to send one request.
struct Lease {
    number: u64,
    span: Span,
    purpose: Purpose,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The keys. `condition` is the time of the set that the request's `if-none-match` speaks of.
    Keys { condition: Option<Millis> },
    /// The issuer's document.
    Discovery,
}

/// The address of the keys that a discovery document named.
struct Address {
    url: String,
    known: Span,
}

impl Machine {
    pub(super) fn new(options: RemoteOptions) -> Self {
        Self {
            set: None,
            out: None,
            backoff: None,
            failures: 0,
            last_error: None,
            bucket: Bucket::full(options.permits()),
            generation: 0,
            discovered: None,
            second: false,
            events: Events::new(options.source()),
            told_stale: None,
            options,
        }
    }

    pub(super) fn source(&self) -> &str {
        self.options.source()
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        self.options.issuer.as_deref()
    }

    fn freshness(&self, held: &Held, now: Millis) -> Freshness {
        let Span { start, length } = held.life;
        let fresh = Span {
            start,
            length: self.options.fresh(length),
        };
        let age = now.saturating_sub(start);
        if fresh.holds(now) {
            Freshness::Fresh
        } else if age < length {
            // One that is from the future is ageing, too.
            Freshness::Ageing
        } else if age < length.saturating_add(self.options.stale()) {
            Freshness::Stale
        } else {
            Freshness::Empty
        }
    }

    /// The set that can be used, and how fresh it is.
    fn usable(&self, now: Millis) -> Option<(&Held, Freshness)> {
        let held = self.set.as_ref()?;
        let freshness = self.freshness(held, now);
        (freshness != Freshness::Empty).then_some((held, freshness))
    }

    pub(super) fn has_keys(&self, now: Millis) -> bool {
        self.usable(now).is_some()
    }

    pub(super) fn fresh(&self, now: Millis) -> Option<Arc<KeySet>> {
        let (held, freshness) = self.usable(now)?;
        (freshness == Freshness::Fresh).then(|| Arc::clone(&held.keys))
    }

    pub(super) fn ask(&mut self, ask: &Ask, now: Millis, leases: &mut u64) -> Step {
        let step = self.step(ask, now, leases);
        match &step {
            Step::Use(_) | Step::UseAndFetch(..) => self.tell_stale(now),
            Step::Refuse(error) if error.code() == Code::KeyUnknown => {
                self.events.add(EventName::KidUnknown, now);
            }
            _ => {}
        }
        step
    }

    fn tell_stale(&mut self, now: Millis) {
        let usable = self.usable(now);
        let stale = usable.is_some_and(|(_, freshness)| freshness == Freshness::Stale);
        if stale && self.told_stale != Some(self.generation) {
            self.told_stale = Some(self.generation);
            self.events.add(EventName::StaleUsed, now);
        }
    }

    fn step(&mut self, ask: &Ask, now: Millis, leases: &mut u64) -> Step {
        let usable = self.usable(now);
        let keys = usable.map(|(held, _)| Arc::clone(&held.keys));
        let freshness = usable.map_or(Freshness::Empty, |(_, freshness)| freshness);
        let there = keys.as_deref().is_some_and(|keys| ask.is_in(keys));
        let lease = self.out.as_ref().map(|lease| lease.span);
        let lease = lease.filter(|span| span.holds(now));
        let backoff = self.backoff.filter(|span| span.holds(now));
        match keys {
            Some(keys) if there => {
                if freshness == Freshness::Fresh || lease.is_some() || backoff.is_some() {
                    Step::Use(keys)
                } else {
                    Step::UseAndFetch(keys, self.fetch(true, now, leases))
                }
            }
            _ => {
                if let Some(span) = lease {
                    return Step::Wait {
                        until: span.end(),
                        generation: self.generation,
                    };
                }
                let unavailable = matches!(freshness, Freshness::Stale | Freshness::Empty);
                match backoff {
                    Some(pause) if unavailable => {
                        Step::Refuse(Error::new(Code::KeysUnavailable).and_retry_at(pause.end()))
                    }
                    Some(_) => unknown(),
                    None if freshness == Freshness::Fresh && !self.has_permit(now) => unknown(),
                    None => Step::Fetch(self.fetch(false, now, leases)),
                }
            }
        }
    }

    fn has_permit(&mut self, now: Millis) -> bool {
        let (burst, cooldown) = (self.options.permits(), self.options.cooldown());
        self.bucket.has_permit(now, burst, cooldown)
    }

    /// Hands out a lease. `there` says whether the key that is asked for is in the set.
    fn fetch(&mut self, there: bool, now: Millis, leases: &mut u64) -> Fetch {
        let (url, purpose, headers) = self.request(there, now);
        if matches!(purpose, Purpose::Keys { .. }) {
            let (burst, cooldown) = (self.options.permits(), self.options.cooldown());
            self.bucket.take(now, burst, cooldown);
        }
        *leases = leases.saturating_add(1);
        let timeout_ms = self.options.timeout();
        self.out = Some(Lease {
            number: *leases,
            span: Span {
                start: now,
                length: timeout_ms.saturating_add(GRACE),
            },
            purpose,
        });
        Fetch {
            lease: *leases,
            url,
            headers,
            timeout_ms,
            max_bytes: self.options.most_bytes(),
        }
    }

    /// The next request: for the keys, or for the document that names their address.
    fn request(&self, there: bool, now: Millis) -> (String, Purpose, Vec<(&'static str, String)>) {
        let accept = |types: &str| {
            vec![
                ("accept", types.to_owned()),
                ("accept-encoding", "identity".to_owned()),
            ]
        };
        let known = self.discovered.as_ref();
        let address = match (&self.options.jwks_url, known) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(address)) if address.known.holds(now) => Some(address.url.clone()),
            (None, _) => None,
        };
        let Some(url) = address else {
            let issuer = self.issuer().unwrap_or_default();
            let [first, second] = address::documents(issuer);
            let url = if self.second { second } else { first };
            return (url, Purpose::Discovery, accept("application/json"));
        };
        let mut headers = accept("application/jwk-set+json, application/json");
        let usable = self.usable(now);
        let etag = usable.and_then(|(held, _)| held.etag.clone());
        let mut condition = None;
        if usable.is_some() && !there {
            headers.push(("cache-control", "no-cache".to_owned()));
        } else if let Some(etag) = etag {
            headers.push(("if-none-match", etag));
            condition = usable.map(|(held, _)| held.life.start);
        }
        (url, Purpose::Keys { condition }, headers)
    }

    /// Whether this lease is out.
    pub(super) fn has_out(&self, lease: u64, now: Millis) -> bool {
        let out = self.out.as_ref();
        out.is_some_and(|out| out.number == lease && out.span.holds(now))
    }

    /// The answer to the lease that is out.
    pub(super) fn answer(&mut self, reply: &Reply, now: Millis, jitter: u32) -> Change {
        let Some(lease) = self.out.take() else {
            return Change::Ignored;
        };
        self.generation = self.generation.saturating_add(1);
        let held = self.set.is_some();
        let change = match lease.purpose {
            Purpose::Keys { condition } => self.keys(reply, condition, now, jitter),
            Purpose::Discovery => self.document(reply, now, jitter),
        };
        self.events.add_change(&change, held, now);
        change
    }

    fn keys(
        &mut self,
        reply: &Reply,
        condition: Option<Millis>,
        now: Millis,
        jitter: u32,
    ) -> Change {
        // A seed may have replaced the set that the condition speaks of.
        let held = self.set.as_ref().map(|held| held.life.start);
        let conditional = condition.is_some() && condition == held;
        match self.read_keys(reply, conditional, now) {
            Ok(change) => {
                self.failures = 0;
                self.backoff = None;
                self.last_error = None;
                change
            }
            Err(cause) => {
                // An address that no longer has keys is looked for again.
                if matches!(
                    reply,
                    Reply::Http {
                        status: 404 | 410,
                        ..
                    }
                ) {
                    self.discovered = None;
                }
                self.failed(cause, reply, now, jitter)
            }
        }
    }

    fn read_keys(
        &mut self,
        reply: &Reply,
        conditional: bool,
        now: Millis,
    ) -> Result<Change, Cause> {
        let (status, headers, content) = good(reply, conditional)?;
        let options = &self.options;
        let life = Span {
            start: now,
            length: headers.lifetime(options.least(), options.most(), options.usual()),
        };
        if status == 304 {
            let held = self.set.as_mut().ok_or(Cause::Status)?;
            held.life = life;
            held.etag = headers.etag().or(held.etag.take());
            let skipped = held.keys.skipped().len();
            return Ok(Change::Unchanged { skipped });
        }
        let keys = body::keys(content, options)?;
        let skipped = keys.skipped().len();
        let same = self.set.take().filter(|held| held.body == content);
        let unchanged = same.is_some();
        self.set = Some(Held {
            // The same bytes keep the same set, and with it a cache of verified tokens.
            keys: same.map_or(keys, |held| held.keys),
            body: content.to_vec(),
            etag: headers.etag(),
            life,
        });
        Ok(match unchanged {
            true => Change::Unchanged { skipped },
            false => Change::Replaced { skipped },
        })
    }

    fn document(&mut self, reply: &Reply, now: Millis, jitter: u32) -> Change {
        if matches!(reply, Reply::Http { status: 404, .. }) && !self.second {
            self.second = true;
            return Change::Next;
        }
        self.second = false;
        let issuer = self.issuer().unwrap_or_default();
        let read = good(reply, false)
            .and_then(|(_, _, content)| body::document(content, issuer, &self.options));
        let known = Span {
            start: now,
            length: self.options.most(),
        };
        match (read, &mut self.discovered) {
            (Ok(url), _) => {
                self.discovered = Some(Address { url, known });
                Change::Next
            }
            // What was known is kept for as long again.
            (Err(_), Some(address)) => {
                address.known = known;
                Change::Next
            }
            (Err(cause), None) => self.failed(cause, reply, now, jitter),
        }
    }

    fn failed(&mut self, cause: Cause, reply: &Reply, now: Millis, jitter: u32) -> Change {
        self.second = false;
        self.failures = self.failures.saturating_add(1);
        self.last_error = Some(cause);
        let asked = match reply {
            Reply::Http {
                status, headers, ..
            } if *status != 200 => Headers::new(headers).retry_after(now),
            _ => None,
        };
        let pause = Span {
            start: now,
            length: self.options.backoff(self.failures, jitter, asked),
        };
        self.backoff = Some(pause);
        Change::Failed {
            cause,
            retry_at: pause.end(),
        }
    }

    pub(super) fn wake_at(&self, now: Millis) -> Option<Millis> {
        let (held, _) = self.usable(now)?;
        let Span { start, length } = held.life;
        let refresh = start.saturating_add(self.options.fresh(length));
        let spans = [self.backoff, self.out.as_ref().map(|lease| lease.span)];
        let ends = spans.into_iter().flatten().filter(|span| span.holds(now));
        Some(ends.map(Span::end).fold(refresh, Millis::max))
    }

    pub(super) fn status(&self, now: Millis) -> Status {
        let usable = self.usable(now);
        let state = usable.map_or(Freshness::Empty, |(_, freshness)| freshness);
        let since = usable.map(|(held, _)| held.life.end());
        Status {
            state,
            keys: usable.map(|(held, _)| Arc::clone(&held.keys)),
            failures: self.failures,
            generation: self.generation,
            since: since.filter(|_| state == Freshness::Stale),
            retry_at: self.backoff.filter(|span| span.holds(now)).map(Span::end),
            last_error: self.last_error,
        }
    }

    pub(super) fn export(&self) -> String {
        let mut snapshot = Snapshot::empty(self.source());
        if let Some(held) = &self.set {
            snapshot.fetched_at = Some(held.life.start);
            snapshot.expires_at = Some(held.life.end());
            snapshot.etag = held.etag.clone();
            snapshot.body = String::from_utf8(held.body.clone()).ok();
        }
        snapshot.json()
    }

    /// The set of a snapshot, if it has one that is newer than what is held.
    pub(super) fn judge(&self, snapshot: &Snapshot, now: Millis) -> Result<Option<Held>> {
        let (Some(start), Some(end), Some(text)) =
            (snapshot.fetched_at, snapshot.expires_at, &snapshot.body)
        else {
            return Ok(None);
        };
        let lifetime = end.saturating_sub(start);
        let keys = body::keys(text.as_bytes(), &self.options).map_err(|_| snapshot::invalid())?;
        if lifetime < 0 {
            return Err(snapshot::invalid());
        }
        let held = Held {
            keys,
            body: text.clone().into_bytes(),
            etag: snapshot.etag.clone().filter(|etag| is_etag(etag)),
            life: Span {
                start,
                length: lifetime.max(self.options.least()).min(self.options.most()),
            },
        };
        if self.freshness(&held, now) == Freshness::Empty {
            return Err(Error::argument_invalid(
                "The snapshot is too old to be used; fetch the keys instead.",
            ));
        }
        let newer = self.set.as_ref().is_none_or(|own| own.life.start < start);
        Ok(newer.then_some(held))
    }

    pub(super) fn seed(&mut self, held: Held) {
        self.generation = self.generation.saturating_add(1);
        self.set = Some(held);
    }
}

/// Status, headers and body of a reply that can be read: 200, or 304 where it was asked for.
fn good(reply: &Reply, conditional: bool) -> Result<(u16, Headers, &[u8]), Cause> {
    let (status, headers, body) = match reply {
        Reply::Failed(cause) => return Err(*cause),
        Reply::Http {
            status,
            headers,
            body,
        } => (*status, Headers::new(headers), body),
    };
    match status {
        200 if !headers.is_identity() => Err(Cause::Malformed),
        200 => Ok((status, headers, body)),
        304 if conditional => Ok((status, headers, body)),
        304 => Err(Cause::Status),
        300..=399 => Err(Cause::Redirect),
        _ => Err(Cause::Status),
    }
}

fn unknown() -> Step {
    Step::Refuse(Error::key_unknown())
}
