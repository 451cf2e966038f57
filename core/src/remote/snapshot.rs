//! Keys as text, for a start without a request.

use serde::Serialize;

use super::Millis;
use crate::error::{Code, Error, Result};
use crate::json::{self, Value};
use crate::options::Fields;

/// The version of the format.
const VERSION: u64 = 1;

/// What is kept of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Snapshot {
    version: u64,
    pub(super) source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fetched_at: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
}

impl Snapshot {
    /// Of a source without keys.
    pub(super) fn empty(source: &str) -> Self {
        Self {
            version: VERSION,
            source: source.to_owned(),
            fetched_at: None,
            expires_at: None,
            etag: None,
            body: None,
        }
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn read(text: &str) -> Result<Self> {
        let mut fields = Fields::read(text, Code::ArgumentInvalid)?;
        let version: f64 = fields.required("version")?;
        let time = |value: Option<f64>| {
            #[expect(clippy::cast_possible_truncation, reason = "whole and at most 2^53")]
            value
                .map(|time| {
                    let whole = time.fract() == 0.0 && time.abs() <= 9_007_199_254_740_992.0;
                    whole.then_some(time as Millis).ok_or_else(invalid)
                })
                .transpose()
        };
        let snapshot = Self {
            version: VERSION,
            source: fields.required("source")?,
            fetched_at: time(fields.optional("fetched_at")?)?,
            expires_at: time(fields.optional("expires_at")?)?,
            etag: fields.optional("etag")?,
            body: fields.optional("body")?,
        };
        fields.end(&[])?;
        #[expect(clippy::float_cmp, reason = "a small whole number")]
        #[expect(clippy::cast_precision_loss, reason = "a small whole number")]
        if version != VERSION as f64 {
            return Err(invalid());
        }
        let members = [
            snapshot.fetched_at.is_some(),
            snapshot.expires_at.is_some(),
            snapshot.body.is_some(),
        ];
        let whole = members.iter().all(|there| *there);
        let none = members.iter().all(|there| !there) && snapshot.etag.is_none();
        if whole || none {
            Ok(snapshot)
        } else {
            Err(invalid())
        }
    }
}

/// One snapshot, or those of several issuers.
pub(super) struct Snapshots {
    pub(super) is_list: bool,
    pub(super) list: Vec<Snapshot>,
}

pub(super) fn read(text: &str) -> Result<Snapshots> {
    let text = text.trim();
    if !text.starts_with('[') {
        return Ok(Snapshots {
            is_list: false,
            list: vec![Snapshot::read(text)?],
        });
    }
    let object = format!("{{\"list\":{text}}}");
    let members = json::parse_object_str(&object, json::MAX_DEPTH).map_err(|_| invalid())?;
    let Some(Value::Array(list)) = members.get("list") else {
        return Err(invalid());
    };
    let snapshots = json::items(list).map(|item| match item {
        Ok(Value::Object(item)) => Snapshot::read(item),
        _ => Err(invalid()),
    });
    Ok(Snapshots {
        is_list: true,
        list: snapshots.collect::<Result<_>>()?,
    })
}

pub(super) fn invalid() -> Error {
    Error::argument_invalid("The text is not a snapshot of these keys; fetch them instead.")
}
