//! The Rust subject: answers requests from standard input.

use std::io::{BufRead, Write, stdin, stdout};

fn main() -> std::io::Result<()> {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        writeln!(out, "{}", jotkit_tests::subject::answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}
