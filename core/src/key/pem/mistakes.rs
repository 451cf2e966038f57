//! What people hand over instead of a PEM text. Each mistake has a sentence that says what to do.

use base64_simd::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::block::BEGIN;
use super::invalid;
use crate::error::{Error, Result};
use crate::key::der::Form;
use crate::key::openssh;
use crate::secret::SecretBytes;

/// The ends of the names of key files.
const FILE_NAMES: [&str; 9] = [
    ".pem", ".key", ".pub", ".crt", ".cer", ".der", ".p8", ".jwk", ".json",
];

/// The longest text that is taken for a file name.
const LONGEST_NAME: usize = 1024;

/// A mistake that shows before any block is looked for.
pub(super) fn in_whole(text: &str) -> Option<Error> {
    let is_json = matches!(
        (text.chars().next(), text.chars().next_back()),
        (Some('{'), Some('}')) | (Some('['), Some(']'))
    );
    Some(invalid(match text {
        "" => "The PEM is empty; check that the file or variable it comes from was read.",
        _ if !is_json => return None,
        json if json.contains("\"private_key\"") => {
            "The text is JSON, such as a service account's; take its `private_key` member."
        }
        json if json.contains("\"kty\"") => "The text is a JWK or a JWK Set; import it as that.",
        _ => "The text is JSON, not PEM; take the member that holds the key.",
    }))
}

/// Refuses quotes that belong to the program or file that the text was copied from.
pub(super) fn around(before: &str, after: &str) -> Result<()> {
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '\u{201c}' | '\u{201d}');
    if before.ends_with(is_quote) || after.starts_with(is_quote) {
        return Err(invalid("The PEM is in quotes; remove them."));
    }
    Ok(())
}

/// Refuses what cannot be in a block.
pub(super) fn inside(body: &str) -> Result<()> {
    if body.contains('\\') {
        return Err(invalid(
            "The PEM's line ends are escaped: replace the two characters `\\n` by a line end.",
        ));
    }
    if body.contains("Proc-Type:") {
        return Err(invalid(
            "The PEM is encrypted in OpenSSL's old way; convert it with `openssl pkcs8 -topk8`.",
        ));
    }
    Ok(())
}

/// The mistake where there is no block.
pub(super) fn without_blocks(text: &str) -> Error {
    invalid(match text {
        _ if text.contains("-----BEGIN%20") || text.contains("-----BEGIN+") => {
            "The PEM is percent-encoded; decode it first."
        }
        _ if text.contains("---- BEGIN SSH2 ") || text.starts_with("PuTTY-User-Key-File-") => {
            "SSH2 and PuTTY key files are not read; convert the key to OpenSSH's form or PKCS#8."
        }
        _ => match decoded(text) {
            Some(inner) if contains(&inner, BEGIN) => {
                "The text is a PEM in base64; decode it first."
            }
            Some(inner) if Form::of(&inner).is_some() => {
                "The text is base64 without BEGIN and END lines; decode it and import it as DER."
            }
            Some(inner) if openssh::is_public_blob(&inner) => {
                "The text is the base64 of an OpenSSH line; put the key's type before it."
            }
            _ if is_file_name(text) => {
                "The text is a file name, not a key; read the file and import what it holds."
            }
            _ => "The text is not PEM: it has no BEGIN line.",
        },
    })
}

fn is_file_name(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.len() <= LONGEST_NAME
        && !text.contains(['\n', '\r'])
        && (text.contains(['/', '\\']) || FILE_NAMES.iter().any(|end| lower.ends_with(end)))
}

/// The bytes of a string that is base64 of any alphabet as a whole.
fn decoded(text: &str) -> Option<SecretBytes> {
    let mut body = Zeroizing::new(Vec::with_capacity(text.len()));
    body.extend(text.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD]
        .iter()
        .find_map(|alphabet| alphabet.decode_to_vec(&body).ok())
        .map(Zeroizing::new)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}
