//! Text that a form, a page and a database can all hold.

/// Whether text has no control characters.
pub(super) fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
