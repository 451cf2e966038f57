//! The table on the terminal.

use crate::report::{LanguageReport, Report, Row};
use crate::targets::Target;

/// The columns of a case's line, in words.
pub const COLUMNS: [&str; 7] = [
    "work",
    "library",
    "median",
    "spread",
    "to jotkit",
    "to raw",
    "to base",
];

/// Prints all languages' cases, the targets, and what is slower than the base.
pub fn print(report: &Report) {
    for line in head(report) {
        println!("{line}");
    }
    let mut lines = vec![
        std::iter::once("language")
            .chain(COLUMNS)
            .map(str::to_owned)
            .collect::<Vec<_>>(),
    ];
    for language in shown(report) {
        let name = || std::iter::once(language.name.clone());
        lines.extend(
            language
                .rows
                .iter()
                .map(|row| name().chain(cells(row)).collect()),
        );
    }
    println!();
    print_aligned(&lines, &[3, 4, 5, 6, 7]);

    if !report.targets.is_empty() {
        let mut lines = vec![
            ["target", "", "demanded", "found", ""]
                .map(str::to_owned)
                .to_vec(),
        ];
        lines.extend(report.targets.iter().map(|verdict| {
            let Target {
                place,
                what,
                rule,
                found,
                outcome,
            } = verdict;
            [place, what, rule, found.as_str(), outcome]
                .map(str::to_owned)
                .to_vec()
        }));
        println!();
        print_aligned(&lines, &[3]);
    }
    for (language, row) in report.slower() {
        let [work, library, .., to_base] = cells(row);
        println!(
            "slower than the base: {} {work}, {library}: {to_base}",
            language.name
        );
    }
    for failure in &report.failed {
        println!("\nnot measured: {}: {}", failure.language, failure.error);
    }
}

/// What was measured on what and how, a line each.
pub fn head(report: &Report) -> Vec<String> {
    let machine = &report.machine;
    let base = report.base.as_ref().map(|base| format!(", base {base}"));
    let base = base.unwrap_or_default();
    vec![
        format!("{}, commit {}{base}", machine.date, machine.commit),
        format!(
            "{}, {} cores, {}, {}",
            machine.cpu, machine.cores, machine.system, machine.rustc
        ),
        format!(
            "median of {} rounds of about {} ms a case, in turns on one core; spread is the distance between the quartiles",
            report.rounds, report.millis
        ),
    ]
}

/// The languages that were asked for.
pub fn shown(report: &Report) -> impl Iterator<Item = &LanguageReport> {
    report
        .languages
        .iter()
        .filter(|language| !language.reference)
}

/// A case's line, in the order of [`COLUMNS`].
pub fn cells(row: &Row) -> [String; 7] {
    let threads = match row.case.threads {
        Some(1) => ", 1 thread".to_owned(),
        Some(threads) => format!(", {threads} threads"),
        None => String::new(),
    };
    [
        format!("{}{threads}", row.case.work),
        format!("{} {}", row.case.library, row.case.version)
            .trim_end()
            .to_owned(),
        duration(row.median_ns),
        format!("{:.1}%", row.spread_percent),
        row.to_jotkit.map_or(String::new(), ratio),
        row.to_raw.map_or(String::new(), ratio),
        row.to_base.map_or(String::new(), ratio),
    ]
}

/// A time with three figures.
pub fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 999.5 => format!("{} ns", figures(ns)),
        ns if ns < 999_500.0 => format!("{} µs", figures(ns / 1e3)),
        ns => format!("{} ms", figures(ns / 1e6)),
    }
}

/// A ratio with three figures, and at least two behind the point where it is near 1.
pub fn ratio(ratio: f64) -> String {
    format!("{}x", figures(ratio))
}

fn figures(number: f64) -> String {
    match number {
        number if number < 0.0995 => format!("{number:.3}"),
        number if number < 9.995 => format!("{number:.2}"),
        number if number < 99.95 => format!("{number:.1}"),
        number => format!("{number:.0}"),
    }
}

fn print_aligned(lines: &[Vec<String>], right: &[usize]) {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for line in lines {
        let mut text = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            text.push_str(&match right.contains(&column) {
                true => format!("{cell:>width$}  "),
                false => format!("{cell:<width$}  "),
            });
        }
        println!("{}", text.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_figures() {
        let shown = [
            0.5,
            412.0,
            999.4,
            999.6,
            1234.0,
            56_789.0,
            999_600.0,
            1_234_567.0,
        ];
        let expected = [
            "0.50 ns", "412 ns", "999 ns", "1.00 µs", "1.23 µs", "56.8 µs", "1.00 ms", "1.23 ms",
        ];
        assert_eq!(shown.map(duration), expected);
        let ratios = [0.0123, 0.5, 1.0, 12.34, 123.4].map(ratio);
        assert_eq!(ratios, ["0.012x", "0.50x", "1.00x", "12.3x", "123x"]);
    }
}
