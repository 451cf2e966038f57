//! The bench's program in Rust: jotkit, its peers, and the cryptography alone.
//!
//! It is started with a work file and asked one JSON object a line, as every program of the bench;
//! README.md in the folder above describes the lines.

mod case;
mod own;
mod peer_jsonwebtoken;
mod peer_jwt_simple;
mod raw;
mod together;
mod work;

use std::io::{BufRead, Write, stdin, stdout};
use std::{env, fs};

use serde::Deserialize;
use serde_json::{Value, json};

use case::Case;
use work::Work;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Request {
    List,
    Run { case: usize, millis: u64 },
}

fn main() -> Result<()> {
    let file = env::args()
        .nth(1)
        .ok_or("usage: jotkit-bench-rust WORK_FILE")?;
    let work: Work = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut cases = Vec::new();
    for line in stdin().lock().lines() {
        let answer = answer(&serde_json::from_str(&line?)?, &work, &mut cases)?;
        let mut out = stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(request: &Request, work: &Work, cases: &mut Vec<Case>) -> Result<Value> {
    match *request {
        Request::List => {
            *cases = own::cases(work)?;
            cases.extend(peer_jsonwebtoken::cases(work)?);
            cases.extend(peer_jwt_simple::cases(work)?);
            cases.extend(raw::cases(work)?);
            let listed: Vec<Value> = cases.iter().map(Case::listed).collect();
            Ok(json!({"runtime": format!("Rust {}", work::rustc()), "cases": listed}))
        }
        Request::Run { case, millis } => {
            let case = cases.get_mut(case).ok_or("no such case")?;
            Ok(json!({"ns": case.run(millis)}))
        }
    }
}
