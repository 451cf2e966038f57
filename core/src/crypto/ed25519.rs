//! Which Ed25519 public keys are refused.

use crate::error::{Code, Error, Result};

/// The y coordinates of the points of small order, little-endian, without the sign of x: 0, 1, -1,
/// and those of order 8. The last two are 0 and 1 again, written as p and p + 1.
const SMALL_ORDER: [[u8; 32]; 7] = [
    [0; 32],
    y(0x01, 0x00, 0x00),
    y(0xec, 0xff, 0x7f),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
    y(0xed, 0xff, 0x7f),
    y(0xee, 0xff, 0x7f),
];

const fn y(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    let [low, .., high] = &mut bytes;
    *low = first;
    *high = last;
    bytes
}

/// Refuses a point of small order, under which anybody can sign, and a y coordinate that is not
/// below p = 2^255 - 19 (RFC 8032 §5.1.3).
pub(super) fn check_ed25519(public: &[u8]) -> Result<()> {
    // The library refuses any other length.
    let Ok(mut y) = <[u8; 32]>::try_from(public) else {
        return Ok(());
    };
    let [low, middle @ .., high] = &mut y;
    *high &= 0x7f;
    let not_below_p = *low >= 0xed && middle.iter().all(|byte| *byte == 0xff) && *high == 0x7f;
    if SMALL_ORDER.contains(&y) {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "The Ed25519 public key has a small order: anybody can sign for it.",
        ));
    }
    if not_below_p {
        return Err(Error::with_hint(
            Code::KeyInvalid,
            "The Ed25519 public key is not encoded as RFC 8032 requires.",
        ));
    }
    Ok(())
}
