//! What every language promises alike, written out from the core.

use jotkit::{Algorithm, Code, KeyOptions, Policy, SignerOptions, likecoin};
use serde_json::{Value, json};

/// The text of `tests/contract.json`: codes, option fields and algorithms.
pub fn text() -> String {
    let codes = Code::ALL.iter().map(|code| {
        json!({
            "code": code.as_str(),
            "number": code.number(),
            "kind": code.kind().as_str(),
            "sentence": code.sentence(),
        })
    });
    let contract = json!({
        "codes": codes.collect::<Vec<Value>>(),
        "policy": Policy::FIELDS,
        "signer_options": SignerOptions::FIELDS,
        "key_options": KeyOptions::FIELDS,
        "likecoin_verifier_options": likecoin::VerifierOptions::FIELDS,
        "algorithms": Algorithm::ALL.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>(),
    });
    format!("{contract:#}\n")
}
