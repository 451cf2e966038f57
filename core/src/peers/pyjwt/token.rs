//! The order of checks of a signature: structure, header, algorithm, key, signature.

use memchr::{memchr, memrchr};
use smallvec::SmallVec;

use super::keys::{Key, find};
use super::{Host, Stop, algorithm, decode_error, refused};
use crate::algorithm::KeyType;
use crate::base64url;
use crate::json::{self, Object, Value};
use crate::token::compact::{Compact, Limits};

/// PyJWT bounds neither the size of a token nor its nesting; Python's own recursion does.
pub(super) const DEPTH: usize = 900;

const LIMITS: Limits = Limits {
    token_bytes: usize::MAX,
    header_bytes: usize::MAX,
    depth: DEPTH,
    padding: true,
};

/// The algorithms that a caller allows.
#[derive(Debug, Clone, Copy)]
pub enum Allowed<'a> {
    /// None are named.
    Unset,
    /// These.
    Names(&'a [String]),
    /// A string in place of a list: Python's `in` looks for a part of it.
    Text(&'a str),
}

/// What a signature is judged by.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The key.
    pub key: Key<'a>,
    /// The allowed algorithms.
    pub allowed: Allowed<'a>,
    /// The algorithm that a `PyJWK` is bound to.
    pub bound: Option<&'a str>,
    /// Whether the signature is verified at all.
    pub verify_signature: bool,
    /// Whether a short secret is refused.
    pub enforce_length: bool,
}

/// The parts of a token.
#[derive(Debug)]
pub struct Signed {
    /// The header's JSON text.
    pub header: String,
    /// The payload.
    pub payload: Vec<u8>,
    /// The signature.
    pub signature: SmallVec<[u8; 64]>,
}

/// Reads a token and verifies its signature.
///
/// # Errors
/// `DecodeError`, `InvalidTokenError`, `InvalidAlgorithmError`, `InvalidKeyError` or
/// `InvalidSignatureError`.
pub fn verify(token: &[u8], request: &Request<'_>, host: &mut dyn Host) -> Result<Signed, Stop> {
    let unnamed = match request.allowed {
        Allowed::Unset => true,
        Allowed::Names(names) => names.is_empty(),
        Allowed::Text(text) => text.is_empty(),
    };
    if request.verify_signature && unnamed && request.bound.is_none() {
        return Err(decode_error(
            "It is required that you pass in a value for the \"algorithms\" argument when calling \
             decode().",
        ));
    }
    let Ok(compact) = Compact::split(token, &LIMITS) else {
        return Err(malformed(token));
    };
    let header = header_text(compact.header)?;
    let members = members(&header)?;
    if is_detached(&members) {
        return Err(Stop::Elsewhere);
    }
    check(&members)?;
    if request.verify_signature {
        signature(&members, &compact, request, host)?;
    }
    drop(members);
    Ok(Signed {
        header,
        payload: compact.payload,
        signature: compact.signature,
    })
}

/// The header of a token that is not verified, as JSON text.
///
/// # Errors
/// `DecodeError` or `InvalidTokenError`.
pub fn header(token: &[u8]) -> Result<String, Stop> {
    let Ok(compact) = Compact::split(token, &LIMITS) else {
        return Err(malformed(token));
    };
    let header = header_text(compact.header)?;
    let members = members(&header)?;
    if is_detached(&members) {
        return Err(Stop::Elsewhere);
    }
    check(&members)?;
    drop(members);
    Ok(header)
}

fn signature(
    members: &Object<'_>,
    token: &Compact<'_>,
    request: &Request<'_>,
    host: &mut dyn Host,
) -> Result<(), Stop> {
    let bad = |message: &'static str| refused("InvalidAlgorithmError", message);
    let alg = members.get("alg").ok_or(bad("Algorithm not specified"))?;
    let not_allowed = || bad("The specified alg value is not allowed");
    let alg = alg.as_string().ok_or_else(not_allowed)?.value();
    let allowed = match request.allowed {
        Allowed::Unset => request.bound == Some(&*alg),
        Allowed::Names(names) => names.iter().any(|name| *name == alg),
        Allowed::Text(text) => text.contains(&*alg),
    };
    if alg.is_empty() || !allowed {
        return Err(not_allowed());
    }
    if let Some(bound) = request.bound
        && *alg != *bound
    {
        return Err(refused(
            "InvalidAlgorithmError",
            format!("Token algorithm '{alg}' does not match the key's algorithm '{bound}'"),
        ));
    }
    let algorithm = algorithm(&alg).ok_or(Stop::Elsewhere)?;
    let key = find(request.key, algorithm, request.enforce_length, host)?;
    // PyJWT verifies with the private key of a curve, but not with one of RSA.
    if algorithm.key_type() == KeyType::Rsa && key.is_private() {
        return Err(Stop::Elsewhere);
    }
    if key.verifies(token.signing_input, &token.signature) {
        Ok(())
    } else {
        Err(refused(
            "InvalidSignatureError",
            "Signature verification failed",
        ))
    }
}

fn header_text(segment: &[u8]) -> Result<String, Stop> {
    let json = base64url::decode(segment).map_err(|_| padding("header"))?;
    String::from_utf8(json).map_err(|_| decode_error("Invalid header string: not UTF-8"))
}

fn members(header: &str) -> Result<Object<'_>, Stop> {
    json::parse_object_str(header, DEPTH).map_err(|_| not_an_object("header", header))
}

/// What is wrong with JSON other than one strict object.
pub(super) fn not_an_object(name: &str, text: &str) -> Stop {
    let valid = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let object = text.trim_start().starts_with('{');
    decode_error(match (valid, object) {
        (true, false) => format!("Invalid {name} string: must be a json object"),
        _ => format!("Invalid {name} string: not strict JSON"),
    })
}

/// Whether the payload is unencoded (RFC 7797), and so is somewhere else.
fn is_detached(header: &Object<'_>) -> bool {
    matches!(header.get("b64"), Some(Value::Bool(false)))
}

/// `kid` must be a string, and `crit` a list of extensions that are understood: `b64` alone.
fn check(header: &Object<'_>) -> Result<(), Stop> {
    let bad = |message: &'static str| Err(refused("InvalidTokenError", message));
    if matches!(header.get("kid"), Some(kid) if kid.as_string().is_none()) {
        return bad("Key ID header parameter must be a string");
    }
    let extensions = match header.get("crit") {
        None => return Ok(()),
        Some(Value::Array(array)) => json::strings(array),
        Some(_) => return bad("Invalid 'crit' header: must be a non-empty list"),
    };
    let mut none = true;
    for extension in extensions {
        none = false;
        let Some(extension) = extension else {
            return bad("Invalid 'crit' header: values must be strings");
        };
        if !extension.is("b64") {
            let name = extension.value();
            let message = format!("Unsupported critical extension: {name}");
            return Err(refused("InvalidTokenError", message));
        }
        if header.get("b64").is_none() {
            return bad("Critical extension 'b64' is missing from headers");
        }
    }
    match none {
        true => bad("Invalid 'crit' header: must be a non-empty list"),
        false => Ok(()),
    }
}

fn padding(name: &str) -> Stop {
    decode_error(format!("Invalid {name} padding"))
}

/// What is wrong with a token that could not be cut, in PyJWT's order.
fn malformed(token: &[u8]) -> Stop {
    let (Some(first), Some(last)) = (memchr(b'.', token), memrchr(b'.', token)) else {
        return decode_error("Not enough segments");
    };
    if first == last {
        return decode_error("Not enough segments");
    }
    let between = |start: usize, end: usize| token.get(start..end).unwrap_or_default();
    // As one token whose other segments are empty, each is read by the code that reads tokens.
    let reads = |segment: &[u8]| Compact::split(&[b".", segment, b"."].concat(), &LIMITS).is_ok();
    let header = [between(0, first), b".."].concat();
    let header = match Compact::split(&header, &LIMITS) {
        Ok(compact) => header_text(compact.header),
        Err(_) => Err(padding("header")),
    };
    let header = match header {
        Ok(header) => header,
        Err(stop) => return stop,
    };
    match members(&header) {
        Err(stop) => return stop,
        Ok(members) if is_detached(&members) => return Stop::Elsewhere,
        Ok(_) => {}
    }
    match reads(between(first.saturating_add(1), last)) {
        false => padding("payload"),
        true => padding("crypto"),
    }
}
