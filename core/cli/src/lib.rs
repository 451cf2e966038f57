//! The program `jotkit`, as a library: the binary, Python's console script and `npx jotkit` call
//! [`main`].
//!
//! It decides nothing about a token: each command reads its files, calls the core, and writes what
//! the core answers. A command makes its whole output before any of it is written, and everything
//! that comes from a token or a key passes `text::printable` or `json` on its way there.

mod algorithm;
mod args;
mod explain;
mod files;
mod inspect;
mod json;
mod key;
mod key_file;
mod keys;
mod output;
mod secret;
mod sign;
mod text;
mod time;
mod token;
mod verifier;
mod verify;
mod warnings;

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::panic::{self, AssertUnwindSafe};

use clap::Parser;

use crate::args::Program;
use crate::output::{Failure, Output};

/// Where a command reads and writes.
///
/// What is written has colours; [`main`] removes them unless it writes to a terminal.
pub struct Streams<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Whether a person would have to type what a command reads there.
    pub stdin_is_terminal: bool,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
}

/// Runs the program with the process's own streams and returns its exit status. The first argument
/// is the program's name.
///
/// It replaces the process's panic hook, so it is for a process that does nothing else.
#[must_use]
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    // The message of a panic may hold anything; where it happened is what a report needs.
    panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            let _ = writeln!(io::stderr(), "jotkit stopped at {place}");
        }
    }));
    let stdin_is_terminal = io::stdin().is_terminal();
    let streams = Streams {
        stdin: &mut io::stdin().lock(),
        stdin_is_terminal,
        stdout: &mut anstream::stdout(),
        stderr: &mut anstream::stderr(),
    };
    run(args, streams)
}

/// Runs the program and returns its exit status: 0 for success, 1 for a token that is refused or
/// cannot be read, 2 for everything else.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>, streams: Streams<'_>) -> u8 {
    let Streams {
        stdin,
        stdin_is_terminal,
        stdout,
        stderr,
    } = streams;
    let stdin = token::Stdin {
        reader: stdin,
        is_terminal: stdin_is_terminal,
    };
    let answer = panic::catch_unwind(AssertUnwindSafe(|| answer(args, stdin)));
    let output = answer
        .unwrap_or_else(|_| Err(jotkit::Error::internal().into()))
        .unwrap_or_else(Output::from);
    // Without standard error there is nowhere to report to.
    let _ = stderr.write_all(output.stderr.as_bytes());
    let written = stdout
        .write_all(output.stdout.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let failure = Failure::new(format!("Writing the output failed: {error}."));
            let output = Output::from(failure);
            let _ = stderr.write_all(output.stderr.as_bytes());
            output.status
        }
        // A reader that has seen enough, such as `head`, changes nothing about the answer.
        _ => output.status,
    }
}

fn answer(
    args: impl IntoIterator<Item = OsString>,
    stdin: token::Stdin<'_>,
) -> Result<Output, Failure> {
    match Program::try_parse_from(args) {
        Ok(program) => program.run(stdin),
        Err(error) => Ok(args::usage(error)),
    }
}
