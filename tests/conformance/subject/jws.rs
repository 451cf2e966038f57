//! The operations on signatures over any bytes.

use jotkit::{Policy, jws};
use serde::Deserialize;
use serde_json::{Value, json};

use super::keys::{KeyRequest, Source, bytes};
use super::{Answer, parsed, read, there};

pub(super) fn sign(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        key: KeyRequest,
        payload_hex: String,
        #[serde(default, deserialize_with = "there")]
        header_json: Option<String>,
        #[serde(default)]
        detached: bool,
    }
    let request: Request = read(line)?;
    let payload = bytes(&request.payload_hex)?;
    let key = request.key.read_one()?;
    let header = request.header_json.as_deref();
    let token = match request.detached {
        true => jws::sign_detached(&key, payload, header)?,
        false => jws::sign(&key, payload, header)?,
    };
    Ok(json!({ "token": token }))
}

pub(super) fn verify(line: &str) -> Answer {
    #[derive(Deserialize)]
    struct Request {
        key: KeyRequest,
        token: String,
        #[serde(default, deserialize_with = "there")]
        payload_hex: Option<String>,
    }
    let request: Request = read(line)?;
    let payload = request.payload_hex.as_deref().map(bytes).transpose()?;
    let verifier = match request.key.read()? {
        Source::Key(key) => jws::Verifier::new(key, Policy::new())?,
        Source::Set(set) => jws::Verifier::new(set, Policy::new())?,
    };
    let (verified, payload) = match payload {
        None => {
            let verified = verifier.verify(request.token)?;
            let payload = verified.payload().to_vec();
            (verified, payload)
        }
        Some(payload) => (verifier.verify_detached(request.token, &payload)?, payload),
    };
    let payload: String = payload.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({
        "payload_hex": payload,
        "header": parsed::<Value>(verified.header().json())?,
    }))
}
