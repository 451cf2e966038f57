//! The names of members, which repeat from token to token, as Python's texts.

use std::cell::Cell;

use pyo3::prelude::*;
use pyo3::types::PyString;

/// Longer names are made anew each time.
const LONGEST: usize = 32;
const PLACES: usize = 128;

thread_local! {
    /// Taken out while it is used, so that Python code that runs meanwhile finds none and makes its own.
    static NAMES: Cell<Option<Box<Names>>> = const { Cell::new(None) };
}

type Known = Option<(Box<str>, Py<PyString>)>;

/// The names seen last: at each place the last two of those that belong there. Names come from tokens
/// that nobody has verified, too (`peek`); those take the places of others, and there are never more.
/// For the same reason names are not interned, which some versions of Python do for good.
pub(crate) struct Names([[Known; 2]; PLACES]);

impl Names {
    /// Lends this thread's names.
    pub(crate) fn with<T>(body: impl FnOnce(&mut Self) -> T) -> T {
        let mut names = NAMES
            .take()
            .unwrap_or_else(|| Box::new(Self([const { [None, None] }; PLACES])));
        let result = body(&mut names);
        NAMES.set(Some(names));
        result
    }

    /// The text of a name.
    pub(crate) fn get<'py>(&mut self, py: Python<'py>, name: &str) -> Bound<'py, PyString> {
        if name.len() > LONGEST {
            return PyString::new(py, name);
        }
        let Some([newer, older]) = self.0.get_mut(place(name)) else {
            return PyString::new(py, name);
        };
        for (known, text) in [&*newer, &*older].into_iter().flatten() {
            if **known == *name {
                return text.bind(py).clone();
            }
        }
        let text = PyString::new(py, name);
        std::mem::swap(newer, older);
        *newer = Some((name.into(), text.clone().unbind()));
        text
    }
}

/// The upper bits of an FNV-1a hash: a place below `PLACES`.
fn place(name: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = name.bytes().fold(0x811c_9dc5, mix);
    usize::from(hash.to_be_bytes()[0] >> 1)
}
