//! Text that holds secrets while it is being written: whatever it outgrows is wiped, too.

use std::io;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// Makes room behind a text without leaving a copy of it behind in memory, as growing by itself would.
pub(crate) fn make_room(text: &mut Zeroizing<String>, more: usize) {
    let needed = text.len().saturating_add(more);
    if needed > text.capacity() {
        let larger = needed.max(text.capacity().saturating_mul(2));
        let mut larger = Zeroizing::new(String::with_capacity(larger));
        larger.push_str(text);
        *text = larger;
    }
}

/// A value as JSON text.
///
/// # Errors
/// `internal`, if the value cannot be written at all.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Zeroizing<String>> {
    let mut writer = Writer(Zeroizing::new(String::with_capacity(1024)));
    serde_json::to_writer(&mut writer, value).map_err(|_| Error::internal())?;
    Ok(writer.0)
}

struct Writer(Zeroizing<String>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        make_room(&mut self.0, text.len());
        self.0.push_str(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{json, make_room};

    #[test]
    fn writes_what_serde_json_writes() {
        let long = "\u{7528}\"\\\n".repeat(1000);
        for value in [
            serde_json::json!({"a": [1, 2.5, null, true], "b": {"c": "d"}}),
            serde_json::json!([long, {&long: long}]),
        ] {
            assert_eq!(*json(&value).unwrap(), value.to_string());
        }
    }

    #[test]
    fn room_is_made_once_and_the_text_stays() {
        let mut text = Zeroizing::new("abc".to_owned());
        make_room(&mut text, 100);
        let room = text.capacity();
        assert!(room >= 103);
        assert_eq!(*text, "abc");
        make_room(&mut text, room - 3);
        assert_eq!(text.capacity(), room);
        make_room(&mut text, room - 2);
        assert!(text.capacity() >= 2 * room);
        assert_eq!(*text, "abc");
    }
}
