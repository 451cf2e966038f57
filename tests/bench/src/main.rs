//! The bench: starts a program in each language, has all of them measure in turns, and writes one table.
//!
//! `jotkit-bench ROOT OUTPUT [LANGUAGE...]` measures; `jotkit-bench work FILE` only writes a work file, for
//! trying a program by hand. `.ci/bench` starts it; README.md beside it explains the method.

mod chart;
mod machine;
mod markdown;
mod program;
mod report;
mod rounds;
mod statistics;
mod table;
mod targets;
mod verdicts;
mod work;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use machine::Machine;
use program::Language;
use report::{Report, SoakReport};
use rounds::Running;

/// Whatever keeps the bench from going on is told and ends it.
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
    pub soak: u64,
}

impl Effort {
    /// What the environment asks for. A run of some languages only soaks when asked to.
    fn from_environment(whole: bool) -> Result<Self> {
        Ok(Self {
            rounds: number("JOTKIT_BENCH_ROUNDS", 15)?.max(1),
            millis: number("JOTKIT_BENCH_MILLIS", 30)?.max(1),
            soak: number("JOTKIT_BENCH_SOAK", if whole { 5_000_000 } else { 0 })?,
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
    let effort = Effort::from_environment(only.is_empty())?;
    fs::create_dir_all(output)?;
    let work_file = output.join("work.json");
    fs::write(&work_file, work::make()?.to_string())?;

    let mut report = Report::new(Machine::read()?, effort, only.is_empty());
    let mut languages = Vec::new();
    for name in LANGUAGES
        .into_iter()
        .filter(|name| wanted(name) || *name == REFERENCE)
    {
        eprintln!("bench: preparing {name}");
        let language = Language::new(name, &root.join("tests/bench"), &work_file);
        match language.prepare() {
            Ok(()) => languages.push(language),
            Err(error) => report.fail(name, &error),
        }
    }

    // Preparing may take minutes, and the tokens' times count from now.
    fs::write(&work_file, work::make()?.to_string())?;
    let mut running = Vec::new();
    for language in &languages {
        eprintln!("bench: starting {}", language.name);
        match Running::start(language, machine::last_core()?, !wanted(&language.name)) {
            Ok(program) => running.push(program),
            Err(error) => report.fail(&language.name, &error),
        }
    }
    let (measured, failed) = rounds::measure(running, effort);
    report.measured(measured);
    for (name, error) in failed {
        report.fail(&name, &error);
    }
    if effort.soak > 0 {
        for language in languages.iter().filter(|language| wanted(&language.name)) {
            eprintln!("bench: soaking {}, {} verifies", language.name, effort.soak);
            match language.start(None).and_then(|mut program| {
                program.list()?;
                program.soak(effort.soak)
            }) {
                Ok(soak) => report
                    .soaks
                    .push(SoakReport::new(&language.name, effort.soak, soak)),
                Err(error) => report.fail(&language.name, &error),
            }
        }
    }
    report.judge(targets::TARGETS);

    table::print(&report);
    fs::write(
        output.join("results.json"),
        serde_json::to_string_pretty(&report)?,
    )?;
    fs::write(output.join("results.md"), markdown::page(&report))?;
    fs::write(output.join("results.svg"), chart::svg(&report))?;
    println!("\nwritten: {}/results.json, .md and .svg", output.display());
    Ok(report.failed.is_empty())
}
