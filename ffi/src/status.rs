//! Statuses: the numbers of the core's codes, and their strings with a zero byte at the end.

use std::ffi::CStr;
use std::sync::LazyLock;

use jotkit::Code;

/// What a function that can fail returns: `JOTKIT_OK`, or one of the other numbers of
/// `jotkit_code`. Numbers are never reused; later versions may add some.
pub type Status = i32;

/// Success.
pub(crate) const JOTKIT_OK: Status = 0;

/// What the functions `jotkit_status_...` say about one status.
pub(crate) struct Row {
    number: Status,
    code: String,
    kind: String,
    message: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let success = Row::new(JOTKIT_OK, "ok", "ok", "Success.");
    let failures = Code::ALL.iter().map(|code| {
        Row::new(
            code.number(),
            code.as_str(),
            code.kind().as_str(),
            code.sentence(),
        )
    });
    std::iter::once(success).chain(failures).collect()
});

impl Row {
    fn new(number: Status, code: &str, kind: &str, message: &str) -> Self {
        let terminated = |text| format!("{text}\0");
        Self {
            number,
            code: terminated(code),
            kind: terminated(kind),
            message: terminated(message),
        }
    }

    pub(crate) fn code(&self) -> &CStr {
        c_str(&self.code)
    }

    pub(crate) fn kind(&self) -> &CStr {
        c_str(&self.kind)
    }

    pub(crate) fn message(&self) -> &CStr {
        c_str(&self.message)
    }
}

fn c_str(text: &str) -> &CStr {
    CStr::from_bytes_until_nul(text.as_bytes()).unwrap_or_default()
}

/// `None` for a number that is not a status.
pub(crate) fn row(status: Status) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.number == status)
}
