//! Structured options: JSON text in, checked values out.
//!
//! Every language hands its options over as one JSON object, so what counts as a mistake is decided
//! here, once: an unknown name, `null`, a value of the wrong type, an empty string or list, a
//! number out of range, a name written twice. A setting that came back empty must never switch a
//! check off. An error names the option and what it expects, never its value, which may be a
//! secret.

mod choice;
mod fields;
mod span;
mod table;
mod value;

pub(crate) use choice::{Choice, choice};
pub(crate) use fields::Fields;
pub use span::{Milliseconds, Seconds};
pub(crate) use table::{builder, kind, options};
#[cfg(feature = "provider")]
pub(crate) use value::HiddenList;
pub use value::{Expected, Number};
pub(crate) use value::{Hidden, MAX_WHOLE, OneOrMany, OptionValue};

use crate::error::{Code, Error, Result};

/// Describes one option, for documentation and for the types that hosts declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionInfo {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its type: `algorithm`, `algorithms`, `string`, `secret`, `secrets`, `strings`,
    /// `string_or_strings`, `texts`, `values`, `choice`, `flag` or `whole_number`.
    pub kind: &'static str,
    /// One sentence that says what it does.
    pub about: &'static str,
    /// The names that a `choice` can have.
    pub choices: &'static [&'static str],
    /// The least and the greatest number, of a `whole_number`.
    pub range: Option<(u64, u64)>,
    /// The unit of a `whole_number`, if it has one.
    pub unit: Option<&'static str>,
}

impl OptionInfo {
    fn invalid(&self, code: Code, expected: &str) -> Error {
        let expected = match self.range {
            Some((least, most)) => format!("a whole number from {least} to {most}"),
            None if !self.choices.is_empty() => format!("one of `{}`", self.choices.join("`, `")),
            None => expected.to_owned(),
        };
        Error::with_made_hint(code, format!("`{}` must be {expected}.", self.name))
    }

    /// Checks a value against the option's own rules, wherever it came from.
    pub(crate) fn check<T: OptionValue>(&self, value: &T, code: Code) -> Result<()> {
        if value.is_allowed(self.range) {
            Ok(())
        } else {
            Err(self.invalid(code, T::EXPECTED))
        }
    }
}

#[cfg(test)]
mod tests;
