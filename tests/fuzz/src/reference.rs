//! The rules for tokens once more, written plainly over serde_json: which verdict a token has to
//! get.

use jotkit::Algorithm;
use serde_json::Value;

use crate::strict::{self, Members};
use crate::subjects::{Keys, resolve};
use crate::{keys, profiles, token};

/// A failure's code and the claim it is about.
pub type Refusal = (&'static str, Option<String>);

pub(crate) type Verdict<T> = Result<T, Refusal>;

/// The greatest whole number that a double holds exactly, and all below it.
pub(crate) const MAX_SECONDS: f64 = 9_007_199_254_740_992.0;

fn refuse<T>(code: &'static str) -> Verdict<T> {
    Err((code, None))
}

pub(crate) fn about<T>(code: &'static str, claim: &str) -> Verdict<T> {
    Err((code, Some(claim.to_owned())))
}

/// What has to be said of a token.
///
/// # Errors
/// The code and the claim of the first rule that it breaks.
pub fn verdict(text: &[u8], keys: &Keys, policy: &Value, now: f64) -> Verdict<()> {
    let limit = |name: &str, default: u64| policy[name].as_u64().unwrap_or(default) as usize;
    if text.len() > limit("max_token_bytes", 262_144) {
        return refuse("token_too_large");
    }
    if text
        .iter()
        .position(|byte| *byte == b'.')
        .is_some_and(|dot| dot > limit("max_header_bytes", 8192))
    {
        return refuse("token_too_large");
    }
    let segments: Vec<&[u8]> = text.split(|byte| *byte == b'.').collect();
    let [header, payload, signature] = segments[..] else {
        return refuse("token_malformed");
    };
    let unpadded = |segment| match policy["allow_padding"] == true {
        true => without_padding(segment),
        false => segment,
    };
    let decoded = [header, payload, signature].map(|segment| token::decode(unpadded(segment)));
    let [Some(header), Some(payload), Some(signature)] = decoded else {
        return refuse("token_malformed");
    };
    let depth = limit("max_depth", 64);
    let header = Header::read(&header, depth)?;
    let Some(algorithm) =
        Algorithm::from_name(&header.alg).filter(|algorithm| listed(*algorithm, policy))
    else {
        return refuse("algorithm_refused");
    };
    let claims = || strict::object(&payload, depth).or(refuse("payload_malformed"));
    let resolved = match keys {
        Keys::Resolver => {
            let claims = claims()?;
            let issuer = value(&claims, "iss").and_then(|value| value.as_str().map(str::to_owned));
            resolve(header.kid.as_deref(), issuer.as_deref())
        }
        _ => None,
    };
    let choice = choose(
        keys,
        resolved,
        &header,
        algorithm,
        policy["try_each"] == true,
    )?;
    let signed = &text[..text.len() - segments[2].len() - 1];
    if !choice
        .iter()
        .any(|key| keys::of(*key).signed(signed, &signature))
    {
        return refuse("signature_invalid");
    }
    judge(&claims()?, header.typ.as_deref(), policy, now)
}

/// A segment whose length is whole with the padding at its end, without it.
fn without_padding(segment: &[u8]) -> &[u8] {
    let end = segment
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |last| last + 1);
    let padding = segment.len() - end;
    if segment.len() % 4 == 0 && padding <= 2 {
        &segment[..end]
    } else {
        segment
    }
}

struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    thumbprint: bool,
}

impl Header {
    fn read(json: &[u8], depth: usize) -> Verdict<Self> {
        let members = strict::object(json, depth).or(refuse("header_malformed"))?;
        let text = |name| match value(&members, name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => about("header_malformed", name),
        };
        let Some(alg) = text("alg")? else {
            return about("header_malformed", "alg");
        };
        let (typ, kid, _) = (text("typ")?, text("kid")?, text("cty")?);
        let (sha1, sha256) = (text("x5t")?, text("x5t#S256")?);
        let encoded = value(&members, "b64").is_none_or(|b64| b64 == Value::Bool(true));
        if value(&members, "crit").is_some() || !encoded {
            return refuse("header_unsupported");
        }
        Ok(Self {
            alg,
            kid,
            typ,
            thumbprint: sha1.is_some() || sha256.is_some(),
        })
    }
}

fn same(one: Algorithm, other: Algorithm) -> bool {
    let edwards = |name| matches!(name, "EdDSA" | "Ed25519");
    one.name() == other.name() || (edwards(one.name()) && edwards(other.name()))
}

fn listed(algorithm: Algorithm, policy: &Value) -> bool {
    let Some(names) = policy["algorithms"].as_array() else {
        return true;
    };
    let mut names = names
        .iter()
        .filter_map(|name| Algorithm::from_name(name.as_str()?));
    names.any(|name| same(name, algorithm))
}

/// The algorithms of the keys that may have made the signature.
fn choose(
    keys: &Keys,
    resolved: Option<Algorithm>,
    header: &Header,
    algorithm: Algorithm,
    try_each: bool,
) -> Verdict<Vec<Algorithm>> {
    match keys {
        Keys::Any(keys) => match keys.iter().find(|key| same(**key, algorithm)) {
            Some(key) => Ok(vec![*key]),
            None => refuse("algorithm_refused"),
        },
        Keys::Set(entries) => {
            let kid = header.kid.as_deref();
            // No entry has the thumbprint of a certificate.
            if kid.is_none() && header.thumbprint {
                return refuse("key_unknown");
            }
            // The same key under the same name counts once.
            let mut different: Vec<&(Option<String>, Algorithm)> = Vec::new();
            for entry in entries {
                if !different
                    .iter()
                    .any(|(id, key)| *id == entry.0 && same(*key, entry.1))
                {
                    different.push(entry);
                }
            }
            let named = different.into_iter();
            let named = named.filter(|(id, _)| kid.is_none_or(|kid| id.as_deref() == Some(kid)));
            let named: Vec<Algorithm> = named.map(|(_, key)| *key).collect();
            let fitting = named.iter().copied().filter(|key| same(*key, algorithm));
            let fitting: Vec<Algorithm> = fitting.collect();
            match (fitting.len(), kid) {
                (1, _) => Ok(fitting),
                (0, Some(_)) if !named.is_empty() => refuse("algorithm_refused"),
                (0, _) => refuse("key_unknown"),
                (_, None) if try_each => Ok(fitting.into_iter().take(8).collect()),
                _ => refuse("key_ambiguous"),
            }
        }
        Keys::Resolver => match resolved {
            None => refuse("key_unknown"),
            Some(key) if same(key, algorithm) => Ok(vec![key]),
            Some(_) => refuse("algorithm_refused"),
        },
    }
}

fn raw<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members
        .iter()
        .find(|(member, _)| member == name)
        .map(|(_, value)| value.get())
}

pub(crate) fn value(members: &Members, name: &str) -> Option<Value> {
    raw(members, name).map(|text| serde_json::from_str(text).expect("a value that was read before"))
}

fn judge(claims: &Members, typ: Option<&str>, policy: &Value, now: f64) -> Verdict<()> {
    let [exp, nbf, iat] = [
        date(claims, "exp")?,
        date(claims, "nbf")?,
        date(claims, "iat")?,
    ];
    let audience = match value(claims, "aud") {
        None => None,
        Some(Value::String(one)) => Some(vec![one]),
        Some(Value::Array(many)) => {
            let texts: Option<Vec<String>> = many
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            Some(texts.ok_or(("claim_malformed", Some("aud".to_owned())))?)
        }
        Some(_) => return about("claim_malformed", "aud"),
    };
    let text = |name| match value(claims, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => about("claim_malformed", name),
    };
    let untyped = texts(&policy["untyped"]);
    let maybe = |name: &'static str| match text(name) {
        Err(_) if untyped.iter().any(|free| free == name) => Ok(None),
        read => read,
    };
    let (issuer, subject, _) = (text("iss")?, maybe("sub")?, maybe("jti")?);

    let login = profiles::claim_types(claims, policy)?;

    let leeway = policy["leeway"].as_f64().unwrap_or(0.0);
    if nbf.is_some_and(|nbf| nbf > now + leeway) {
        return about("token_not_yet_valid", "nbf");
    }
    match exp {
        Some(exp) if now >= exp + leeway => return about("token_expired", "exp"),
        None if policy["expiry_optional"] != true => return about("claim_missing", "exp"),
        _ => {}
    }
    if let Some(max_age) = policy["max_age"].as_f64() {
        let (time, name) = match policy["profile"] == "id_token" {
            true => (login, "auth_time"),
            false => (iat, "iat"),
        };
        match time {
            None => return about("claim_missing", name),
            Some(time) if time > now + leeway => return about("issued_in_future", name),
            Some(time) if now > time + max_age + leeway => return about("token_too_old", name),
            _ => {}
        }
    }
    let short = |typ: &str| {
        let typ = typ.to_ascii_lowercase();
        typ.strip_prefix("application/")
            .map_or(typ.clone(), str::to_owned)
    };
    let types = texts(&policy["types"]);
    let (usual, optional) = profiles::types(policy["profile"].as_str().unwrap_or(""));
    let accepted = match (typ, types.is_empty()) {
        (None, no_list) => no_list && optional,
        (Some(typ), true) => usual.contains(&&*short(typ)),
        (Some(typ), false) => types.iter().any(|named| short(named) == short(typ)),
    };
    if !accepted {
        return refuse("type_refused");
    }
    let expected = texts(&policy["audience"]);
    let meant = match (&audience, expected.is_empty()) {
        (None, no_list) => no_list,
        (Some(_), true) => policy["any_audience"] == true,
        (Some(audience), false) => audience.iter().any(|name| expected.contains(name)),
    };
    if !meant {
        return about("audience_refused", "aud");
    }
    let issuers = texts(&policy["issuer"]);
    if !issuers.is_empty() && !issuer.is_some_and(|issuer| issuers.contains(&issuer)) {
        return about("issuer_refused", "iss");
    }
    if policy["subject"]
        .as_str()
        .is_some_and(|expected| subject.as_deref() != Some(expected))
    {
        return about("subject_refused", "sub");
    }
    profiles::judge(claims, audience.as_deref(), policy)?;
    for name in texts(&policy["required"]) {
        if raw(claims, &name).is_none() {
            return about("claim_missing", &name);
        }
    }
    for (name, expected) in policy["expected"].as_object().into_iter().flatten() {
        let Some(claim) = value(claims, name) else {
            return about("claim_missing", name);
        };
        let equal = match (expected.is_number(), claim.is_number()) {
            (true, true) => decimal(&expected.to_string()) == raw(claims, name).and_then(decimal),
            _ => *expected == claim,
        };
        if !equal {
            return about("claim_refused", name);
        }
    }
    profiles::last(claims, policy)
}

/// The exact value of a number: its sign, its digits without zeros around them, and the power of
/// ten of the last one.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = [whole.trim_start_matches('-'), fraction].concat();
    let mut power = exponent
        .parse::<i64>()
        .ok()?
        .checked_sub(fraction.len() as i64)?;
    while digits.ends_with('0') {
        digits.pop();
        power = power.checked_add(1)?;
    }
    let digits = digits.trim_start_matches('0').to_owned();
    Some(match digits.is_empty() {
        true => (false, digits, 0),
        false => (text.starts_with('-'), digits, power),
    })
}

/// A string or the strings of a list; nothing for a field that is not there.
pub(crate) fn texts(field: &Value) -> Vec<String> {
    let many = field.as_array().into_iter().flatten();
    many.chain(field.is_string().then_some(field))
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

pub(crate) fn date(claims: &Members, name: &'static str) -> Verdict<Option<f64>> {
    let Some(text) = raw(claims, name) else {
        return Ok(None);
    };
    // Not through serde_json, whose doubles may be off in the last digit.
    let seconds = match text.parse::<i128>() {
        Ok(whole) if whole.unsigned_abs() <= MAX_SECONDS as u128 => whole as f64,
        Ok(_) => return about("claim_malformed", name),
        Err(_) => match text.parse::<f64>() {
            Ok(number)
                if text.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) =>
            {
                number
            }
            _ => return about("claim_malformed", name),
        },
    };
    let whole_digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if seconds.abs() > MAX_SECONDS || (whole_digits && text.parse::<i128>().is_err()) {
        return about("claim_malformed", name);
    }
    Ok(Some(seconds))
}
