//! The rules that every export keeps to, read off the source and the header.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The name and the body of each exported function of a release.
fn exports() -> Vec<(String, String)> {
    let mut exports = Vec::new();
    for file in fs::read_dir(directory().join("src")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("source_tests.rs") || path.ends_with("test_panic.rs") {
            continue;
        }
        let source = fs::read_to_string(path).unwrap();
        for export in source.split("#[unsafe(no_mangle)]").skip(1) {
            let name = export.split_once("fn ").unwrap().1;
            let name = name.split_once('(').unwrap().0.to_owned();
            let body = export.split_once("{\n").unwrap().1;
            exports.push((name, body.split_once("\n}\n").unwrap().0.to_owned()));
        }
    }
    exports
}

#[test]
fn every_export_is_one_call_of_the_guard() {
    let exports = exports();
    assert!(exports.len() > 60, "{}", exports.len());
    for (name, body) in exports {
        let body = body.trim();
        assert!(
            body.starts_with("guard(|| ") && body.ends_with(')'),
            "{name}"
        );
        assert_eq!(body.matches("guard(").count(), 1, "{name}");
    }
}

#[test]
fn the_header_declares_every_export_and_nothing_else() {
    let header = fs::read_to_string(directory().join("include/jotkit.h")).unwrap();
    let mut declared = BTreeSet::new();
    let starts = [
        "jotkit_status ",
        "const char *",
        "void ",
        "size_t ",
        "uint16_t ",
    ];
    for line in header.lines() {
        let start = starts.iter().find_map(|start| line.strip_prefix(start));
        if let Some((name, _)) = start.and_then(|rest| rest.split_once('(')) {
            declared.insert(name.to_owned());
        }
    }
    let exported: BTreeSet<_> = exports().into_iter().map(|(name, _)| name).collect();
    assert_eq!(declared, exported);
}

#[test]
fn only_functions_of_the_guard_and_the_callbacks_cross_the_border() {
    for file in fs::read_dir(directory().join("src")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("source_tests.rs") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let exported = source.matches("#[unsafe(no_mangle)]").count();
        let functions = source.matches("extern \"C\" fn jotkit_").count();
        assert_eq!(exported, functions, "{}", path.display());
    }
}

/// A handle of one type must not pass for one of another.
#[test]
fn every_type_has_a_tag_of_its_own() {
    let mut tags = BTreeSet::new();
    let mut types = 0;
    for file in fs::read_dir(directory().join("src")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("source_tests.rs") {
            continue;
        }
        let source = fs::read_to_string(path).unwrap();
        types += source.matches("impl Opaque for").count();
        for tag in source.split("const TAG: [u8; 8] = *b\"").skip(1) {
            tags.insert(tag.split_once('"').unwrap().0.to_owned());
        }
    }
    assert!(types > 8);
    assert_eq!(tags.len(), types);
}
