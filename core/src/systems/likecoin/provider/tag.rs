//! The tag of a grant: the first 12 digits of the ids of all access tokens that count. A new tag
//! ends them all.

use crate::crypto;
use crate::error::Result;
use crate::sign::token_id;

/// How many hexadecimal digits of a token's id are the tag.
const DIGITS: usize = 12;

/// A fresh tag.
pub(super) fn random() -> Result<String> {
    let mut bytes = [0; DIGITS / 2];
    crypto::random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A token's id: a UUID of version 4 that begins with the tag and is random otherwise.
pub(super) fn token_id(tag: &str) -> Result<String> {
    let random = token_id::random()?;
    let mut digits = tag.chars();
    let replaced = random.chars().map(|char| match char {
        '-' => '-',
        char => digits.next().unwrap_or(char),
    });
    Ok(replaced.collect())
}

/// The tag of a token's id.
pub(super) fn of(token_id: &str) -> String {
    token_id
        .chars()
        .filter(|char| *char != '-')
        .take(DIGITS)
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_token_id_is_a_uuid_that_begins_with_the_tag() {
        let tag = super::random().unwrap();
        assert_eq!(tag.len(), super::DIGITS);
        let id = super::token_id(&tag).unwrap();
        assert_eq!(super::of(&id), tag);
        let groups: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
        assert_ne!(id, super::token_id(&tag).unwrap());
    }
}
