//! Secrets, from a file or the environment. Never from an argument: other users of the machine can
//! see those.

use std::path::Path;

use zeroize::Zeroizing;

use crate::files;
use crate::output::Failure;

/// The bytes of the file or environment variable that is named; of a file without one line end.
pub(crate) fn read(
    file: Option<&Path>,
    variable: Option<&str>,
) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let mut secret = match (file, variable) {
        (Some(path), _) => files::bytes(path)?,
        (None, Some(name)) => return environment(name).map(Some),
        (None, None) => return Ok(None),
    };
    files::cut_line_end(&mut secret);
    Ok(Some(secret))
}

fn environment(name: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let value = std::env::var_os(name)
        .ok_or_else(|| Failure::new(format!("The environment variable {name} is not set.")))?;
    Ok(Zeroizing::new(value.into_encoded_bytes()))
}
