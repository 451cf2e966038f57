//! A language's program: built, started, and asked one line at a time.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::{Result, machine};

/// No answer takes longer than this.
const PATIENCE: Duration = Duration::from_secs(180);

/// What a program reports of itself.
#[derive(Debug, Deserialize)]
pub struct Hello {
    pub runtime: String,
    pub versions: Map<String, Value>,
}

/// The result of doing a case once.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Prepared {
    /// The claims, or the token.
    Given(Value),
    /// The library refused the token.
    Refused(String),
    /// The library cannot do this work.
    Unable(String),
}

/// A batch of one case.
#[derive(Debug, Deserialize)]
pub struct Batch {
    /// The time of all operations of a thread.
    pub ns: f64,
    /// How many of them ended in an error.
    pub refused: u64,
}

/// How to start a program that has been built.
pub struct Built {
    words: Vec<String>,
    home: Vec<(&'static str, PathBuf)>,
}

/// Builds a checkout's program and installs what it needs. Another checkout than this one builds in
/// its own folders.
pub fn build(language: &str, root: &Path, is_base: bool) -> Result<Built> {
    let script = root.join("tests/bench").join(language).join("prepare");
    let home = match is_base {
        true => vec![
            ("JOTKIT_CACHE", root.join(".cache")),
            ("CARGO_TARGET_DIR", root.join("target")),
        ],
        false => Vec::new(),
    };
    let mut command = Command::new(&script);
    command.envs(home.iter().cloned()).stdin(Stdio::null());
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", script.display()))?;
    if !output.status.success() {
        return Err(format!("{} failed: {}", script.display(), output.status).into());
    }
    let words = String::from_utf8(output.stdout)?;
    let words = words.lines().map(str::to_owned).collect();
    Ok(Built { words, home })
}

/// A program that runs.
pub struct Program {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Program {
    /// Starts a program, on one core or on all.
    pub fn start(built: &Built, pinned: bool) -> Result<Self> {
        let mut words = built.words.clone();
        if pinned {
            let core = machine::last_core()?.to_string();
            words.splice(0..0, ["taskset".to_owned(), "--cpu-list".to_owned(), core]);
        }
        let (name, arguments) = words.split_first().ok_or("prepare printed no command")?;
        let mut child = Command::new(name)
            .args(arguments)
            .envs(built.home.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("no pipe")?;
        let output = child.stdout.take().ok_or("no pipe")?;
        let (send, answers) = channel();
        // A pipe cannot be read with a time limit; a channel can.
        thread::spawn(move || {
            let lines = BufReader::new(output).lines();
            lines
                .map_while(|line| line.ok())
                .try_for_each(|line| send.send(line))
        });
        Ok(Self {
            child,
            input,
            answers,
        })
    }

    pub fn hello(&mut self) -> Result<Hello> {
        self.ask(&json!({"op": "hello"}))
    }

    /// Has the program make an operation and do it once. Unless it is unable to, the operation gets
    /// the next number, from 0.
    pub fn prepare(&mut self, request: &Value) -> Result<Prepared> {
        self.ask(request)
    }

    /// Has each of so many threads do an operation so many times.
    pub fn run(&mut self, case: usize, count: u64, threads: u32) -> Result<Batch> {
        let request = json!({"op": "run", "case": case, "count": count, "threads": threads});
        self.ask(&request)
    }

    fn ask<T: DeserializeOwned>(&mut self, request: &Value) -> Result<T> {
        writeln!(self.input, "{request}")?;
        self.input.flush()?;
        let asked = format!("{:.100}", request.to_string());
        let line = self
            .answers
            .recv_timeout(PATIENCE)
            .map_err(|error| format!("no answer to {asked}: {error}"))?;
        serde_json::from_str(&line).map_err(|error| format!("{asked}: {line}: {error}").into())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends by itself with its input; one that hangs is not waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
