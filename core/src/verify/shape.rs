//! Reading a verified payload as a type of the caller's.

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::error::{Code, Error, Result};

/// The payload as a value of a type.
///
/// # Errors
/// `claim_malformed` with the place that does not have the type's shape, and nothing of what is
/// there.
pub(super) fn read<T: DeserializeOwned>(payload: &str) -> Result<T> {
    // Where a path is kept reading is slower, and most payloads have the right shape.
    serde_json::from_str(payload).map_err(|_| wrong::<T>(payload))
}

fn wrong<T: DeserializeOwned>(payload: &str) -> Error {
    let error = Error::new(Code::ClaimMalformed);
    let mut reader = serde_json::Deserializer::from_str(payload);
    let Err(found) = serde_path_to_error::deserialize::<_, T>(&mut reader) else {
        return error;
    };
    let claim = match found.path().iter().next() {
        Some(Segment::Map { key }) if is_plain(key) => Some(key.clone()),
        _ => None,
    };
    let place = place(found.path());
    let missing = missing_member(&found.inner().to_string());
    let error = match &claim {
        Some(claim) => Error::about_named(Code::ClaimMalformed, claim),
        None => match &missing {
            // A claim that is missing is what the error is about.
            Some(name) if place.is_empty() => Error::about_named(Code::ClaimMalformed, name),
            _ => error,
        },
    };
    let place = match place.as_str() {
        "" => "The payload".to_owned(),
        place => format!("`{place}`"),
    };
    error.and_hint(match missing {
        Some(name) => format!("{place} lacks the member `{name}` of the type."),
        None => format!("{place} does not have the type's shape."),
    })
}

/// Such as `address.lines[2]`. A name that is not plain may be data, and is not shown.
fn place(path: &Path) -> String {
    let mut place = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => {
                place.push_str(&format!("[{index}]"));
                continue;
            }
            Segment::Map { key } if is_plain(key) => key,
            // Rust's own name for a variant, not the payload's.
            Segment::Enum { .. } => continue,
            _ => "?",
        };
        if !place.is_empty() {
            place.push('.');
        }
        place.push_str(name);
    }
    place
}

/// The member that serde says is missing; the name is the type's.
fn missing_member(message: &str) -> Option<String> {
    let (name, _) = message.strip_prefix("missing field `")?.split_once('`')?;
    is_plain(name).then(|| name.to_owned())
}

/// As the names of claims are, and short.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !name.is_empty() && name.len() <= 32 && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::read;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its shape counts")]
    struct User {
        sub: String,
        roles: Vec<Role>,
        quota: Option<HashMap<String, u32>>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its shape counts")]
    enum Role {
        Admin { since: u32 },
        Reader,
    }

    /// The claim and the last sentence of the refusal.
    fn refused<T: DeserializeOwned + std::fmt::Debug>(payload: &str) -> (Option<String>, String) {
        let error = read::<T>(payload).unwrap_err();
        assert_eq!(error.code(), crate::Code::ClaimMalformed);
        assert!(!format!("{error:?} {error}").contains("t0p"), "{error:?}");
        (
            error.claim().map(str::to_owned),
            error.hint().unwrap_or_default().to_owned(),
        )
    }

    #[test]
    fn the_error_names_the_place_and_nothing_that_is_there() {
        let about = |claim: &str, hint: &str| (Some(claim.to_owned()), hint.to_owned());
        for (payload, expected) in [
            (
                r#"{"sub":["t0p"],"roles":[]}"#,
                about("sub", "`sub` does not have the type's shape."),
            ),
            (
                r#"{"sub":"a","roles":["Reader",{"Admin":{"since":"t0p"}}]}"#,
                about("roles", "`roles[1].since` does not have the type's shape."),
            ),
            (
                r#"{"sub":"a","roles":[{"Admin":{}}]}"#,
                about("roles", "`roles[0]` lacks the member `since` of the type."),
            ),
            (
                r#"{"sub":"a"}"#,
                about("roles", "The payload lacks the member `roles` of the type."),
            ),
            (
                r#"{"sub":"a","roles":[],"quota":{"t0p secret":-1}}"#,
                about("quota", "`quota.?` does not have the type's shape."),
            ),
        ] {
            assert_eq!(refused::<User>(payload), expected, "{payload}");
        }
        let (claim, hint) = refused::<Vec<u8>>(r#"{"sub":"t0p"}"#);
        assert_eq!(claim, None);
        assert_eq!(hint, "The payload does not have the type's shape.");
    }
}
