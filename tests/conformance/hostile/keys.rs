//! Keys and sets of keys: many, alike, padded, wrapped.

use jotkit::{Algorithm, Code, Key, KeyOptions, KeySet, Verifier};

use super::tokens::{signed, without_limits};
use super::{Case, Work, joined};

const NOW: f64 = 1_750_000_000.0;

/// A set that is already read, and a token that has to find its key in it.
fn choose(keys: impl Iterator<Item = Key>, header: &str) -> Work {
    let set = KeySet::new(keys);
    let entries = set.len();
    let verifier = Verifier::new(set, without_limits()).expect("a verifier");
    let token = signed(header, r#"{"exp":4102444800}"#);
    // What grows is the set; one entry of it is some sixty bytes of JSON.
    Work::new(entries * 60, move || verifier.verify_at(&token, NOW))
}

fn secret(algorithm: Algorithm, kid: impl Into<String>) -> Key {
    let options = KeyOptions::new().algorithm(algorithm).kid(kid);
    Key::from_secret(&[0x5a; 64], &options).expect("a key")
}

fn set_of(count: usize, entry: impl Fn(usize) -> String) -> Work {
    let text = format!(r#"{{"keys":[{}]}}"#, joined(count, ",", entry));
    Work::new(text.len(), move || {
        KeySet::from_jwks(&text, &KeyOptions::new())
    })
}

fn jwk(text: String) -> Work {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    Work::new(text.len(), move || Key::from_jwk(&text, &options))
}

fn oct(more: &str) -> String {
    format!(r#"{{"kty":"oct","k":"{}"{more}}}"#, "A".repeat(43))
}

fn pem(text: String) -> Work {
    Work::new(text.len(), move || Key::from_pem(&text, &KeyOptions::new()))
}

fn plain(secret: Vec<u8>) -> Work {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    Work::new(secret.len(), move || Key::from_secret(&secret, &options))
}

/// DER of nested SEQUENCEs around nothing, each with its length in four bytes.
fn sequences(depth: usize) -> Vec<u8> {
    let mut der = Vec::with_capacity(depth * 5);
    for left in (0..depth).rev() {
        let length = u32::try_from(left * 6).expect("a length");
        der.extend([0x30, 0x84]);
        der.extend(length.to_be_bytes());
    }
    der
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = choosing();
    cases.extend(reading());
    cases
}

fn choosing() -> Vec<Case> {
    let distinct = |n: usize| (0..n).map(|index| secret(Algorithm::Hs256, format!("k{index}")));
    vec![
        Case::new(
            "a kid that no key of many has",
            Err(Code::KeyUnknown),
            100_000,
            move |n| choose(distinct(n), r#"{"alg":"HS256","kid":"k"}"#),
        ),
        Case::new(
            "a kid of one key of many",
            Err(Code::SignatureInvalid),
            100_000,
            move |n| choose(distinct(n), r#"{"alg":"HS256","kid":"k0"}"#),
        ),
        Case::new(
            "no kid, and many keys",
            Err(Code::KeyAmbiguous),
            100_000,
            move |n| choose(distinct(n), r#"{"alg":"HS256"}"#),
        ),
        Case::new(
            "no kid, and many keys of another algorithm",
            Err(Code::KeyUnknown),
            100_000,
            |n| {
                let keys = (0..n).map(|index| secret(Algorithm::Hs512, format!("k{index}")));
                choose(keys, r#"{"alg":"HS256"}"#)
            },
        ),
        Case::new(
            "a kid under which one key is many times",
            Err(Code::SignatureInvalid),
            100_000,
            |n| {
                choose(
                    (0..n).map(|_| secret(Algorithm::Hs256, "k")),
                    r#"{"alg":"HS256","kid":"k"}"#,
                )
            },
        ),
        Case::new(
            "a kid that all keys of another algorithm have",
            Err(Code::AlgorithmRefused),
            100_000,
            |n| {
                choose(
                    (0..n).map(|_| secret(Algorithm::Hs512, "k")),
                    r#"{"alg":"HS256","kid":"k"}"#,
                )
            },
        ),
    ]
}

fn reading() -> Vec<Case> {
    let invalid = Err(Code::KeyInvalid);
    let unsuitable = Err(Code::KeyUnsuitable);
    vec![
        Case::new("a set of many secrets", Ok(()), 100_000, |n| {
            set_of(n, |index| {
                oct(&format!(r#","alg":"HS256","kid":"k{index}""#))
            })
        }),
        Case::new("a set of one secret many times", Ok(()), 100_000, |n| {
            set_of(n, |_| oct(r#","alg":"HS256","kid":"k""#))
        }),
        Case::new("a set without keys", Ok(()), 300_000, |n| {
            set_of(n, |_| "{}".to_owned())
        }),
        Case::new("a set of numbers", Ok(()), 300_000, |n| {
            set_of(n, |index| index.to_string())
        }),
        Case::new("a set that never ends", invalid, 300_000, |n| {
            let text = format!(r#"{{"keys":[{}"#, "{},".repeat(n));
            Work::new(text.len(), move || {
                KeySet::from_jwks(&text, &KeyOptions::new())
            })
        }),
        Case::new("a JWK of many members", Ok(()), 300_000, |n| {
            jwk(oct(&format!(
                ",{}",
                joined(n, ",", |index| format!("\"x{index}\":0"))
            )))
        }),
        Case::new("a JWK of many operations", Ok(()), 100_000, |n| {
            jwk(oct(&format!(
                r#","key_ops":[{}]"#,
                joined(n, ",", |index| format!("\"o{index}\""))
            )))
        }),
        Case::new(
            "a JWK whose last operation repeats its first",
            invalid,
            100_000,
            |n| {
                let names = joined(n, ",", |index| format!("\"o{index}\""));
                jwk(oct(&format!(r#","key_ops":[{names},"o0"]"#)))
            },
        ),
        Case::new("a JWK of a long secret", Ok(()), 1_000_000, |n| {
            jwk(format!(
                r#"{{"kty":"oct","k":"{}"}}"#,
                "abcd".repeat(n.max(48) / 4)
            ))
        }),
        Case::new("a JWK of a long modulus", unsuitable, 1_000_000, |n| {
            let text = format!(
                r#"{{"kty":"RSA","alg":"RS256","n":"{}","e":"AQAB"}}"#,
                "abcd".repeat(n.max(4_000) / 4) + "ab4H"
            );
            Work::new(text.len(), move || Key::from_jwk(&text, &KeyOptions::new()))
        }),
        Case::new("a PEM of many lines", invalid, 30_000, |n| {
            let line = "MIIB".repeat(16) + "\n";
            pem(format!(
                "-----BEGIN PUBLIC KEY-----\n{}-----END PUBLIC KEY-----\n",
                line.repeat(n)
            ))
        }),
        Case::new("a PEM that never ends", invalid, 30_000, |n| {
            pem("-----BEGIN EC PARAMETERS-----\n".repeat(n))
        }),
        Case::new("white space for a PEM", invalid, 1_000_000, |n| {
            pem(" ".repeat(n))
        }),
        Case::new("a PEM of many empty blocks", invalid, 30_000, |n| {
            pem("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".repeat(n))
        }),
        Case::new(
            "a PEM of many blocks that are not keys",
            invalid,
            30_000,
            |n| pem("-----BEGIN X-----MAA=-----END X-----".repeat(n)),
        ),
        Case::new("base64 of base64 for a PEM", invalid, 1_000_000, |n| {
            pem("QUFBQUFBQUFBQUFB".repeat(n / 16 + 1))
        }),
        Case::new("DER of sequences in sequences", invalid, 100_000, |n| {
            let der = sequences(n);
            Work::new(der.len(), move || Key::from_der(&der, &KeyOptions::new()))
        }),
        Case::new("DER that claims more than it is", invalid, 1_000_000, |n| {
            let der = [&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff][..], &vec![0; n]].concat();
            Work::new(der.len(), move || Key::from_der(&der, &KeyOptions::new()))
        }),
        Case::new("a long secret", Ok(()), 1_000_000, |n| {
            plain(b"secret\xff".repeat(n.max(48) / 7))
        }),
        Case::new("a secret of many lines", Ok(()), 500_000, |n| {
            plain(b"\n!".repeat(n.max(48)))
        }),
        Case::new(
            "a secret of letters, as base64 would be",
            Ok(()),
            1_000_000,
            |n| plain(vec![b'A'; n.max(48) / 4 * 4]),
        ),
        Case::new("a secret of escapes", Ok(()), 300_000, |n| {
            plain(b"\\\\x5c".repeat(n.max(48) / 5))
        }),
        Case::new("a secret of percent signs", Ok(()), 300_000, |n| {
            plain(b"%2525".repeat(n.max(48) / 5))
        }),
        Case::new("a secret of digits", Ok(()), 300_000, |n| {
            // So that every decoding of it can be decoded again, at each size.
            plain(b"3".repeat(n.max(48) / 16 * 16))
        }),
        Case::new("a secret of numbers", Ok(()), 100_000, |n| {
            plain(format!("[{}0]", "49,".repeat(n.max(48))).into_bytes())
        }),
        Case::new("a secret of words like base64", Ok(()), 300_000, |n| {
            plain(
                format!("{} ", "A".repeat(44))
                    .repeat(n.max(48) / 45 + 1)
                    .into_bytes(),
            )
        }),
        Case::new("a secret that often names kty", Ok(()), 300_000, |n| {
            plain(b"kty:".repeat(n.max(48)))
        }),
        Case::new(
            "a secret that begins many PEM files",
            unsuitable,
            100_000,
            |n| plain(b"-----BEGIN ".repeat(n)),
        ),
        Case::new(
            "a secret that nearly is a PEM, again and again",
            Ok(()),
            200_000,
            |n| plain(b"-----BEGIN".repeat(n.max(48))),
        ),
    ]
}
