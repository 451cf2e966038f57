//! What jsonwebtoken's `Validation` asks for, as a policy.

use std::collections::HashSet;

use ::jsonwebtoken::Validation;

use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::verify::Policy;

impl TryFrom<&Validation> for Policy {
    type Error = Error;

    /// The policy that accepts no token that the validation refuses. It is stricter: `nbf` is
    /// always judged, a claim that is compared must be there, `exp` is over in the second that it
    /// names, and all of [`Policy`]'s own rules apply.
    ///
    /// # Errors
    /// `policy_invalid` for what a policy cannot say: `validate_exp` that is off,
    /// `reject_tokens_expiring_in_less_than`, no algorithm, empty sets and strings, a leeway of
    /// more than a day.
    fn try_from(validation: &Validation) -> Result<Self> {
        let invalid = |hint| Error::with_hint(Code::PolicyInvalid, hint);
        if !validation.validate_exp {
            return Err(invalid(
                "A policy always judges `exp`: leave `validate_exp` on, and take `exp` out of the \
                 required claims for tokens that have none.",
            ));
        }
        if validation.reject_tokens_expiring_in_less_than != 0 {
            return Err(invalid(
                "A policy cannot refuse tokens before they expire; compare \
                 `Verified::expires_at` with the time.",
            ));
        }
        let algorithms = validation.algorithms.iter().copied();
        let algorithms: Result<Vec<Algorithm>> = algorithms.map(Algorithm::try_from).collect();
        let mut policy = Self::new()
            .algorithms(algorithms?)
            .leeway(validation.leeway);
        if !validation.required_spec_claims.contains("exp") {
            policy = policy.expiry_optional();
        }
        if !validation.required_spec_claims.is_empty() {
            policy = policy.required(sorted(&validation.required_spec_claims));
        }
        policy = match &validation.aud {
            _ if !validation.validate_aud => policy.any_audience(),
            Some(names) => policy.audiences(sorted(names)),
            None => policy,
        };
        if let Some(names) = &validation.iss {
            policy = policy.issuers(sorted(names));
        }
        if let Some(subject) = &validation.sub {
            policy = policy.subject(subject);
        }
        policy.check()?;
        Ok(policy)
    }
}

/// The same policy each time, whatever the order of the set.
fn sorted(names: &HashSet<String>) -> Vec<&str> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names
}
