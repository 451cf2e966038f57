//! JSON for people and for programs: the members in their order, numbers as they are written, and
//! strings in which a terminal finds nothing to act on.

use std::borrow::Cow;
use std::convert::Infallible;

use jotkit::Visitor;

use crate::text::printable;

/// Lays JSON text that jotkit returned out over several lines.
pub(crate) fn pretty(json: &str) -> String {
    write(json, true)
}

/// Puts JSON text that jotkit returned on one line.
pub(crate) fn compact(json: &str) -> String {
    write(json, false)
}

/// A string as JSON.
pub(crate) fn string(value: &str) -> String {
    let json = serde_json::Value::from(value).to_string();
    printable(&json).into_owned()
}

fn write(json: &str, pretty: bool) -> String {
    let mut writer = Writer {
        text: String::with_capacity(json.len()),
        pretty,
        open: Vec::new(),
        after_name: false,
    };
    let Ok(()) = jotkit::walk(json, &mut writer);
    writer.text
}

struct Writer {
    text: String,
    pretty: bool,
    open: Vec<Level>,
    after_name: bool,
}

/// An array or object that has not closed yet.
struct Level {
    end: char,
    empty: bool,
}

impl Writer {
    /// What comes before a value or a name: nothing after a name, else a comma and a new line.
    fn separate(&mut self) {
        if std::mem::take(&mut self.after_name) {
            return;
        }
        let Some(level) = self.open.last_mut() else {
            return;
        };
        if !std::mem::take(&mut level.empty) {
            self.text.push(',');
        }
        self.line();
    }

    fn line(&mut self) {
        if self.pretty {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(self.open.len()));
        }
    }

    fn scalar(&mut self, text: &str) -> Result<(), Infallible> {
        self.separate();
        self.text.push_str(text);
        Ok(())
    }
}

impl Visitor for Writer {
    type Error = Infallible;

    fn null(&mut self) -> Result<(), Infallible> {
        self.scalar("null")
    }

    fn boolean(&mut self, value: bool) -> Result<(), Infallible> {
        self.scalar(if value { "true" } else { "false" })
    }

    fn number(&mut self, text: &str) -> Result<(), Infallible> {
        self.scalar(text)
    }

    fn string(&mut self, value: Cow<'_, str>) -> Result<(), Infallible> {
        self.scalar(&string(&value))
    }

    fn name(&mut self, name: Cow<'_, str>) -> Result<(), Infallible> {
        self.scalar(&string(&name))?;
        self.text.push_str(if self.pretty { ": " } else { ":" });
        self.after_name = true;
        Ok(())
    }

    fn open(&mut self, object: bool) -> Result<(), Infallible> {
        self.scalar(if object { "{" } else { "[" })?;
        let end = if object { '}' } else { ']' };
        self.open.push(Level { end, empty: true });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Infallible> {
        if let Some(Level { end, empty }) = self.open.pop() {
            if !empty {
                self.line();
            }
            self.text.push(end);
        }
        Ok(())
    }
}
