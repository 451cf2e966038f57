//! Files and standard input, read up to a bound.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::output::Failure;

/// The most that is read from one file or from standard input, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A file's bytes, wiped when dropped.
pub(crate) fn bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let read = File::open(path).and_then(|file| {
        let length = file.metadata()?.len();
        bounded(file, length)
    });
    match read {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(Failure::about(path, "This file has more than 1 MiB.")),
        Err(error) => Err(Failure::about(path, error)),
    }
}

/// A file's text.
pub(crate) fn text(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let bytes = bytes(path)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Failure::about(path, "This file is not UTF-8 text.")),
    }
}

/// All of standard input.
pub(crate) fn stdin(reader: &mut dyn Read) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match bounded(reader, 0) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(Failure::new("Standard input has more than 1 MiB.")),
        Err(error) => Err(Failure::new(format!("Standard input: {error}"))),
    }
}

/// Cuts off the line end that editors and `echo` add. Only one: the rest belongs to the content.
pub(crate) fn cut_line_end(bytes: &mut Vec<u8>) {
    if bytes.pop_if(|last| *last == b'\n').is_some() {
        bytes.pop_if(|last| *last == b'\r');
    }
}

/// Everything that is there, or `None` if it is too much.
fn bounded(reader: impl Read, expected: u64) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let most = MAX_BYTES.saturating_add(1);
    // Room for all of it: growing would leave copies of a secret behind.
    let room = usize::try_from(expected.min(MAX_BYTES)).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room.saturating_add(1)));
    let read = reader.take(most).read_to_end(&mut bytes)?;
    Ok((read < usize::try_from(most).unwrap_or(usize::MAX)).then_some(bytes))
}
