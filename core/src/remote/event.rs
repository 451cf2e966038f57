//! What happens to the keys, for metrics and logs.

use std::collections::VecDeque;

use super::{Cause, Change, Millis};

/// The most events that wait to be taken; older ones are dropped.
const MOST: usize = 64;

/// Something that happened to the keys of a source. Nothing of a token is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub name: EventName,
    /// The `jwks_url` of the keys, else their issuer.
    pub source: String,
    /// When it happened.
    pub at: Millis,
    /// Why a request failed.
    pub cause: Option<Cause>,
    /// When there can be another request.
    pub retry_at: Option<Millis>,
    /// How many entries of the set cannot be used.
    pub skipped: Option<usize>,
}

/// What can happen to the keys of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventName {
    /// There are keys, where there were none.
    Fetched,
    /// The keys are other ones than before.
    Rotated,
    /// The keys are those of before.
    Unchanged,
    /// Entries of the set cannot be used.
    Skipped,
    /// A request failed.
    Failed,
    /// A token was verified with keys after their lifetime. Once for each set and failure.
    StaleUsed,
    /// A token was refused because its key is not in the set.
    KidUnknown,
}

impl EventName {
    /// The name in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Rotated => "rotated",
            Self::Unchanged => "unchanged",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::StaleUsed => "stale_used",
            Self::KidUnknown => "kid_unknown",
        }
    }
}

/// The events of one source that have not been taken yet.
pub(super) struct Events {
    source: String,
    list: VecDeque<Event>,
}

impl Events {
    pub(super) fn new(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            list: VecDeque::new(),
        }
    }

    pub(super) fn add(&mut self, name: EventName, at: Millis) {
        let source = self.source.clone();
        self.push(Event {
            name,
            source,
            at,
            cause: None,
            retry_at: None,
            skipped: None,
        });
    }

    /// What an answer changed. `held` says whether there was a set before.
    pub(super) fn add_change(&mut self, change: &Change, held: bool, at: Millis) {
        let (name, skipped) = match change {
            Change::Replaced { skipped } if held => (EventName::Rotated, *skipped),
            Change::Replaced { skipped } => (EventName::Fetched, *skipped),
            Change::Unchanged { skipped } => (EventName::Unchanged, *skipped),
            Change::Failed { cause, retry_at } => {
                let source = self.source.clone();
                self.push(Event {
                    name: EventName::Failed,
                    source,
                    at,
                    cause: Some(*cause),
                    retry_at: Some(*retry_at),
                    skipped: None,
                });
                return;
            }
            Change::Next | Change::Ignored => return,
        };
        self.add(name, at);
        if skipped > 0 && name != EventName::Unchanged {
            self.add(EventName::Skipped, at);
            if let Some(event) = self.list.back_mut() {
                event.skipped = Some(skipped);
            }
        }
    }

    fn push(&mut self, event: Event) {
        if self.list.len() == MOST {
            self.list.pop_front();
        }
        self.list.push_back(event);
    }

    pub(super) fn take(&mut self) -> impl Iterator<Item = Event> {
        self.list.drain(..)
    }
}
