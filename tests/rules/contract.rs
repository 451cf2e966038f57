//! The written contract is the core's, and its field names are the ones that the core reads.

use std::collections::HashSet;

use jotkit::{Code, KeyOptions, Policy, SignerOptions, likecoin};
use serde::de::DeserializeOwned;

#[test]
fn the_committed_contract_is_the_cores() {
    let committed = include_str!("../contract.json");
    assert_eq!(committed, jotkit_tests::contract::text(), "run `make gen`");
}

#[test]
fn no_code_or_number_stands_twice() {
    let codes: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    assert_eq!(numbers.len(), Code::ALL.len());
    assert!(!numbers.contains(&0), "0 is success");
}

/// serde names all fields of a struct when it refuses one that it does not know.
fn fields_read<T: DeserializeOwned>() -> Vec<String> {
    let error = serde_json::from_str::<T>(r#"{"no such field": 1}"#)
        .err()
        .expect("a refusal");
    let error = error.to_string();
    error
        .split('`')
        .skip(3)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_fields_named_are_the_fields_read() {
    assert_eq!(fields_read::<Policy>(), Policy::FIELDS);
    assert_eq!(fields_read::<SignerOptions>(), SignerOptions::FIELDS);
    assert_eq!(fields_read::<KeyOptions>(), KeyOptions::FIELDS);
    assert_eq!(
        fields_read::<likecoin::VerifierOptions>(),
        likecoin::VerifierOptions::FIELDS
    );
}
