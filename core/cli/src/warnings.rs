//! What a reader of an unverified token should notice. Nothing is decided by it.

use serde_json::{Map, Value};

use crate::time;

/// Seconds from here on are milliseconds by mistake: as seconds they are after the year 5138.
const MILLISECONDS: f64 = 1e11;
const YEAR: f64 = 31_557_600.0;

/// The warnings about a token, in words that tell what a verifier would make of it.
pub(crate) fn warnings(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    token: &[u8],
    now: f64,
) -> Vec<String> {
    let mut found = about_header(header, token.ends_with(b"."));
    if token.contains(&b'=') {
        found.push("The token is padded with `=`: a verifier needs `allow_padding`.".into());
    }
    found.extend(about_times(claims, now));
    found
}

fn about_header(header: &Map<String, Value>, unsigned: bool) -> Vec<String> {
    let mut found = Vec::new();
    let algorithm = header
        .get("alg")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if algorithm.eq_ignore_ascii_case("none") {
        found.push("`alg` is none: the token is not signed, and no verifier may accept it.".into());
    } else if jotkit::Algorithm::from_name(algorithm).is_none() {
        found.push("`alg` is not an algorithm that jotkit knows.".into());
    } else if unsigned {
        found.push("The signature is empty.".into());
    }
    for name in ["crit", "b64"] {
        if header.contains_key(name) {
            found.push(format!(
                "`{name}` demands an extension; jotkit refuses such tokens."
            ));
        }
    }
    for name in ["jwk", "jku", "x5c", "x5u"] {
        if header.contains_key(name) {
            found.push(format!(
                "`{name}` offers a key that no verifier may use: forgers put their own there."
            ));
        }
    }
    found
}

fn about_times(claims: &Map<String, Value>, now: f64) -> Vec<String> {
    let mut found = Vec::new();
    let mut times = [None; 3];
    for (name, time) in ["iat", "nbf", "exp"].into_iter().zip(&mut times) {
        match claims.get(name) {
            None => {}
            Some(value) => match value.as_f64() {
                None => found.push(format!("`{name}` is not a number.")),
                Some(seconds) if seconds.abs() >= MILLISECONDS => {
                    let meant = time::words(seconds / 1000.0, now);
                    found.push(format!(
                        "`{name}` looks like milliseconds ({meant}); it has to be in seconds."
                    ));
                }
                Some(seconds) => *time = Some(seconds),
            },
        }
    }
    let [iat, nbf, exp] = times;
    if iat.is_some_and(|iat| iat > now) {
        found.push("`iat` is in the future: the token's writer has another clock.".into());
    }
    if nbf.is_some_and(|nbf| nbf > now) {
        found.push("`nbf` is in the future: the token cannot be used yet.".into());
    }
    if !claims.contains_key("exp") {
        found.push("There is no `exp`: the token never ends.".into());
    }
    if exp.is_some_and(|exp| exp <= now) {
        found.push("`exp` is over: the token has ended.".into());
    }
    if exp.is_some_and(|exp| exp - iat.unwrap_or(now) > YEAR) {
        found.push("The token lasts longer than a year.".into());
    }
    found
}
