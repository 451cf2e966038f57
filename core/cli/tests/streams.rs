//! What depends on the kind of the streams.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics to fail, in its helpers too"
)]

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};

use jotkit_cli::{Streams, run};

const UNSIGNED: &str = "eyJhbGciOiJub25lIn0.e30.";

/// Exit status and standard error of a command that reads `stdin`.
fn jotkit(
    args: &[&str],
    stdin: &str,
    stdin_is_terminal: bool,
    stdout: &mut dyn Write,
) -> (u8, String) {
    let mut stderr = anstream::StripStream::new(Vec::new());
    let streams = Streams {
        stdin: &mut stdin.as_bytes(),
        stdin_is_terminal,
        stdout,
        stderr: &mut stderr,
    };
    let args = ["jotkit"].iter().chain(args).map(OsString::from);
    let status = run(args, streams);
    (status, String::from_utf8(stderr.into_inner()).unwrap())
}

#[test]
fn a_terminal_is_read_only_if_asked_for() {
    let mut stdout = Vec::new();
    let (status, sentence) = jotkit(&["inspect"], UNSIGNED, true, &mut stdout);
    assert_eq!(status, 2);
    assert_eq!(
        sentence,
        "error: There is no token. Give it as an argument, or on standard input.\n"
    );
    assert!(stdout.is_empty());

    let (status, sentence) = jotkit(&["inspect", "-"], UNSIGNED, true, &mut stdout);
    assert_eq!((status, sentence.as_str()), (0, ""));
    assert!(!stdout.is_empty());
}

/// A stream that takes nothing.
struct Broken(ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_closed_pipe_changes_no_answer() {
    let closed = &mut Broken(ErrorKind::BrokenPipe);
    let answer = jotkit(&["inspect"], UNSIGNED, false, closed);
    assert_eq!(answer, (0, String::new()));
    let (status, sentence) = jotkit(&["inspect"], "abc", false, closed);
    assert_eq!(status, 1);
    assert!(sentence.starts_with("token_malformed: "), "{sentence}");
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let full = &mut Broken(ErrorKind::StorageFull);
    let (status, sentence) = jotkit(&["inspect"], UNSIGNED, false, full);
    assert_eq!(status, 2);
    assert!(
        sentence.starts_with("error: Writing the output failed: "),
        "{sentence}"
    );
}

/// A stream whose reader is a bug of ours.
struct Panicking;

impl io::Read for Panicking {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("asked for")
    }
}

#[test]
fn a_panic_becomes_a_sentence() {
    let (mut stdout, mut stderr) = (Vec::new(), anstream::StripStream::new(Vec::new()));
    let streams = Streams {
        stdin: &mut Panicking,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        stderr: &mut stderr,
    };
    let status = run(["jotkit", "inspect"].map(OsString::from), streams);
    assert_eq!(status, 2);
    assert_eq!(
        String::from_utf8(stderr.into_inner()).unwrap(),
        "error: internal: Something went wrong inside jotkit; please report it.\n"
    );
}

#[test]
fn every_character_is_shown_or_escaped() {
    let key = jotkit::Key::hs256("a secret of at least 32 bytes, kept safe").unwrap();
    let signer = jotkit::Signer::new(key).unwrap();
    let characters: Vec<char> = ('\0'..=char::MAX).collect();
    for some in characters.chunks(8192) {
        let claim = String::from_iter(some);
        let token = signer
            .sign(&serde_json::json!({ "claim": claim, "exp": 1 }))
            .unwrap();
        let mut stdout = Vec::new();
        let (status, _) = jotkit(&["inspect", "--json"], &token, false, &mut stdout);
        assert_eq!(status, 0);
        let shown = String::from_utf8(stdout).unwrap();
        let line = shown.strip_suffix('\n').unwrap();
        assert!(!line.contains(char::is_control), "{line}");
        let read: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            read.pointer("/claims/claim").unwrap().as_str(),
            Some(claim.as_str())
        );
    }
}
