//! The vector files in `tests/vectors`.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

/// One request with the answer that every language must give, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// A name that no other vector has.
    pub name: String,
    /// The reason, as a sentence.
    pub why: String,
    /// The standard's section or the token system's rule that it holds.
    pub rule: String,
    /// The request, without an id.
    pub request: Map<String, Value>,
    /// The expected answer, without an id.
    pub answer: Value,
    /// Members of the answer that differ each time and are not compared.
    #[serde(default)]
    pub varies: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "for the reader of the file")]
    about: String,
    vectors: Vec<Vector>,
}

/// The folder of the vector files.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// Reads the vector files of a folder in the order of their names, or one file.
///
/// # Panics
/// If a file cannot be read, is not of the format, or two vectors have the same name.
pub fn load(path: &Path) -> Vec<(String, Vec<Vector>)> {
    let mut paths: Vec<PathBuf> = if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("the folder of the vectors");
        entries
            .map(|entry| entry.expect("an entry of the folder").path())
            .collect()
    } else {
        vec![path.to_owned()]
    };
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    let mut names = std::collections::HashSet::new();
    let files = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).expect("a vector file");
        let file: File = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for vector in &file.vectors {
            assert!(
                names.insert(vector.name.clone()),
                "two vectors are named {}",
                vector.name
            );
        }
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (name, file.vectors)
    });
    files.collect()
}

/// The requests of all vectors of one operation.
pub fn requests(operation: &str) -> Vec<Value> {
    load(&folder())
        .into_iter()
        .flat_map(|(_, vectors)| vectors)
        .map(|vector| Value::Object(vector.request))
        .filter(|request| request["op"] == operation)
        .collect()
}
