//! The one table of algorithms: names, families, sizes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Error;

/// The kind of key an algorithm needs, which is a JWK's `kty`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyType {
    /// A shared secret ([RFC 7518 §6.4](https://www.rfc-editor.org/rfc/rfc7518#section-6.4)).
    Oct,
    /// RSA ([RFC 7518 §6.3](https://www.rfc-editor.org/rfc/rfc7518#section-6.3)).
    Rsa,
    /// An elliptic curve ([RFC 7518 §6.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2)).
    Ec,
    /// An Edwards curve ([RFC 8037](https://www.rfc-editor.org/rfc/rfc8037)).
    Okp,
    /// An algorithm key pair, used by ML-DSA (RFC 9964).
    Akp,
}

impl KeyType {
    /// The `kty` value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Oct => "oct",
            Self::Rsa => "RSA",
            Self::Ec => "EC",
            Self::Okp => "OKP",
            Self::Akp => "AKP",
        }
    }
}

/// A named elliptic curve of a JWK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
    Secp256k1,
}

impl Curve {
    pub(crate) const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    /// The JWK `crv` value (RFC 7518 §6.2.1.1, RFC 8812 §3.1).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }

    /// The bytes of one coordinate, and of the private scalar.
    pub(crate) const fn field_bytes(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The one algorithm that this curve dictates.
    pub(crate) const fn algorithm(self) -> Algorithm {
        match self {
            Self::P256 => Algorithm::Es256,
            Self::P384 => Algorithm::Es384,
            Self::P521 => Algorithm::Es512,
            Self::Secp256k1 => Algorithm::Es256k,
        }
    }
}

macro_rules! algorithms {
    ($($variant:ident $name:literal $key_type:ident $doc:literal;)+) => {
        /// A signature algorithm of the JOSE registry. `none` is not one.
        ///
        /// ```
        /// use jotkit::Algorithm;
        ///
        /// assert_eq!("ES256".parse(), Ok(Algorithm::Es256));
        /// assert_eq!(Algorithm::Es256.to_string(), "ES256");
        /// assert!("none".parse::<Algorithm>().is_err());
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Algorithm {
            $(#[doc = $doc] $variant,)+
        }

        impl Algorithm {
            /// Every algorithm, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The registered name, as in a token's `alg`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Finds an algorithm by its registered name, byte for byte.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The kind of key the algorithm needs.
            #[must_use]
            pub const fn key_type(self) -> KeyType {
                match self { $(Self::$variant => KeyType::$key_type,)+ }
            }
        }
    };
}

algorithms! {
    Hs256 "HS256" Oct "HMAC with SHA-256 (RFC 7518 §3.2).";
    Hs384 "HS384" Oct "HMAC with SHA-384 (RFC 7518 §3.2).";
    Hs512 "HS512" Oct "HMAC with SHA-512 (RFC 7518 §3.2).";
    Rs256 "RS256" Rsa "RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).";
    Rs384 "RS384" Rsa "RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 §3.3).";
    Rs512 "RS512" Rsa "RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 §3.3).";
    Ps256 "PS256" Rsa "RSASSA-PSS with SHA-256 (RFC 7518 §3.5).";
    Ps384 "PS384" Rsa "RSASSA-PSS with SHA-384 (RFC 7518 §3.5).";
    Ps512 "PS512" Rsa "RSASSA-PSS with SHA-512 (RFC 7518 §3.5).";
    Es256 "ES256" Ec "ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).";
    Es384 "ES384" Ec "ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).";
    Es512 "ES512" Ec "ECDSA on P-521 with SHA-512 (RFC 7518 §3.4).";
    Es256k "ES256K" Ec "ECDSA on secp256k1 with SHA-256 (RFC 8812 §3.2).";
    EdDsa "EdDSA" Okp "EdDSA on Ed25519 (RFC 8037 §3.1).";
    Ed25519 "Ed25519" Okp "The fully specified name of the same algorithm (RFC 9864 §2.2).";
    MlDsa44 "ML-DSA-44" Akp "ML-DSA-44 (RFC 9964, FIPS 204).";
    MlDsa65 "ML-DSA-65" Akp "ML-DSA-65 (RFC 9964, FIPS 204).";
    MlDsa87 "ML-DSA-87" Akp "ML-DSA-87 (RFC 9964, FIPS 204).";
}

impl Algorithm {
    /// Whether two names mean the same algorithm: `EdDSA` and `Ed25519` do.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        self == other || (self.key_type() == KeyType::Okp && other.key_type() == KeyType::Okp)
    }

    /// The curve that an ECDSA algorithm is bound to.
    pub(crate) fn curve(self) -> Option<Curve> {
        Curve::ALL
            .into_iter()
            .find(|curve| curve.algorithm() == self)
    }

    /// The length of an HMAC's output in bytes, which is also the least length of its secret
    /// (RFC 7518 §3.2).
    pub(crate) const fn hmac_bytes(self) -> Option<usize> {
        match self {
            Self::Hs256 => Some(32),
            Self::Hs384 => Some(48),
            Self::Hs512 => Some(64),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// As [`Algorithm::from_name`].
impl FromStr for Algorithm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::from_name(name).ok_or(Error::argument_invalid(
            "There is no algorithm of that name; one is `ES256`, for example.",
        ))
    }
}

impl TryFrom<&str> for Algorithm {
    type Error = Error;

    fn try_from(name: &str) -> Result<Self, Error> {
        name.parse()
    }
}

impl Serialize for Algorithm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Algorithm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| de::Error::custom("unknown algorithm"))
    }
}
