//! The table of other libraries' failures (`tests/security.md`): complete, and true to the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jotkit_tests::vectors;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

struct Row {
    vectors: Vec<String>,
    tests: Vec<String>,
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn text() -> String {
    fs::read_to_string(root().join("tests/security.md")).unwrap()
}

fn table() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for line in text().lines().filter(|line| line.starts_with("| T")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 6, "{line}");
        assert!(!cells[2].is_empty(), "{line}");
        let row = Row {
            vectors: quoted(cells[3]),
            tests: quoted(cells[4]),
        };
        assert!(
            rows.insert(cells[1].to_owned(), row).is_none(),
            "{} stands twice",
            cells[1]
        );
    }
    rows
}

fn expected() -> BTreeSet<String> {
    let ranges = [
        1..=17,
        20..=28,
        30..=39,
        40..=43,
        50..=55,
        60..=65,
        67..=74,
        76..=79,
    ];
    ranges
        .into_iter()
        .flatten()
        .map(|number| format!("T{number:02}"))
        .collect()
}

/// Whether a name matches a pattern, in which each `*` matches any text.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            (0..=name.len())
                .filter(|place| name.is_char_boundary(*place))
                .any(|place| matches(rest, &name[place..]))
        }),
    }
}

fn names() -> Vec<(String, String)> {
    let files = vectors::load(&vectors::folder());
    let vectors = files.into_iter().flat_map(|(_, vectors)| vectors);
    vectors.map(|vector| (vector.name, vector.rule)).collect()
}

#[test]
fn every_row_is_there_and_none_is_empty() {
    let table = table();
    assert_eq!(table.keys().cloned().collect::<BTreeSet<_>>(), expected());
    for (number, row) in &table {
        assert!(
            !row.vectors.is_empty() || !row.tests.is_empty(),
            "{number} is empty"
        );
    }
}

#[test]
fn every_vector_that_is_named_exists() {
    let names = names();
    for (number, row) in table() {
        for pattern in &row.vectors {
            assert!(
                names.iter().any(|(name, _)| matches(pattern, name)),
                "{number}: no vector is {pattern}"
            );
        }
    }
}

#[test]
fn every_vector_of_a_row_is_in_it() {
    let table = table();
    for (name, _) in names() {
        if let Some(number) = name.strip_prefix("security-t") {
            let row = &table[&format!("T{}", &number[..2])];
            assert!(
                row.vectors.iter().any(|pattern| matches(pattern, &name)),
                "{name}"
            );
        }
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let mut tests: Vec<String> = quoted(&text())
        .into_iter()
        .filter(|name| name.contains("::"))
        .collect();
    tests.retain(|name| name != "file::test");
    assert!(tests.len() > 50, "{}", tests.len());
    for test in &tests {
        let (file, name) = test.split_once("::").unwrap();
        let source =
            fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(source.contains(name), "{file} has no test {name}");
    }
    // One of each language runs all the vectors.
    let (about, _) = text()
        .split_once("\n| row")
        .map(|(about, rest)| (about.to_owned(), rest.to_owned()))
        .unwrap();
    for language in [
        "tests/rules/",
        "python/",
        "node/",
        "mobile/swift/",
        "mobile/kotlin/",
        "ffi/",
    ] {
        assert!(
            quoted(&about).iter().any(|name| name.starts_with(language)),
            "{language}"
        );
    }
}
