//! Making a token as jsonwebtoken does.

use std::fmt::Write;

use serde_json::Value as Json;

use super::key::{ALGORITHMS, HostKey, Purpose, kept};
use super::timespan;
use super::values::{MAX_DEPTH, given, is_true, mark, number, string};
use super::verify::{Given, is_given, unknown_algorithm};
use super::{Question, Stop, plain};
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::json::{self, Object, Value};
use crate::sign::compact;
use crate::token::date::json_seconds;

/// A payload as the caller gave it.
#[derive(Debug, Clone, Copy)]
pub struct SignInput<'a> {
    /// An object as JSON text, or any other payload as text; `None` for `undefined`.
    pub payload: Option<&'a str>,
    /// What JSON text does not show of it: `{}` for a plain object, `{"plain": false}` for any
    /// other object, `{"kind": …}` with JavaScript's `typeof` for any other value, and under
    /// `claims` the `iat`, `exp` and `nbf` that JSON cannot hold.
    pub facts: &'a str,
}

/// What the host found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// The payload in the encoding that the options name.
    pub payload: Option<&'a [u8]>,
    /// The signature.
    pub signature: Option<&'a [u8]>,
}

/// A token, and what was added to its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The token.
    pub token: String,
    /// The claims that were added or replaced, as the text of a JSON object.
    pub added: String,
}

/// Signs a payload. `options` is JSON text, `null` for any other value than a plain object.
///
/// # Errors
/// The first refusal in jsonwebtoken's order, or a question to the host.
pub fn sign(
    input: SignInput<'_>,
    key: Given<'_>,
    options: &str,
    now: f64,
    parts: Parts<'_>,
) -> Result<Signed, Stop> {
    let unicode = || plain("the payload and the options must be strict JSON and valid Unicode");
    let is_plain = options != "null";
    let text = if is_plain { options } else { "{}" };
    let options = json::parse_object_str(text, MAX_DEPTH).map_err(|_| unicode())?;
    let facts = json::parse_object_str(input.facts, MAX_DEPTH).map_err(|_| unicode())?;
    let kind = facts.get("kind").and_then(string);
    let header = Header::new(&options, kind.is_none())?;
    let key = find(key, &options)?;
    let key = key.as_deref();
    check_key(key, &header.algorithm, &options)?;
    let Some(payload) = input.payload else {
        return Err(plain("payload is required"));
    };
    let mut claims = Object::default();
    match &kind {
        None => {
            if matches!(facts.get("plain"), Some(Value::Bool(false))) {
                return Err(plain("Expected \"payload\" to be a plain object."));
            }
            claims.read(payload, MAX_DEPTH).map_err(|_| unicode())?;
            check_claims(&claims, &facts)?;
        }
        Some(kind) => refuse_claims(&options, kind)?,
    }
    let bad = |option: &str, claim: &str| {
        let sentence = format!(
            "Bad \"options.{option}\" option the payload already has an \"{claim}\" property."
        );
        let both = is_defined(&options, option) && claims.get(claim).is_some();
        if both { Err(plain(sentence)) } else { Ok(()) }
    };
    bad("expiresIn", "exp")?;
    bad("notBefore", "nbf")?;
    if !is_plain {
        return Err(plain("Expected \"options\" to be a plain object."));
    }
    check_options(&options)?;
    if let Some(key) = key.filter(|_| !is_given(&options, "allowInvalidAsymmetricKeyTypes")) {
        key.facts().check(&header.algorithm)?;
    }
    let added = match kind {
        None => additions(&claims, infinite(&facts), &options, now)?,
        Some(_) => Vec::new(),
    };
    let is_untimed = is_given(&options, "noTimestamp");
    let payload = completed(payload, &claims, &added, is_untimed);
    let bytes = match (encoding(&options), parts.payload) {
        (None, _) => payload.as_bytes(),
        (Some(_), Some(bytes)) => bytes,
        (Some(_), None) => return Err(Stop::Asks(Question::Encoding(payload))),
    };
    let token = signed(&header, key, bytes, parts.signature)?;
    let members: Vec<String> = added
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    Ok(Signed {
        token,
        added: format!("{{{}}}", members.join(",")),
    })
}

/// A key that is borrowed from the caller or taken from those that are kept.
enum Found<'a> {
    Given(&'a HostKey),
    Kept(HostKey),
}

impl std::ops::Deref for Found<'_> {
    type Target = HostKey;

    fn deref(&self) -> &HostKey {
        match self {
            Self::Given(key) => key,
            Self::Kept(key) => key,
        }
    }
}

fn find<'a>(key: Given<'a>, options: &Object<'_>) -> Result<Option<Found<'a>>, Stop> {
    let is_none = options.get("algorithm").and_then(string).as_deref() == Some("none");
    match key {
        Given::Absent | Given::False if !is_none => {
            Err(plain("secretOrPrivateKey must have a value"))
        }
        Given::Absent => Ok(None),
        Given::False | Given::Wrong | Given::Unknown => Err(unusable()),
        Given::Key(key) => Ok(Some(Found::Given(key))),
        Given::Bytes(bytes) => {
            let key = kept(Purpose::Sign, bytes, false).ok_or(Stop::Asks(Question::Key))?;
            Ok(Some(Found::Kept(key)))
        }
    }
}

fn unusable() -> Stop {
    plain("secretOrPrivateKey is not valid key material")
}

fn check_key(key: Option<&HostKey>, name: &str, options: &Object<'_>) -> Result<(), Stop> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let is_pair = starts(&["RS", "PS", "ES"]);
    let Some(facts) = key.map(HostKey::facts) else {
        return match is_pair || starts(&["HS"]) {
            true => Err(plain("secretOrPrivateKey must have a value")),
            false => Ok(()),
        };
    };
    if starts(&["HS"]) && !facts.is_secret() {
        return Err(plain(format!(
            "secretOrPrivateKey must be a symmetric key when using {name}"
        )));
    }
    if is_pair && facts.kind != "private" {
        return Err(plain(format!(
            "secretOrPrivateKey must be an asymmetric key when using {name}"
        )));
    }
    let may_be_short = is_given(options, "allowInsecureKeySizes");
    if starts(&["RS", "PS"]) && !may_be_short && facts.is_short() {
        return Err(plain(format!(
            "secretOrPrivateKey has a minimum key size of 2048 bits for {name}"
        )));
    }
    Ok(())
}

/// The header that is written.
pub(super) struct Header {
    pub(super) algorithm: String,
    pub(super) json: String,
}

impl Header {
    fn new(options: &Object<'_>, is_object: bool) -> Result<Self, Stop> {
        let own = |name: &str| match options.get(name) {
            Some(value) if mark(value, "undefined").is_none() => Some(value.text().into_owned()),
            _ => None,
        };
        let algorithm = given(options, "algorithm").map(|value| value.text().into_owned());
        let mut members = vec![
            ("alg".to_owned(), algorithm.or(Some("\"HS256\"".to_owned()))),
            ("typ".to_owned(), is_object.then(|| "\"JWT\"".to_owned())),
            ("kid".to_owned(), own("keyid")),
        ];
        if let Some(Value::Object(text)) = options.get("header") {
            let others = json::parse_object_str(text, MAX_DEPTH).unwrap_or_default();
            for (name, value) in others.members() {
                let (name, value) = (name.value().into_owned(), value.text().into_owned());
                match members.iter_mut().find(|(one, _)| *one == name) {
                    Some((_, old)) => *old = Some(value),
                    None => members.push((name, Some(value))),
                }
            }
        }
        let mut json = String::from("{");
        for (name, value) in &members {
            if let Some(value) = value {
                let comma = if json.len() == 1 { "" } else { "," };
                // Writing to a String cannot fail.
                let _ = write!(json, "{comma}{}:{value}", Json::from(name.as_str()));
            }
        }
        json.push('}');
        let read = json::parse_object_str(&json, MAX_DEPTH).unwrap_or_default();
        let algorithm = read.get("alg").and_then(string);
        let algorithm =
            algorithm.ok_or_else(|| plain("\"algorithm\" must be a valid string enum value"))?;
        drop(read);
        Ok(Self { algorithm, json })
    }
}

/// Whether an option has another value than `undefined`.
fn is_defined(options: &Object<'_>, name: &str) -> bool {
    let value = options.get(name);
    value.is_some_and(|value| mark(value, "undefined").is_none())
}

const TIMES: [&str; 3] = ["iat", "exp", "nbf"];

/// The odd ones among the times in a payload.
fn odd_times<'a>(facts: &Object<'a>) -> Object<'a> {
    match facts.get("claims") {
        Some(Value::Object(text)) => json::parse_object_str(text, MAX_DEPTH).unwrap_or_default(),
        _ => Object::default(),
    }
}

/// An infinite `iat`, which becomes null.
fn infinite(facts: &Object<'_>) -> Option<f64> {
    let name = mark(odd_times(facts).get("iat")?, "number")?;
    name.ends_with("Infinity").then_some(f64::INFINITY)
}

/// The times in a payload must be numbers.
fn check_claims(claims: &Object<'_>, facts: &Object<'_>) -> Result<(), Stop> {
    let odd = odd_times(facts);
    // Those that JSON cannot hold are not among the claims, or are null there.
    let rest = claims.members().iter().filter(|(name, _)| {
        !TIMES
            .iter()
            .any(|one| name.is(one) && odd.get(one).is_some())
    });
    for (name, value) in odd.members().iter().chain(rest) {
        let Some(name) = TIMES.iter().find(|one| name.is(one)) else {
            continue;
        };
        if number(*value).is_none() && mark(*value, "number").is_none() {
            return Err(plain(format!("\"{name}\" should be a number of seconds")));
        }
    }
    Ok(())
}

/// Options that would add claims to a payload other than an object.
fn refuse_claims(options: &Object<'_>, kind: &str) -> Result<(), Stop> {
    const NAMES: [&str; 7] = [
        "expiresIn",
        "notBefore",
        "noTimestamp",
        "audience",
        "issuer",
        "subject",
        "jwtid",
    ];
    let names: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| is_defined(options, name))
        .collect();
    match names.is_empty() {
        true => Ok(()),
        false => Err(plain(format!(
            "invalid {} option for {kind} payload",
            names.join(",")
        ))),
    }
}

fn check_options(options: &Object<'_>) -> Result<(), Stop> {
    for (name, value) in options.members() {
        let name = name.value();
        let is_string = value.as_string().is_some();
        let (holds, kind) = match &*name {
            "expiresIn" | "notBefore" => (
                is_string && is_true(*value)
                    || number(*value).is_some_and(|one| one.fract() == 0.0),
                "should be a number of seconds or string representing a timespan",
            ),
            "audience" => (
                is_string || matches!(value, Value::Array(_)),
                "must be a string or array",
            ),
            "algorithm" => (
                string(*value).is_some_and(|one| {
                    one == "none" || ALGORITHMS.iter().any(|known| known.name() == one)
                }),
                "must be a valid string enum value",
            ),
            "header" => (
                matches!(value, Value::Object(_))
                    && ["other", "undefined", "number", "regexp"]
                        .iter()
                        .all(|one| mark(*value, one).is_none()),
                "must be an object",
            ),
            "encoding" | "issuer" | "subject" | "jwtid" | "keyid" => {
                (is_string, "must be a string")
            }
            "noTimestamp"
            | "mutatePayload"
            | "allowInsecureKeySizes"
            | "allowInvalidAsymmetricKeyTypes" => {
                (matches!(value, Value::Bool(_)), "must be a boolean")
            }
            _ => return Err(plain(format!("\"{name}\" is not allowed in \"options\""))),
        };
        if !holds {
            return Err(plain(format!("\"{name}\" {kind}")));
        }
    }
    Ok(())
}

/// The claims that the options add, and `iat`.
fn additions(
    claims: &Object<'_>,
    infinite: Option<f64>,
    options: &Object<'_>,
    now: f64,
) -> Result<Vec<(&'static str, String)>, Stop> {
    let issued = claims
        .get("iat")
        .and_then(number)
        .filter(|time| *time != 0.0);
    let start = issued.or(infinite).unwrap_or(now);
    let mut added = Vec::new();
    if !is_given(options, "noTimestamp") {
        added.push(("iat", json_seconds(start).to_string()));
    }
    for (option, claim) in [("notBefore", "nbf"), ("expiresIn", "exp")] {
        if let Some(span) = options.get(option) {
            let time = timespan::end(span, start).ok_or_else(|| {
                plain(format!(
                    "\"{option}\" should be a number of seconds or string representing a timespan \
                     eg: \"1d\", \"20h\", 60"
                ))
            })?;
            added.push((claim, json_seconds(time).to_string()));
        }
    }
    let options_and_claims = [
        ("audience", "aud"),
        ("issuer", "iss"),
        ("subject", "sub"),
        ("jwtid", "jti"),
    ];
    for (option, claim) in options_and_claims {
        if let Some(value) = options.get(option) {
            if claims.get(claim).is_some() {
                return Err(plain(format!(
                    "Bad \"options.{option}\" option. The payload already has an \"{claim}\" \
                     property."
                )));
            }
            added.push((claim, value.text().into_owned()));
        }
    }
    Ok(added)
}

/// The payload with what is added, in its place where it replaces something.
fn completed(
    payload: &str,
    claims: &Object<'_>,
    added: &[(&'static str, String)],
    is_untimed: bool,
) -> String {
    let is_iat_kept = claims
        .get("iat")
        .is_none_or(|value| number(value).is_some_and(|time| time != 0.0));
    let mut text = match payload
        .strip_suffix('}')
        .filter(|_| !claims.is_empty() || !added.is_empty())
    {
        None => return payload.to_owned(),
        Some(open) if is_iat_kept && !(is_untimed && claims.get("iat").is_some()) => {
            open.to_owned()
        }
        Some(_) => {
            let mut text = String::from("{");
            for (name, value) in claims.members() {
                let is_iat = name.is("iat");
                let iat = added.iter().find(|(claim, _)| *claim == "iat");
                let value = match iat.filter(|_| is_iat) {
                    Some((_, iat)) => iat.as_str().into(),
                    None if is_iat => continue,
                    None => value.text(),
                };
                let comma = if text.len() == 1 { "" } else { "," };
                // Writing to a String cannot fail.
                let _ = write!(text, "{comma}{}:{value}", Json::from(&*name.value()));
            }
            text
        }
    };
    for (name, value) in added {
        if *name == "iat" && claims.get("iat").is_some() {
            continue;
        }
        let comma = if text.len() == 1 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(text, "{comma}\"{name}\":{value}");
    }
    text.push('}');
    text
}

/// The encoding, unless it is UTF-8.
fn encoding(options: &Object<'_>) -> Option<String> {
    let encoding = given(options, "encoding").and_then(string)?;
    let lower = encoding.to_ascii_lowercase();
    (lower != "utf8" && lower != "utf-8").then_some(encoding)
}

pub(super) fn signed(
    header: &Header,
    key: Option<&HostKey>,
    payload: &[u8],
    signature: Option<&[u8]>,
) -> Result<String, Stop> {
    let name = &header.algorithm;
    let segment = base64url::encode(header.json.as_bytes());
    if name == "none" {
        let mut token = compact::input(&segment, payload, 0);
        token.push('.');
        return Ok(token);
    }
    let algorithm = Algorithm::from_name(name).filter(|one| ALGORITHMS.contains(one));
    let (Some(algorithm), Some(key)) = (algorithm, key) else {
        return Err(unknown_algorithm(name));
    };
    let own = key.bound(algorithm).map(crate::Key::signing);
    let Some(Ok((_, signing))) = own else {
        if key.facts().is_secret() {
            return Err(unusable());
        }
        let mut token = compact::input(&segment, payload, 0);
        return match signature {
            None => Err(Stop::Asks(Question::Signature(token))),
            Some(signature) => {
                compact::append(signature, &mut token);
                Ok(token)
            }
        };
    };
    let mut token = compact::input(&segment, payload, signing.signature_bytes());
    let signature = signing.sign(token.as_bytes()).map_err(|_| unusable())?;
    compact::append(&signature, &mut token);
    Ok(token)
}
