//! The HTTP answer to a request whose token was refused.

use jotkit::{Code, Error};
use pyo3::prelude::*;

use crate::args::{text, texts};
use crate::error::guard;

/// The HTTP answer to a request that failed with an error of this code: status and
/// `WWW-Authenticate`.
#[pyfunction]
#[pyo3(signature = (code, realm=None, scope=None))]
pub(crate) fn challenge(
    code: &Bound<'_, PyAny>,
    realm: Option<&Bound<'_, PyAny>>,
    scope: Option<&Bound<'_, PyAny>>,
) -> PyResult<(u16, Option<String>)> {
    guard(|| {
        let name = text(code, "code")?;
        let known = Code::ALL.iter().find(|code| code.as_str() == name);
        let unknown = || Error::argument_invalid("No error has this code.");
        let error = Error::from(*known.ok_or_else(unknown)?);
        let realm = realm.map(|realm| text(realm, "realm")).transpose()?;
        let scope = scope.map(|scope| texts(scope, "scope")).transpose()?;
        let answer = error.challenge(realm, scope.as_deref())?;
        Ok((answer.status, answer.www_authenticate))
    })
}

/// Raises the error of verified claims that a type of the caller's does not fit. `place` is what is
/// wrong, in names of the type.
#[pyfunction]
#[pyo3(signature = (place=None))]
pub(crate) fn refuse_shape(place: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    guard(|| {
        let place = place.map(|place| text(place, "place")).transpose()?;
        Err(Error::claims_of_other_shape(place).into())
    })
}
