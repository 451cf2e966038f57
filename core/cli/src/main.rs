//! The program `jotkit`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(jotkit_cli::main(std::env::args_os()))
}
