//! Runs the commands of the Markdown files here and of the documentation, and compares what they
//! write.
//!
//! In a block marked `console`, a line that begins with `$ ` is a command for the shell. The lines
//! below it are what it writes, standard error included, up to the next command. In them `[..]` is
//! any text of one line, and a line of `...` any number of lines. A command exits with status 0
//! unless the line after it is `? ` and another one. All commands of a file share one folder;
//! `$TESTS` is the folder of this file.
#![cfg(unix)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test panics to fail, in its helpers too"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn commands_write_what_their_pages_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<PathBuf> = fs::read_dir(root.join("tests/console"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    pages.push(root.join("../../docs/cli.md"));
    let mut wrong = Vec::new();
    for page in pages {
        let folder = tempfile::tempdir().unwrap();
        let steps = steps(&fs::read_to_string(&page).unwrap());
        assert!(!steps.is_empty(), "{} has no commands", page.display());
        for step in steps {
            let (status, written) = run(&step.command, folder.path());
            if status != step.status || !matches(&step.expected, &written) {
                wrong.push(format!(
                    "{}:{}\n$ {}\n? {status}\n{}",
                    page.display(),
                    step.line,
                    step.command,
                    written.join("\n")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

struct Step {
    line: usize,
    command: String,
    status: i32,
    expected: Vec<String>,
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (number, line) in page.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if !inside {
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step {
                line: number + 1,
                command: command.to_owned(),
                status: 0,
                expected: Vec::new(),
            });
        } else {
            let step = steps.last_mut().expect("a block begins with a command");
            match line.strip_prefix("? ") {
                Some(status) => step.status = status.parse().unwrap(),
                // A command goes on in the next line.
                None if step.expected.is_empty() && step.command.ends_with('\\') => {
                    step.command.push('\n');
                    step.command
                        .push_str(line.strip_prefix("> ").unwrap_or(line));
                }
                None => step.expected.push(line.to_owned()),
            }
        }
    }
    steps
}

/// The exit status of a command and the lines it writes.
fn run(command: &str, folder: &Path) -> (i32, Vec<String>) {
    let program = Path::new(env!("CARGO_BIN_EXE_jotkit")).parent().unwrap();
    let path = std::env::join_paths(
        std::iter::once(program.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let (reader, writer) = io::pipe().unwrap();
    let mut child = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("TESTS", Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"))
        .stdin(Stdio::null())
        .stdout(writer.try_clone().unwrap())
        .stderr(writer)
        .spawn()
        .unwrap();
    // The command above held the last other end of the pipe.
    let written = io::read_to_string(reader).unwrap();
    let status = child.wait().unwrap().code().expect("not ended by a signal");
    (status, written.lines().map(str::to_owned).collect())
}

fn matches(expected: &[String], written: &[String]) -> bool {
    let Some((first, rest)) = expected.split_first() else {
        return written.is_empty();
    };
    if first == "..." {
        return (0..=written.len()).any(|skipped| matches(rest, &written[skipped..]));
    }
    let Some((line, others)) = written.split_first() else {
        return false;
    };
    same_line(first, line) && matches(rest, others)
}

fn same_line(expected: &str, line: &str) -> bool {
    match expected.split_once("[..]") {
        None => expected == line,
        Some((start, rest)) => line.strip_prefix(start).is_some_and(|line| {
            let mut ends = (0..=line.len()).filter(|end| line.is_char_boundary(*end));
            ends.any(|end| same_line(rest, &line[end..]))
        }),
    }
}
