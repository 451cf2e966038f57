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
        purpose: RsaPurpose,
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

/// The algorithms that a key file allows its RSA key (RFC 4055 §1.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RsaPurpose {
    /// `rsaEncryption`: all of RSA's.
    Any,
    /// `id-RSASSA-PSS` without parameters: PS256, PS384 and PS512.
    Pss,
    /// `id-RSASSA-PSS` with parameters: this one.
    Only(Algorithm),
}

impl RsaPurpose {
    fn allows(self, algorithm: Algorithm) -> bool {
        match self {
            Self::Any => algorithm.key_type() == KeyType::Rsa,
            Self::Pss => matches!(
                algorithm,
                Algorithm::Ps256 | Algorithm::Ps384 | Algorithm::Ps512
            ),
            Self::Only(only) => algorithm == only,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
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
            Self::Rsa {
                public, purpose, ..
            } => Self::Rsa {
                public: public.clone(),
                private: None,
                purpose: *purpose,
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

    /// Whether both have the same public half.
    pub(crate) fn is_other_half_of(&self, other: &Self) -> bool {
        use Material::{Ec, Ed25519, MlDsa, Rsa};
        match (self, other) {
            (Rsa { public: own, .. }, Rsa { public, .. }) => own == public,
            (Ed25519 { public: own, .. }, Ed25519 { public, .. })
            | (MlDsa { public: own, .. }, MlDsa { public, .. }) => own == public,
            (
                Ec {
                    curve: own_curve,
                    x: own_x,
                    y: own_y,
                    ..
                },
                Ec { curve, x, y, .. },
            ) => (own_curve, own_x, own_y) == (curve, x, y),
            _ => false,
        }
    }

    /// The algorithm that the parts alone dictate: a curve does, a secret and most RSA keys do not.
    pub(crate) fn dictated_algorithm(&self) -> Option<Algorithm> {
        match self {
            Self::Rsa {
                purpose: RsaPurpose::Only(algorithm),
                ..
            } => Some(*algorithm),
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
            Self::Rsa {
                purpose: RsaPurpose::Any,
                ..
            } => Some(Algorithm::Rs256),
            Self::Rsa {
                purpose: RsaPurpose::Pss,
                ..
            } => Some(Algorithm::Ps256),
            _ => self.dictated_algorithm(),
        }
    }

    /// Whether an algorithm can be used with these parts.
    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        match (self, self.dictated_algorithm()) {
            (Self::Rsa { purpose, .. }, _) => purpose.allows(algorithm),
            (_, Some(dictated)) => dictated.agrees_with(algorithm),
            (_, None) => self.key_type() == algorithm.key_type(),
        }
    }
}

/// Drops the leading zeros that DER and some writers of JWKs put before an integer.
pub(crate) fn without_leading_zeros(integer: &[u8]) -> &[u8] {
    let zeros = integer.iter().take_while(|byte| **byte == 0).count();
    integer.get(zeros..).unwrap_or_default()
}
