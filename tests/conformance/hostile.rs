//! Inputs made to be dear, at any size: what somebody would send who wants the reader to work for
//! it.
//!
//! Each case knows the verdict it must end with. `tests/rules/limits.rs` runs them large and on a
//! small stack, `linear` counts that four times the size is four times the work.

mod keys;
mod systems;
mod tokens;

use jotkit::{Code, Error};

/// How a case must end.
pub type Verdict = Result<(), Code>;

/// A kind of input.
pub struct Case {
    /// What it is.
    pub name: &'static str,
    /// How it ends, at every size.
    pub verdict: Verdict,
    /// The size at which it is tried in full.
    pub full: usize,
    make: Box<dyn Fn(usize) -> Work>,
}

/// One input, ready to be given to the library.
pub struct Work {
    /// The length of what an attacker sends, in bytes.
    pub bytes: usize,
    run: Box<dyn Fn() -> Verdict + Send>,
}

impl Case {
    fn new(
        name: &'static str,
        verdict: Verdict,
        full: usize,
        make: impl Fn(usize) -> Work + 'static,
    ) -> Self {
        Self {
            name,
            verdict,
            full,
            make: Box::new(make),
        }
    }

    /// The input of a size.
    #[must_use]
    pub fn work(&self, size: usize) -> Work {
        (self.make)(size)
    }
}

impl Work {
    fn new<T>(bytes: usize, run: impl Fn() -> Result<T, Error> + Send + 'static) -> Self {
        let run = Box::new(move || run().map(|_| ()).map_err(|error| error.code()));
        Self { bytes, run }
    }

    /// Gives it to the library.
    ///
    /// # Errors
    /// The code of the refusal.
    pub fn run(&self) -> Verdict {
        (self.run)()
    }
}

/// All cases.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = tokens::cases();
    cases.extend(keys::cases());
    cases.extend(systems::cases());
    cases
}

/// Works on texts of one length, the first in plain characters and the second in escapes.
#[must_use]
pub fn escapes() -> Vec<(&'static str, [Work; 2])> {
    tokens::escapes()
}

/// Many pieces of text in a row.
fn joined(count: usize, separator: &str, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().join(separator)
}
