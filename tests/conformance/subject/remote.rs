//! `remote_keys`: a script of steps for the keys behind a URL.

use jotkit::remote::{Ask, RemoteKeys, Reply};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::{Answer, Failure, describe, parsed, read, there};

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    options: &'a RawValue,
    steps: Vec<Task<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task<'a> {
    at: i64,
    #[serde(default)]
    jitter: u32,
    #[serde(borrow)]
    ask: Option<&'a RawValue>,
    #[serde(borrow)]
    answer: Option<AnswerTask<'a>>,
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
struct AnswerTask<'a> {
    lease: u64,
    status: Option<u16>,
    #[serde(borrow)]
    headers: Option<&'a RawValue>,
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
    fn step(&mut self, task: Task<'_>) -> Answer {
        if let Some(ask) = task.ask {
            self.ask(ask.get(), task.at)
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
            parsed(&self.keys.status(task.iss.as_deref(), task.at)?.to_json())
        } else {
            Err(Failure::NotUnderstood)
        }
    }

    fn ask(&mut self, ask: &str, at: i64) -> Answer {
        let mut step: serde_json::Value =
            parsed(&self.keys.ask(&Ask::from_json(ask)?, at).to_json())?;
        if let Some(lease) = step["lease"].as_u64() {
            self.leases = self.before + lease;
            step["lease"] = self.leases.into();
        }
        Ok(step)
    }

    fn answer(&self, task: AnswerTask<'_>, at: i64, jitter: u32) -> Answer {
        let reply = match (task.failed, task.status) {
            (Some(cause), None) => Reply::Failed(cause.parse()?),
            (None, Some(status)) => {
                let headers = task.headers.map_or("{}", RawValue::get);
                Reply::with_json_headers(status, headers, task.body.into_bytes())?
            }
            _ => return Err(Failure::NotUnderstood),
        };
        // 0 is a lease that was never handed out.
        let lease = task.lease.saturating_sub(self.before);
        parsed(&self.keys.answer(lease, &reply, at, jitter).to_json())
    }
}
