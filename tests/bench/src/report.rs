//! The result of a run, as it is written to the JSON file and shown by the tables and the chart.

use serde::Serialize;

use crate::machine::Machine;
use crate::program::Case;
use crate::rounds::{Measured, Part};
use crate::statistics::Summary;
use crate::targets::Target;
use crate::{Effort, Error};

/// What goes before the library's name in the rows of another checkout.
const BASE: &str = "base ";

/// Everything that a run has found.
#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub rounds: u64,
    pub millis: u64,
    /// The commit of the other checkout, if there is one.
    pub base: Option<String>,
    /// Whether all languages were asked for.
    pub whole: bool,
    pub languages: Vec<LanguageReport>,
    pub targets: Vec<Target>,
    pub failed: Vec<Failure>,
}

/// One language's cases.
#[derive(Debug, Serialize)]
pub struct LanguageReport {
    pub name: String,
    pub runtime: String,
    /// Measured only for the sake of other languages' ratios.
    pub reference: bool,
    pub rows: Vec<Row>,
}

/// One case's line of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    #[serde(flatten)]
    pub case: Case,
    pub median_ns: f64,
    pub spread_percent: f64,
    /// Its time as a multiple of jotkit's in the same language.
    pub to_jotkit: Option<f64>,
    /// Its time as a multiple of the cryptography alone, over the same bytes.
    pub to_raw: Option<f64>,
    /// Its time as a multiple of the base's.
    pub to_base: Option<f64>,
    pub rounds_ns: Vec<f64>,
}

/// A language that could not be measured, or not to the end.
#[derive(Debug, Serialize)]
pub struct Failure {
    pub language: String,
    pub error: String,
}

impl Report {
    pub fn new(machine: Machine, effort: Effort, whole: bool) -> Self {
        Self {
            machine,
            rounds: effort.rounds,
            millis: effort.millis,
            base: None,
            whole,
            languages: Vec::new(),
            targets: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// Notes a failure, and tells it where it happens.
    pub fn fail(&mut self, language: &str, error: &Error) {
        eprintln!("bench: {language} is left out: {error}");
        self.failed.push(Failure {
            language: language.to_owned(),
            error: error.to_string(),
        });
    }

    /// Takes the rounds and works out the ratios.
    pub fn measured(&mut self, all: Vec<Measured>) {
        for language in all {
            let is_base = language.part == Part::Base;
            let rows = language.cases.into_iter().filter_map(|(mut case, rounds)| {
                if is_base {
                    case.library.insert_str(0, BASE);
                }
                let summary = Summary::of(&rounds)?;
                Some(Row {
                    case,
                    median_ns: summary.median,
                    spread_percent: summary.spread,
                    to_jotkit: None,
                    to_raw: None,
                    to_base: None,
                    rounds_ns: rounds,
                })
            });
            let rows: Vec<Row> = rows.collect();
            let mut known = self.languages.iter_mut();
            match known.find(|known| known.name == language.name) {
                Some(known) => known.rows.extend(rows),
                None => self.languages.push(LanguageReport {
                    rows,
                    name: language.name,
                    runtime: language.runtime,
                    reference: language.part == Part::Reference,
                }),
            }
        }
        let ratios: Vec<Vec<_>> = self
            .languages
            .iter()
            .map(|language| {
                language
                    .rows
                    .iter()
                    .map(|row| self.ratios(language, row))
                    .collect()
            })
            .collect();
        for (language, ratios) in self.languages.iter_mut().zip(ratios) {
            for (row, ratios) in language.rows.iter_mut().zip(ratios) {
                [row.to_jotkit, row.to_raw, row.to_base] = ratios;
            }
            let order = |row: &Row| crate::rounds::work_rank(&row.case.work);
            language
                .rows
                .sort_by_key(|row| (order(row), row.case.threads));
        }
    }

    fn ratios(&self, language: &LanguageReport, row: &Row) -> [Option<f64>; 3] {
        // A host's plain JSON parse is there to be held against a whole verify.
        let same = match row.case.work.as_str() {
            "parse" => "verify-HS256",
            work => work,
        };
        let raw = same.replace("cached-", "verify-");
        let jotkit = self.median(&language.name, "jotkit", same, row.case.threads);
        let raw = self.median("rust", "raw", &raw, row.case.threads);
        let over = |other: Option<f64>| other.map(|other| row.median_ns / other);
        let base = format!("{BASE}{}", row.case.library);
        let base = self.median(&language.name, &base, &row.case.work, row.case.threads);
        [over(jotkit), over(raw), over(base)]
    }

    /// The median of a case in nanoseconds.
    pub fn median(
        &self,
        language: &str,
        library: &str,
        work: &str,
        threads: Option<u32>,
    ) -> Option<f64> {
        let language = self.languages.iter().find(|one| one.name == language)?;
        let row = language.rows.iter().find(|row| {
            row.case.library == library && row.case.work == work && row.case.threads == threads
        })?;
        Some(row.median_ns)
    }

    /// Cases in which this checkout takes more than a tenth longer than the base.
    pub fn slower(&self) -> impl Iterator<Item = (&LanguageReport, &Row)> {
        self.languages.iter().flat_map(|language| {
            let rows = language.rows.iter();
            rows.filter(|row| row.to_base.is_some_and(|ratio| ratio > 1.1))
                .map(move |row| (language, row))
        })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A library, a work and its nanoseconds. What scales is on two threads.
    pub type Timed = (&'static str, &'static str, f64);

    pub fn report(languages: &[(&str, &[Timed])]) -> Report {
        let effort = Effort {
            rounds: 1,
            millis: 1,
        };
        let mut report = Report::new(Machine::read().unwrap(), effort, false);
        let measured = languages.iter().map(|(name, cases)| Measured {
            name: name.trim_start_matches("base ").to_owned(),
            part: if name.starts_with("base ") {
                Part::Base
            } else {
                Part::Whole
            },
            runtime: String::new(),
            cases: cases
                .iter()
                .map(|(library, work, ns)| {
                    let case = Case {
                        library: (*library).to_owned(),
                        version: String::new(),
                        work: (*work).to_owned(),
                        threads: work.starts_with("scale-").then_some(2),
                    };
                    (case, vec![*ns])
                })
                .collect(),
        });
        report.measured(measured.collect());
        report
    }

    #[test]
    fn ratios_are_to_the_same_work_in_the_same_language_and_to_the_raw_primitive() {
        let report = report(&[
            (
                "rust",
                &[
                    ("jotkit", "verify-HS256", 200.0),
                    ("raw", "verify-HS256", 100.0),
                    ("raw", "scale-RS256", 50.0),
                ],
            ),
            (
                "python",
                &[
                    ("jotkit", "verify-HS256", 500.0),
                    ("PyJWT", "verify-HS256", 5000.0),
                    ("json.loads", "parse", 1000.0),
                    ("PyJWT", "verify-RS256", 7.0),
                    ("jotkit", "scale-RS256", 75.0),
                ],
            ),
        ]);
        let ratios = |language: usize, row: usize, work: &str| {
            let row = &report.languages[language].rows[row];
            assert_eq!(row.case.work, work);
            (row.to_jotkit, row.to_raw)
        };
        assert_eq!(ratios(0, 0, "verify-HS256"), (Some(1.0), Some(2.0)));
        assert_eq!(ratios(1, 0, "verify-HS256"), (Some(1.0), Some(5.0)));
        assert_eq!(ratios(1, 1, "verify-HS256"), (Some(10.0), Some(50.0)));
        assert_eq!(ratios(1, 2, "verify-RS256"), (None, None));
        assert_eq!(ratios(1, 3, "scale-RS256"), (Some(1.0), Some(1.5)));
        assert_eq!(ratios(1, 4, "parse"), (Some(2.0), Some(10.0)));
    }

    #[test]
    fn a_base_is_compared_with_the_same_case_and_more_than_a_tenth_is_told() {
        let report = report(&[
            (
                "c",
                &[
                    ("jotkit", "verify-HS256", 112.0),
                    ("jotkit", "sign-HS256", 110.0),
                ],
            ),
            (
                "base c",
                &[
                    ("jotkit", "verify-HS256", 100.0),
                    ("jotkit", "sign-HS256", 100.0),
                ],
            ),
        ]);
        assert_eq!(report.languages.len(), 1);
        let slower: Vec<_> = report.slower().map(|(_, row)| row.to_base).collect();
        assert_eq!(slower, [Some(1.12)]);
        assert_eq!(
            report.median("c", "base jotkit", "verify-HS256", None),
            Some(100.0)
        );
    }
}
