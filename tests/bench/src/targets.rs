//! The targets of `targets.txt`, judged by a run.

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
    pub found: String,
    pub outcome: &'static str,
}

/// All targets that a report has numbers for.
pub fn judge_all(report: &Report) -> Result<Vec<Target>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| judge(line, report).transpose())
        .collect()
}

fn judge(line: &'static str, report: &Report) -> Result<Option<Target>> {
    let cells: Vec<&str> = line.split(" | ").collect();
    let [place, what, rule, first, second] = cells[..] else {
        return Err(format!("a target needs five cells: {line}").into());
    };
    let words: Vec<&str> = rule.split(' ').collect();
    let (is_difference, limit) = match words[..] {
        ["?"] => (false, None),
        ["-", "?"] => (true, None),
        ["<=" | ">=", limit] => (false, Some(limit.parse::<f64>()?)),
        ["-", "<=", limit] => (true, Some(limit.parse()?)),
        _ => return Err(format!("unknown rule: {line}").into()),
    };
    let (Some(first), Some(second)) = (best(first, report)?, best(second, report)?) else {
        return Ok(None);
    };
    let (number, found) = match is_difference {
        true => (first - second, format!("{:.0} ns", first - second)),
        false => (first / second, format!("{:.2}x", first / second)),
    };
    let outcome = match limit {
        None => "stated",
        Some(limit) if rule.starts_with('>') && number >= limit => "met",
        Some(limit) if !rule.starts_with('>') && number <= limit => "met",
        Some(_) => "missed",
    };
    Ok(Some(Target {
        place,
        what,
        rule,
        found,
        outcome,
    }))
}

/// The best median of the libraries of `LANGUAGE:LIBRARIES:WORK`.
fn best(case: &str, report: &Report) -> Result<Option<f64>> {
    let parts: Vec<&str> = case.split(':').collect();
    let [language, libraries, work] = parts[..] else {
        return Err(format!("no case: {case}").into());
    };
    let libraries = libraries.split(',');
    let medians = libraries.filter_map(|library| report.median(language, library, work));
    Ok(medians.min_by(f64::total_cmp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::{self, LANGUAGES};
    use crate::report::Row;

    #[test]
    fn a_target_is_met_up_to_its_limit_and_of_several_libraries_the_best_counts() {
        let mut report = Report::default();
        for (library, ns) in [("jotkit", 100.0), ("slow", 400.0), ("fast", 150.0)] {
            report
                .rows
                .extend(Row::of("jvm", library.to_owned(), "sign", vec![ns]));
        }
        for (line, expected) in [
            (
                "J | w | >= 1.5 | jvm:slow,fast:sign | jvm:jotkit:sign",
                Some(("1.50x", "met")),
            ),
            (
                "J | w | >= 1.51 | jvm:slow,fast:sign | jvm:jotkit:sign",
                Some(("1.50x", "missed")),
            ),
            (
                "J | w | <= 1.5 | jvm:fast:sign | jvm:jotkit:sign",
                Some(("1.50x", "met")),
            ),
            (
                "J | w | - <= 49 | jvm:fast:sign | jvm:jotkit:sign",
                Some(("50 ns", "missed")),
            ),
            (
                "J | w | ? | jvm:fast:sign | jvm:jotkit:sign",
                Some(("1.50x", "stated")),
            ),
            ("J | w | <= 1 | jvm:absent:sign | jvm:jotkit:sign", None),
        ] {
            let target = judge(line, &report).unwrap();
            let judged = target.as_ref().map(|it| (it.found.as_str(), it.outcome));
            assert_eq!(judged, expected, "{line}");
        }
    }

    #[test]
    fn every_target_is_about_cases_that_are_measured() {
        let mut report = Report::default();
        for case in cases::make().unwrap() {
            for language in &LANGUAGES {
                for library in language.libraries.iter().filter(|one| one.does(&case.work)) {
                    let row = Row::of(
                        language.name,
                        library.name.to_owned(),
                        &case.work,
                        vec![1.0],
                    );
                    report.rows.extend(row);
                }
            }
        }
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(judge_all(&report).unwrap().len(), lines);
    }
}
