//! Runs every shared vector through the Rust subject.

use jotkit_tests::compare::{difference, well_formed};
use jotkit_tests::{subject, vectors};
use serde_json::Value;

#[test]
fn every_vector_is_answered_as_it_says() {
    let mut files = vectors::load(&vectors::folder());
    files.extend(vectors::load(&vectors::folder().join("provider")));
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, vectors) in &files {
        for vector in vectors {
            count += 1;
            let request = Value::Object(vector.request.clone()).to_string();
            let answer: Value = serde_json::from_str(&subject::answer(&request)).unwrap();
            if let Some(problem) = well_formed(&answer).or_else(|| difference(vector, &answer)) {
                wrong.push(format!(
                    "{file}/{} ({}): {problem}",
                    vector.name, vector.rule
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count >= 500, "only {count} vectors were found");
}
