//! The rounds: every case of every program once in each, so that all meet the same conditions.

use crate::cases::{Case, Language};
use crate::program::{Built, Prepared, Program};
use crate::{Effort, Error, Result};

/// How many times as long batches on several threads take: schedulers, and a lock that only one
/// thread has at a time, take turns in milliseconds.
const LONGER: f64 = 3.0;

/// What of a program is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Only jotkit and the cryptography alone, for the ratios of other languages.
    Reference,
    /// Only jotkit, in another checkout.
    Base,
}

/// A language's program, with the cases that it can do.
pub struct Running {
    pub language: &'static Language,
    pub part: Part,
    pub about: String,
    program: Program,
    pub turns: Vec<Turn>,
}

/// A library at a case.
pub struct Turn {
    pub library: &'static str,
    /// Its place among all cases.
    pub case: usize,
    /// Its number among the operations that the program has prepared.
    operation: usize,
    /// How many operations a batch has.
    count: u64,
    /// Nanoseconds of one operation in each round.
    pub times: Vec<f64>,
}

impl Running {
    /// Starts a program for the cases on one thread, or for those on several, which then has all
    /// cores; `None` if there are none.
    pub fn start(
        language: &'static Language,
        part: Part,
        built: &Built,
        cases: &[Case],
        threaded: bool,
    ) -> Result<Option<Self>> {
        let mut program = Program::start(built, !threaded)?;
        let hello = program.hello()?;
        let mut about = hello.runtime;
        for (library, version) in &hello.versions {
            about.push_str(&format!(
                ", {library} {}",
                version.as_str().unwrap_or_default()
            ));
        }
        let (mut turns, mut operation) = (Vec::new(), 0);
        for (index, case) in cases.iter().enumerate() {
            for library in language.libraries {
                let (does, library) = (library.does(&case.work), library.name);
                if !does || !part.includes(library) || (case.threads > 1) != threaded {
                    continue;
                }
                let prepared = program.prepare(&case.request(library))?;
                if let Err(error) = case.check(&prepared) {
                    let what = format!("{}: {library} at {}: {error}", language.name, case.work);
                    if library.starts_with("jotkit") {
                        return Err(what.into());
                    }
                    eprintln!("bench: left out: {what}");
                } else {
                    turns.push(Turn {
                        library,
                        case: index,
                        operation,
                        count: 1,
                        times: Vec::new(),
                    });
                }
                operation += usize::from(!matches!(prepared, Prepared::Unable(_)));
            }
        }
        let running = Self {
            language,
            part,
            about,
            program,
            turns,
        };
        Ok(Some(running).filter(|one| !one.turns.is_empty()))
    }
}

impl Part {
    fn includes(self, library: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Reference => ["jotkit", "raw"].contains(&library),
            Self::Base => library.starts_with("jotkit"),
        }
    }
}

/// Runs the rounds. A program that fails in one is left out of the rest, and its error is returned.
pub fn measure(
    running: &mut [Running],
    cases: &[Case],
    effort: Effort,
) -> Vec<(&'static str, Error)> {
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (program, one) in running.iter().enumerate() {
        order.extend((0..one.turns.len()).map(|turn| (program, turn)));
    }
    // What is compared with each other is measured right after each other.
    order.sort_by_key(|&(program, turn)| running[program].turns[turn].case);
    let mut failed: Vec<(usize, Error)> = Vec::new();
    for round in 0..=effort.rounds {
        eprintln!(
            "bench: round {round} of {}, {} cases",
            effort.rounds,
            order.len()
        );
        for &(program, turn) in &order {
            if failed.iter().any(|(one, _)| *one == program) {
                continue;
            }
            let one = &mut running[program];
            let case = &cases[one.turns[turn].case];
            let done = match round {
                // The first round is not counted: it is to find out how long a batch has to be.
                0 => one.warm_up(turn, case, effort),
                _ => one
                    .time(turn, case)
                    .map(|ns| one.turns[turn].times.push(ns)),
            };
            if let Err(error) = done {
                failed.push((program, error));
            }
        }
        // Every other round runs backwards, so that a case does not always have the same neighbour.
        order.reverse();
    }
    for (program, _) in &failed {
        running[*program].turns.clear();
    }
    let failed = failed.into_iter();
    failed
        .map(|(program, error)| (running[program].language.name, error))
        .collect()
}

impl Running {
    /// Nanoseconds of one operation, over one batch.
    fn time(&mut self, turn: usize, case: &Case) -> Result<f64> {
        let Turn {
            library,
            operation,
            count,
            ..
        } = self.turns[turn];
        let batch = self.program.run(operation, count, case.threads)?;
        let expected = if case.is_refusal() {
            count * u64::from(case.threads)
        } else {
            0
        };
        if batch.refused != expected || batch.ns <= 0.0 {
            return Err(format!(
                "{library} at {}: {batch:?} of {count} operations",
                case.work
            )
            .into());
        }
        Ok(batch.ns / (count as f64 * f64::from(case.threads)))
    }

    /// Finds the number of operations that take the wanted time, once compilers are done.
    fn warm_up(&mut self, turn: usize, case: &Case, effort: Effort) -> Result<()> {
        let threads = f64::from(case.threads);
        let batch = effort.millis as f64 * 1e6 * if threads > 1.0 { LONGER } else { 1.0 };
        let mut spent = 0.0;
        loop {
            let count = self.turns[turn].count as f64;
            let each = self.time(turn, case)? * threads;
            spent += each * count;
            let wanted = (batch / each).max(1.0);
            self.turns[turn].count = wanted.min(2.0 * count) as u64;
            if wanted <= 2.0 * count && spent >= batch * f64::from(self.language.warm_up) {
                return Ok(());
            }
        }
    }
}
