//! The rounds: every case of every program once in each, so that all share the machine's moods.

use crate::program::{Case, Language, Listing, Program};
use crate::{Effort, Error, Result};

/// How many times as long the cases with threads take: a scheduler, and a host's lock that only one
/// thread has at a time, go round in milliseconds.
const LONGER: u64 = 3;

/// A language's program, listed and ready to measure.
pub struct Running {
    pub name: String,
    part: Part,
    listing: Listing,
    pinned: Program,
    /// The cases with threads need more than the one core.
    free: Option<Program>,
}

/// What of a program is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Only what others are compared with.
    Reference,
    /// Only jotkit, in another checkout.
    Base,
}

/// A program's rounds.
pub struct Measured {
    pub name: String,
    pub part: Part,
    pub runtime: String,
    pub cases: Vec<(Case, Vec<f64>)>,
}

/// One measurement of a round: which program, which of its cases.
struct Turn {
    program: usize,
    case: usize,
}

impl Running {
    /// Starts a language's program and asks what it can measure.
    ///
    /// # Errors
    /// If it does not start or does not answer.
    pub fn start(language: &Language, core: usize, part: Part) -> Result<Self> {
        let mut pinned = language.start(Some(core))?;
        let listing = pinned.list()?;
        let free = match listing.cases.iter().any(|case| case.threads.is_some()) {
            true => {
                let mut program = language.start(None)?;
                let other = program.list()?;
                if other.cases != listing.cases {
                    return Err("the program lists other cases the second time".into());
                }
                Some(program)
            }
            false => None,
        };
        Ok(Self {
            name: language.name.clone(),
            part,
            listing,
            pinned,
            free,
        })
    }

    fn measures(&self, case: &Case) -> bool {
        match self.part {
            Part::Whole => true,
            Part::Reference => for_all(case),
            Part::Base => case.library.starts_with("jotkit") && case.threads.is_none(),
        }
    }

    fn run(&mut self, case: usize, millis: u64) -> Result<f64> {
        let threaded = |case: &Case| case.threads.is_some();
        match &mut self.free {
            Some(free) if self.listing.cases.get(case).is_some_and(threaded) => {
                free.run(case, LONGER * millis)
            }
            _ => self.pinned.run(case, millis),
        }
    }
}

/// Whether other languages are compared with it: jotkit's core, and the cryptography alone, which
/// also tells what the machine gives to two threads.
fn for_all(case: &Case) -> bool {
    case.library == "raw" || case.library == "jotkit" && case.threads.is_none()
}

/// Runs the rounds. What fails in one is left out of the rest, and told.
pub fn measure(
    mut programs: Vec<Running>,
    effort: Effort,
) -> (Vec<Measured>, Vec<(String, Error)>) {
    let mut turns: Vec<Turn> = Vec::new();
    for (program, running) in programs.iter().enumerate() {
        for (case, listed) in running.listing.cases.iter().enumerate() {
            if running.measures(listed) {
                turns.push(Turn { program, case });
            }
        }
    }
    // What is compared with each other is measured right after each other. Of the cases with
    // threads that is the same library's: programs list its one thread and its two side by side,
    // and the sort keeps them so.
    turns.sort_by_key(|turn| {
        let case = &programs[turn.program].listing.cases[turn.case];
        (work_rank(&case.work), case.work.clone())
    });

    let mut times: Vec<Vec<f64>> = vec![Vec::new(); turns.len()];
    let mut failed: Vec<Option<Error>> = programs.iter().map(|_| None).collect();
    // The first round is for the programs to count their batches and for just-in-time compilers.
    for round in 0..=effort.rounds {
        eprintln!(
            "bench: round {round} of {}, {} cases",
            effort.rounds,
            turns.len()
        );
        let mut order: Vec<usize> = (0..turns.len()).collect();
        // Every other round backwards, so that a neighbour's traces do not always fall on the same
        // case.
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let Turn { program, case } = turns[index];
            if failed[program].is_some() {
                continue;
            }
            match programs[program].run(case, effort.millis) {
                Ok(_) if round == 0 => {}
                Ok(ns) => times[index].push(ns),
                Err(error) => failed[program] = Some(error),
            }
        }
    }

    let mut measured = Vec::new();
    let mut errors = Vec::new();
    for (index, (running, failure)) in programs.into_iter().zip(failed).enumerate() {
        if let Some(error) = failure {
            errors.push((running.name, error));
            continue;
        }
        let cases = turns
            .iter()
            .zip(&times)
            .filter(|(turn, _)| turn.program == index);
        let cases = cases
            .map(|(turn, times)| (running.listing.cases[turn.case].clone(), times.clone()))
            .collect();
        measured.push(Measured {
            name: running.name,
            part: running.part,
            runtime: running.listing.runtime,
            cases,
        });
    }
    (measured, errors)
}

/// The order of works in the table.
pub fn work_rank(work: &str) -> usize {
    const FIRST: [&str; 7] = [
        "verify-", "sign-", "refuse-", "size-", "cached-", "scale-", "parse",
    ];
    let group = FIRST.iter().position(|prefix| work.starts_with(prefix));
    let algorithm = crate::work::ALGORITHMS
        .iter()
        .position(|algorithm| work.ends_with(algorithm.name()));
    let size = ["0.4k", "4k", "40k", "256k"]
        .iter()
        .position(|size| work == format!("size-{size}"));
    100 * group.unwrap_or(FIRST.len()) + 10 * algorithm.unwrap_or(0) + size.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_compared_with_the_core_and_with_raw_on_any_number_of_threads() {
        let case = |library: &str, threads| Case {
            library: library.to_owned(),
            version: String::new(),
            work: "scale-RS256".to_owned(),
            threads,
        };
        assert!(for_all(&case("raw", None)));
        assert!(for_all(&case("raw", Some(2))));
        assert!(for_all(&case("jotkit", None)));
        assert!(!for_all(&case("jotkit", Some(2))));
        assert!(!for_all(&case("jsonwebtoken", None)));
    }

    #[test]
    fn works_stand_in_the_order_of_the_table() {
        let order = [
            "verify-HS256",
            "verify-ML-DSA-44",
            "sign-RS256",
            "refuse-garbage",
            "size-0.4k",
            "size-4k",
            "size-40k",
            "size-256k",
            "cached-ES256",
            "parse",
            "another",
        ];
        let ranks: Vec<usize> = order.iter().map(|work| work_rank(work)).collect();
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
}
