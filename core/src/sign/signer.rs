//! Signing: claims in, compact token out.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;

use super::call::SignCall;
use super::compact;
use super::external;
use super::header::Template;
use super::kept::Kept;
use super::options::SignerOptions;
use super::token_id;
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::crypto::SigningKey;
use crate::error::{Code, Error, Result};
use crate::json::{self, Object};
use crate::key::Key;
use crate::options::OneOrMany;
use crate::token::Header;
use crate::token::claims::{Registered, Times};
use crate::token::compact::{Compact, Limits};
use crate::token::date::{MAX_SIGNED_SECONDS, json_seconds};

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
    source: Source,
    algorithm: Algorithm,
    options: SignerOptions,
    /// The header segment of tokens without header members of their own.
    header: String,
    /// The last token, for a recipe that keeps one.
    kept: Option<Kept>,
}

/// Makes a signature over bytes, somewhere outside.
type SignFunction = dyn Fn(&[u8]) -> Result<Vec<u8>> + Send + Sync;

/// Where signatures come from.
enum Source {
    /// The key, and its parsed private half, which it let out once: it may sign.
    Key(Key, Arc<SigningKey>),
    Function(Arc<SignFunction>),
    /// The caller, who asks for the input and brings the signature.
    Caller,
}

impl Signer {
    /// A signer that adds nothing to the claims.
    ///
    /// # Errors
    /// `key_unsuitable` for a key that cannot or may not sign; `key_invalid` for one whose
    /// algorithm is not known.
    pub fn new(key: impl Into<Key>) -> Result<Self> {
        Self::with_options(key, SignerOptions::default())
    }

    /// A signer that adds what the options say.
    ///
    /// # Errors
    /// As [`Signer::new`]; `policy_invalid` for options out of range.
    pub fn with_options(key: impl Into<Key>, options: SignerOptions) -> Result<Self> {
        let key = key.into();
        let (algorithm, signing) = key.signing()?;
        Self::build(Source::Key(key, signing), algorithm, options)
    }

    /// A signer whose key cannot leave its device or service, such as a PKCS#11 token or a cloud
    /// KMS. The function gets the bytes to sign and returns the signature: raw, or for ECDSA also
    /// as DER. The header's `kid` is that of the options.
    ///
    /// # Errors
    /// `policy_invalid` for options out of range. Signing then returns the function's own error, or
    /// `argument_invalid` for a signature of the wrong length.
    pub fn external(
        algorithm: Algorithm,
        options: SignerOptions,
        function: impl Fn(&[u8]) -> Result<Vec<u8>> + Send + Sync + 'static,
    ) -> Result<Self> {
        Self::build(Source::Function(Arc::new(function)), algorithm, options)
    }

    /// A signer without a key, for two steps: [`Signer::signing_input`], and after the signature
    /// has been made elsewhere, [`Signer::assemble`].
    ///
    /// ```
    /// use jotkit::{Algorithm, Signer, SignerOptions};
    ///
    /// let signer = Signer::keyless(Algorithm::Es256, SignerOptions::new().kid("device-1"))?;
    /// let input = signer.signing_input(r#"{"sub":"u1"}"#, &Default::default())?;
    /// let signature = [1; 64]; // what the device makes of input.as_bytes()
    /// let token = signer.assemble(&input, &signature)?;
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    ///
    /// # Errors
    /// `policy_invalid` for options out of range.
    pub fn keyless(algorithm: Algorithm, options: SignerOptions) -> Result<Self> {
        Self::build(Source::Caller, algorithm, options)
    }

    fn build(source: Source, algorithm: Algorithm, options: SignerOptions) -> Result<Self> {
        options.check()?;
        let mut signer = Self {
            source,
            algorithm,
            options,
            header: String::new(),
            kept: None,
        };
        if let Some(recipe) = signer.options.recipe {
            signer.options = recipe.complete(signer.options.clone(), algorithm, signer.kid())?;
            signer.kept = recipe.terms().kept.map(Kept::new);
        }
        signer.header = signer.header_segment(None)?;
        Ok(signer)
    }

    /// Signs claims of any serializable type that becomes a JSON object. Members keep their order.
    ///
    /// # Errors
    /// `claims_invalid` if they are not an object, hold a number that JSON cannot, give a
    /// registered claim the wrong type or a time in milliseconds.
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
        self.sign_json_with(claims, &SignCall::new())
    }

    /// Signs claims given as JSON text with what this call asks for.
    ///
    /// # Errors
    /// As [`Signer::sign`] and [`Signer::signing_input`]; `key_unsuitable` without a key.
    pub fn sign_json_with(&self, claims: &str, call: &SignCall<'_>) -> Result<String> {
        let Some(kept) = &self.kept else {
            return self.sign_anew(claims, call);
        };
        let now = call.now.seconds()?;
        kept.or_sign(claims, call, now, || self.sign_anew(claims, &call.at(now)))
    }

    fn sign_anew(&self, claims: &str, call: &SignCall<'_>) -> Result<String> {
        let mut token = self.input(claims, call)?;
        let signature = match &self.source {
            Source::Key(_, signing) => signing.sign(token.as_bytes())?,
            Source::Function(function) => {
                external::signature(self.algorithm, &function(token.as_bytes())?)?.into()
            }
            Source::Caller => {
                return Err(Error::with_hint(
                    Code::KeyUnsuitable,
                    "This signer has no key; use `signing_input` and `assemble`.",
                ));
            }
        };
        compact::append(&signature, &mut token);
        Ok(token)
    }

    /// The first of two steps: the text whose bytes are to be signed.
    ///
    /// # Errors
    /// As [`Signer::sign`]; `argument_invalid` for header members that are not an object, have the
    /// wrong type, contradict the key (`alg`) or cannot be set (`crit`, `b64`, a `jwk` that is not
    /// the signer's own public key), for a lifetime out of range and for a `now` that is not a
    /// time.
    pub fn signing_input(&self, claims: &str, call: &SignCall<'_>) -> Result<String> {
        self.input(claims, call)
    }

    /// The second of two steps: the token, of what [`Signer::signing_input`] returned and the
    /// signature over its bytes: raw, or for ECDSA also as DER. The signature is not verified.
    ///
    /// # Errors
    /// `argument_invalid` for an input that is not one of this signer's algorithm, or a signature
    /// of the wrong length.
    pub fn assemble(&self, signing_input: &str, signature: &[u8]) -> Result<String> {
        let mut token = signing_input.to_owned();
        let wrong = || {
            Error::argument_invalid("Give what `signing_input` of this signer returned, unchanged.")
        };
        if signing_input.bytes().filter(|byte| *byte == b'.').count() != 1 {
            return Err(wrong());
        }
        compact::append(&external::signature(self.algorithm, signature)?, &mut token);
        let parts = Compact::split(token.as_bytes(), &Limits::unbounded()).map_err(|_| wrong())?;
        let header = Header::read(parts.header, json::MAX_DEPTH).map_err(|_| wrong())?;
        match header.algorithm() {
            Some(algorithm) if algorithm == self.algorithm => Ok(token),
            _ => Err(wrong()),
        }
    }

    /// The signing input, with room for the signature of a key.
    fn input(&self, claims: &str, call: &SignCall<'_>) -> Result<String> {
        let own_header = call
            .header
            .map(|members| self.header_segment(Some(members)));
        let own_header = own_header.transpose()?;
        let header = own_header.as_deref().unwrap_or(&self.header);
        let claims = self.claims(claims, call)?;
        let signature = match &self.source {
            Source::Key(_, signing) => signing.signature_bytes(),
            Source::Function(_) | Source::Caller => 0,
        };
        Ok(compact::input(header, claims.as_bytes(), signature))
    }

    /// The header segment, with further members if there are any.
    fn header_segment(&self, members: Option<&str>) -> Result<String> {
        let template = Template {
            algorithm: self.algorithm,
            typ: Some(self.options.typ.as_deref().unwrap_or("JWT")),
            kid: self.kid(),
            key: self.key(),
        };
        Ok(base64url::encode(template.json(members)?.as_bytes()))
    }

    fn key(&self) -> Option<&Key> {
        match &self.source {
            Source::Key(key, _) => Some(key),
            _ => None,
        }
    }

    fn kid(&self) -> Option<&str> {
        let own = self.key().and_then(Key::kid);
        self.options.kid.as_deref().or(own)
    }

    /// The claims' text with what is to be added, checked as a verifier would.
    fn claims<'c>(&self, claims: &'c str, call: &SignCall<'_>) -> Result<Cow<'c, str>> {
        call.check()?;
        let mut payload = Object::default();
        payload
            .read(claims, json::MAX_DEPTH)
            .map_err(|_| Error::new(Code::ClaimsInvalid))?;
        let times = check_types(&payload)?;
        if self.options.adds_claims() || call.lifetime.is_some() {
            let now = call.now.seconds()?.floor();
            let lifetime = call.lifetime.or(self.options.lifetime);
            let now = self.admitted(times, call.lifetime, now)?;
            return self
                .completed(claims, &payload, times, lifetime, now)
                .map(Cow::Owned);
        }
        call.now.check()?;
        Ok(Cow::Borrowed(claims))
    }

    /// The time that `iat` is to say, for times that the recipe's service accepts.
    fn admitted(&self, times: Times, lifetime: Option<u64>, now: f64) -> Result<f64> {
        let Some(recipe) = self.options.recipe else {
            return Ok(now);
        };
        let refused = |end| Error::with_made_hint(Code::ArgumentInvalid, recipe.sentence(end));
        lifetime.map_or(Ok(()), |seconds| recipe.admit(seconds).map_err(refused))?;
        let issued_at = now - recipe.terms().backdated();
        if let Some(expires_at) = times.expires_at {
            let seconds = (expires_at - times.issued_at.unwrap_or(issued_at)).ceil();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "of a magnitude below 2^54; a token that ended is not too long"
            )]
            let admitted = recipe.admit(seconds.max(0.0) as u64);
            admitted.map_err(|end| {
                Error::about_named(Code::ClaimsInvalid, "exp").and_hint(recipe.sentence(end))
            })?;
        }
        Ok(issued_at)
    }

    /// The claims with what the options add, after the caller's own.
    fn completed(
        &self,
        claims: &str,
        payload: &Object<'_>,
        times: Times,
        lifetime: Option<u64>,
        now: f64,
    ) -> Result<String> {
        let mut additions: Vec<(&str, Json)> = Vec::new();
        let lacks = |name| payload.get(name).is_none();
        if let Some(issuer) = self.options.issuer.as_deref().filter(|_| lacks("iss")) {
            additions.push(("iss", issuer.into()));
        }
        if let Some(subject) = self.options.subject.as_deref().filter(|_| lacks("sub")) {
            additions.push(("sub", subject.into()));
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
        if (self.options.iat || lifetime.is_some()) && lacks("iat") {
            additions.push(("iat", json_seconds(in_seconds(now, "iat")?)));
        }
        if let Some(lifetime) = lifetime.filter(|_| lacks("exp")) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "options hold whole numbers up to 2^53"
            )]
            let expires_at = times.issued_at.unwrap_or(now) + lifetime as f64;
            additions.push(("exp", json_seconds(in_seconds(expires_at, "exp")?)));
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
        let mut signer = f.debug_struct("Signer");
        match &self.source {
            Source::Key(key, _) => signer.field("key", key),
            Source::Function(_) | Source::Caller => signer.field("algorithm", &self.algorithm),
        };
        signer.field("options", &self.options).finish()
    }
}

/// A token that its own verifier would call malformed is not signed, nor one whose times must be in
/// milliseconds.
fn check_types(payload: &Object<'_>) -> Result<Times> {
    let registered = Registered::read(payload).map_err(|error| match error.claim() {
        Some(claim) => Error::about_named(Code::ClaimsInvalid, claim),
        None => Error::new(Code::ClaimsInvalid),
    })?;
    let Times {
        expires_at,
        not_before,
        issued_at,
        authenticated_at: _,
    } = registered.times;
    for (time, name) in [(expires_at, "exp"), (not_before, "nbf"), (issued_at, "iat")] {
        if let Some(time) = time {
            in_seconds(time, name)?;
        }
    }
    Ok(registered.times)
}

fn in_seconds(time: f64, name: &'static str) -> Result<f64> {
    if time <= MAX_SIGNED_SECONDS {
        return Ok(time);
    }
    Err(Error::about(Code::ClaimsInvalid, name)
        .and_hint("Give times in seconds since 1970, not in milliseconds."))
}

#[cfg(test)]
#[path = "signer_tests.rs"]
mod tests;
