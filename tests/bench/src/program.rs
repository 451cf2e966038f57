//! A language's program: prepared, started, and asked one line at a time.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Result;

/// No answer takes longer than this.
const PATIENCE: Duration = Duration::from_secs(180);

/// One thing that a program can measure.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Case {
    pub library: String,
    #[serde(default)]
    pub version: String,
    pub work: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threads: Option<u32>,
}

/// What a program says of itself.
#[derive(Debug, Clone, Deserialize)]
pub struct Listing {
    pub runtime: String,
    pub cases: Vec<Case>,
}

/// Where a language's scripts are, and what its program is given.
#[derive(Debug, Clone)]
pub struct Language {
    pub name: String,
    /// The other checkout that this one is compared with.
    base: Option<PathBuf>,
    folder: PathBuf,
    work_file: PathBuf,
}

impl Language {
    /// The program of a checkout. A base builds and caches in its own folders.
    pub fn new(name: &str, root: &Path, is_base: bool, work_file: &Path) -> Self {
        Self {
            name: name.to_owned(),
            base: is_base.then(|| root.to_owned()),
            folder: root.join("tests/bench").join(name),
            work_file: work_file.to_owned(),
        }
    }

    fn at_home(&self, mut command: Command) -> Command {
        if let Some(base) = &self.base {
            command.env("JOTKIT_CACHE", base.join(".cache"));
            command.env("CARGO_TARGET_DIR", base.join("target"));
        }
        command
    }

    /// Builds and installs what the program needs.
    ///
    /// # Errors
    /// If there is no such program, or its script fails.
    pub fn prepare(&self) -> Result<()> {
        let script = self.folder.join("prepare");
        if !script.is_file() {
            return Err(format!("there is no {}", script.display()).into());
        }
        let status = self
            .at_home(Command::new(&script))
            .stdin(Stdio::null())
            .status()?;
        if !status.success() {
            return Err(format!("{} failed: {status}", script.display()).into());
        }
        Ok(())
    }

    /// Starts the program, on one core if one is named.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(&self, core: Option<usize>) -> Result<Program> {
        let run = self.folder.join("run");
        let command = match core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.arg("--cpu-list").arg(core.to_string()).arg(&run);
                command
            }
            None => Command::new(&run),
        };
        let mut child = self
            .at_home(command)
            .arg(&self.work_file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("a program has no pipes".into());
        };
        let (send, answers) = channel();
        // A pipe cannot be read with a time limit; a channel can.
        thread::spawn(move || {
            for line in BufReader::new(output)
                .lines()
                .map_while(std::io::Result::ok)
            {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Program {
            child,
            input,
            answers,
        })
    }
}

/// A program that is running.
pub struct Program {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Program {
    /// What it can measure, after it has checked that each case does what it says.
    ///
    /// # Errors
    /// If it does not answer as it should.
    pub fn list(&mut self) -> Result<Listing> {
        let answer = self.ask(&json!({"op": "list"}))?;
        Ok(serde_json::from_value(answer)?)
    }

    /// The nanoseconds that one operation takes, over a batch of about this many milliseconds.
    ///
    /// # Errors
    /// If it does not answer as it should.
    pub fn run(&mut self, case: usize, millis: u64) -> Result<f64> {
        let request = json!({"op": "run", "case": case, "millis": millis});
        let answer = self.ask(&request)?;
        match answer["ns"].as_f64() {
            Some(ns) if ns > 0.0 && ns.is_finite() => Ok(ns),
            _ => Err(format!("case {case}: no time in {answer}").into()),
        }
    }

    fn ask(&mut self, request: &Value) -> Result<Value> {
        writeln!(self.input, "{request}")?;
        self.input.flush()?;
        match self.answers.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str(&line)
                .map_err(|_| format!("{request} was answered with: {line}").into()),
            Err(RecvTimeoutError::Timeout) => Err(format!("{request} had no answer").into()),
            Err(RecvTimeoutError::Disconnected) => {
                Err(format!("the program ended at {request}").into())
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends by itself with its input; one that hangs is not waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
