//! OpenSSH's own key formats: `.pub` lines (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4) and private
//! key files (OpenSSH's PROTOCOL.key).

use base64_simd::STANDARD;
use zeroize::Zeroizing;

use crate::algorithm::Curve;
use crate::crypto;
use crate::crypto::material::{Material, RsaPrivate, RsaPublic, RsaPurpose, without_leading_zeros};
use crate::error::{Code, Error, Result};

/// What the content of a private key file begins with.
pub(super) const MAGIC: &[u8] = b"openssh-key-v1\0";

/// The names of key types begin in one of these ways.
const TYPES: [&str; 4] = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

fn damaged() -> Error {
    invalid("The OpenSSH key is damaged.")
}

fn unsuitable() -> Error {
    Error::with_hint(
        Code::KeyUnsuitable,
        "The OpenSSH key is not RSA, ECDSA or Ed25519, or is a certificate or a security key.",
    )
}

/// Whether a line begins with the name of a key type, as those of `.pub` files do.
pub(super) fn is_public_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let is_type = |word: &str| TYPES.iter().any(|start| word.starts_with(start));
    words.next().is_some_and(is_type) && words.next().is_some_and(|word| word.starts_with("AAAA"))
}

/// Whether bytes are a public key as a `.pub` line holds it in base64.
pub(super) fn is_public_blob(bytes: &[u8]) -> bool {
    let is_type = |name: &[u8]| TYPES.iter().any(|start| name.starts_with(start.as_bytes()));
    Reader(bytes).string().is_ok_and(is_type)
}

/// Reads one `.pub` line: a type, base64, and perhaps a comment.
pub(super) fn read_public(line: &str) -> Result<Material> {
    if line.contains(['\n', '\r']) {
        return Err(invalid(
            "The text is more than one OpenSSH line; keep the line of the key that is meant.",
        ));
    }
    let mut words = line.split_ascii_whitespace();
    let (Some(name), Some(body)) = (words.next(), words.next()) else {
        return Err(damaged());
    };
    let blob = STANDARD.decode_to_vec(body).map_err(|_| damaged())?;
    public_blob(name.as_bytes(), &blob)
}

/// Reads the content of an `OPENSSH PRIVATE KEY` block.
pub(super) fn read_private(content: &[u8]) -> Result<Material> {
    let mut file = Reader(content.strip_prefix(MAGIC).ok_or_else(damaged)?);
    let (cipher, derivation, _options) = (file.string()?, file.string()?, file.string()?);
    if cipher != b"none" || derivation != b"none" {
        return Err(invalid(
            "The OpenSSH key is encrypted; decrypt it first: `ssh-keygen -p -N \"\" -f FILE`.",
        ));
    }
    if file.number()? != 1 {
        return Err(invalid("The OpenSSH file must hold exactly one key."));
    }
    let (public, section) = (file.string()?, file.string()?);
    file.end()?;

    let mut section = Reader(section);
    if section.number()? != section.number()? {
        return Err(damaged());
    }
    let name = section.string()?;
    let key = Kind::of(name)?.private(&mut section)?;
    let _comment = section.string()?;
    let padding = section.0.iter().zip(1..);
    if section.0.len() > 255
        || padding
            .into_iter()
            .any(|(byte, expected)| *byte != expected)
    {
        return Err(damaged());
    }
    if !public_blob(name, public)?.is_other_half_of(&key) {
        return Err(invalid(
            "The OpenSSH file's public key does not belong to its private key.",
        ));
    }
    Ok(key)
}

fn public_blob(name: &[u8], blob: &[u8]) -> Result<Material> {
    let mut reader = Reader(blob);
    if reader.string()? != name {
        return Err(damaged());
    }
    let key = Kind::of(name)?.public(&mut reader)?;
    reader.end()?;
    Ok(key)
}

#[derive(Clone, Copy)]
enum Kind {
    Rsa,
    Ec(Curve),
    Ed25519,
}

impl Kind {
    fn of(name: &[u8]) -> Result<Self> {
        Ok(match name {
            b"ssh-rsa" => Self::Rsa,
            b"ssh-ed25519" => Self::Ed25519,
            b"ecdsa-sha2-nistp256" => Self::Ec(Curve::P256),
            b"ecdsa-sha2-nistp384" => Self::Ec(Curve::P384),
            b"ecdsa-sha2-nistp521" => Self::Ec(Curve::P521),
            _ => return Err(unsuitable()),
        })
    }

    fn public(self, reader: &mut Reader<'_>) -> Result<Material> {
        Ok(match self {
            Self::Rsa => {
                let exponent = reader.integer()?.to_vec();
                let modulus = reader.integer()?.to_vec();
                Material::Rsa {
                    public: RsaPublic { modulus, exponent },
                    private: None,
                    purpose: RsaPurpose::Any,
                }
            }
            Self::Ec(curve) => {
                let (x, y) = reader.point(curve)?;
                Material::Ec {
                    curve,
                    x,
                    y,
                    private: None,
                }
            }
            Self::Ed25519 => Material::Ed25519 {
                public: reader.string()?.to_vec(),
                private: None,
            },
        })
    }

    fn private(self, reader: &mut Reader<'_>) -> Result<Material> {
        let secret = |bytes: &[u8]| Zeroizing::new(bytes.to_vec());
        Ok(match self {
            Self::Rsa => {
                let modulus = reader.integer()?.to_vec();
                let exponent = reader.integer()?.to_vec();
                let (d, qi) = (reader.integer()?, reader.integer()?);
                let (p, q) = (reader.integer()?, reader.integer()?);
                let (dp, dq) = crypto::crt_numbers(d, p, q)?;
                Material::Rsa {
                    public: RsaPublic { modulus, exponent },
                    private: Some(RsaPrivate {
                        d: secret(d),
                        p: secret(p),
                        q: secret(q),
                        dp,
                        dq,
                        qi: secret(qi),
                    }),
                    purpose: RsaPurpose::Any,
                }
            }
            Self::Ec(curve) => {
                let (x, y) = reader.point(curve)?;
                let private = crypto::padded_scalar(curve, reader.integer()?)?;
                Material::Ec {
                    curve,
                    x,
                    y,
                    private: Some(private),
                }
            }
            Self::Ed25519 => {
                let public = reader.string()?;
                // The seed, and the public key once more.
                match reader.string()?.split_at_checked(32) {
                    Some((seed, again)) if again == public => Material::Ed25519 {
                        public: public.to_vec(),
                        private: Some(secret(seed)),
                    },
                    _ => return Err(damaged()),
                }
            }
        })
    }
}

/// Reads the data types of RFC 4251 §5.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Result<u32> {
        let (number, rest) = self.0.split_first_chunk().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(u32::from_be_bytes(*number))
    }

    fn string(&mut self) -> Result<&'a [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| damaged())?;
        let (string, rest) = self.0.split_at_checked(length).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(string)
    }

    /// A positive integer without its leading zeros.
    fn integer(&mut self) -> Result<&'a [u8]> {
        let bytes = self.string()?;
        if bytes.first().is_some_and(|first| *first < 0x80) {
            Ok(without_leading_zeros(bytes))
        } else {
            Err(damaged())
        }
    }

    /// The name of a curve, and a point of it.
    fn point(&mut self, curve: Curve) -> Result<(Vec<u8>, Vec<u8>)> {
        let name = self.string()?;
        let point = self.string()?;
        let expected: &[u8] = match curve {
            Curve::P256 => b"nistp256",
            Curve::P384 => b"nistp384",
            _ => b"nistp521",
        };
        if name != expected {
            return Err(damaged());
        }
        crypto::point_coordinates(curve, point)
    }

    fn end(&self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(damaged())
        }
    }
}
