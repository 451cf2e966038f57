//! The numbers that make up a key, independent of its file format.

use crate::algorithm::{Algorithm, Curve, KeyType};
use crate::secret::SecretBytes;

/// A key's parts. Integers are big-endian; RSA's carry no leading zeros, a curve's have the full
/// length of its field.
#[derive(Clone)]
pub(crate) enum Material {
    Oct(SecretBytes),
    Rsa {
        public: RsaPublic,
        private: Option<RsaPrivate>,
    },
    Ec {
        curve: Curve,
        x: Vec<u8>,
        y: Vec<u8>,
        private: Option<SecretBytes>,
    },
    Ed25519 {
        public: Vec<u8>,
        private: Option<SecretBytes>,
    },
    MlDsa {
        algorithm: Algorithm,
        public: Vec<u8>,
        seed: Option<SecretBytes>,
    },
}

#[derive(Clone)]
pub(crate) struct RsaPublic {
    pub(crate) modulus: Vec<u8>,
    pub(crate) exponent: Vec<u8>,
}

#[derive(Clone)]
pub(crate) struct RsaPrivate {
    pub(crate) d: SecretBytes,
    pub(crate) p: SecretBytes,
    pub(crate) q: SecretBytes,
    pub(crate) dp: SecretBytes,
    pub(crate) dq: SecretBytes,
    pub(crate) qi: SecretBytes,
}

impl Material {
    pub(crate) fn key_type(&self) -> KeyType {
        match self {
            Self::Oct(_) => KeyType::Oct,
            Self::Rsa { .. } => KeyType::Rsa,
            Self::Ec { .. } => KeyType::Ec,
            Self::Ed25519 { .. } => KeyType::Okp,
            Self::MlDsa { .. } => KeyType::Akp,
        }
    }

    /// Whether these parts can sign.
    pub(crate) fn is_private(&self) -> bool {
        match self {
            Self::Oct(_) => true,
            Self::Rsa { private, .. } => private.is_some(),
            Self::Ec { private, .. } | Self::Ed25519 { private, .. } => private.is_some(),
            Self::MlDsa { seed, .. } => seed.is_some(),
        }
    }

    /// The parts that may be shown to anybody. A shared secret has none.
    pub(crate) fn public(&self) -> Option<Self> {
        Some(match self {
            Self::Oct(_) => return None,
            Self::Rsa { public, .. } => Self::Rsa {
                public: public.clone(),
                private: None,
            },
            Self::Ec { curve, x, y, .. } => Self::Ec {
                curve: *curve,
                x: x.clone(),
                y: y.clone(),
                private: None,
            },
            Self::Ed25519 { public, .. } => Self::Ed25519 {
                public: public.clone(),
                private: None,
            },
            Self::MlDsa {
                algorithm, public, ..
            } => Self::MlDsa {
                algorithm: *algorithm,
                public: public.clone(),
                seed: None,
            },
        })
    }

    /// The algorithm that the parts alone dictate: a curve does, a secret and RSA do not.
    pub(crate) fn dictated_algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::Oct(_) | Self::Rsa { .. } => None,
            Self::Ec { curve, .. } => Some(curve.algorithm()),
            Self::Ed25519 { .. } => Some(Algorithm::EdDsa),
            Self::MlDsa { algorithm, .. } => Some(*algorithm),
        }
    }

    /// An algorithm to check an unbound key's parts with; which one makes no difference to them.
    pub(crate) fn any_algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::Oct(_) => None,
            Self::Rsa { .. } => Some(Algorithm::Rs256),
            _ => self.dictated_algorithm(),
        }
    }

    /// Whether an algorithm can be used with these parts.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        match self.dictated_algorithm() {
            Some(dictated) => dictated.agrees_with(algorithm),
            None => self.key_type() == algorithm.key_type(),
        }
    }
}

/// Drops the leading zeros that DER and some writers of JWKs put before an integer.
pub(crate) fn without_leading_zeros(integer: &[u8]) -> &[u8] {
    let zeros = integer.iter().take_while(|byte| **byte == 0).count();
    integer.get(zeros..).unwrap_or_default()
}
