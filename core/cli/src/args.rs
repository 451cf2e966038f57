//! The command line: its commands, and what is said about a mistake in it.

use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand};

use crate::output::{Failure, Output};
use crate::token::Stdin;
use crate::{explain, inspect, key, sign, verify};

/// Reads, verifies and signs JSON Web Tokens.
#[derive(Parser)]
#[command(
    name = "jotkit",
    bin_name = "jotkit",
    version,
    arg_required_else_help = true
)]
pub(crate) struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Inspect(inspect::Inspect),
    Verify(verify::Verify),
    Explain(explain::Explain),
    Sign(sign::Sign),
    /// Makes, converts and describes keys.
    #[command(subcommand)]
    Key(key::Command),
}

impl Program {
    pub(crate) fn run(self, stdin: Stdin<'_>) -> Result<Output, Failure> {
        match self.command {
            Command::Inspect(inspect) => inspect.run(stdin),
            Command::Verify(verify) => verify.run(stdin),
            Command::Explain(explain) => explain.run(stdin),
            Command::Sign(sign) => sign.run(stdin),
            Command::Key(key) => key.run(),
        }
    }
}

/// Help and version, or a mistake on the command line.
pub(crate) fn usage(mut error: clap::Error) -> Output {
    if !error.use_stderr() {
        return Output::good(error.render().ansi().to_string());
    }
    for kind in [
        ContextKind::InvalidArg,
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidValue,
    ] {
        let given = match error.get(kind) {
            Some(ContextValue::String(given)) => shown(kind, given).to_owned(),
            _ => continue,
        };
        error.insert(kind, ContextValue::String(given));
    }
    Output {
        status: 2,
        stderr: error.render().ansi().to_string(),
        ..Output::default()
    }
}

/// What an error repeats of an argument, which may be a token or a secret in the wrong place: the
/// names of options, and other words only where neither belongs.
fn shown(kind: ContextKind, given: &str) -> &str {
    let word = given.len() <= 16 && given.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let option =
        given.starts_with(['-', '<']) && given.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if option || (word && kind != ContextKind::InvalidArg) {
        given
    } else {
        "..."
    }
}
