//! The passphrase of an encrypted key file.

use std::cell::Cell;

use crate::error::{Code, Error, Result};
use crate::key::KeyOptions;

/// A passphrase that the caller may have given, and whether the key needed it.
pub(super) struct Passphrase<'a> {
    text: Option<&'a str>,
    used: Cell<bool>,
}

impl<'a> Passphrase<'a> {
    pub(super) fn of(options: &'a KeyOptions) -> Result<Self> {
        let text = options.passphrase.as_ref().map(|text| text.as_str());
        if text == Some("") {
            return Err(Error::argument_invalid("`passphrase` is empty."));
        }
        Ok(Self {
            text,
            used: Cell::new(false),
        })
    }

    /// The passphrase of a key that is encrypted.
    pub(super) fn required(&self) -> Result<&'a str> {
        self.used.set(true);
        self.text.ok_or(Error::with_hint(
            Code::KeyInvalid,
            "The key is encrypted; give its `passphrase`.",
        ))
    }

    /// Refuses a passphrase that had no effect.
    pub(super) fn check_used(&self) -> Result<()> {
        if self.text.is_some() && !self.used.get() {
            return Err(Error::argument_invalid(
                "`passphrase` is given, but the key is not encrypted.",
            ));
        }
        Ok(())
    }
}
