//! Rules about the source itself, for what no answer of the library can show.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The lines of code, without comments and tests, of the sources of one kind below a folder.
fn lines(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, ending: &str, lines: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            if path.is_dir() {
                if !name.ends_with("node_modules") && !name.ends_with("target") {
                    walk(&path, ending, lines);
                }
            } else if name.ends_with(ending) && !name.ends_with("tests.rs") {
                let source = fs::read_to_string(&path).unwrap();
                let code = source.split("#[cfg(test)]").next().unwrap_or_default();
                let code = code.lines().filter(|line| {
                    let line = line.trim_start();
                    !["//", "*", "/*", "#"]
                        .iter()
                        .any(|mark| line.starts_with(mark))
                });
                lines.extend(code.map(|line| (name.clone(), line.to_owned())));
            }
        }
    }
    let mut all = Vec::new();
    walk(&root().join(folder), ending, &mut all);
    assert!(all.len() > 100, "{folder}: {} lines", all.len());
    all
}

/// The faces and bindings of all languages, and the core.
fn everywhere() -> Vec<(String, String)> {
    let mut all = lines("core/src", ".rs");
    for (folder, ending) in [
        ("ffi/src", ".rs"),
        ("mobile/src", ".rs"),
        ("node/src", ".rs"),
        ("python/src", ".rs"),
        ("node/lib", ".cjs"),
        ("python/jotkit", ".py"),
        ("mobile/swift/Sources", ".swift"),
        ("mobile/kotlin/src/main", ".kt"),
    ] {
        all.extend(lines(folder, ending));
    }
    all
}

/// The words of a line: what is made of letters, digits and underscores.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|char: char| !char.is_alphanumeric() && char != '_')
}

fn compares(line: &str) -> bool {
    [
        "==",
        "!=",
        ".equals(",
        ".eq(",
        ".ne(",
        ".cmp(",
        ".starts_with(",
    ]
    .iter()
    .any(|operator| line.contains(operator))
}

#[test]
fn what_is_secret_is_compared_in_one_place() {
    const SECRET: [&str; 12] = [
        "secret",
        "common_secret",
        "client_secret",
        "clientSecret",
        "signature",
        "mac",
        "digest",
        "seed",
        "state",
        "expected_state",
        "expectedState",
        "access_token",
    ];
    let all = everywhere();
    let suspicious = |line: &str| compares(line) && words(line).any(|word| SECRET.contains(&word));
    // What the core's file of look-alikes asks of a secret is whether it is a key file.
    let wrong: Vec<_> = all
        .iter()
        .filter(|(file, line)| suspicious(line) && !file.ends_with("lookalike.rs"))
        .filter(|(_, line)| !line.contains("typeof secret"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        suspicious("if secret == other {"),
        "the rule finds what it looks for"
    );

    let named = |name: &str| {
        let files = all.iter().filter(|(_, line)| line.contains(name));
        let mut files: Vec<&str> = files
            .map(|(file, _)| file.rsplit('/').next().unwrap())
            .collect();
        files.dedup();
        files
    };
    assert_eq!(named("verify_slices_are_equal"), ["compare.rs"]);
    assert_eq!(named("hmac::verify"), ["verifying.rs"]);
    assert_eq!(named("verify_sig"), ["verifying.rs"]);
}

#[test]
fn no_pattern_is_matched_against_what_came_in() {
    // One cuts slashes off an address that the program itself gives.
    const KNOWN: &str = "given.replace(/^\\/+/, '')";
    const MARKS: [&str; 10] = [
        "RegExp",
        "re.compile",
        "re.match",
        "import re\n",
        "Regex(",
        "toRegex",
        "NSRegularExpression",
        "regex::",
        ".replace(/",
        ".match(/",
    ];
    let wrong: Vec<_> = everywhere()
        .into_iter()
        .filter(|(_, line)| MARKS.iter().any(|mark| format!("{line}\n").contains(mark)))
        .filter(|(_, line)| !line.contains(KNOWN))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rsa_crate_is_nowhere() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    assert!(lock.contains("name = \"aws-lc-rs\"\n"));
    for name in ["rsa", "fancy-regex", "pcre2"] {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    let bans = deny
        .split("[bans]")
        .nth(1)
        .unwrap()
        .split("\n[")
        .next()
        .unwrap();
    assert!(
        bans.contains("crate = \"rsa\""),
        "cargo-deny refuses it as well"
    );
}

#[test]
fn the_core_names_the_crypto_library_in_one_folder() {
    for (file, line) in lines("core/src", ".rs") {
        assert!(
            !line.contains("aws_lc_rs") || file.contains("/crypto/"),
            "{file}: {line}"
        );
    }
}
