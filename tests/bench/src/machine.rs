//! What the numbers are measured on, and when.

use std::path::Path;
use std::process::Command;
use std::{fs, thread};

use crate::Result;

/// The machine and the moment, one fact a line.
pub fn describe() -> Result<Vec<String>> {
    let information = fs::read_to_string("/proc/cpuinfo")?;
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let here = Path::new(".");
    let machine = [
        model.to_owned(),
        format!("{} cores", thread::available_parallelism()?),
        output("uname -srm", here)?,
        output("rustc --version", here)?,
    ];
    let date = output("date -u +%F", here)?;
    Ok(vec![
        format!("{date}, commit {}", commit(here)),
        machine.join(", "),
    ])
}

/// The commit of a checkout, with a mark if its files differ from it.
pub fn commit(root: &Path) -> String {
    let commit = output("git describe --always --dirty --exclude=*", root);
    commit.unwrap_or_else(|_| "unknown".to_owned())
}

/// The core that programs are pinned to: the last, as interrupts tend to go to the first.
pub fn last_core() -> Result<usize> {
    Ok(thread::available_parallelism()?.get() - 1)
}

fn output(command: &str, folder: &Path) -> Result<String> {
    let words: Vec<&str> = command.split(' ').collect();
    let output = Command::new(words[0])
        .args(&words[1..])
        .current_dir(folder)
        .output()?;
    if !output.status.success() {
        return Err(format!("{command} failed: {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
