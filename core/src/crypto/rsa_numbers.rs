//! The private numbers of an RSA key that its file leaves out.
//!
//! All arithmetic takes constant time and stays on the stack, so that no copy is left on the heap.

use crypto_bigint::{Limb, NonZero, Odd, Uint};
use zeroize::Zeroizing;

use super::material::{RsaPrivate, RsaPublic, without_leading_zeros};
use crate::error::{Code, Error, Result};
use crate::secret::SecretBytes;

/// Room for a modulus of 8192 bits times the exponent and a small factor.
const BITS: usize = 8448;
const LIMBS: usize = BITS / Limb::BITS as usize;
const LIMB_BYTES: usize = Limb::BYTES;

type Number = Zeroizing<Uint<LIMBS>>;

/// dp and dq of a key that has its primes (RFC 8017 §3.2).
pub(crate) fn crt_numbers(d: &[u8], p: &[u8], q: &[u8]) -> Result<(SecretBytes, SecretBytes)> {
    let numbers = || {
        let d = number(d)?;
        Some((exponent(&d, &number(p)?)?, exponent(&d, &number(q)?)?))
    };
    numbers().ok_or(damaged())
}

/// All private numbers of a key of which only d is known: the deterministic recovery of the primes
/// of NIST SP 800-56B revision 2, appendix C.2.
pub(crate) fn private_numbers(public: &RsaPublic, d: SecretBytes) -> Result<RsaPrivate> {
    let (p, q) = primes(&public.modulus, &public.exponent, &d).ok_or(damaged())?;
    let numbers = || {
        let known = number(&d)?;
        let qi = Zeroizing::new(
            q.invert_odd_mod(&Odd::new(*p).into_option()?)
                .into_option()?,
        );
        Some((exponent(&known, &p)?, exponent(&known, &q)?, qi))
    };
    let (dp, dq, qi) = numbers().ok_or(damaged())?;
    Ok(RsaPrivate {
        d,
        p: bytes(&p),
        q: bytes(&q),
        dp,
        dq,
        qi: bytes(&qi),
    })
}

fn damaged() -> Error {
    Error::with_hint(
        Code::KeyInvalid,
        "The private RSA exponent does not fit the modulus; export the key with its primes.",
    )
}

/// The two primes, the larger one first.
fn primes(modulus: &[u8], exponent: &[u8], d: &[u8]) -> Option<(Number, Number)> {
    // With these lengths no product below overflows.
    if exponent.len() > 8 || modulus.len() > 1024 || d.len() > modulus.len() {
        return None;
    }
    let (n, e, d) = (number(modulus)?, number(exponent)?, number(d)?);
    let one = Uint::<LIMBS>::ONE;
    // A multiple of (p - 1)(q - 1).
    let multiple = Zeroizing::new(e.wrapping_mul(&*d).wrapping_sub(&one));
    let common = Zeroizing::new(n.wrapping_sub(&one).gcd(&multiple));
    if common.bit_width() > 64 {
        return None;
    }
    let multiple = Zeroizing::new(multiple.wrapping_mul(&*common));
    let (times, rest) = multiple.div_rem(&NonZero::new(*n).into_option()?);
    let (times, rest) = (Zeroizing::new(times), Zeroizing::new(rest));
    let times = NonZero::new(times.wrapping_add(&one)).into_option()?;
    let (sum, rest) = n.wrapping_sub(&*rest).div_rem(&times);
    // p + q
    let sum = Zeroizing::new(sum.wrapping_add(&one));
    let half = u32::try_from(BITS / 2).ok()?;
    if !bool::from(rest.is_zero()) || sum.bit_width() > half {
        return None;
    }
    // (p - q) squared
    let square = Zeroizing::new(sum.wrapping_square().wrapping_sub(&n.shl(2)));
    let difference = Zeroizing::new(square.floor_sqrt());
    let p = Zeroizing::new(sum.wrapping_add(&*difference).shr(1));
    let q = Zeroizing::new(sum.wrapping_sub(&*difference).shr(1));
    let are_factors = p.bit_width() <= half && q.bit_width() <= half && p.wrapping_mul(&*q) == *n;
    (are_factors && p.bit_width() > 1 && q.bit_width() > 1).then_some((p, q))
}

/// d modulo a prime less one.
fn exponent(d: &Number, prime: &Number) -> Option<SecretBytes> {
    let less_one = NonZero::new(prime.wrapping_sub(&Uint::ONE)).into_option()?;
    Some(bytes(&Zeroizing::new(d.rem(&less_one))))
}

/// `None` if there are too many bytes.
fn number(big_endian: &[u8]) -> Option<Number> {
    let mut padded = Zeroizing::new([0; BITS / 8]);
    let start = padded.len().checked_sub(big_endian.len())?;
    padded.get_mut(start..)?.copy_from_slice(big_endian);
    Some(Zeroizing::new(Uint::from_be_slice(padded.as_slice())))
}

fn bytes(number: &Uint<LIMBS>) -> SecretBytes {
    let mut padded = Zeroizing::new([0; BITS / 8]);
    let limbs = number.as_limbs().iter().rev();
    for (place, limb) in padded.chunks_exact_mut(LIMB_BYTES).zip(limbs) {
        place.copy_from_slice(&limb.0.to_be_bytes());
    }
    Zeroizing::new(without_leading_zeros(padded.as_slice()).to_vec())
}
