//! The rules of profiles and scopes once more, as their specifications write them.

use serde_json::Value;

use crate::reference::{MAX_SECONDS, Verdict, about, date, texts, value};
use crate::strict::Members;

/// The types that pass, in lower case, and whether a token may have none.
pub fn types(profile: &str) -> (&'static [&'static str], bool) {
    match profile {
        "access_token" => (&["at+jwt"], false),
        "id_token" => (&["jwt"], true),
        "logout_token" => (&["jwt", "logout+jwt"], true),
        "client_assertion" => (&["jwt", "client-authentication+jwt"], true),
        _ => (&["jwt", "at+jwt"], true),
    }
}

/// The types of the claims beyond the registered ones. Returns the time of the login.
pub fn claim_types(claims: &Members, policy: &Value) -> Verdict<Option<f64>> {
    let profile = policy["profile"].as_str().unwrap_or("");
    let strings: &[&str] = match profile {
        "access_token" => &["client_id"],
        "id_token" => &["azp", "nonce", "at_hash", "c_hash", "acr", "sid"],
        "logout_token" => &["sid"],
        _ => &[],
    };
    for name in strings {
        if value(claims, name).is_some_and(|claim| !claim.is_string()) {
            return about("claim_malformed", name);
        }
    }
    let mut login = None;
    if profile == "id_token" {
        login = date(claims, "auth_time")?;
        assert!(login.is_none_or(|time| time.abs() <= MAX_SECONDS));
    }
    if profile == "logout_token"
        && value(claims, "events").is_some_and(|events| !events.is_object())
    {
        return about("claim_malformed", "events");
    }
    if !policy["scopes"].is_null() {
        granted(claims)?;
    }
    Ok(login)
}

/// What a profile demands, after the subject.
pub fn judge(claims: &Members, audience: Option<&[String]>, policy: &Value) -> Verdict<()> {
    let Some(profile) = policy["profile"].as_str() else {
        return Ok(());
    };
    let has = |name: &str| value(claims, name).is_some();
    let string =
        |name: &str| value(claims, name).and_then(|claim| claim.as_str().map(str::to_owned));
    let needed: &[&str] = match profile {
        "access_token" => &["sub", "client_id", "iat", "jti"],
        "id_token" => &["sub", "iat"],
        "logout_token" => &["iat", "jti", "events"],
        "client_assertion" => &["iss", "sub", "jti"],
        other => panic!("there is no profile {other}"),
    };
    if let Some(name) = needed.iter().find(|name| !has(name)) {
        return about("claim_missing", name);
    }
    if string("sub").as_deref() == Some("") {
        return about("subject_refused", "sub");
    }
    match profile {
        "id_token" => {
            let trusted = texts(&policy["audience"]);
            let audience = audience.unwrap_or_default();
            if !audience.iter().all(|one| trusted.contains(one)) {
                return about("audience_refused", "aud");
            }
            if !policy["expected"]["azp"].is_null() {
                return Ok(());
            }
            match string("azp") {
                Some(party) if !trusted.contains(&party) => about("claim_refused", "azp"),
                None if audience.len() > 1 => about("claim_missing", "azp"),
                _ => Ok(()),
            }
        }
        "logout_token" => {
            let events = value(claims, "events").unwrap_or_default();
            if !events["http://schemas.openid.net/event/backchannel-logout"].is_object() {
                return about("claim_refused", "events");
            }
            if !has("sub") && !has("sid") {
                return about("claim_missing", "sub");
            }
            if has("nonce") {
                return about("claim_refused", "nonce");
            }
            Ok(())
        }
        "client_assertion" if string("sub").is_some() && string("iss") != string("sub") => {
            about("subject_refused", "sub")
        }
        _ => Ok(()),
    }
}

/// What comes after the expected values.
pub fn last(claims: &Members, policy: &Value) -> Verdict<()> {
    let compared = !policy["expected"]["nonce"].is_null();
    if policy["profile"] == "id_token" && value(claims, "nonce").is_some() && !compared {
        return about("claim_refused", "nonce");
    }
    let required = texts(&policy["scopes"]);
    if required.is_empty() {
        return Ok(());
    }
    let granted = granted(claims)?;
    match required.iter().all(|scope| granted.contains(scope)) {
        true => Ok(()),
        false => about("scope_refused", "scope"),
    }
}

fn granted(claims: &Members) -> Verdict<Vec<String>> {
    for name in ["scope", "scp"] {
        match value(claims, name) {
            None => {}
            Some(Value::String(words)) => {
                return Ok(words.split(' ').map(str::to_owned).collect());
            }
            Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
                return Ok(texts(&Value::Array(list)));
            }
            Some(_) => return about("claim_malformed", name),
        }
    }
    Ok(Vec::new())
}
