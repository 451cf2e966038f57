//! The bench's program in Rust: jotkit, its peers, and the cryptography alone.
//!
//! It answers one JSON object a line; README.md in the folder above describes them.

mod jsonwebtoken;
mod operation;
mod own;
mod raw;
mod task;

use std::io::{BufRead, Write, stdin, stdout};

use serde::Deserialize;
use serde_json::{Value, json};

use operation::Operation;
use task::Task;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Request {
    Hello,
    Prepare(Box<Task>),
    Run {
        case: usize,
        count: u64,
        threads: usize,
    },
}

fn main() -> Result<()> {
    let mut operations = Vec::new();
    for line in stdin().lock().lines() {
        let answer = answer(serde_json::from_str(&line?)?, &mut operations)?;
        let mut out = stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(request: Request, operations: &mut Vec<Operation>) -> Result<Value> {
    match request {
        Request::Hello => {
            let versions = json!({
                "jotkit": version("jotkit"),
                "jsonwebtoken": version("jsonwebtoken"),
                "raw": format!("aws-lc-rs {}", version("aws-lc-rs")),
            });
            Ok(json!({"runtime": "Rust", "versions": versions}))
        }
        Request::Prepare(task) => match prepared(&task) {
            Err(error) => Ok(json!({"unable": error.to_string()})),
            Ok(operation) => {
                let given = operation.once();
                operations.push(operation);
                Ok(given.map_or_else(
                    |why| json!({"refused": why}),
                    |value| json!({"given": value}),
                ))
            }
        },
        Request::Run {
            case,
            count,
            threads,
        } => {
            let operation = operations.get(case).ok_or("no such case")?;
            let (ns, refused) = operation.run(count, threads);
            Ok(json!({"ns": ns, "refused": refused}))
        }
    }
}

fn prepared(task: &Task) -> Result<Operation> {
    match (task.library.as_str(), task.sign) {
        ("jotkit", true) => own::sign(task),
        ("jotkit", false) => own::verify(task),
        ("jotkit, into a struct", false) => own::verify_into_a_struct(task),
        ("jsonwebtoken", true) => jsonwebtoken::sign(task),
        ("jsonwebtoken", false) => jsonwebtoken::verify(task),
        ("raw", true) => raw::sign(task),
        ("raw", false) => raw::verify(task),
        _ => Err("no such library".into()),
    }
}

/// The version of a package that this program is made of.
fn version(package: &str) -> &'static str {
    let start = format!("name = \"{package}\"\nversion = \"");
    let (_, rest) = include_str!("../../Cargo.lock")
        .split_once(&start)
        .unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}
