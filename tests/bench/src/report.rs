//! The result of a run, as it is written to the JSON file and shown by the tables and the chart.

use serde::Serialize;

use crate::machine::Machine;
use crate::program::{Case, Soak};
use crate::rounds::Measured;
use crate::statistics::Summary;
use crate::targets::{Of, Target};
use crate::verdicts::Verdict;
use crate::{Effort, Error};

/// Everything that a run has found.
#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub rounds: u64,
    pub millis: u64,
    /// Whether all languages were asked for.
    pub whole: bool,
    pub languages: Vec<LanguageReport>,
    pub soaks: Vec<SoakReport>,
    pub targets: Vec<Verdict>,
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
    pub rounds_ns: Vec<f64>,
}

/// A language that could not be measured, or not to the end.
#[derive(Debug, Serialize)]
pub struct Failure {
    pub language: String,
    pub error: String,
}

/// The memory of a language's program over many verifies.
#[derive(Debug, Serialize)]
pub struct SoakReport {
    pub language: String,
    pub count: u64,
    #[serde(flatten)]
    pub soak: Soak,
    pub flat: bool,
}

impl SoakReport {
    /// Flat is what grows by less than a byte a verify: nothing that a verify makes can be smaller. Of a short
    /// soak that says nothing, as pages and heaps of a host grow by whole steps: there a megabyte is let be.
    pub fn new(language: &str, count: u64, soak: Soak) -> Self {
        let verifies = (count - count / 10).max(1_000_000);
        Self {
            language: language.to_owned(),
            count,
            soak,
            flat: soak.rss_end.saturating_sub(soak.rss_start) < verifies,
        }
    }
}

impl Report {
    pub fn new(machine: Machine, effort: Effort, whole: bool) -> Self {
        Self {
            machine,
            rounds: effort.rounds,
            millis: effort.millis,
            whole,
            languages: Vec::new(),
            soaks: Vec::new(),
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
            let rows = language.cases.into_iter().filter_map(|(case, rounds)| {
                let summary = Summary::of(&rounds)?;
                Some(Row {
                    case,
                    median_ns: summary.median,
                    spread_percent: summary.spread,
                    to_jotkit: None,
                    to_raw: None,
                    rounds_ns: rounds,
                })
            });
            self.languages.push(LanguageReport {
                rows: rows.collect(),
                name: language.name,
                runtime: language.runtime,
                reference: language.reference,
            });
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
            for (row, (to_jotkit, to_raw)) in language.rows.iter_mut().zip(ratios) {
                (row.to_jotkit, row.to_raw) = (to_jotkit, to_raw);
            }
        }
    }

    fn ratios(&self, language: &LanguageReport, row: &Row) -> (Option<f64>, Option<f64>) {
        // A host's plain JSON parse is there to be held against a whole verify.
        let same = match row.case.work.as_str() {
            "parse" => "verify-HS256",
            work => work,
        };
        let raw = same.replace("cached-", "verify-");
        let jotkit = self.median(&language.name, "jotkit", same, row.case.threads);
        let raw = self.median("rust", "raw", &raw, row.case.threads);
        let over = |other: Option<f64>| other.map(|other| row.median_ns / other);
        (over(jotkit), over(raw))
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

    /// The best median of the cases meant.
    pub fn best(&self, of: &Of) -> Option<f64> {
        of.libraries
            .iter()
            .filter_map(|library| self.median(of.language, library, of.work, of.threads))
            .min_by(f64::total_cmp)
    }

    /// Judges all targets that this run can say something about.
    pub fn judge(&mut self, targets: &[Target]) {
        let verdicts = targets.iter().filter_map(|target| {
            let verdict = Verdict::on(target, self);
            (self.whole || verdict.measured()).then_some(verdict)
        });
        self.targets = verdicts.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Rule;
    use crate::verdicts::Outcome;

    /// A library, a work and its nanoseconds. What scales is on two threads.
    type Timed = (&'static str, &'static str, f64);

    fn report(languages: &[(&str, &[Timed])]) -> Report {
        let effort = Effort {
            rounds: 1,
            millis: 1,
            soak: 0,
        };
        let mut report = Report::new(Machine::read().unwrap(), effort, false);
        let measured = languages.iter().map(|(name, cases)| Measured {
            name: (*name).to_owned(),
            reference: false,
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
        let ratios = |language: usize, row: usize| {
            let row = &report.languages[language].rows[row];
            (row.to_jotkit, row.to_raw)
        };
        assert_eq!(ratios(0, 0), (Some(1.0), Some(2.0)));
        assert_eq!(ratios(1, 0), (Some(1.0), Some(5.0)));
        assert_eq!(ratios(1, 1), (Some(10.0), Some(50.0)));
        assert_eq!(ratios(1, 2), (Some(2.0), Some(10.0)));
        assert_eq!(ratios(1, 3), (None, None));
        assert_eq!(ratios(1, 4), (Some(1.0), Some(1.5)));
    }

    #[test]
    fn a_target_is_met_up_to_its_limit_and_of_several_the_best_counts() {
        const fn of(libraries: &'static [&'static str]) -> Of {
            Of {
                language: "jvm",
                libraries,
                work: "verify-ES256",
                threads: None,
            }
        }
        let report = report(&[(
            "jvm",
            &[
                ("jotkit", "verify-ES256", 100.0),
                ("slow", "verify-ES256", 400.0),
                ("fast", "verify-ES256", 150.0),
            ],
        )]);
        let outcome = |rule| {
            let target = Target {
                place: "",
                what: "",
                rule,
            };
            Verdict::on(&target, &report).outcome
        };
        let peers = || of(&["slow", "fast"]);
        let own = || of(&["jotkit"]);
        assert_eq!(outcome(Rule::AtLeast(1.5, peers(), own())), Outcome::Met);
        assert_eq!(
            outcome(Rule::AtLeast(1.51, peers(), own())),
            Outcome::Missed
        );
        assert_eq!(outcome(Rule::AtMost(1.5, peers(), own())), Outcome::Met);
        assert_eq!(outcome(Rule::AtMost(1.49, peers(), own())), Outcome::Missed);
        assert_eq!(
            outcome(Rule::AtLeast(1.0, of(&["absent"]), own())),
            Outcome::NotMeasured
        );
    }

    #[test]
    fn memory_is_flat_if_it_grows_by_less_than_a_byte_a_verify() {
        let flat = |end| {
            let soak = Soak {
                rss_start: 10_000_000,
                rss_end: end,
            };
            SoakReport::new("c", 2_000_000, soak).flat
        };
        assert!(flat(9_000_000));
        assert!(flat(11_799_999));
        assert!(!flat(11_800_000));
    }
}
