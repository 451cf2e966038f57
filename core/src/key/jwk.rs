//! JSON Web Keys (RFC 7517, RFC 7518 §6, RFC 8037, RFC 9964): text to parts and back.

use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::usage::Usage;
use crate::algorithm::{Algorithm, Curve, KeyType};
use crate::base64url;
use crate::crypto::material::{Material, RsaPrivate, RsaPublic, RsaPurpose, without_leading_zeros};
use crate::crypto::{self, check_rsa};
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Value};
use crate::secret::SecretBytes;
use crate::secret::{clear_stack, make_room};

/// A JWK as it was written: its parts, and what it says about itself.
pub(crate) struct Jwk {
    pub(crate) material: Material,
    pub(crate) algorithm: Option<Algorithm>,
    pub(crate) kid: Option<String>,
    pub(crate) usage: Usage,
}

impl Jwk {
    /// Reads a JWK's text. Members that are not known are ignored (RFC 7517 §4).
    ///
    /// Whether the parts belong together is checked where the key is made of them.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let members = json::parse_object_str(text, json::MAX_DEPTH)
            .map_err(|_| invalid("A JWK is one JSON object without duplicate members."))?;
        Self::from_members(&members)
    }

    pub(crate) fn from_members(members: &Object<'_>) -> Result<Self> {
        // Parsing has left parts of the text there.
        clear_stack();
        Self::of(members)
    }

    #[inline(never)]
    fn of(members: &Object<'_>) -> Result<Self> {
        let kty = required(members, "kty")?;
        let alg = text(members, "alg")?;
        let material = match kty.as_str() {
            "oct" => Material::Oct(secret(members, "k")?),
            "RSA" => rsa(members)?,
            "EC" => ec(members)?,
            "OKP" => okp(members)?,
            "AKP" => akp(members, alg.as_deref())?,
            _ => {
                return Err(invalid(
                    "The JWK's kty is none of oct, RSA, EC, OKP and AKP.",
                ));
            }
        };
        let algorithm = alg
            .as_deref()
            .map(|name| named_algorithm(name, &material))
            .transpose()?;
        Ok(Self {
            algorithm: algorithm.or(material.dictated_algorithm()),
            material,
            kid: text(members, "kid")?,
            usage: Usage::read(members)?,
        })
    }
}

fn invalid(hint: &'static str) -> Error {
    Error::with_hint(Code::KeyInvalid, hint)
}

/// The algorithm a JWK names: one for something else makes the key unsuitable, one that its own
/// parts contradict makes it invalid.
fn named_algorithm(name: &str, material: &Material) -> Result<Algorithm> {
    let algorithm = known_algorithm(name)?;
    if material.fits(algorithm) {
        Ok(algorithm)
    } else {
        Err(contradiction())
    }
}

fn known_algorithm(name: &str) -> Result<Algorithm> {
    Algorithm::from_name(name).ok_or(Error::with_hint(
        Code::KeyUnsuitable,
        "The JWK's alg is not a supported signature algorithm.",
    ))
}

fn contradiction() -> Error {
    invalid("The JWK's alg contradicts its key type or curve.")
}

fn text(members: &Object<'_>, name: &str) -> Result<Option<String>> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.value().into_owned())),
        Some(_) => Err(invalid(
            "A member of the JWK that must be a string is not one.",
        )),
    }
}

fn required(members: &Object<'_>, name: &str) -> Result<String> {
    text(members, name)?.ok_or(invalid("The JWK lacks a member that its kty requires."))
}

/// A base64url member that may be secret, if it is there.
fn bytes(members: &Object<'_>, name: &str) -> Result<Option<SecretBytes>> {
    let Some(text) = text(members, name)?.map(Zeroizing::new) else {
        return Ok(None);
    };
    base64url::decode_secret(text.as_bytes())
        .map(Some)
        .map_err(|_| invalid("A member of the JWK is not canonical base64url."))
}

fn secret(members: &Object<'_>, name: &str) -> Result<SecretBytes> {
    bytes(members, name)?.ok_or(invalid("The JWK lacks a member that its kty requires."))
}

/// An RSA integer (RFC 7518 §6.3 asks for no leading zeros; writers that leave one are understood).
fn integer(members: &Object<'_>, name: &str) -> Result<SecretBytes> {
    let bytes = secret(members, name)?;
    Ok(Zeroizing::new(without_leading_zeros(&bytes).to_vec()))
}

fn rsa(members: &Object<'_>) -> Result<Material> {
    let public = RsaPublic {
        modulus: integer(members, "n")?.to_vec(),
        exponent: integer(members, "e")?.to_vec(),
    };
    if members.get("d").is_none() {
        return Ok(Material::Rsa {
            public,
            private: None,
            purpose: RsaPurpose::Any,
        });
    }
    if members.get("oth").is_some() {
        return Err(Error::with_hint(
            Code::KeyUnsuitable,
            "RSA keys with more than two primes are not supported.",
        ));
    }
    let numbers = ["p", "q", "dp", "dq", "qi"];
    let private = if numbers.iter().all(|name| members.get(name).is_none()) {
        check_rsa(&public)?;
        crypto::private_numbers(&public, integer(members, "d")?)?
    } else {
        RsaPrivate {
            d: integer(members, "d")?,
            p: integer(members, "p")?,
            q: integer(members, "q")?,
            dp: integer(members, "dp")?,
            dq: integer(members, "dq")?,
            qi: integer(members, "qi")?,
        }
    };
    Ok(Material::Rsa {
        public,
        private: Some(private),
        purpose: RsaPurpose::Any,
    })
}

fn ec(members: &Object<'_>) -> Result<Material> {
    let curve = Curve::from_name(&required(members, "crv")?).ok_or(Error::with_hint(
        Code::KeyUnsuitable,
        "The JWK's crv is none of P-256, P-384, P-521 and secp256k1.",
    ))?;
    let coordinate = |bytes: SecretBytes| {
        // RFC 7518 §6.2.1.2: the full length of the field, leading zeros included.
        if bytes.len() == curve.field_bytes() {
            Ok(bytes)
        } else {
            Err(invalid(
                "The JWK's `x`, `y` or `d` has the wrong length for its curve.",
            ))
        }
    };
    let private = bytes(members, "d")?.map(coordinate).transpose()?;
    let lacks_public = members.get("x").is_none() && members.get("y").is_none();
    let (x, y) = match &private {
        Some(scalar) if lacks_public => crypto::ec_public(curve, scalar)?,
        _ => (
            coordinate(secret(members, "x")?)?.to_vec(),
            coordinate(secret(members, "y")?)?.to_vec(),
        ),
    };
    Ok(Material::Ec {
        curve,
        x,
        y,
        private,
    })
}

fn okp(members: &Object<'_>) -> Result<Material> {
    if required(members, "crv")? != "Ed25519" {
        return Err(Error::with_hint(
            Code::KeyUnsuitable,
            "The only supported OKP curve for signatures is Ed25519.",
        ));
    }
    let private = bytes(members, "d")?;
    let public = match &private {
        Some(seed) if members.get("x").is_none() => crypto::ed25519_public(seed)?,
        _ => secret(members, "x")?.to_vec(),
    };
    Ok(Material::Ed25519 { public, private })
}

fn akp(members: &Object<'_>, alg: Option<&str>) -> Result<Material> {
    // RFC 9964 makes alg mandatory: it is the only thing that names the parameter set.
    let alg = alg.ok_or(invalid("A JWK of kty AKP must name its alg."))?;
    let algorithm = known_algorithm(alg)?;
    if algorithm.key_type() != KeyType::Akp {
        return Err(contradiction());
    }
    let seed = bytes(members, "priv")?;
    let public = match &seed {
        Some(seed) if members.get("pub").is_none() => crypto::ml_dsa_public(algorithm, seed)?,
        _ => secret(members, "pub")?.to_vec(),
    };
    Ok(Material::MlDsa {
        algorithm,
        public,
        seed,
    })
}

/// Writes parts as a JWK, the private ones too where there are any.
pub(crate) fn write(
    material: &Material,
    algorithm: Option<Algorithm>,
    kid: Option<&str>,
    usage: &Usage,
) -> Zeroizing<String> {
    let mut members = JwkText::new(material.key_type());
    members.parts(material, algorithm);
    if let (Some(algorithm), false) = (algorithm, matches!(material, Material::MlDsa { .. })) {
        members.text("alg", algorithm.name());
    }
    if let Some(kid) = kid {
        members.text("kid", kid);
    }
    usage.write(|name, value| members.member(name, &value));
    members.finish()
}

/// JWK text under construction, in a buffer that is wiped: a JSON tree would leave copies of the
/// secret members behind.
struct JwkText(Zeroizing<String>);

impl JwkText {
    fn new(key_type: KeyType) -> Self {
        // Room for the longest key pair (RSA-8192).
        let mut text = Zeroizing::new(String::with_capacity(16_384));
        text.push_str("{\"kty\":\"");
        text.push_str(key_type.as_str());
        text.push('"');
        Self(text)
    }

    fn member(&mut self, name: &str, json: &str) {
        let punctuation = 4;
        let more = name.len().saturating_add(json.len());
        make_room(&mut self.0, more.saturating_add(punctuation));
        self.0.push_str(",\"");
        self.0.push_str(name);
        self.0.push_str("\":");
        self.0.push_str(json);
    }

    fn text(&mut self, name: &str, value: &str) {
        self.member(name, &Json::from(value).to_string());
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.member(name, "\"");
        let quote = 1;
        let more = base64url::encoded_len(bytes.len());
        make_room(&mut self.0, more.saturating_add(quote));
        base64url::encode_onto(bytes, &mut self.0);
        self.0.push('"');
    }

    fn parts(&mut self, material: &Material, algorithm: Option<Algorithm>) {
        match material {
            Material::Oct(secret) => self.bytes("k", secret),
            Material::Rsa {
                public, private, ..
            } => {
                self.bytes("n", &public.modulus);
                self.bytes("e", &public.exponent);
                if let Some(private) = private {
                    self.bytes("d", &private.d);
                    self.bytes("p", &private.p);
                    self.bytes("q", &private.q);
                    self.bytes("dp", &private.dp);
                    self.bytes("dq", &private.dq);
                    self.bytes("qi", &private.qi);
                }
            }
            Material::Ec {
                curve,
                x,
                y,
                private,
            } => {
                self.text("crv", curve.name());
                self.bytes("x", x);
                self.bytes("y", y);
                if let Some(d) = private {
                    self.bytes("d", d);
                }
            }
            Material::Ed25519 { public, private } => {
                self.text("crv", "Ed25519");
                self.bytes("x", public);
                if let Some(d) = private {
                    self.bytes("d", d);
                }
            }
            Material::MlDsa {
                algorithm: own,
                public,
                seed,
            } => {
                self.text("alg", algorithm.unwrap_or(*own).name());
                self.bytes("pub", public);
                if let Some(seed) = seed {
                    self.bytes("priv", seed);
                }
            }
        }
    }

    fn finish(mut self) -> Zeroizing<String> {
        make_room(&mut self.0, 1);
        self.0.push('}');
        self.0
    }
}

/// The SHA-256 thumbprint in base64url (RFC 7638; RFC 8037 §2 and RFC 9964 for the newer types).
/// `None` for a shared secret.
pub(crate) fn thumbprint(material: &Material) -> Option<String> {
    let bytes = base64url::encode;
    let name = str::to_owned;
    let mut members = match material {
        Material::Oct(_) => return None,
        Material::Rsa { public, .. } => vec![
            ("n", bytes(&public.modulus)),
            ("e", bytes(&public.exponent)),
        ],
        Material::Ec { curve, x, y, .. } => {
            vec![
                ("crv", name(curve.name())),
                ("x", bytes(x)),
                ("y", bytes(y)),
            ]
        }
        Material::Ed25519 { public, .. } => {
            vec![("crv", name("Ed25519")), ("x", bytes(public))]
        }
        Material::MlDsa {
            algorithm, public, ..
        } => vec![("alg", name(algorithm.name())), ("pub", bytes(public))],
    };
    members.push(("kty", name(material.key_type().as_str())));
    // RFC 7638 §3.3 wants the members sorted by name.
    members.sort_unstable_by_key(|(name, _)| *name);
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":\"{value}\""))
        .collect();
    let json = format!("{{{}}}", members.join(","));
    Some(base64url::encode(&crypto::sha256(json.as_bytes())))
}
