//! Algorithms of either crate.

use ::jsonwebtoken::Algorithm as Theirs;

use crate::algorithm::Algorithm;
use crate::error::{Error, Result};

impl TryFrom<Theirs> for Algorithm {
    type Error = Error;

    /// # Errors
    /// `argument_invalid` for one that a newer jsonwebtoken has and jotkit has not.
    fn try_from(algorithm: Theirs) -> Result<Self> {
        Ok(match algorithm {
            Theirs::HS256 => Self::Hs256,
            Theirs::HS384 => Self::Hs384,
            Theirs::HS512 => Self::Hs512,
            Theirs::ES256 => Self::Es256,
            Theirs::ES384 => Self::Es384,
            Theirs::RS256 => Self::Rs256,
            Theirs::RS384 => Self::Rs384,
            Theirs::RS512 => Self::Rs512,
            Theirs::PS256 => Self::Ps256,
            Theirs::PS384 => Self::Ps384,
            Theirs::PS512 => Self::Ps512,
            Theirs::EdDSA => Self::EdDsa,
            _ => return Err(Error::argument_invalid("jotkit has no such algorithm.")),
        })
    }
}

impl TryFrom<Algorithm> for Theirs {
    type Error = Error;

    /// # Errors
    /// `argument_invalid` for ES512, ES256K, Ed25519 under this name, and ML-DSA.
    fn try_from(algorithm: Algorithm) -> Result<Self> {
        algorithm.name().parse().map_err(|_| {
            Error::argument_invalid(
                "jsonwebtoken has no algorithm of that name; use jotkit's own signer or verifier.",
            )
        })
    }
}
