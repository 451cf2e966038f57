//! Bare keys: the numbers alone, as some platforms and libraries hand them out, without a format
//! that names them.

use zeroize::Zeroizing;

use super::passphrase::Passphrase;
use super::usage::Usage;
use super::{Key, KeyOptions};
use crate::algorithm::{Algorithm, Curve};
use crate::crypto;
use crate::crypto::material::Material;
use crate::error::{Code, Error, Result};

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

impl Key {
    /// An elliptic curve's public point: X9.63 (`04 || x || y`, or compressed), or `x || y`. The
    /// options name the algorithm, which names the curve.
    ///
    /// This is what `SecKeyCopyExternalRepresentation`, CryptoKit's `x963Representation` and
    /// `rawRepresentation`, and WebCrypto's `raw` export return.
    ///
    /// # Errors
    /// `key_invalid`; `argument_invalid` if no algorithm is named; `key_unsuitable` if it is not
    /// one of ECDSA.
    pub fn from_ec_point(point: &[u8], options: &KeyOptions) -> Result<Self> {
        let curve = curve(options)?;
        let (x, y) = match point.split_at_checked(curve.field_bytes()) {
            Some((x, y)) if x.len() == y.len() => (x.to_vec(), y.to_vec()),
            _ => crypto::point_coordinates(curve, point)?,
        };
        let private = None;
        Self::from_numbers(
            Material::Ec {
                curve,
                x,
                y,
                private,
            },
            options,
        )
    }

    /// An elliptic curve's private scalar, as long as the curve's field: 32, 48 or 66 bytes. Or the
    /// public point with the scalar after it (`04 || x || y || d`), as
    /// `SecKeyCopyExternalRepresentation` returns. The options name the algorithm.
    ///
    /// # Errors
    /// As [`Key::from_ec_point`].
    pub fn from_ec_scalar(scalar: &[u8], options: &KeyOptions) -> Result<Self> {
        let curve = curve(options)?;
        let length = curve.field_bytes();
        let point_bytes = length.saturating_mul(2).saturating_add(1);
        let (point, scalar) = match scalar.split_at_checked(point_bytes) {
            Some((point, scalar)) => (Some(point), scalar),
            None => (None, scalar),
        };
        if scalar.len() != length {
            return Err(invalid(
                "The private scalar must be as long as its curve's field, with leading zeros.",
            ));
        }
        let (x, y) = match point {
            Some(point) => crypto::point_coordinates(curve, point)?,
            None => crypto::ec_public(curve, scalar)?,
        };
        let private = Some(Zeroizing::new(scalar.to_vec()));
        Self::from_numbers(
            Material::Ec {
                curve,
                x,
                y,
                private,
            },
            options,
        )
    }

    /// An Ed25519 public key of 32 bytes (RFC 8032 §5.1.5).
    ///
    /// # Errors
    /// `key_invalid`, or `key_weak` for a point of small order.
    pub fn from_ed25519_public(public: &[u8], options: &KeyOptions) -> Result<Self> {
        let public = public.to_vec();
        let private = None;
        Self::from_numbers(Material::Ed25519 { public, private }, options)
    }

    /// An Ed25519 private key: the seed of 32 bytes, or 64 bytes of which the last 32 are the
    /// public key, as libsodium and Go write it.
    ///
    /// # Errors
    /// `key_invalid` for another length, or if the halves do not belong together.
    pub fn from_ed25519_private(private: &[u8], options: &KeyOptions) -> Result<Self> {
        let (seed, public) = match private.split_at_checked(32) {
            Some((seed, [])) => (seed, crypto::ed25519_public(seed)?),
            Some((seed, public)) if public.len() == 32 => (seed, public.to_vec()),
            _ => {
                return Err(invalid(
                    "An Ed25519 private key is 32 bytes, or 64 with the public key after it.",
                ));
            }
        };
        let private = Some(Zeroizing::new(seed.to_vec()));
        Self::from_numbers(Material::Ed25519 { public, private }, options)
    }

    fn from_numbers(material: Material, options: &KeyOptions) -> Result<Self> {
        Passphrase::of(options)?.check_used()?;
        let algorithm = material.dictated_algorithm();
        Self::import(material, algorithm, None, Usage::default(), options)
    }
}

fn curve(options: &KeyOptions) -> Result<Curve> {
    let algorithm = options.alg.ok_or(Error::argument_invalid(
        "Name the algorithm of a bare key, such as ES256: it names the curve.",
    ))?;
    Algorithm::curve(algorithm).ok_or(super::unsuitable(
        "The key is of another type than its algorithm needs.",
    ))
}
