//! The names of algorithms on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jotkit::Algorithm;

/// Reads the name of an algorithm.
pub(crate) fn algorithm() -> impl TypedValueParser<Value = Algorithm> {
    let names = Algorithm::ALL.iter().map(|algorithm| algorithm.name());
    PossibleValuesParser::new(names)
        .try_map(|name| Algorithm::from_name(&name).ok_or("there is no such algorithm"))
}
