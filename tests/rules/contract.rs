//! The committed contract is the core's.

use std::collections::HashSet;

use jotkit::Code;

#[test]
fn the_committed_contract_is_the_cores() {
    let committed = include_str!("../contract.json");
    assert_eq!(committed, jotkit_tests::contract::text(), "run `make gen`");
}

#[test]
fn no_code_or_number_is_used_twice() {
    let codes: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    assert_eq!(numbers.len(), Code::ALL.len());
    assert!(!numbers.contains(&0), "0 is success");
}
