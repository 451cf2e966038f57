//! A token's header (RFC 7515 §4).

use crate::algorithm::Algorithm;
use crate::base64url;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Text, Value};

/// The header of a token.
///
/// Embedded keys and key addresses (`jwk`, `jku`, `x5u`, `x5c`) are never used.
///
/// ```
/// let token = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";
/// let unverified = jotkit::peek(token)?;
/// let header = unverified.header();
/// assert_eq!((header.algorithm(), header.kid()), (Some(jotkit::Algorithm::Es256), Some("a")));
/// assert_eq!(header.json(), r#"{"alg":"ES256","kid":"a"}"#);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    json: Box<str>,
    algorithm: Option<Algorithm>,
    kid: Option<Box<str>>,
    typ: Option<Box<str>>,
    /// `x5t#S256` and `x5t`; few tokens have one.
    certificate: Option<Box<[Option<Box<str>>; 2]>>,
    extension: bool,
}

impl Header {
    /// Decodes and type-checks a header segment.
    pub(crate) fn read(segment: &[u8], max_depth: usize) -> Result<Self> {
        let malformed = || Error::new(Code::HeaderMalformed);
        let json = base64url::decode(segment).map_err(|_| Error::new(Code::TokenMalformed))?;
        let json = String::from_utf8(json)
            .map_err(|_| malformed())?
            .into_boxed_str();
        let members = json::parse_object_str(&json, max_depth).map_err(|_| malformed())?;
        let text = |name| match members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::about(Code::HeaderMalformed, name)),
        };
        let algorithm = text("alg")?.ok_or(Error::about(Code::HeaderMalformed, "alg"))?;
        let algorithm = Algorithm::from_name(&algorithm.value());
        let owned = |text: Text<'_>| text.value().into_owned().into_boxed_str();
        let typ = text("typ")?.map(owned);
        let kid = text("kid")?.map(owned);
        text("cty")?;
        let certificate = match (text("x5t")?, text("x5t#S256")?) {
            (None, None) => None,
            (sha1, sha256) => Some(Box::new([sha256.map(owned), sha1.map(owned)])),
        };
        let extension = demands_extension(&members);
        drop(members);
        Ok(Self {
            json,
            algorithm,
            kid,
            typ,
            certificate,
            extension,
        })
    }

    /// The header's JSON text, as the token carries it.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The header's algorithm; `None` if it names none that exists here.
    #[must_use]
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// The key id, where there is one.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The token's type, where it is given.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// The thumbprints of the key's certificate: `x5t#S256` and `x5t` (RFC 7515 §4.1.8, §4.1.7).
    pub(crate) fn certificate(&self) -> [Option<&str>; 2] {
        match &self.certificate {
            None => [None; 2],
            Some(thumbprints) => thumbprints.each_ref().map(Option::as_deref),
        }
    }

    /// Refuses a header that demands what is not supported.
    pub(crate) fn supported(&self) -> Result<()> {
        if self.extension {
            Err(Error::new(Code::HeaderUnsupported))
        } else {
            Ok(())
        }
    }
}

/// Any `crit` demands an extension, and none is understood, so even an empty or ill-typed list is
/// refused (RFC 7515 §4.1.11); an unencoded payload is no JWT (RFC 7797 §7).
pub(crate) fn demands_extension(members: &Object<'_>) -> bool {
    let encoded = members
        .get("b64")
        .is_none_or(|value| matches!(value, Value::Bool(true)));
    members.get("crit").is_some() || !encoded
}

/// The part of a `typ` that is compared: RFC 7515 §4.1.9 lets `application/` be left out.
pub(crate) fn media_type(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(PREFIX) => rest,
        _ => typ,
    }
}
