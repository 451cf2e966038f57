//! What every language promises alike, written out from the core.

use jotkit::likecoin::provider;
use jotkit::{
    Algorithm, Code, KeyOptions, OptionInfo, Policy, RemoteOptions, SignerOptions, likecoin,
};
use serde_json::{Value, json};

/// The text of `tests/contract.json`: codes, options and algorithms.
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
        "options": {
            "policy": rows(Policy::OPTIONS),
            "signer": rows(SignerOptions::OPTIONS),
            "key": rows(KeyOptions::OPTIONS),
            "likecoin_verifier": rows(likecoin::VerifierOptions::OPTIONS),
            "remote": rows(RemoteOptions::OPTIONS),
            "provider": rows(provider::Options::OPTIONS),
            "provider_client": rows(provider::ClientOptions::OPTIONS),
        },
        "algorithms": Algorithm::ALL.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>(),
    });
    format!("{contract:#}\n")
}

fn rows(options: &[OptionInfo]) -> Vec<Value> {
    options
        .iter()
        .map(|option| {
            let mut row = json!({"name": option.name, "type": option.kind, "about": option.about});
            if let Some((least, most)) = option.range {
                row["min"] = least.into();
                row["max"] = most.into();
            }
            if !option.choices.is_empty() {
                row["choices"] = option.choices.into();
            }
            if let Some(unit) = option.unit {
                row["unit"] = unit.into();
            }
            row
        })
        .collect()
}
