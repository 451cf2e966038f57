//! What the numbers were measured on, and when.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use serde::Serialize;

use crate::Result;

/// The machine of a run.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    pub date: String,
    pub cpu: String,
    pub cores: usize,
    pub system: String,
    pub rustc: String,
    /// The commit that was measured, with a mark if the tree differed from it.
    pub commit: String,
}

impl Machine {
    /// Reads what this machine says of itself.
    ///
    /// # Errors
    /// If it does not say it the way that Linux does.
    pub fn read() -> Result<Self> {
        let information = fs::read_to_string("/proc/cpuinfo")?;
        let model = information
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
            .map_or("unknown", |(_, model)| model.trim());
        Ok(Self {
            date: say("date", &["-u", "+%Y-%m-%d %H:%M UTC"])?,
            cpu: model.to_owned(),
            cores: thread::available_parallelism()?.get(),
            system: say("uname", &["-srm"])?,
            rustc: say("rustc", &["--version"])?,
            commit: commit(Path::new(".")),
        })
    }
}

/// The commit of a checkout, with a mark if its files differ from it.
pub fn commit(root: &Path) -> String {
    let root = root.to_string_lossy();
    let arguments = [
        "-C",
        &root,
        "describe",
        "--always",
        "--dirty",
        "--exclude=*",
    ];
    say("git", &arguments).unwrap_or_else(|_| "unknown".to_owned())
}

/// The core that the programs are pinned to: the last, as interrupts tend to go to the first.
///
/// # Errors
/// If the system does not tell how many there are.
pub fn last_core() -> Result<usize> {
    Ok(thread::available_parallelism()?.get() - 1)
}

fn say(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output()?;
    if !output.status.success() {
        return Err(format!("{program} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
