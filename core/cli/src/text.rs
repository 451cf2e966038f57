//! Text that is safe to print.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with each character that a terminal acts on, or does not show, as a JSON escape.
///
/// Tokens come from strangers: an escape sequence in a claim could rewrite what the terminal shows,
/// and a bidirectional override could reorder it. JSON text stays the same JSON, as such characters
/// only occur in its strings; its line ends and tabs are escaped too, so it has to be on one line.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len().saturating_mul(2));
    for character in text.chars() {
        if is_shown(character) {
            safe.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a String cannot fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    Cow::Owned(safe)
}

/// Whether a character takes part in what a reader sees, and in nothing else.
fn is_shown(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    );
    !character.is_control() && !invisible
}
