//! Puts vector files to all languages and reports per language, and any two that differ.
//!
//! `conformance [--only LANGUAGE[,LANGUAGE]] [FILE or FOLDER]...`; the shared vectors if nothing is
//! named. The exit status is 1 if an answer is wrong or two languages disagree.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use jotkit_tests::compare::{comparable, difference, equal, well_formed};
use jotkit_tests::process::{LANGUAGES, Subject};
use jotkit_tests::vectors::{self, Vector};
use serde_json::Value;

/// The answers of one language, in the order of the vectors.
type Answers = Vec<Value>;

fn main() -> ExitCode {
    let mut languages: Vec<String> = LANGUAGES.map(str::to_owned).to_vec();
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--only" {
            let only = arguments.next().unwrap_or_default();
            languages = only.split(',').map(str::to_owned).collect();
        } else {
            paths.push(argument.into());
        }
    }
    if paths.is_empty() {
        paths.push(vectors::folder());
    }
    let files: Vec<(String, Vec<Vector>)> =
        paths.iter().flat_map(|path| vectors::load(path)).collect();
    let vectors: Vec<&Vector> = files.iter().flat_map(|(_, vectors)| vectors).collect();

    let asked: Vec<(String, Result<Answers, String>)> = std::thread::scope(|scope| {
        let running: Vec<_> = languages
            .iter()
            .map(|language| scope.spawn(|| (language.clone(), ask_all(language, &vectors))))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("a subject's thread"))
            .collect()
    });

    let mut failed = 0;
    let mut all: BTreeMap<&str, &Answers> = BTreeMap::new();
    for (language, answers) in &asked {
        match answers {
            Err(error) => {
                failed += 1;
                println!("{language}: {error}");
            }
            Ok(answers) => {
                let wrong = report(language, &vectors, answers);
                failed += wrong;
                println!(
                    "{language}: {} of {} right",
                    vectors.len() - wrong,
                    vectors.len()
                );
                all.insert(language, answers);
            }
        }
    }
    let disagreements = disagreements(&vectors, &all);
    println!(
        "{disagreements} disagreements between {} languages",
        all.len()
    );
    println!(
        "{} passed, {failed} failed",
        vectors.len() * languages.len() - failed
    );
    if failed == 0 && disagreements == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn ask_all(language: &str, vectors: &[&Vector]) -> Result<Answers, String> {
    let mut subject = Subject::start(language).map_err(|error| error.to_string())?;
    let answers = vectors
        .iter()
        .map(|vector| {
            let answer = subject.ask(&vector.request);
            answer.map_err(|error| format!("{}: {error}", vector.name))
        })
        .collect::<Result<_, _>>()?;
    subject.finish().map_err(|error| error.to_string())?;
    Ok(answers)
}

/// Prints what one language got wrong and says how much that is.
fn report(language: &str, vectors: &[&Vector], answers: &Answers) -> usize {
    let mut wrong = 0;
    for (vector, answer) in vectors.iter().zip(answers) {
        if let Some(problem) = well_formed(answer).or_else(|| difference(vector, answer)) {
            wrong += 1;
            println!("{language}: {} ({}): {problem}", vector.name, vector.rule);
        }
    }
    wrong
}

/// Prints the vectors that languages answer differently and says how many there are.
fn disagreements(vectors: &[&Vector], answers: &BTreeMap<&str, &Answers>) -> usize {
    let mut count = 0;
    for (index, vector) in vectors.iter().enumerate() {
        let mut given = answers.iter().map(|(language, answers)| {
            (
                language,
                comparable(vector, answers.get(index).unwrap_or(&Value::Null)),
            )
        });
        let Some((first, reference)) = given.next() else {
            continue;
        };
        if let Some((other, answer)) = given.find(|(_, answer)| !equal(answer, &reference)) {
            count += 1;
            println!(
                "{}: {first} says {reference}, {other} says {answer}",
                vector.name
            );
        }
    }
    count
}
