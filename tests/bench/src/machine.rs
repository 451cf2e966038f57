//! What the numbers are measured on, and when.

use std::path::Path;
use std::process::Command;
use std::{fs, thread};

use crate::Result;

/// The machine and the moment, one fact a line.
///
/// # Errors
/// If this is no Linux.
pub fn describe() -> Result<Vec<String>> {
    let information = fs::read_to_string("/proc/cpuinfo")?;
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let machine = [
        model.to_owned(),
        format!("{} cores", thread::available_parallelism()?),
        output("uname", &["-srm"])?,
        output("rustc", &["--version"])?,
    ];
    let date = output("date", &["-u", "+%Y-%m-%d %H:%M UTC"])?;
    Ok(vec![
        format!("{date}, commit {}", commit(Path::new("."))),
        machine.join(", "),
    ])
}

/// The commit of a checkout, with a mark if its files differ from it.
pub fn commit(root: &Path) -> String {
    let root = root.to_string_lossy();
    output(
        "git",
        &[
            "-C",
            &root,
            "describe",
            "--always",
            "--dirty",
            "--exclude=*",
        ],
    )
    .unwrap_or_else(|_| "unknown".to_owned())
}

/// The core that programs are pinned to: the last, as interrupts tend to go to the first.
///
/// # Errors
/// If the system does not say how many there are.
pub fn last_core() -> Result<usize> {
    Ok(thread::available_parallelism()?.get() - 1)
}

fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        return Err(format!("{program} failed: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
