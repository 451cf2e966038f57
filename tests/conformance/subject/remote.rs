//! `remote_keys`: a script of steps for the keys behind a URL.

use std::collections::BTreeMap;
use std::sync::Arc;

use jotkit::KeySet;
use jotkit::remote::{Ask, Change, Fetch, RemoteKeys, Reply, Step};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Answer, Failure, describe, parsed, read, there};

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    options: &'a RawValue,
    steps: Vec<Task>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    at: i64,
    #[serde(default)]
    jitter: u32,
    ask: Option<AskTask>,
    answer: Option<AnswerTask>,
    seed: Option<SeedTask>,
    #[serde(default)]
    export: bool,
    #[serde(default)]
    restart: bool,
    #[serde(default)]
    wake_at: bool,
    #[serde(default)]
    status: bool,
    #[serde(default, deserialize_with = "there")]
    iss: Option<String>,
}

#[derive(Deserialize)]
struct AskTask {
    kid: Option<String>,
    x5t: Option<String>,
    #[serde(rename = "x5t#S256")]
    x5t_s256: Option<String>,
    iss: Option<String>,
}

#[derive(Deserialize)]
struct AnswerTask {
    lease: u64,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    failed: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SeedTask {
    Text(String),
    Of { of: usize },
}

/// The keys of a script. Lease numbers go on after a restart.
struct Script<'a> {
    options: &'a str,
    keys: RemoteKeys,
    /// The leases that earlier instances handed out.
    before: u64,
    leases: u64,
    texts: Vec<Option<String>>,
}

pub(super) fn respond(line: &str) -> Answer {
    let request: Request<'_> = read(line)?;
    let mut script = Script {
        options: request.options.get(),
        keys: RemoteKeys::from_json(request.options.get())?,
        before: 0,
        leases: 0,
        texts: Vec::new(),
    };
    let mut results = Vec::new();
    for task in request.steps {
        let result = script.step(task)?;
        script
            .texts
            .push(result["text"].as_str().map(str::to_owned));
        results.push(result);
    }
    Ok(json!({ "results": results }))
}

impl Script<'_> {
    fn step(&mut self, task: Task) -> Answer {
        if let Some(ask) = task.ask {
            Ok(self.ask(ask, task.at))
        } else if let Some(answer) = task.answer {
            self.answer(answer, task.at, task.jitter)
        } else if let Some(seed) = task.seed {
            let text = match seed {
                SeedTask::Text(text) => text,
                SeedTask::Of { of } => self
                    .texts
                    .get(of)
                    .cloned()
                    .flatten()
                    .ok_or(Failure::NotUnderstood)?,
            };
            Ok(match self.keys.seed(&text, task.at) {
                Ok(()) => json!({}),
                Err(error) => json!({ "error": describe(&Failure::Refused(error)) }),
            })
        } else if task.export {
            Ok(json!({ "text": self.keys.export() }))
        } else if task.restart {
            self.keys = RemoteKeys::from_json(self.options)?;
            self.before = self.leases;
            Ok(json!({}))
        } else if task.wake_at {
            Ok(self
                .keys
                .wake_at(task.at)
                .map_or(json!({}), |time| json!({ "wake_at": time })))
        } else if task.status {
            self.status(task.iss.as_deref(), task.at)
        } else {
            Err(Failure::NotUnderstood)
        }
    }

    fn ask(&mut self, task: AskTask, at: i64) -> Value {
        let mut ask = Ask::new();
        if let Some(kid) = task.kid {
            ask = ask.kid(kid);
        }
        if let Some(thumbprint) = task.x5t_s256 {
            ask = ask.x5t_s256(thumbprint);
        }
        if let Some(thumbprint) = task.x5t {
            ask = ask.x5t(thumbprint);
        }
        if let Some(issuer) = task.iss {
            ask = ask.issuer(issuer);
        }
        match self.keys.ask(&ask, at) {
            Step::Use(keys) => json!({ "step": "use", "kids": kids(&keys) }),
            Step::UseAndFetch(keys, fetch) => {
                let step = json!({ "step": "use_and_fetch", "kids": kids(&keys) });
                self.fetch(step, &fetch)
            }
            Step::Fetch(fetch) => self.fetch(json!({ "step": "fetch" }), &fetch),
            Step::Wait { until, generation } => {
                json!({ "step": "wait", "until": until, "generation": generation })
            }
            Step::Refuse { error, retry_at } => {
                let mut step = json!({ "step": "refuse", "code": error.code().as_str() });
                if let Some(retry_at) = retry_at {
                    step["retry_at"] = retry_at.into();
                }
                step
            }
            other => json!({ "step": format!("{other:?}") }),
        }
    }

    fn fetch(&mut self, mut step: Value, fetch: &Fetch) -> Value {
        self.leases = self.before + fetch.lease;
        step["lease"] = self.leases.into();
        step["url"] = fetch.url.as_str().into();
        let headers = fetch.headers.iter();
        let headers = headers.map(|(name, value)| ((*name).to_owned(), value.as_str().into()));
        step["headers"] = Value::Object(headers.collect());
        step["timeout_ms"] = fetch.timeout_ms.into();
        step["max_bytes"] = fetch.max_bytes.into();
        step
    }

    fn answer(&self, task: AnswerTask, at: i64, jitter: u32) -> Answer {
        let reply = match (task.failed, task.status) {
            (Some(cause), None) => Reply::Failed(cause.parse()?),
            (None, Some(status)) => Reply::Http {
                status,
                headers: task.headers.into_iter().collect(),
                body: task.body.into_bytes(),
            },
            _ => return Err(Failure::NotUnderstood),
        };
        // 0 is a lease that was never handed out.
        let lease = task.lease.saturating_sub(self.before);
        Ok(match self.keys.answer(lease, &reply, at, jitter) {
            Change::Replaced { skipped } => json!({ "change": "replaced", "skipped": skipped }),
            Change::Unchanged { skipped } => json!({ "change": "unchanged", "skipped": skipped }),
            Change::Failed { cause, retry_at } => {
                json!({ "change": "failed", "cause": cause.as_str(), "retry_at": retry_at })
            }
            Change::Next => json!({ "change": "next" }),
            Change::Ignored => json!({ "change": "ignored" }),
            other => json!({ "change": format!("{other:?}") }),
        })
    }

    fn status(&self, issuer: Option<&str>, at: i64) -> Answer {
        let status = self.keys.status(issuer, at)?;
        let skipped = match &status.keys {
            None => json!([]),
            Some(keys) => {
                let skipped = keys.skipped().iter();
                skipped
                    .map(|entry| {
                        json!({ "index": entry.index, "code": entry.error.code().as_str() })
                    })
                    .collect()
            }
        };
        let mut shown = json!({
            "state": status.state.as_str(),
            "kids": status.keys.as_ref().map_or(json!([]), kids),
            "skipped": skipped,
            "failures": status.failures,
            "generation": status.generation,
        });
        for (name, time) in [("since", status.since), ("retry_at", status.retry_at)] {
            if let Some(time) = time {
                shown[name] = time.into();
            }
        }
        if let Some(cause) = status.last_error {
            shown["last_error"] = cause.as_str().into();
        }
        parsed(&shown.to_string())
    }
}

fn kids(keys: &Arc<KeySet>) -> Value {
    let mut kids: Vec<&str> = keys.keys().filter_map(jotkit::Key::kid).collect();
    kids.sort_unstable();
    kids.dedup();
    kids.into()
}
