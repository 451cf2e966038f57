//! The targets, held against a run.

use std::hint::black_box;

use jotkit::{Key, Policy, Signer, Verifier};
use serde::Serialize;

use crate::Result;
use crate::report::Report;
use crate::targets::{Rule, Target};

/// What a run says about a target.
#[derive(Debug, Serialize)]
pub struct Verdict {
    pub place: &'static str,
    pub what: &'static str,
    /// What is demanded, in words.
    pub demand: String,
    /// What was measured, in words; empty if nothing was.
    pub found: String,
    pub outcome: Outcome,
}

/// How a target came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Met,
    Missed,
    /// Nothing is demanded: the number is told.
    Stated,
    NotMeasured,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Stated => "stated",
            Self::NotMeasured => "not measured",
        }
    }

    fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::Missed }
    }
}

impl Verdict {
    pub fn on(target: &Target, report: &Report) -> Self {
        let (demand, measured) = judge(&target.rule, report);
        let (found, outcome) = measured.unwrap_or((String::new(), Outcome::NotMeasured));
        Self {
            place: target.place,
            what: target.what,
            demand,
            found,
            outcome,
        }
    }

    pub fn measured(&self) -> bool {
        self.outcome != Outcome::NotMeasured
    }
}

/// A demand in words, and what was found with what follows from it.
fn judge(rule: &Rule, report: &Report) -> (String, Option<(String, Outcome)>) {
    let ratio = |first, second| Some(report.best(first)? / report.best(second)?);
    match rule {
        Rule::AtMost(limit, first, second) => (
            format!("at most {limit}x"),
            ratio(first, second).map(|found| (times(found), Outcome::of(found <= *limit))),
        ),
        Rule::AtLeast(limit, first, second) => (
            format!("at least {limit}x"),
            ratio(first, second).map(|found| (times(found), Outcome::of(found >= *limit))),
        ),
        Rule::Stated(first, second) => (
            "stated".to_owned(),
            ratio(first, second).map(|found| (times(found), Outcome::Stated)),
        ),
        Rule::CallCost(language, limit) => (
            limit.map_or("stated".to_owned(), |limit| format!("at most {limit} ns")),
            call_cost(language, report).map(|found| {
                let outcome = limit.map_or(Outcome::Stated, |limit| Outcome::of(found <= limit));
                (format!("{found:.0} ns"), outcome)
            }),
        ),
        Rule::Throughput(limit) => (
            format!("at least {limit} MB/s"),
            throughput(report)
                .map(|found| (format!("{found:.0} MB/s"), Outcome::of(found >= *limit))),
        ),
        Rule::Linear(limit) => (
            format!("at most {limit}x"),
            growth(report).map(|found| (times(found), Outcome::of(found <= *limit))),
        ),
        Rule::Allocations(limit) => (
            format!("at most {limit}"),
            allocations(report).map(|found| (found.to_string(), Outcome::of(found <= *limit))),
        ),
        Rule::Flat(language) => (
            "flat".to_owned(),
            report
                .soaks
                .iter()
                .find(|soak| soak.language == *language)
                .map(|soak| {
                    let megabytes = |bytes: u64| bytes as f64 / 1e6;
                    let (start, end) = (soak.soak.rss_start, soak.soak.rss_end);
                    let found = format!("{:.1} to {:.1} MB", megabytes(start), megabytes(end));
                    (found, Outcome::of(soak.flat))
                }),
        ),
    }
}

fn times(ratio: f64) -> String {
    format!("{ratio:.2}x")
}

fn jotkit(report: &Report, language: &str, work: &str) -> Option<f64> {
    report.median(language, "jotkit", work, None)
}

/// A verify's time up to the payload's text in the host, less the core's own: the way there and back.
fn call_cost(language: &str, report: &Report) -> Option<f64> {
    let host = report.median(language, "jotkit (text)", "verify-HS256", None)?;
    Some(host - jotkit(report, "rust", "verify-HS256")?)
}

/// MB/s of the longest token, without the time of its HMAC.
fn throughput(report: &Report) -> Option<f64> {
    let raw = report.median("rust", "raw", "size-256k", None)?;
    let beyond = jotkit(report, "rust", "size-256k")? - raw;
    Some(262_144.0 / beyond * 1000.0)
}

/// What a byte of the longest token costs, as a multiple of a byte of a shorter one.
fn growth(report: &Report) -> Option<f64> {
    let long = jotkit(report, "rust", "size-256k")? / 262_144.0;
    let short = jotkit(report, "rust", "size-40k")? / 40_960.0;
    Some(long / short)
}

/// Heap allocations of one verify, counted in this process.
fn allocations(report: &Report) -> Option<u64> {
    report
        .languages
        .iter()
        .find(|language| language.name == "rust" && !language.reference)?;
    count_allocations().ok()
}

fn count_allocations() -> Result<u64> {
    let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
    let claims = r#"{"sub":"u1","iss":"i","aud":"a","exp":9007199254740991}"#;
    let token = Signer::new(key.clone())?.sign_json(claims)?;
    let verifier = Verifier::new(key, Policy::new().issuer("i").audience("a"))?;
    verifier.verify(&token)?;
    let counted = allocation_counter::measure(|| {
        let _ = black_box(verifier.verify(black_box(&token)));
    });
    Ok(counted.count_total)
}
