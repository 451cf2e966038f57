//! The result of a run, as it is written to the JSON file.

use serde::Serialize;

use crate::cases::Case;
use crate::rounds::{Part, Running};
use crate::targets::Target;
use crate::{Effort, Error};

/// Everything that a run has found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// What was measured on what, one fact a line.
    pub about: Vec<String>,
    pub rounds: u32,
    pub millis: u32,
    /// Whether all languages were asked for.
    pub whole: bool,
    pub failed: Vec<String>,
    pub rows: Vec<Row>,
    pub targets: Vec<Target>,
}

/// A library at a work.
#[derive(Debug, Serialize)]
pub struct Row {
    pub language: &'static str,
    pub library: String,
    pub work: String,
    pub median_ns: f64,
    /// The distance between the quartiles in percent of the median.
    pub spread_percent: f64,
    pub rounds_ns: Vec<f64>,
}

impl Report {
    pub fn new(about: Vec<String>, effort: Effort, whole: bool) -> Self {
        let Effort { rounds, millis } = effort;
        Self {
            about,
            rounds,
            millis,
            whole,
            ..Self::default()
        }
    }

    /// Records a failure, and prints it at once.
    pub fn fail(&mut self, language: &str, error: &Error) {
        eprintln!("bench: {language} is left out: {error}");
        self.failed.push(format!("{language}: {error}"));
    }

    /// Takes in what the programs measured.
    pub fn add(&mut self, running: Vec<Running>, cases: &[Case]) {
        for program in running {
            let language = program.language.name;
            let about = format!("{language}: {}", program.about);
            if program.part == Part::Whole && !self.about.contains(&about) {
                self.about.push(about);
            }
            let base = if program.part == Part::Base {
                "base "
            } else {
                ""
            };
            self.rows
                .extend(program.turns.into_iter().filter_map(|turn| {
                    let library = format!("{base}{}", turn.library);
                    Row::of(language, library, &cases[turn.case].work, turn.times)
                }));
        }
    }

    pub fn row(&self, language: &str, library: &str, work: &str) -> Option<&Row> {
        self.rows
            .iter()
            .find(|row| row.language == language && row.library == library && row.work == work)
    }

    pub fn median(&self, language: &str, library: &str, work: &str) -> Option<f64> {
        Some(self.row(language, library, work)?.median_ns)
    }
}

impl Row {
    pub fn of(
        language: &'static str,
        library: String,
        work: &str,
        rounds_ns: Vec<f64>,
    ) -> Option<Self> {
        let mut sorted = rounds_ns.clone();
        sorted.sort_by(f64::total_cmp);
        let quartile = |number: usize| sorted.get(sorted.len().checked_sub(1)? * number / 4);
        let (first, median_ns, third) = (quartile(1)?, *quartile(2)?, quartile(3)?);
        Some(Self {
            language,
            library,
            work: work.to_owned(),
            median_ns,
            spread_percent: 100.0 * (third - first) / median_ns,
            rounds_ns,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_quartiles_of_the_rounds() {
        let row =
            |rounds: &[f64]| Row::of("c", "libjwt".to_owned(), "verify-HS256", rounds.to_vec());
        let five = row(&[5.0, 1.0, 3.0, 2.0, 4.0]).unwrap();
        assert_eq!(
            (five.median_ns, five.spread_percent),
            (3.0, 100.0 * 2.0 / 3.0)
        );
        let one = row(&[7.0]).unwrap();
        assert_eq!((one.median_ns, one.spread_percent), (7.0, 0.0));
        assert!(row(&[]).is_none());
    }
}
