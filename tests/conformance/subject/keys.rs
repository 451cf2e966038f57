//! Keys of requests, and the operations on keys.

use std::collections::BTreeMap;

use jotkit::{Key, KeyOptions, KeySet};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Answer, Failure, parsed, read};

/// A request's `key`: one of ten forms, and its options, all still as JSON text.
#[derive(Deserialize)]
pub(super) struct KeyRequest(BTreeMap<String, Box<RawValue>>);

/// One key, or a set.
pub(super) enum Source {
    Key(Key),
    Set(KeySet),
}

impl KeyRequest {
    pub(super) fn read(&self) -> Result<Source, Failure> {
        let (mut forms, mut options) = (Vec::new(), Vec::new());
        for (name, value) in &self.0 {
            match name.as_str() {
                "secret" | "secret_hex" | "pem" | "der" | "jwk" | "jwks" | "ec_point"
                | "ec_scalar" | "ed25519_public" | "ed25519_private" => {
                    forms.push((name.as_str(), value))
                }
                name => options.push(format!("{}:{value}", Value::from(name))),
            }
        }
        let options = KeyOptions::from_json(&format!("{{{}}}", options.join(",")))?;
        let [(form, value)] = forms.as_slice() else {
            return Err(Failure::NotUnderstood);
        };
        let text = || read::<String>(value.get());
        let key = match *form {
            "secret" => Key::from_secret(text()?.as_bytes(), &options)?,
            "secret_hex" => Key::from_secret(&bytes(&text()?)?, &options)?,
            "pem" => Key::from_pem(&text()?, &options)?,
            "der" => Key::from_der(&bytes(&text()?)?, &options)?,
            "ec_point" => Key::from_ec_point(&bytes(&text()?)?, &options)?,
            "ec_scalar" => Key::from_ec_scalar(&bytes(&text()?)?, &options)?,
            "ed25519_public" => Key::from_ed25519_public(&bytes(&text()?)?, &options)?,
            "ed25519_private" => Key::from_ed25519_private(&bytes(&text()?)?, &options)?,
            "jwk" => Key::from_jwk(value.get(), &options)?,
            _ => return Ok(Source::Set(KeySet::from_jwks(value.get(), &options)?)),
        };
        Ok(Source::Key(key))
    }

    pub(super) fn read_one(&self) -> Result<Key, Failure> {
        match self.read()? {
            Source::Key(key) => Ok(key),
            Source::Set(_) => Err(Failure::NotUnderstood),
        }
    }
}

pub(super) fn bytes(hex: &str) -> Result<Vec<u8>, Failure> {
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let digits: Option<Vec<u8>> = hex.as_bytes().iter().map(digit).collect();
    let digits = digits
        .filter(|digits| digits.len() % 2 == 0)
        .ok_or(Failure::NotUnderstood)?;
    Ok(digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect())
}

pub(super) fn info(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        key: KeyRequest,
    }
    parsed(&read::<Request>(line)?.key.read_one()?.info()?)
}

pub(super) fn set_info(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        key: KeyRequest,
    }
    let Source::Set(set) = read::<Request>(line)?.key.read()? else {
        return Err(Failure::NotUnderstood);
    };
    let mut info: Value = parsed(&set.info())?;
    for skipped in info["skipped"].as_array_mut().into_iter().flatten() {
        let members = skipped.as_object_mut().expect("an object");
        members.retain(|name, _| name == "index" || name == "code");
    }
    Ok(info)
}

pub(super) fn export(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        key: KeyRequest,
        format: String,
        public: bool,
    }
    let request: Request = read(line)?;
    let mut key = request.key.read_one()?;
    if request.public {
        key = key.public()?;
    }
    match request.format.as_str() {
        "jwk" => Ok(json!({ "jwk": parsed::<Value>(&key.to_jwk()?)? })),
        "pem" => Ok(json!({ "pem": key.to_pem()?.as_str() })),
        _ => Err(Failure::NotUnderstood),
    }
}
