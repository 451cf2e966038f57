//! The bench: starts a program in each language, has all of them measure in turns, and writes one
//! page.
//!
//! `.ci/bench` starts it as `jotkit-bench ROOT OUTPUT [LANGUAGE...]`; README.md explains how.

mod cases;
mod machine;
mod page;
mod program;
mod report;
mod rounds;
mod targets;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use cases::LANGUAGES;
use report::Report;
use rounds::{Part, Running};

pub type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T> = std::result::Result<T, Error>;

/// How long and how often is measured.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub rounds: u32,
    pub millis: u32,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
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
    if let Some(unknown) = only
        .iter()
        .find(|name| LANGUAGES.iter().all(|one| one.name != **name))
    {
        return Err(format!("unknown language: {unknown}").into());
    }
    let asked = |name: &str| only.is_empty() || only.contains(&name);
    let effort = Effort {
        rounds: number("JOTKIT_BENCH_ROUNDS", 15)?,
        millis: number("JOTKIT_BENCH_MILLIS", 30)?,
    };
    let base = env::var_os("BASE").map(PathBuf::from);
    let mut about = machine::describe()?;
    if let Some(base) = &base {
        about.push(format!("base: commit {}", machine::commit(base)));
    }
    let mut report = Report::new(about, effort, only.is_empty());

    let mut built = Vec::new();
    for (index, language) in LANGUAGES.iter().enumerate() {
        let parts = match (asked(language.name), &base) {
            (true, None) => vec![(Part::Whole, root)],
            (true, Some(base)) => vec![(Part::Whole, root), (Part::Base, base.as_path())],
            // What the others are compared with.
            (false, _) if index == 0 => vec![(Part::Reference, root)],
            (false, _) => Vec::new(),
        };
        for (part, root) in parts {
            eprintln!("bench: building {} in {}", language.name, root.display());
            match program::build(language.name, root, part == Part::Base) {
                Ok(program) => built.push((language, part, program)),
                Err(error) => {
                    report.fail(language.name, &error);
                    break;
                }
            }
        }
    }

    // Building may take minutes, and the tokens' times count from here.
    let cases = cases::make()?;
    let mut running = Vec::new();
    for (language, part, program) in &built {
        for threaded in [false, true] {
            match Running::start(language, *part, program, &cases, threaded) {
                Ok(program) => running.extend(program),
                Err(error) => {
                    report.fail(language.name, &error);
                    break;
                }
            }
        }
    }
    for (language, error) in rounds::measure(&mut running, &cases, effort) {
        report.fail(language, &error);
    }
    report.add(running, &cases);
    report.targets = targets::judge_all(&report)?;

    let page = page::page(&report, asked);
    fs::create_dir_all(output)?;
    fs::write(
        output.join("results.json"),
        serde_json::to_string_pretty(&report)?,
    )?;
    fs::write(output.join("results.md"), &page)?;
    println!(
        "{page}\nwritten: {}/results.json and results.md",
        output.display()
    );
    Ok(report.failed.is_empty())
}

fn number(name: &str, default: u32) -> Result<u32> {
    match env::var(name) {
        Ok(text) => match text.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(format!("{name} must be a whole number above 0").into()),
        },
        Err(_) => Ok(default),
    }
}
