//! Writes the Swift and Kotlin sources between the library and the hand-written
//! packages.
//!
//! `generate` is uniffi's own command; `kotlin FILE` then rewrites the Kotlin.

mod kotlin;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [command, file] if command == "kotlin" => match rewrite(file) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{file}: {error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            uniffi::uniffi_bindgen_main();
            ExitCode::SUCCESS
        }
    }
}

fn rewrite(file: &str) -> Result<(), String> {
    let source = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    std::fs::write(file, kotlin::faster(&source)?).map_err(|error| error.to_string())
}
