//! The order in which jsonwebtoken judges a token, and its claim rules.

use std::sync::{Arc, LazyLock};

use super::key::{ALGORITHMS, HostKey, Purpose, kept};
use super::token::{Content, Payload, Split, claims, payload, split};
use super::values::{MAX_DEPTH, given, is_same, is_true, joined, mark, number, shown, string};
use super::{Class, Question, Refusal, Stop, invalid, refused, timespan};
use crate::algorithm::Algorithm;
use crate::base64url;
use crate::json::{self, Object, Value};
use crate::token::Header;
use crate::verify::KnownHeaders;

/// A token or a key as the caller gave it.
#[derive(Debug, Clone, Copy)]
pub enum Given<'a> {
    /// Nothing: `undefined`, `null` or an empty string.
    Absent,
    /// Something else that JavaScript takes for false.
    False,
    /// Something of a wrong type.
    Wrong,
    /// A key that a function finds, which is to see the header of a token of the right form first.
    Unknown,
    /// Text or bytes.
    Bytes(&'a [u8]),
    /// A key that the host has read.
    Key(&'a HostKey),
}

/// What the host found out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answers {
    /// Whether the signature holds.
    pub signature: Option<bool>,
    /// Whether a regular expression of the options matches an audience.
    pub audience: Option<bool>,
}

/// Verifies a token at a time, in whole seconds since 1970. `options` is JSON text, `{}` for none.
///
/// # Errors
/// The first refusal in jsonwebtoken's order, or a question to the host.
pub fn verify(
    token: Given<'_>,
    key: Given<'_>,
    options: &str,
    now: f64,
    answers: Answers,
) -> Result<Content, Stop> {
    let options = json::parse_object_str(options, MAX_DEPTH)
        .map_err(|_| invalid("the options must be valid Unicode"))?;
    check_types(&options)?;
    let now = given(&options, "clockTimestamp")
        .and_then(number)
        .unwrap_or(now);
    let token = match token {
        Given::Bytes(token) => token,
        Given::Absent | Given::False => return Err(invalid("jwt must be provided")),
        Given::Wrong | Given::Unknown | Given::Key(_) => {
            return Err(invalid("jwt must be a string"));
        }
    };
    if token.split(|byte| *byte == b'.').count() != 3 {
        return Err(invalid("jwt malformed"));
    }
    let mut token = split(token).ok_or_else(|| invalid("invalid token"))?;
    let header = header(&token)?;
    // As jsonwebtoken, the form of the payload comes first; nothing in it is looked at before the
    // signature has held.
    let payload = payload(std::mem::take(&mut token.payload), header.is_jwt)?;
    let claims = claims(&payload, header.is_jwt)?;
    signature(&token, &header, key, &options, answers)?;
    if matches!(&payload, Payload::Json(text) if text.trim() == "null") {
        return Err(invalid("invalid token"));
    }
    judge(
        &claims.unwrap_or_default(),
        &payload,
        &options,
        now,
        answers,
    )?;
    Ok(Content {
        header: header.json().to_owned(),
        payload,
    })
}

/// Options of the wrong type that jsonwebtoken refuses before it looks at the token.
fn check_types(options: &Object<'_>) -> Result<(), Stop> {
    if given(options, "clockTimestamp").is_some_and(|time| number(time).is_none()) {
        return Err(invalid("clockTimestamp must be a number"));
    }
    let is_blank = |text: String| text.trim().is_empty();
    if let Some(nonce) = options.get("nonce")
        && string(nonce).is_none_or(is_blank)
    {
        return Err(invalid("nonce must be a non-empty string"));
    }
    match options.get("allowInvalidAsymmetricKeyTypes") {
        None | Some(Value::Bool(_)) => {}
        Some(_) => {
            return Err(invalid("allowInvalidAsymmetricKeyTypes must be a boolean"));
        }
    }
    // JavaScript would put the two together as text, and no token would ever end.
    if given(options, "clockTolerance").is_some_and(|seconds| number(seconds).is_none()) {
        return Err(invalid("clockTolerance must be a number"));
    }
    Ok(())
}

/// A header, read.
struct Read {
    header: Result<Arc<Header>, String>,
    is_jwt: bool,
}

impl Read {
    fn json(&self) -> &str {
        match &self.header {
            Ok(header) => header.json(),
            Err(json) => json,
        }
    }

    /// The name that it gives as `alg`.
    fn algorithm(&self) -> Option<String> {
        if let Ok(header) = &self.header
            && let Some(algorithm) = header.algorithm()
        {
            return Some(algorithm.name().to_owned());
        }
        let members = json::parse_object_str(self.json(), MAX_DEPTH).ok()?;
        members.get("alg").and_then(string)
    }
}

fn header(token: &Split<'_>) -> Result<Read, Stop> {
    static KNOWN: LazyLock<KnownHeaders> = LazyLock::new(|| KnownHeaders::of(&ALGORITHMS));
    let wrong = || invalid("invalid token");
    let header = match KNOWN.get(token.header) {
        Some(header) => Ok(header),
        None => Header::read(token.header, MAX_DEPTH).map(Arc::new),
    };
    match header {
        Ok(header) => {
            // What jsonwebtoken does not know it ignores, even where the token forbids that.
            header.supported().map_err(|_| wrong())?;
            let is_jwt = header.typ() == Some("JWT");
            Ok(Read {
                header: Ok(header),
                is_jwt,
            })
        }
        // A member of another type than RFC 7515 says, such as a `kid` that is null, is no matter
        // to jsonwebtoken; an `alg` fails later.
        Err(error) if error.claim().is_some() => {
            let (header, is_jwt) = token.header(true).ok_or_else(wrong)?;
            Ok(Read {
                header: Err(header),
                is_jwt,
            })
        }
        Err(_) => Err(wrong()),
    }
}

/// Finds the key, and judges algorithm and signature.
fn signature(
    token: &Split<'_>,
    header: &Read,
    key: Given<'_>,
    options: &Object<'_>,
    answers: Answers,
) -> Result<(), Stop> {
    if matches!(key, Given::Unknown) {
        return Err(Stop::Asks(Question::Key));
    }
    let named = given(options, "algorithms");
    let has_key = !matches!(key, Given::Absent | Given::False);
    match (token.has_signature, has_key) {
        (false, true) => return Err(invalid("jwt signature is required")),
        (true, false) => return Err(invalid("secret or public key must be provided")),
        (false, false) if named.is_none() => {
            return Err(invalid(
                "please specify \"none\" in \"algorithms\" to verify unsigned tokens",
            ));
        }
        _ => {}
    }
    let unusable = || invalid("secretOrPublicKey is not valid key material");
    let found;
    let key = match key {
        Given::Absent => None,
        Given::False | Given::Wrong | Given::Unknown => return Err(unusable()),
        Given::Key(key) => Some(key),
        Given::Bytes(bytes) => {
            let key = kept(Purpose::Verify, bytes, false);
            found = key.ok_or(Stop::Asks(Question::Key))?;
            Some(&found)
        }
    };
    let facts = key.map(HostKey::facts);
    let name = header.algorithm().unwrap_or_default();
    let algorithm = Algorithm::from_name(&name).filter(|one| ALGORITHMS.contains(one));
    let is_accepted = match (named, facts) {
        (None, Some(facts)) => {
            algorithm.is_some_and(|one| facts.default_algorithms().contains(&one))
        }
        (None, None) => false,
        (Some(Value::Array(list)), _) => {
            json::strings(list).flatten().any(|one| one.is(&name)) && header.algorithm().is_some()
        }
        (Some(Value::String(list)), _) => {
            list.value().contains(&name) && header.algorithm().is_some()
        }
        (Some(_), _) => false,
    };
    if !is_accepted {
        return Err(invalid("invalid algorithm"));
    }
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let kind = facts.map(|facts| facts.kind.as_str());
    match kind {
        None if starts(&["HS"]) => return Err(invalid("invalid signature")),
        Some(kind) if starts(&["HS"]) && kind != "secret" => {
            return Err(invalid(format!(
                "secretOrPublicKey must be a symmetric key when using {name}"
            )));
        }
        kind if starts(&["RS", "PS", "ES"]) && kind != Some("public") => {
            return Err(invalid(format!(
                "secretOrPublicKey must be an asymmetric key when using {name}"
            )));
        }
        _ => {}
    }
    let lax = given(options, "allowInvalidAsymmetricKeyTypes").is_some();
    if let Some(facts) = facts.filter(|_| !lax) {
        facts.check(&name)?;
    }
    let holds = match (algorithm, key) {
        (None, _) if name == "none" => !token.has_signature,
        (None, _) | (_, None) => return Err(unknown_algorithm(&name)),
        (Some(algorithm), Some(key)) => holds(token, algorithm, key, answers)?,
    };
    match holds {
        true => Ok(()),
        false => Err(invalid("invalid signature")),
    }
}

pub(super) fn holds(
    token: &Split<'_>,
    algorithm: Algorithm,
    key: &HostKey,
    answers: Answers,
) -> Result<bool, Stop> {
    let Some(signature) = &token.signature else {
        return Ok(false);
    };
    if let Some(curve) = algorithm.curve() {
        let needed = curve.field_bytes().saturating_mul(2);
        if signature.len() != needed {
            let message = format!(
                "\"{algorithm}\" signatures must be \"{needed}\" bytes, saw \"{}\"",
                signature.len()
            );
            return Err(refused(Class::TypeError, message));
        }
    }
    match (key.bound(algorithm), answers.signature) {
        (Some(key), _) => Ok(key.verifies(token.signing_input, signature)),
        (None, _) if key.facts().is_secret() => {
            Err(invalid("secretOrPublicKey is not valid key material"))
        }
        (None, Some(holds)) => Ok(holds),
        (None, None) => {
            let input = String::from_utf8_lossy(token.signing_input).into_owned();
            let signature = base64url::encode(signature);
            Err(Stop::Asks(Question::Signature(format!(
                "{input}.{signature}"
            ))))
        }
    }
}

pub(super) fn unknown_algorithm(name: &str) -> Stop {
    let names: Vec<String> = ALGORITHMS.iter().map(|one| format!("\"{one}\"")).collect();
    let message = format!(
        "\"{name}\" is not a valid algorithm.\n  Supported algorithms are:\n  {} and \"none\".",
        names.join(", ")
    );
    refused(Class::TypeError, message)
}

/// The claims, in jsonwebtoken's order.
fn judge(
    claims: &Object<'_>,
    payload: &Payload,
    options: &Object<'_>,
    now: f64,
    answers: Answers,
) -> Result<(), Stop> {
    let is_set = |name| given(options, name).is_some();
    let tolerance = given(options, "clockTolerance")
        .and_then(number)
        .unwrap_or(0.0);
    if let Some(value) = claims.get("nbf").filter(|_| !is_set("ignoreNotBefore")) {
        let start = number(value).ok_or_else(|| invalid("invalid nbf value"))?;
        if start > now + tolerance {
            return Err(timed(Class::NotBeforeError, "jwt not active", start));
        }
    }
    if let Some(value) = claims.get("exp").filter(|_| !is_set("ignoreExpiration")) {
        let end = number(value).ok_or_else(|| invalid("invalid exp value"))?;
        if now >= end + tolerance {
            return Err(timed(Class::TokenExpiredError, "jwt expired", end));
        }
    }
    if let Some(expected) = given(options, "audience") {
        audience(claims.get("aud"), expected, payload, answers)?;
    }
    if let Some(expected) = given(options, "issuer") {
        let issuer = claims.get("iss");
        // Anything but a string or a list is a mistake; jsonwebtoken would not compare it.
        let holds = issuer.is_some_and(|issuer| match expected {
            Value::Array(list) => json::items(list).flatten().any(|one| is_same(one, issuer)),
            one => is_same(one, issuer),
        });
        if !holds {
            return Err(unexpected("issuer", &shown(expected)));
        }
    }
    for (option, claim) in [("subject", "sub"), ("jwtid", "jti"), ("nonce", "nonce")] {
        if let Some(expected) = given(options, option)
            && !claims
                .get(claim)
                .is_some_and(|value| is_same(value, expected))
        {
            return Err(unexpected(option, &shown(expected)));
        }
    }
    let Some(span) = given(options, "maxAge") else {
        return Ok(());
    };
    let issued = claims.get("iat").and_then(number);
    let issued = issued.ok_or_else(|| invalid("iat required when maxAge is specified"))?;
    // A token of 1970 counts from now, as in jsonwebtoken.
    let start = if issued == 0.0 { now } else { issued };
    let end = timespan::end(span, start).ok_or_else(|| {
        invalid(
            "\"maxAge\" should be a number of seconds or string representing a timespan eg: \
             \"1d\", \"20h\", 60",
        )
    })?;
    match now >= end + tolerance {
        true => Err(timed(Class::TokenExpiredError, "maxAge exceeded", end)),
        false => Ok(()),
    }
}

fn timed(class: Class, message: &str, date: f64) -> Stop {
    Stop::Refused(Refusal {
        class,
        message: message.to_owned(),
        date: Some(date),
    })
}

fn unexpected(option: &str, expected: &str) -> Stop {
    invalid(format!("jwt {option} invalid. expected: {expected}"))
}

/// One of the token's audiences is one of those expected, or matches an expression.
fn audience(
    claim: Option<Value<'_>>,
    expected: Value<'_>,
    payload: &Payload,
    answers: Answers,
) -> Result<(), Stop> {
    let list = |value| match value {
        Value::Array(list) => json::items(list).flatten().collect(),
        one => vec![one],
    };
    let expressions = list(expected);
    let claimed = claim.map(list).unwrap_or_default();
    let holds = claimed
        .iter()
        .any(|one| expressions.iter().any(|other| is_same(*one, *other)));
    if holds {
        return Ok(());
    }
    let has_expression = expressions.iter().any(|one| mark(*one, "regexp").is_some());
    match (has_expression, answers.audience) {
        (true, None) => {
            let (Payload::Json(text) | Payload::Text(text)) = payload;
            Err(Stop::Asks(Question::Audience(text.clone())))
        }
        (true, Some(true)) => Ok(()),
        _ => Err(unexpected(
            "audience",
            &match expected {
                Value::Array(list) => joined(list, " or "),
                one => shown(one),
            },
        )),
    }
}

/// Whether an option is there and true.
pub(super) fn is_given(options: &Object<'_>, name: &str) -> bool {
    options.get(name).is_some_and(is_true)
}
