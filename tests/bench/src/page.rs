//! The result as a page of Markdown: the ratios, and which targets were met.

use crate::cases::LANGUAGES;
use crate::report::{Report, Row};

/// A case that takes more than this many times as long as in the other checkout is marked.
const SLOWER: f64 = 1.1;

pub fn page(report: &Report, asked: impl Fn(&str) -> bool) -> String {
    let mut page = "# The latest results\n\n\
        Made by the bench; [README.md](README.md) explains how, and how to read this.\n\n"
        .to_owned();
    let method = format!(
        "median of {} rounds of about {} ms a case, in turns on one core",
        report.rounds, report.millis
    );
    for fact in report.about.iter().chain([&method]) {
        page += &format!("- {fact}\n");
    }
    for failure in &report.failed {
        page += &format!("- not measured: {failure}\n");
    }
    page += "\n## Ratios\n\n\
        The time of each library as a multiple of jotkit's, in the same language and at the same \
        work. `raw` is the\ncryptography alone, over the same bytes, called from Rust.\n";
    for language in LANGUAGES.iter().filter(|one| asked(one.name)) {
        page += &format!(
            "\n### {}\n\n{}",
            language.name,
            ratios(report, language.name)
        );
    }
    page += &base(report);
    page += "\n## Targets\n\n";
    let mut targets = Table::new(&["where", "what", "demanded", "found", ""], 2);
    for target in &report.targets {
        targets.line(&[
            target.place,
            target.what,
            target.rule,
            &target.found,
            target.outcome,
        ]);
    }
    page + &targets.0
}

/// A row for each work, a column for each library.
fn ratios(report: &Report, language: &str) -> String {
    let rows = || report.rows.iter().filter(|row| row.language == language);
    let mut libraries: Vec<&str> = Vec::new();
    for Row { library, .. } in rows() {
        let alone = library.starts_with("base ")
            || ["jotkit", "raw", "json.loads"].contains(&library.as_str());
        if !alone && !libraries.contains(&library.as_str()) {
            libraries.push(library);
        }
    }
    let mut columns = vec!["work", "jotkit", "raw"];
    columns.extend(&libraries);
    let mut table = Table::new(&columns, 1);
    for own in rows().filter(|row| row.library == "jotkit") {
        let over_own =
            |median: Option<f64>| median.map_or(String::new(), |ns| ratio(ns / own.median_ns));
        let raw_work = own.work.replace("cached-", "verify-");
        let mut cells = vec![own.work.clone(), duration(own.median_ns)];
        cells.push(over_own(report.median("rust", "raw", &raw_work)));
        cells.extend(
            libraries
                .iter()
                .map(|library| over_own(report.median(language, library, &own.work))),
        );
        table.line(&cells);
    }
    table.0
}

/// The comparison with another checkout, if there is one.
fn base(report: &Report) -> String {
    let columns = [
        "language", "work", "library", "base", "spread", "here", "spread", "to base", "",
    ];
    let mut table = Table::new(&columns, 3);
    let mut any = false;
    for base in &report.rows {
        let Some(library) = base.library.strip_prefix("base ") else {
            continue;
        };
        let Some(here) = report.row(base.language, library, &base.work) else {
            continue;
        };
        any = true;
        let to_base = here.median_ns / base.median_ns;
        table.line(&[
            base.language,
            &base.work,
            library,
            &duration(base.median_ns),
            &format!("{:.1} %", base.spread_percent),
            &duration(here.median_ns),
            &format!("{:.1} %", here.spread_percent),
            &ratio(to_base),
            if to_base > SLOWER { "slower" } else { "" },
        ]);
    }
    if any {
        format!("\n## Compared with the base\n\n{}", table.0)
    } else {
        String::new()
    }
}

/// A table of Markdown as it grows.
struct Table(String);

impl Table {
    /// The first columns hold words, the others numbers.
    fn new(columns: &[&str], words: usize) -> Self {
        let mut table = Self(String::new());
        table.line(columns);
        let rule = |(index, _)| if index < words { "---" } else { "--:" };
        table.line(&columns.iter().enumerate().map(rule).collect::<Vec<_>>());
        table
    }

    fn line(&mut self, cells: &[impl AsRef<str>]) {
        for cell in cells {
            self.0 += &format!("| {} ", cell.as_ref());
        }
        self.0 += "|\n";
    }
}

/// A time with three digits.
fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 999.5 => format!("{} ns", digits(ns)),
        ns if ns < 999_500.0 => format!("{} µs", digits(ns / 1e3)),
        ns => format!("{} ms", digits(ns / 1e6)),
    }
}

fn ratio(ratio: f64) -> String {
    format!("{}x", digits(ratio))
}

fn digits(number: f64) -> String {
    match number {
        number if number < 0.0995 => format!("{number:.3}"),
        number if number < 9.995 => format!("{number:.2}"),
        number if number < 99.95 => format!("{number:.1}"),
        number => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_to_the_same_work_in_the_same_language_and_to_the_raw_primitive() {
        let mut report = Report::default();
        for (language, library, work, ns) in [
            ("rust", "raw", "verify-HS256", 100.0),
            ("python", "jotkit", "verify-HS256", 500.0),
            ("python", "jotkit", "cached-HS256", 50.0),
            ("python", "PyJWT", "verify-HS256", 5000.0),
            ("python", "base jotkit", "verify-HS256", 400.0),
            ("python", "base jotkit", "cached-HS256", 50.0),
        ] {
            report
                .rows
                .extend(Row::of(language, library.to_owned(), work, vec![ns]));
        }
        let page = page(&report, |language| language == "python");
        for line in [
            "| work | jotkit | raw | PyJWT |\n| --- | --: | --: | --: |\n",
            "| verify-HS256 | 500 ns | 0.20x | 10.0x |\n| cached-HS256 | 50.0 ns | 2.00x |  |\n",
            "| python | verify-HS256 | jotkit | 400 ns | 0.0 % | 500 ns | 0.0 % | 1.25x | slower |\n",
            "| python | cached-HS256 | jotkit | 50.0 ns | 0.0 % | 50.0 ns | 0.0 % | 1.00x |  |\n",
        ] {
            assert!(page.contains(line), "{line} is not in\n{page}");
        }
        assert!(!page.contains("### rust"));
    }

    #[test]
    fn three_digits() {
        let shown = [0.5, 412.0, 999.4, 999.6, 56_789.0, 999_600.0].map(duration);
        assert_eq!(
            shown,
            [
                "0.50 ns", "412 ns", "999 ns", "1.00 µs", "56.8 µs", "1.00 ms"
            ]
        );
        assert_eq!(
            [0.0123, 1.0, 12.34, 123.4].map(ratio),
            ["0.012x", "1.00x", "12.3x", "123x"]
        );
    }
}
