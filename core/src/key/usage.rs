//! What a JWK says it may be used for (RFC 7517 §4.2 and §4.3).

use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::json::strings;
use crate::json::{Object, Value};

/// A JWK's `use` and `key_ops`. Both bind; absent ones leave the key free.
#[derive(Clone, Default)]
pub(crate) struct Usage {
    purpose: Option<String>,
    operations: Option<Vec<String>>,
}

impl Usage {
    pub(crate) fn read(members: &Object<'_>) -> Result<Self> {
        let invalid = |hint| Error::with_hint(Code::KeyInvalid, hint);
        let purpose = match members.get("use") {
            None => None,
            Some(Value::String(text)) => Some(text.value().into_owned()),
            Some(_) => return Err(invalid("The JWK's use is not a string.")),
        };
        let operations = match members.get("key_ops") {
            None => None,
            Some(Value::Array(array)) => {
                let names = strings(array).map(|name| Some(name?.value().into_owned()));
                let names: Option<Vec<String>> = names.collect();
                Some(names.ok_or(invalid("The JWK's key_ops are not strings."))?)
            }
            Some(_) => return Err(invalid("The JWK's key_ops is not an array.")),
        };
        if operations.as_deref().is_some_and(has_duplicates) {
            return Err(invalid("The JWK's key_ops repeats a value."));
        }
        Ok(Self {
            purpose,
            operations,
        })
    }

    pub(crate) fn may_sign(&self) -> Result<()> {
        self.allow("sign")
    }

    pub(crate) fn may_verify(&self) -> Result<()> {
        self.allow("verify")
    }

    fn allow(&self, operation: &str) -> Result<()> {
        let purpose = self
            .purpose
            .as_deref()
            .is_none_or(|purpose| purpose == "sig");
        let listed = self
            .operations
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| name == operation));
        if purpose && listed {
            Ok(())
        } else {
            Err(Error::with_hint(
                Code::KeyUnsuitable,
                "The JWK's use or key_ops does not allow this operation.",
            ))
        }
    }

    /// The restrictions of the public half: where the private one may sign, it may verify.
    pub(crate) fn of_public_half(&self) -> Self {
        let operations = self.operations.as_ref().map(|names| {
            let verifies = names.iter().any(|name| name == "sign" || name == "verify");
            if verifies {
                vec!["verify".to_owned()]
            } else {
                Vec::new()
            }
        });
        Self {
            purpose: self.purpose.clone(),
            operations,
        }
    }

    pub(crate) fn write(&self, mut member: impl FnMut(&str, String)) {
        if let Some(purpose) = &self.purpose {
            member("use", Json::from(purpose.as_str()).to_string());
        }
        if let Some(operations) = &self.operations {
            member("key_ops", Json::from(operations.as_slice()).to_string());
        }
    }
}

fn has_duplicates(names: &[String]) -> bool {
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    sorted
        .windows(2)
        .any(|pair| matches!(pair, [first, second] if first == second))
}
