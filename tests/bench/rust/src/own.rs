//! jotkit itself.

use jotkit::{Policy, Signer, Verifier};

use crate::Result;
use crate::operation::{Operation, operation};
use crate::task::{Claims, Task};

pub fn sign(task: &Task) -> Result<Operation> {
    let (signer, claims) = (Signer::new(task.key()?)?, task.claims::<Claims>()?);
    operation(move || signer.sign(&claims), |token| Ok(token.into()))
}

pub fn verify(task: &Task) -> Result<Operation> {
    let (verifier, token) = (verifier(task)?, task.text.clone());
    operation(
        move || verifier.verify(&token),
        |verified| Ok(serde_json::from_str(verified.payload())?),
    )
}

/// As the peers do it, which only return claims as a type.
pub fn verify_into_a_struct(task: &Task) -> Result<Operation> {
    let (verifier, token) = (verifier(task)?, task.text.clone());
    operation(
        move || verifier.verify(&token)?.claims::<Claims>(),
        |claims| Ok(serde_json::to_value(claims)?),
    )
}

fn verifier(task: &Task) -> Result<Verifier> {
    let policy = Policy::new().issuer(&task.issuer).audience(&task.audience);
    let policy = if task.cached {
        policy.cache(1000)
    } else {
        policy
    };
    Ok(Verifier::new(task.key()?, policy)?)
}
