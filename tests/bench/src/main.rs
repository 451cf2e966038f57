//! The bench: starts a program in each language, has all of them measure in turns, and writes one
//! table.
//!
//! `jotkit-bench ROOT OUTPUT [LANGUAGE...]` measures; `jotkit-bench work FILE` only writes a work
//! file, for trying a program by hand. `.ci/bench` starts it; its README.md explains the
//! method.

mod machine;
mod markdown;
mod program;
mod report;
mod rounds;
mod statistics;
mod table;
mod targets;
mod work;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use machine::Machine;
use program::Language;
use report::Report;
use rounds::{Part, Running};

/// Whatever keeps the bench from going on is printed and ends it.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T> = std::result::Result<T, Error>;

/// All that are measured, in the order of the table.
const LANGUAGES: [&str; 6] = ["rust", "python", "node", "jvm", "c", "swift"];

/// The program that measures the raw primitives for all.
const REFERENCE: &str = "rust";

/// How long and how often is measured.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: u64,
    pub millis: u64,
}

impl Effort {
    fn from_environment() -> Result<Self> {
        Ok(Self {
            rounds: number("JOTKIT_BENCH_ROUNDS", 15)?.max(1),
            millis: number("JOTKIT_BENCH_MILLIS", 30)?.max(1),
        })
    }
}

fn number(name: &str, default: u64) -> Result<u64> {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .map_err(|_| format!("{name} is not a whole number").into()),
        Err(_) => Ok(default),
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["work", file] => work::make().and_then(|work| {
            fs::write(file, work.to_string())?;
            Ok(true)
        }),
        [root, output, languages @ ..] => bench(Path::new(root), Path::new(output), languages),
        _ => Err("usage: jotkit-bench ROOT OUTPUT [LANGUAGE...]".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the languages named, or all; whether every one of them could be.
fn bench(root: &Path, output: &Path, only: &[&str]) -> Result<bool> {
    if let Some(unknown) = only.iter().find(|name| !LANGUAGES.contains(name)) {
        return Err(format!("no language {unknown}: there are {}", LANGUAGES.join(", ")).into());
    }
    let wanted = |name: &str| only.is_empty() || only.contains(&name);
    let base = std::env::var_os("BASE").map(PathBuf::from);
    let effort = Effort::from_environment()?;
    fs::create_dir_all(output)?;
    let work_file = output.join("work.json");
    fs::write(&work_file, work::make()?.to_string())?;

    let mut report = Report::new(Machine::read()?, effort, only.is_empty());
    report.base = base.as_deref().map(machine::commit);
    let mut languages = Vec::new();
    for name in LANGUAGES
        .into_iter()
        .filter(|name| wanted(name) || *name == REFERENCE)
    {
        eprintln!("bench: preparing {name}");
        let part = if wanted(name) {
            Part::Whole
        } else {
            Part::Reference
        };
        let mut checkouts = vec![(Language::new(name, root, false, &work_file), part)];
        if let (Some(base), Part::Whole) = (&base, part) {
            checkouts.push((Language::new(name, base, true, &work_file), Part::Base));
        }
        for (language, part) in checkouts {
            match language.prepare() {
                Ok(()) => languages.push((language, part)),
                Err(error) => report.fail(name, &error),
            }
        }
    }

    // Preparing may take minutes, and the tokens' times count from now.
    fs::write(&work_file, work::make()?.to_string())?;
    let mut running = Vec::new();
    for (language, part) in &languages {
        eprintln!("bench: starting {}", language.name);
        match Running::start(language, machine::last_core()?, *part) {
            Ok(program) => running.push(program),
            Err(error) => report.fail(&language.name, &error),
        }
    }
    let (measured, failed) = rounds::measure(running, effort);
    report.measured(measured);
    for (name, error) in failed {
        report.fail(&name, &error);
    }
    report.targets = targets::judged(&report)?;
    if !report.whole {
        report.targets.retain(|target| !target.found.is_empty());
    }

    table::print(&report);
    fs::write(
        output.join("results.json"),
        serde_json::to_string_pretty(&report)?,
    )?;
    fs::write(output.join("results.md"), markdown::page(&report))?;
    println!(
        "\nwritten: {}/results.json and results.md",
        output.display()
    );
    Ok(report.failed.is_empty())
}
