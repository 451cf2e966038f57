//! Signing: claims in, compact token out.

use std::fmt::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;

use super::options::SignerOptions;
use super::token_id;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::crypto::SigningKey;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object};
use crate::key::Key;
use crate::options::OneOrMany;
use crate::token::Now;
use crate::token::claims::Registered;
use crate::token::date::{MAX_SECONDS, json_seconds};

/// Room for the claims of most tokens, in bytes, so that their text is allocated once.
const USUAL_CLAIMS: usize = 384;

/// Signs tokens with one key. Immutable: make it once and share it between threads.
///
/// ```
/// use jotkit::{Key, Signer, SignerOptions};
///
/// let options = SignerOptions::new().issuer("https://id.example").lifetime(3600);
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let signer = Signer::with_options(key, options)?;
/// let token = signer.sign(&serde_json::json!({"sub": "u1"}))?;
/// # Ok::<(), jotkit::Error>(())
/// ```
pub struct Signer {
    key: Key,
    /// The parsed private half, which the key let out once: it may sign.
    signing: Arc<SigningKey>,
    algorithm: Algorithm,
    options: SignerOptions,
    /// The header segment of tokens without header members of their own.
    header: String,
}

impl Signer {
    /// A signer that adds nothing to the claims.
    ///
    /// # Errors
    /// `key_unsuitable` for a key that cannot or may not sign; `key_invalid` for one whose
    /// algorithm is not known.
    pub fn new(key: Key) -> Result<Self> {
        Self::with_options(key, SignerOptions::default())
    }

    /// A signer that adds what the options say.
    ///
    /// # Errors
    /// As [`Signer::new`]; `policy_invalid` for options out of range.
    pub fn with_options(key: Key, options: SignerOptions) -> Result<Self> {
        options.check()?;
        let (algorithm, signing) = key.signing()?;
        let kid = options.kid.as_deref().or(key.kid());
        let typ = options.typ.as_deref().unwrap_or("JWT");
        let header = header_json(algorithm, typ, kid);
        let header = base64url::encode(header.as_bytes());
        Ok(Self {
            key,
            signing,
            algorithm,
            options,
            header,
        })
    }

    /// Signs claims of any serializable type that becomes a JSON object. Members keep their order.
    ///
    /// # Errors
    /// `claims_invalid` if they are not an object, hold a number that JSON cannot, or give a
    /// registered claim the wrong type.
    pub fn sign<T: Serialize + ?Sized>(&self, claims: &T) -> Result<String> {
        let invalid = || Error::new(Code::ClaimsInvalid);
        let mut json = Vec::with_capacity(USUAL_CLAIMS);
        serde_json::to_writer(&mut json, claims).map_err(|_| invalid())?;
        let claims = String::from_utf8(json).map_err(|_| invalid())?;
        self.sign_json(&claims)
    }

    /// Signs claims given as JSON text, byte for byte.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn sign_json(&self, claims: &str) -> Result<String> {
        self.sign_json_with(claims, None, Now::default())
    }

    /// Signs claims given as JSON text, with header members given as JSON text, at a given time.
    ///
    /// A `typ` or `kid` among the header members replaces the signer's.
    ///
    /// # Errors
    /// As [`Signer::sign`]; `argument_invalid` for header members that are not an object, have the
    /// wrong type, contradict the key (`alg`) or cannot be set (`crit`, `b64`, `jwk`, `jku`, `x5u`,
    /// `x5c`), and for a `now` that is not a time.
    pub fn sign_json_with(
        &self,
        claims: &str,
        header: Option<&str>,
        now: impl Into<Now>,
    ) -> Result<String> {
        let now = now.into();
        let own_header = header.map(|members| self.own_header(members)).transpose()?;
        let header = own_header.as_deref().unwrap_or(&self.header);
        let mut payload = Object::default();
        payload
            .read(claims, json::MAX_DEPTH)
            .map_err(|_| Error::new(Code::ClaimsInvalid))?;
        check_types(&payload)?;
        if self.options.adds_claims() {
            let claims = self.completed(claims, &payload, now.seconds()?.floor())?;
            return self.compact(header, claims.as_bytes());
        }
        now.check()?;
        self.compact(header, claims.as_bytes())
    }

    fn compact(&self, header: &str, payload: &[u8]) -> Result<String> {
        let input = base64url::encoded_len(payload.len()).saturating_add(header.len());
        let signature = base64url::encoded_len(self.signing.signature_bytes());
        let mut token = String::with_capacity(input.saturating_add(signature).saturating_add(2));
        token.push_str(header);
        token.push('.');
        base64url::encode_onto(payload, &mut token);
        let signature = self.signing.sign(token.as_bytes())?;
        token.push('.');
        base64url::encode_onto(&signature, &mut token);
        Ok(token)
    }

    /// The header segment with further members: `typ` and `kid` in place, others behind.
    fn own_header(&self, members: &str) -> Result<String> {
        let invalid = |hint| Error::with_hint(Code::ArgumentInvalid, hint);
        let members = json::parse_object_str(members, json::MAX_DEPTH)
            .map_err(|_| invalid("Header members must be one JSON object with each name once."))?;
        let mut typ = self.options.typ.clone().unwrap_or_else(|| "JWT".to_owned());
        let mut kid = self
            .options
            .kid
            .clone()
            .or_else(|| self.key.kid().map(str::to_owned));
        let mut others = String::new();
        for (name, value) in members.members() {
            let name = name.value();
            let text = || {
                let text = value.as_string().map(|text| text.value().into_owned());
                text.ok_or(invalid(
                    "The header members `alg`, `typ`, `kid` and `cty` must be strings.",
                ))
            };
            match &*name {
                "alg" if text()? == self.algorithm.name() => {}
                "alg" => {
                    return Err(invalid(
                        "The header's `alg` must be the key's algorithm; leave it out.",
                    ));
                }
                "typ" => typ = text()?,
                "kid" => kid = Some(text()?),
                "crit" | "b64" | "jwk" | "jku" | "x5u" | "x5c" => {
                    return Err(invalid(
                        "`crit`, `b64`, `jwk`, `jku`, `x5u` and `x5c` cannot be set in the header.",
                    ));
                }
                other => {
                    if other == "cty" {
                        text()?;
                    }
                    // Writing to a String cannot fail.
                    let _ = write!(others, ",{}:{}", Json::from(other), value.text());
                }
            }
        }
        let mut header = header_json(self.algorithm, &typ, kid.as_deref());
        header.pop();
        header.push_str(&others);
        header.push('}');
        Ok(base64url::encode(header.as_bytes()))
    }

    /// The claims with what the options add, behind the caller's own.
    fn completed(&self, claims: &str, payload: &Object<'_>, now: f64) -> Result<String> {
        let mut additions: Vec<(&str, Json)> = Vec::new();
        let lacks = |name| payload.get(name).is_none();
        if let Some(issuer) = self.options.issuer.as_deref().filter(|_| lacks("iss")) {
            additions.push(("iss", issuer.into()));
        }
        if let Some(audience) = self.options.audience.as_ref().filter(|_| lacks("aud")) {
            additions.push((
                "aud",
                match audience {
                    OneOrMany::One(one) => one.as_str().into(),
                    OneOrMany::Many(many) => many.as_slice().into(),
                },
            ));
        }
        if (self.options.iat || self.options.lifetime.is_some()) && lacks("iat") {
            additions.push(("iat", json_seconds(now)));
        }
        if let Some(lifetime) = self.options.lifetime.filter(|_| lacks("exp")) {
            let issued_at = Registered::read(payload)?.times.issued_at.unwrap_or(now);
            #[expect(
                clippy::cast_precision_loss,
                reason = "options hold whole numbers up to 2^53"
            )]
            let lifetime = lifetime as f64;
            // Beyond it a sum is rounded, and its own verifier would refuse the token.
            if issued_at > MAX_SECONDS - lifetime {
                return Err(Error::about(Code::ClaimsInvalid, "exp"));
            }
            additions.push(("exp", json_seconds(issued_at + lifetime)));
        }
        if self.options.jti && lacks("jti") {
            additions.push(("jti", token_id::random()?.into()));
        }
        let open = claims
            .trim_end()
            .strip_suffix('}')
            .ok_or(Error::new(Code::ClaimsInvalid))?;
        let mut completed = open.to_owned();
        let mut first = payload.is_empty();
        for (name, value) in additions {
            // Writing to a String cannot fail.
            let _ = write!(
                completed,
                "{}\"{name}\":{value}",
                if first { "" } else { "," }
            );
            first = false;
        }
        completed.push('}');
        Ok(completed)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key", &self.key)
            .field("options", &self.options)
            .finish()
    }
}

fn header_json(algorithm: Algorithm, typ: &str, kid: Option<&str>) -> String {
    let kid = kid
        .map(|kid| format!(",\"kid\":{}", Json::from(kid)))
        .unwrap_or_default();
    format!(
        "{{\"alg\":\"{algorithm}\",\"typ\":{}{kid}}}",
        Json::from(typ)
    )
}

/// A token that its own verifier would call malformed is not signed.
fn check_types(payload: &Object<'_>) -> Result<()> {
    match Registered::read(payload) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.claim() {
            Some(claim) => Error::about_named(Code::ClaimsInvalid, claim),
            None => Error::new(Code::ClaimsInvalid),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Signer, SignerOptions};
    use crate::error::Code;
    use crate::key::Key;

    #[test]
    fn a_lifetime_ends_where_a_verifier_can_still_read_it() {
        let key = Key::hs256("a made-up secret for tests, and only for tests").unwrap();
        let last = |lifetime, iat: &str| {
            let options = SignerOptions::new().lifetime(lifetime);
            let signer = Signer::with_options(key.clone(), options).unwrap();
            signer.sign_json(&format!(r#"{{"iat":{iat}}}"#))
        };
        let token = last(1, "9007199254740991").unwrap();
        let payload = crate::peek(token).unwrap().payload().to_owned();
        assert_eq!(
            payload,
            r#"{"iat":9007199254740991,"exp":9007199254740992}"#
        );
        for (lifetime, iat) in [
            (300, "9007199254740993.0"),
            (2, "9007199254740991"),
            (1 << 53, "1"),
        ] {
            let error = last(lifetime, iat).unwrap_err();
            assert_eq!(error.code(), Code::ClaimsInvalid, "{lifetime} from {iat}");
            assert_eq!(error.claim(), Some("exp"));
        }
    }
}
