//! PyJWT's claim rules, in its order: the required claims, `iat`, `nbf`, `exp`, `iss`, `aud`,
//! `sub`, `jti`.

use super::token::{DEPTH, not_an_object};
use super::{Host, Stop, decode_error, refused};
use crate::json::{self, Object, Value};

/// Which claims are verified: PyJWT's options of the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the peer's switches"
)]
pub struct Rules<'a> {
    /// `verify_iat`
    pub iat: bool,
    /// `verify_nbf`
    pub nbf: bool,
    /// `verify_exp`
    pub exp: bool,
    /// `verify_iss`
    pub iss: bool,
    /// `verify_aud`
    pub aud: bool,
    /// `verify_sub`
    pub sub: bool,
    /// `verify_jti`
    pub jti: bool,
    /// `strict_aud`: one audience, not a list.
    pub strict_aud: bool,
    /// `require`: the claims that must be there and not null.
    pub require: &'a [String],
}

/// The expected audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience<'a> {
    /// None: a token that names one is refused.
    Unset,
    /// This one.
    One(&'a str),
    /// One of these.
    Many(&'a [String]),
    /// Something that is neither one string nor several.
    Wrong,
}

/// The expected issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer<'a> {
    /// Any, or none at all.
    Unset,
    /// This one.
    One(&'a str),
    /// Those of a container that the host looks into.
    Host,
}

/// The expected subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// Any, or none at all.
    Unset,
    /// This one, if the token names one.
    One(&'a str),
    /// Something that no claim equals.
    Wrong,
}

/// What claims are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The `audience` of the call.
    pub audience: Audience<'a>,
    /// The `issuer` of the call.
    pub issuer: Issuer<'a>,
    /// The `subject` of the call.
    pub subject: Subject<'a>,
    /// The `leeway` in seconds.
    pub leeway: f64,
    /// The time in seconds since 1970.
    pub now: f64,
}

/// The claims of a payload.
pub struct Claims<'a> {
    text: &'a str,
    members: Object<'a>,
}

impl<'a> Claims<'a> {
    /// Reads a payload, which must be a strict JSON object.
    ///
    /// # Errors
    /// `DecodeError`.
    pub fn read(payload: &'a [u8]) -> Result<Self, Stop> {
        let Ok(text) = std::str::from_utf8(payload) else {
            return Err(decode_error("Invalid payload string: not UTF-8"));
        };
        match json::parse_object_str(text, DEPTH) {
            Ok(members) => Ok(Self { text, members }),
            Err(_) => Err(not_an_object("payload", text)),
        }
    }

    /// Their JSON text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Judges them.
    ///
    /// # Errors
    /// The first failure.
    pub fn check(
        &self,
        rules: &Rules<'_>,
        expected: &Expected<'_>,
        host: &mut dyn Host,
    ) -> Result<(), Stop> {
        let claim = |name: &str| self.members.get(name);
        if expected.audience == Audience::Wrong {
            let message = "audience must be a string, iterable or None";
            return Err(refused("TypeError", message));
        }
        for name in rules.require {
            if matches!(claim(name), None | Some(Value::Null)) {
                return Err(missing(name));
            }
        }
        if let Some(iat) = claim("iat").filter(|_| rules.iat) {
            issued_at(iat, expected)?;
        }
        if let Some(nbf) = claim("nbf").filter(|_| rules.nbf) {
            not_before(nbf, expected)?;
        }
        if let Some(exp) = claim("exp").filter(|_| rules.exp) {
            expires(exp, expected)?;
        }
        if rules.iss {
            issuer(claim("iss"), expected.issuer, host)?;
        }
        if rules.aud {
            audience(claim("aud"), expected.audience, rules.strict_aud)?;
        }
        if let Some(sub) = claim("sub").filter(|_| rules.sub) {
            subject(sub, expected.subject)?;
        }
        match claim("jti").filter(|_| rules.jti) {
            Some(jti) if jti.as_string().is_none() => {
                Err(refused("InvalidJTIError", "JWT ID must be a string"))
            }
            _ => Ok(()),
        }
    }
}

fn missing(claim: &str) -> Stop {
    refused("MissingRequiredClaimError", claim.to_owned())
}

fn immature(claim: &str) -> Stop {
    let message = format!("The token is not yet valid ({claim})");
    refused("ImmatureSignatureError", message)
}

fn issued_at(iat: Value<'_>, expected: &Expected<'_>) -> Result<(), Stop> {
    let message = "Issued At claim (iat) must be an integer.";
    let iat = whole(iat).ok_or(refused("InvalidIssuedAtError", message))?;
    match iat > expected.now + expected.leeway {
        true => Err(immature("iat")),
        false => Ok(()),
    }
}

fn not_before(nbf: Value<'_>, expected: &Expected<'_>) -> Result<(), Stop> {
    let message = "Not Before claim (nbf) must be an integer.";
    let nbf = whole(nbf).ok_or(decode_error(message))?;
    match nbf > expected.now + expected.leeway {
        true => Err(immature("nbf")),
        false => Ok(()),
    }
}

fn expires(exp: Value<'_>, expected: &Expected<'_>) -> Result<(), Stop> {
    let message = "Expiration Time claim (exp) must be an integer.";
    let exp = whole(exp).ok_or(decode_error(message))?;
    match exp <= expected.now - expected.leeway {
        true => Err(refused("ExpiredSignatureError", "Signature has expired")),
        false => Ok(()),
    }
}

/// What Python's `int` makes of a value: numbers lose their fraction, `true` is 1, and a string of
/// decimal digits counts. `None` if it raises.
fn whole(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Bool(value) => Some(f64::from(u8::from(value))),
        Value::Number(text) => text.parse().ok().map(f64::trunc),
        Value::String(text) => digits(&text.value()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A string that Python's `int` reads: a sign, and digits with single underscores between them.
fn digits(text: &str) -> Option<f64> {
    /// Python reads no longer ones.
    const LONGEST: usize = 4300;
    let text = text.trim();
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let groups = || bare.split('_');
    let well_formed =
        |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !groups().all(well_formed) || bare.len() > LONGEST {
        return None;
    }
    let number: f64 = groups().collect::<String>().parse().ok()?;
    Some(if text.starts_with('-') {
        -number
    } else {
        number
    })
}

fn issuer(iss: Option<Value<'_>>, expected: Issuer<'_>, host: &mut dyn Host) -> Result<(), Stop> {
    let bad = |message: &'static str| refused("InvalidIssuerError", message);
    if expected == Issuer::Unset {
        return Ok(());
    }
    let iss = iss.ok_or_else(|| missing("iss"))?;
    let iss = iss.as_string();
    let iss = iss.ok_or_else(|| bad("Payload Issuer (iss) must be a string"))?;
    let matches = match expected {
        Issuer::One(one) => iss.is(one),
        _ => host
            .holds_issuer(&iss.value())?
            .ok_or_else(|| bad("Issuer param must be \"str\" or \"Container[str]\""))?,
    };
    match matches {
        true => Ok(()),
        false => Err(bad("Invalid issuer")),
    }
}

fn audience(aud: Option<Value<'_>>, expected: Audience<'_>, strict: bool) -> Result<(), Stop> {
    let bad = |message: &'static str| Err(refused("InvalidAudienceError", message));
    let aud = aud.filter(|aud| !is_falsy(*aud));
    let aud = match (aud, expected) {
        (None, Audience::Unset) => return Ok(()),
        (Some(_), Audience::Unset) => return bad("Invalid audience"),
        (None, _) => return Err(missing("aud")),
        (Some(aud), _) => aud,
    };
    if strict {
        let Audience::One(one) = expected else {
            return bad("Invalid audience (strict)");
        };
        return match aud.as_string() {
            None => bad("Invalid claim format in token (strict)"),
            Some(aud) if aud.is(one) => Ok(()),
            Some(_) => bad("Audience doesn't match (strict)"),
        };
    }
    let is_expected = |entry: json::Text<'_>| match expected {
        Audience::One(one) => entry.is(one),
        Audience::Many(names) => names.iter().any(|name| entry.is(name)),
        Audience::Unset | Audience::Wrong => false,
    };
    let matches = match aud {
        Value::String(one) => is_expected(one),
        Value::Array(array) if json::strings(array).all(|entry| entry.is_some()) => {
            json::strings(array).flatten().any(is_expected)
        }
        _ => return bad("Invalid claim format in token"),
    };
    match matches {
        true => Ok(()),
        false => bad("Audience doesn't match"),
    }
}

/// What Python takes for false.
fn is_falsy(value: Value<'_>) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.parse() == Ok(0.0),
        Value::String(text) => text.is(""),
        Value::Array(text) | Value::Object(text) => {
            let mut inside = text.bytes().skip(1);
            matches!(
                inside.find(|byte| !byte.is_ascii_whitespace()),
                Some(b']' | b'}')
            )
        }
    }
}

fn subject(sub: Value<'_>, expected: Subject<'_>) -> Result<(), Stop> {
    let bad = |message: &'static str| Err(refused("InvalidSubjectError", message));
    let Some(sub) = sub.as_string() else {
        return bad("Subject must be a string");
    };
    match expected {
        Subject::Unset => Ok(()),
        Subject::One(one) if sub.is(one) => Ok(()),
        Subject::One(_) | Subject::Wrong => bad("Invalid subject"),
    }
}
