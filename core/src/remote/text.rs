//! What goes in and out as JSON, for hosts.

use serde_json::{Map, Value, json};

use super::{Ask, Cause, Change, Event, Fetch, Reply, Status, Step};
use crate::error::{Code, Error, Result};
use crate::json::{self, Value as Parsed};
use crate::key::{Key, KeySet};
use crate::options::Fields;

impl Ask {
    /// Reads JSON text: `{"kid"?, "x5t"?, "x5t#S256"?, "iss"?, "alg"?}`. The algorithm chooses
    /// nothing.
    ///
    /// # Errors
    /// `argument_invalid`.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut fields = Fields::read(text, Code::ArgumentInvalid)?;
        let ask = Self {
            kid: fields.optional("kid")?,
            sha256: fields.optional("x5t#S256")?,
            sha1: fields.optional("x5t")?,
            issuer: fields.optional("iss")?,
        };
        fields.optional::<String>("alg")?;
        fields.end(&[])?;
        Ok(ask)
    }
}

impl Reply {
    /// A reply of the server whose headers are JSON text: an object of name and value.
    ///
    /// # Errors
    /// `argument_invalid`.
    pub fn with_json_headers(status: u16, headers: &str, body: Vec<u8>) -> Result<Self> {
        let invalid =
            || Error::argument_invalid("Headers must be one JSON object of names and strings.");
        let members = json::parse_object_str(headers, json::MAX_DEPTH).map_err(|_| invalid())?;
        let members = members.members().iter();
        let headers = members.map(|(name, value)| match value {
            Parsed::String(text) => Ok((name.value().into_owned(), text.value().into_owned())),
            _ => Err(invalid()),
        });
        Ok(Self::Http {
            status,
            headers: headers.collect::<Result<_>>()?,
            body,
        })
    }
}

impl Fetch {
    fn members(&self) -> Map<String, Value> {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| ((*name).to_owned(), value.as_str().into()));
        object(json!({
            "lease": self.lease,
            "url": self.url,
            "headers": Value::Object(headers.collect()),
            "timeout_ms": self.timeout_ms,
            "max_bytes": self.max_bytes,
        }))
    }

    /// JSON text: `{"lease", "url", "headers", "timeout_ms", "max_bytes"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        Value::Object(self.members()).to_string()
    }
}

impl Step {
    /// JSON text: `{"step": "use", "kids"}`, `{"step": "use_and_fetch", "kids", ...}` and
    /// `{"step": "fetch", ...}` with the members of [`Fetch::to_json`],
    /// `{"step": "wait", "until", "generation"}` or `{"step": "refuse", "code", "retry_at"?}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut step = Map::new();
        let name = match self {
            Self::Use(keys) => {
                step.insert("kids".to_owned(), kids(keys));
                "use"
            }
            Self::UseAndFetch(keys, fetch) => {
                step = fetch.members();
                step.insert("kids".to_owned(), kids(keys));
                "use_and_fetch"
            }
            Self::Fetch(fetch) => {
                step = fetch.members();
                "fetch"
            }
            Self::Wait { until, generation } => {
                step = object(json!({"until": until, "generation": generation}));
                "wait"
            }
            Self::Refuse(error) => {
                step.insert("code".to_owned(), error.code().as_str().into());
                add(&mut step, "retry_at", error.retry_at());
                "refuse"
            }
        };
        step.insert("step".to_owned(), name.into());
        Value::Object(step).to_string()
    }
}

impl Change {
    /// JSON text: `{"change": "replaced", "skipped"}`, `{"change": "unchanged", "skipped"}`,
    /// `{"change": "failed", "cause", "retry_at"}`, `{"change": "next"}` or
    /// `{"change": "ignored"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let change = match self {
            Self::Replaced { skipped } => json!({"change": "replaced", "skipped": skipped}),
            Self::Unchanged { skipped } => json!({"change": "unchanged", "skipped": skipped}),
            Self::Failed { cause, retry_at } => {
                json!({"change": "failed", "cause": cause.as_str(), "retry_at": retry_at})
            }
            Self::Next => json!({"change": "next"}),
            Self::Ignored => json!({"change": "ignored"}),
        };
        change.to_string()
    }
}

impl Status {
    /// JSON text: `{"state", "kids", "skipped", "failures", "generation", "since"?, "retry_at"?,
    /// "last_error"?}`, `skipped` as a list of `{"index", "code"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let skipped = self.keys.iter().flat_map(|keys| keys.skipped());
        let skipped =
            skipped.map(|entry| json!({"index": entry.index, "code": entry.error.code().as_str()}));
        let mut status = object(json!({
            "state": self.state.as_str(),
            "kids": self.keys.as_deref().map_or(json!([]), kids),
            "skipped": skipped.collect::<Vec<Value>>(),
            "failures": self.failures,
            "generation": self.generation,
        }));
        add(&mut status, "since", self.since);
        add(&mut status, "retry_at", self.retry_at);
        add(
            &mut status,
            "last_error",
            self.last_error.map(Cause::as_str),
        );
        Value::Object(status).to_string()
    }
}

/// Events as JSON text: a list of `{"event", "source", "at", "cause"?, "retry_at"?, "skipped"?}`.
#[must_use]
pub fn events_to_json(events: &[Event]) -> String {
    let events = events.iter().map(|event| {
        let mut shown = object(json!({
            "event": event.name.as_str(),
            "source": event.source,
            "at": event.at,
        }));
        add(&mut shown, "cause", event.cause.map(Cause::as_str));
        add(&mut shown, "retry_at", event.retry_at);
        add(&mut shown, "skipped", event.skipped);
        Value::Object(shown)
    });
    Value::Array(events.collect()).to_string()
}

/// The names of the usable keys, sorted by bytes.
fn kids(keys: &KeySet) -> Value {
    let mut kids: Vec<&str> = keys.keys().filter_map(Key::kid).collect();
    kids.sort_unstable();
    kids.dedup();
    kids.into()
}

fn add(members: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value.into());
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
