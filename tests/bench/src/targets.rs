//! The targets of `targets.txt`, held against a run.

use serde::Serialize;

use crate::Result;
use crate::report::Report;

const TABLE: &str = include_str!("../targets.txt");

/// A target, and how this run met it.
#[derive(Debug, Serialize)]
pub struct Target {
    pub place: &'static str,
    pub what: &'static str,
    pub rule: &'static str,
    /// What was measured, in words; empty if nothing was.
    pub found: String,
    pub outcome: &'static str,
}

/// All targets, judged by a report.
///
/// # Errors
/// If a line of the table is malformed.
pub fn judged(report: &Report) -> Result<Vec<Target>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| judge(line, report)).collect()
}

fn judge(line: &'static str, report: &Report) -> Result<Target> {
    let cells: Vec<&str> = line.split(" | ").collect();
    let [place, what, rule, first, second] = cells[..] else {
        return Err(format!("a target needs five cells: {line}").into());
    };
    let (difference, demand) = match rule.strip_prefix("- ") {
        Some(demand) => (true, demand),
        None => (false, rule),
    };
    let number = match (best(first, report)?, best(second, report)?) {
        (Some(first), Some(second)) if difference => Some(first - second),
        (Some(first), Some(second)) => Some(first / second),
        _ => None,
    };
    let met = match demand.split_once(' ') {
        _ if demand == "?" => None,
        Some(("<=", limit)) => Some((limit.parse()?, f64::le as fn(&f64, &f64) -> bool)),
        Some((">=", limit)) => Some((limit.parse()?, f64::ge as fn(&f64, &f64) -> bool)),
        _ => return Err(format!("no such rule: {line}").into()),
    };
    let outcome = match (number, met) {
        (None, _) => "not measured",
        (_, None) => "stated",
        (Some(number), Some((limit, holds))) if holds(&number, &limit) => "met",
        _ => "missed",
    };
    let unit = |number| match difference {
        true => format!("{number:.0} ns"),
        false => format!("{number:.2}x"),
    };
    Ok(Target {
        place,
        what,
        rule,
        found: number.map_or(String::new(), unit),
        outcome,
    })
}

/// The best median of the libraries of `LANGUAGE:LIBRARIES:WORK[:THREADS]`.
fn best(case: &str, report: &Report) -> Result<Option<f64>> {
    let parts: Vec<&str> = case.split(':').collect();
    let (language, libraries, work, threads) = match parts[..] {
        [language, libraries, work] => (language, libraries, work, None),
        [language, libraries, work, threads] => (language, libraries, work, Some(threads.parse()?)),
        _ => return Err(format!("no case: {case}").into()),
    };
    let medians = libraries
        .split(',')
        .filter_map(|library| report.median(language, library, work, threads));
    Ok(medians.min_by(f64::total_cmp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::report;

    #[test]
    fn a_target_is_met_up_to_its_limit_and_of_several_libraries_the_best_counts() {
        let report = report(&[(
            "jvm",
            &[
                ("jotkit", "verify-ES256", 100.0),
                ("slow", "verify-ES256", 400.0),
                ("fast", "verify-ES256", 150.0),
            ],
        )]);
        for (line, found, outcome) in [
            (
                "J | w | >= 1.5 | jvm:slow,fast:verify-ES256 | jvm:jotkit:verify-ES256",
                "1.50x",
                "met",
            ),
            (
                "J | w | >= 1.51 | jvm:slow,fast:verify-ES256 | jvm:jotkit:verify-ES256",
                "1.50x",
                "missed",
            ),
            (
                "J | w | <= 1.5 | jvm:fast:verify-ES256 | jvm:jotkit:verify-ES256",
                "1.50x",
                "met",
            ),
            (
                "J | w | - <= 49 | jvm:fast:verify-ES256 | jvm:jotkit:verify-ES256",
                "50 ns",
                "missed",
            ),
            (
                "J | w | ? | jvm:fast:verify-ES256 | jvm:jotkit:verify-ES256",
                "1.50x",
                "stated",
            ),
            (
                "J | w | <= 1 | jvm:absent:verify-ES256 | jvm:jotkit:verify-ES256",
                "",
                "not measured",
            ),
        ] {
            let target = judge(line, &report).unwrap();
            assert_eq!(
                (target.found.as_str(), target.outcome),
                (found, outcome),
                "{line}"
            );
        }
        assert!(!judged(&report).unwrap().is_empty());
    }
}
