//! `oauth_session`: a script of steps for one session.

use std::collections::BTreeMap;

use jotkit::likecoin::oauth::{Cause, Session, Step};
use jotkit::{Error, Result};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Answer, Failure, describe, parsed, read};

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    client: &'a RawValue,
    #[serde(borrow)]
    tokens: &'a RawValue,
    steps: Vec<Task>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Task {
    Call(Value),
    Reply(Reply),
    Failed { call: usize, cause: String },
    Resume(usize),
    Cancel(usize),
}

#[derive(Deserialize)]
struct Reply {
    call: usize,
    status: u64,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: String,
}

pub(super) fn respond(line: &str) -> Answer {
    let results = run(line)?.into_iter().map(|result| match result {
        Err(Failure::NotUnderstood) => Err(Failure::NotUnderstood),
        Err(refused) => Ok(json!({ "error": describe(&refused) })),
        shown => shown,
    });
    let results = results.collect::<std::result::Result<Vec<Value>, Failure>>()?;
    Ok(json!({ "results": results }))
}

/// The errors among the results.
pub(super) fn refusals(line: &str) -> Vec<Error> {
    let results = run(line).unwrap_or_default().into_iter();
    let refused = results.filter_map(|result| match result {
        Err(Failure::Refused(error)) => Some(error),
        _ => None,
    });
    refused.collect()
}

fn run(line: &str) -> std::result::Result<Vec<Answer>, Failure> {
    let request: Request<'_> = read(line)?;
    let session = Session::from_json(request.client.get(), request.tokens.get())?;
    let mut calls = Vec::new();
    let steps = request.steps.into_iter();
    Ok(steps
        .map(|task| perform(&session, task, &mut calls))
        .collect())
}

/// One step. `calls` are the session's numbers of the calls, in the order of their steps; 0, which
/// the session never uses, for a call that was refused.
fn perform(session: &Session, task: Task, calls: &mut Vec<u64>) -> Answer {
    let at = |calls: &[u64], call: usize| {
        let call = call.checked_sub(1).and_then(|index| calls.get(index));
        call.copied().unwrap_or_default()
    };
    match task {
        Task::Call(mut request) => {
            let body = request
                .as_object_mut()
                .and_then(|members| members.remove("body"));
            let body = body.and_then(|body| body.as_str().map(|body| body.as_bytes().to_vec()));
            let begun = session.call_json(&request.to_string(), body);
            calls.push(begun.as_ref().map_or(0, |(call, _)| *call));
            shown(begun.map(|(_, step)| step), "")
        }
        Task::Reply(Reply {
            call,
            status,
            headers,
            body,
        }) => {
            let status = u16::try_from(status).unwrap_or_default();
            let headers: Vec<(String, String)> = headers.into_iter().collect();
            let step = session.reply(at(calls, call), status, &headers, body.as_bytes());
            shown(step, &body)
        }
        Task::Failed { call, cause } => {
            let cause: Cause = cause.parse()?;
            Err(session.failed(at(calls, call), cause).into())
        }
        Task::Resume(call) => shown(session.resume(at(calls, call)), ""),
        Task::Cancel(call) => {
            session.cancel(at(calls, call))?;
            Ok(json!({ "cancelled": true }))
        }
    }
}

/// A step with the bodies that its JSON leaves out: that of a request, and that of the last reply.
fn shown(step: Result<Step>, reply: &str) -> Answer {
    let step = step?;
    let mut shown: Value = parsed(&step.to_json()?)?;
    if let Some(body) = step.body().and_then(|body| body.as_str()) {
        shown["send"]["body"] = body.into();
    }
    if let Some(done) = shown.get_mut("done") {
        done["body"] = reply.into();
    }
    Ok(shown)
}
