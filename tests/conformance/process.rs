//! A subject of any language as a running program.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Map, Value};

/// The languages that have a subject.
pub const LANGUAGES: [&str; 6] = ["rust", "python", "node", "swift", "kotlin", "c"];

/// A running subject.
pub struct Subject {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    next_id: u64,
}

impl Subject {
    /// Starts `tests/subject LANGUAGE`.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(language: &str) -> std::io::Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("subject");
        let mut child = Command::new(script)
            .arg(language)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = child.stdin.take();
        let answers = child.stdout.take().map(BufReader::new);
        let answers = answers.ok_or_else(|| std::io::Error::other("no standard output"))?;
        Ok(Self {
            child,
            requests,
            answers,
            next_id: 0,
        })
    }

    /// Puts one request and gives the answer.
    ///
    /// # Errors
    /// If the subject ends, answers something else than one JSON object a line, or to another
    /// request.
    pub fn ask(&mut self, request: &Map<String, Value>) -> std::io::Result<Value> {
        self.next_id += 1;
        let id = Value::from(self.next_id.to_string());
        let mut request = request.clone();
        request.insert("id".to_owned(), id.clone());
        let mut line = Value::Object(request).to_string();
        line.push('\n');
        let ended = || std::io::Error::other("the subject has ended");
        let requests = self.requests.as_mut().ok_or_else(ended)?;
        requests.write_all(line.as_bytes())?;
        requests.flush()?;
        let mut answer = String::new();
        if self.answers.read_line(&mut answer)? == 0 {
            return Err(ended());
        }
        let answer: Value = serde_json::from_str(&answer)?;
        if answer.get("id") == Some(&id) {
            Ok(answer)
        } else {
            Err(std::io::Error::other("the answer has another id"))
        }
    }

    /// Ends the input and waits for exit status 0.
    ///
    /// # Errors
    /// If the status is another one.
    pub fn finish(mut self) -> std::io::Result<()> {
        drop(self.requests.take());
        let status = self.child.wait()?;
        if status.success() {
            Ok(())
        } else {
            Err(std::io::Error::other(format!(
                "the subject ended with {status}"
            )))
        }
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        drop(self.requests.take());
        // A subject that does not end by itself must not keep the driver alive.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
