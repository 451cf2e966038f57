//! Headers of either crate.

use ::jsonwebtoken::Header as Theirs;

use crate::error::{Error, Result};
use crate::sign::SignerOptions;
use crate::token::Header;

impl TryFrom<&Theirs> for SignerOptions {
    type Error = Error;

    /// The header's `typ` and `kid`. Its `alg` is the key's own matter.
    ///
    /// # Errors
    /// `argument_invalid` for a header without `typ`, which a signer always writes, and for other
    /// members: those are given to each call, as [`crate::SignCall::header`].
    fn try_from(header: &Theirs) -> Result<Self> {
        let Some(typ) = header.typ.clone() else {
            return Err(Error::argument_invalid(
                "A signer always writes a `typ`; give the header one, such as `JWT`.",
            ));
        };
        let plain = Theirs {
            typ: Some(typ.clone()),
            kid: header.kid.clone(),
            ..Theirs::new(header.alg)
        };
        if *header != plain {
            return Err(Error::argument_invalid(
                "Of a header, the signer's options hold `typ` and `kid` alone; give other members \
                 to each call.",
            ));
        }
        let options = Self::new().typ(typ);
        Ok(match &header.kid {
            Some(kid) => options.kid(kid),
            None => options,
        })
    }
}

impl TryFrom<&Header> for Theirs {
    type Error = Error;

    /// # Errors
    /// `argument_invalid` if jsonwebtoken does not know the algorithm, or a member has a type that
    /// it does not take.
    fn try_from(header: &Header) -> Result<Self> {
        serde_json::from_str(header.json()).map_err(|_| {
            Error::argument_invalid(
                "jsonwebtoken cannot hold this header: it does not know the algorithm, or a \
                 member's type.",
            )
        })
    }
}
