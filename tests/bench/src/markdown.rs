//! The result as a page of Markdown: the ratios at a glance, and which targets were met.

use std::fmt::Write;

use crate::report::{LanguageReport, Report, Row};
use crate::table::{self, duration, ratio, shown};

pub fn page(report: &Report) -> String {
    let mut page = String::from("# The latest results\n\n");
    page.push_str(
        "Made by the bench; [README.md](README.md) explains how, and how to read this.\n\n",
    );
    for line in table::head(report) {
        let _ = writeln!(page, "- {line}");
    }
    for language in shown(report) {
        let _ = writeln!(page, "- {}: {}", language.name, language.runtime);
    }
    for failure in &report.failed {
        let _ = writeln!(
            page,
            "- not measured: {}: {}",
            failure.language, failure.error
        );
    }
    ratios(&mut page, report);
    targets(&mut page, report);
    page
}

/// A matrix for each language: a line for each work, a column for each library.
fn ratios(page: &mut String, report: &Report) {
    page.push_str(
        "\n## Ratios\n\nHow many times as long as jotkit, in the same language and at the same work. \
         `raw` is the cryptography alone, over the same bytes, called from Rust.\n",
    );
    for language in shown(report) {
        let mut libraries: Vec<&str> = Vec::new();
        for row in single(language) {
            let library = row.case.library.as_str();
            if !["jotkit", "raw"].contains(&library) && !libraries.contains(&library) {
                libraries.push(library);
            }
        }
        let _ = writeln!(page, "\n### {}\n", language.name);
        let mut head = vec!["work", "jotkit", "raw"];
        head.extend(&libraries);
        line(page, &head);
        let mut rule = vec!["---"];
        rule.resize(head.len(), "--:");
        line(page, &rule);
        let own = single(language).filter(|row| row.case.library == "jotkit");
        for own in own {
            let mut cells = vec![
                own.case.work.clone(),
                duration(own.median_ns),
                own.to_raw
                    .map_or(String::new(), |to_raw| ratio(1.0 / to_raw)),
            ];
            cells.extend(libraries.iter().map(|library| {
                let peer = single(language)
                    .find(|row| row.case.library == *library && row.case.work == own.case.work);
                peer.and_then(|row| row.to_jotkit)
                    .map_or(String::new(), ratio)
            }));
            line(page, &cells);
        }
    }
}

/// The cases that run on one thread and are a whole sign or verify.
fn single(language: &LanguageReport) -> impl Iterator<Item = &Row> {
    let cases = language.rows.iter();
    cases.filter(|row| row.case.threads.is_none() && row.case.work != "parse")
}

fn targets(page: &mut String, report: &Report) {
    page.push_str("\n## Targets\n\n");
    line(page, &["where", "what", "demanded", "found", ""]);
    line(page, &["---", "---", "--:", "--:", "---"]);
    for target in &report.targets {
        let cells = [
            target.place,
            target.what,
            target.rule,
            &target.found,
            target.outcome,
        ];
        line(page, &cells);
    }
}

fn line(page: &mut String, cells: &[impl AsRef<str>]) {
    for cell in cells {
        // A bar in a cell would end it.
        let _ = write!(page, "| {} ", cell.as_ref().replace('|', "\\|"));
    }
    page.push_str("|\n");
}
