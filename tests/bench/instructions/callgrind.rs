//! Runs the same program again under callgrind, which counts the instructions of `measured`.
//! Instructions are the same on a busy machine and on an idle one; times are not.

use std::error::Error;
use std::process::{self, Command, ExitCode, Stdio};
use std::{env, fs};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The variable in which the program under callgrind finds its input.
pub const INPUT: &str = "JOTKIT_CALLGRIND_INPUT";

/// What is counted: everything from its start to its end.
#[inline(never)]
pub fn measured(work: &dyn Fn()) {
    work();
}

/// Runs `PROGRAM work` under callgrind: the lines that it prints, and the profile of each call of
/// `measured`.
pub fn profiles(options: &[&str], input: &str) -> Result<(Vec<String>, Vec<String>)> {
    let folder = env::temp_dir().join(format!("jotkit-callgrind-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let part = folder.join("part").display().to_string();
    let output = Command::new("valgrind")
        .args([
            "--quiet",
            "--tool=callgrind",
            "--zero-before=*::measured",
            "--dump-after=*::measured",
        ])
        .args(options)
        .arg(format!("--callgrind-out-file={part}"))
        .arg(env::current_exe()?)
        .arg("work")
        .env(INPUT, input)
        .stderr(Stdio::inherit())
        .output();
    let files = (1..).map_while(|index| fs::read_to_string(format!("{part}.{index}")).ok());
    let profiles = files.collect();
    fs::remove_dir_all(&folder)?;
    let output = output.map_err(|error| format!("valgrind did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("the works failed under callgrind: {}", output.status).into());
    }
    let lines = String::from_utf8(output.stdout)?;
    Ok((lines.lines().map(str::to_owned).collect(), profiles))
}

/// How a program ends: well, if everything that it counts is as it should be.
pub fn exit(outcome: Result<bool>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
