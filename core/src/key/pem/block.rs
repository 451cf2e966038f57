//! The blocks of a PEM text (RFC 7468 §3, `laxtextualmsg`).

use base64_simd::{Out, STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use super::{invalid, mistakes};
use crate::error::Result;
use crate::secret::SecretBytes;

pub(super) const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// One block, not decoded yet.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    body: &'a str,
}

/// Finds all blocks. White space may be anywhere in a block but inside its two boundaries.
pub(super) fn all(text: &str) -> Result<Vec<Block<'_>>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((before, from_label)) = rest.split_once(BEGIN) {
        let (block, after) = one(from_label)?;
        mistakes::around(before, after)?;
        blocks.push(block);
        rest = after;
    }
    Ok(blocks)
}

fn one(from_label: &str) -> Result<(Block<'_>, &str)> {
    let cut_short = || invalid("The PEM is cut short: its END line is missing.");
    let (label, from_body) = from_label.split_once(DASHES).ok_or_else(cut_short)?;
    let (body, from_end) = from_body.split_once(END).ok_or_else(cut_short)?;
    let after = from_end
        .strip_prefix(label)
        .and_then(|after| after.strip_prefix(DASHES));
    mistakes::inside(body)?;
    let after = after.ok_or(invalid(
        "The PEM's END line does not name what its BEGIN line names.",
    ))?;
    Ok((Block { label, body }, after))
}

impl Block<'_> {
    /// The bytes that the block encodes.
    pub(super) fn content(&self) -> Result<SecretBytes> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'\x0b';
        // As long as it can become: growing would leave a copy behind.
        let mut text = Zeroizing::new(Vec::with_capacity(self.body.len()));
        text.extend(self.body.bytes().filter(|byte| !is_blank(byte)));
        let alphabet = match text.last() {
            Some(b'=') => STANDARD,
            _ => STANDARD_NO_PAD,
        };
        let mut decoded = Zeroizing::new(vec![0; text.len()]);
        let length = alphabet
            .decode(&text, Out::from_slice(decoded.as_mut_slice()))
            .map_err(|_| invalid("The text between the BEGIN and END lines is not base64."))?
            .len();
        decoded.truncate(length);
        Ok(decoded)
    }
}
