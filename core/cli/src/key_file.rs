//! Key files, and the forms that keys have in them.

use std::path::Path;

use jotkit::{Key, KeyOptions};
use zeroize::Zeroizing;

use crate::files;
use crate::output::Failure;

/// A key file that has been read.
pub(crate) struct File<'a> {
    path: &'a Path,
    bytes: Zeroizing<Vec<u8>>,
}

/// The forms that a key file has and a key is written in.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// PKCS#8 or SubjectPublicKeyInfo, as text.
    Pem,
    /// RFC 7517, on one line.
    Jwk,
    /// PKCS#8 or SubjectPublicKeyInfo, as bytes.
    Der,
}

impl<'a> File<'a> {
    pub(crate) fn read(path: &'a Path) -> Result<Self, Failure> {
        let bytes = files::bytes(path)?;
        Ok(Self { path, bytes })
    }

    /// The form of the content. What is none of them is taken for PEM, whose reader says what it
    /// has seen instead.
    pub(crate) fn format(&self) -> Format {
        let is_pem = self.bytes.windows(10).any(|part| part == b"-----BEGIN");
        match self.bytes.trim_ascii_start().first() {
            _ if is_pem => Format::Pem,
            Some(b'{') => Format::Jwk,
            // The tag of a SEQUENCE, which begins every key in DER.
            Some(0x30) => Format::Der,
            _ => Format::Pem,
        }
    }

    /// The key, imported by the core.
    pub(crate) fn key(&self, options: &KeyOptions) -> Result<Key, Failure> {
        let text = || {
            std::str::from_utf8(&self.bytes)
                .map_err(|_| Failure::about(self.path, "This file is neither UTF-8 text nor DER."))
        };
        let key = match self.format() {
            Format::Pem => Key::from_pem(text()?, options),
            Format::Jwk => Key::from_jwk(text()?, options),
            Format::Der => Key::from_der(&self.bytes, options),
        };
        key.map_err(|error| Failure::refused(self.path, &error))
    }
}
