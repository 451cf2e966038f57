//! Signing. An input is a byte for the algorithm, header members on one line (or nothing), and the
//! claims. Whatever is signed must verify, and carry the claims byte for byte.
#![no_main]

use fastrand::Rng;
use jotkit::{Algorithm, Code, Error, Policy, SignCall, Signer, SignerOptions, Verifier, peek};
use jotkit_fuzz::mutate::Choose;
use jotkit_fuzz::{NOW, assert_code, keys, mutate, strict, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let random = &mut Rng::with_seed(seed.into());
    mutate::behind_a_choice(data, size, max_size, random, |body, random| {
        let line = body.iter().position(|byte| *byte == b'\n').unwrap_or(0);
        let (header, claims) = body.split_at(line);
        let claims = claims.strip_prefix(b"\n").unwrap_or(claims);
        if random.once_in(3) {
            let mut header = mutate::json::mutate(header, &words::HEADER, random);
            header
                .iter_mut()
                .filter(|byte| **byte == b'\n')
                .for_each(|byte| *byte = b' ');
            [&header, claims].join(&b'\n')
        } else {
            [
                header,
                &mutate::json::mutate(claims, &words::CLAIMS, random),
            ]
            .join(&b'\n')
        }
    })
});

fuzz_target!(|input: &[u8]| {
    let [choice, body @ ..] = input else { return };
    let Ok(body) = std::str::from_utf8(body) else {
        return;
    };
    let algorithm = Algorithm::ALL[usize::from(choice.wrapping_sub(b'A')) % Algorithm::ALL.len()];
    let (header, claims) = body.split_once('\n').unwrap_or(("", body));
    let header = (!header.is_empty()).then_some(header);
    let key = &keys::of(algorithm).key;

    let signer = Signer::new(key.clone()).expect("a signer");
    let token = match signer.sign_json_with(claims, &SignCall::new().header(header).at(NOW)) {
        Ok(token) => token,
        Err(error) => return refused(&error, claims, header),
    };
    let read = peek(&token).expect("a whole token");
    assert_eq!(read.payload(), claims);
    verifies(algorithm, &token, claims);
    if let Some(members) = header {
        carries(read.header().json(), members);
    }

    let options = SignerOptions::new()
        .issuer("https://id.example")
        .audience("api")
        .lifetime(300)
        .jti();
    let signer = Signer::with_options(key.clone(), options).expect("a signer");
    let token = match signer.sign_json_with(claims, &SignCall::new().header(header).at(NOW)) {
        Ok(token) => token,
        Err(error) => {
            // 300 seconds after the last `iat` that there can be.
            assert_eq!(
                (error.code(), error.claim()),
                (Code::ClaimsInvalid, Some("exp"))
            );
            let issued_at = object(claims)["iat"].as_f64();
            return assert!(issued_at.is_some_and(|iat| iat + 300.0 > 9_007_199_254_740_992.0));
        }
    };
    let read = peek(&token).expect("a whole token");
    let open = claims.trim_end().strip_suffix('}').expect("an object");
    assert!(
        read.payload().starts_with(open),
        "the caller's own claims come first"
    );
    let (given, completed) = (object(claims), object(read.payload()));
    for name in ["iss", "aud", "iat", "exp", "jti"] {
        assert!(completed.get(name).is_some(), "{name} is missing");
        assert!(
            given
                .get(name)
                .is_none_or(|own| completed.get(name) == Some(own)),
            "{name} was replaced"
        );
    }
    verifies(algorithm, &token, read.payload());
});

fn object(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn refused(error: &Error, claims: &str, header: Option<&str>) {
    assert_code(error, &[Code::ClaimsInvalid, Code::ArgumentInvalid]);
    if error.code() == Code::ArgumentInvalid {
        assert!(header.is_some());
    } else if error.claim().is_none() {
        strict::object(claims.as_bytes(), 64).expect_err("strict claims were refused");
    }
}

/// Every member that was given stands in the header with its value.
fn carries(header: &str, members: &str) {
    let written = object(header);
    for (name, value) in object(members).as_object().expect("members") {
        assert_eq!(written.get(name), Some(value), "{name}");
    }
}

fn verifies(algorithm: Algorithm, token: &str, payload: &str) {
    let typ = peek(token)
        .expect("a whole token")
        .header()
        .typ()
        .expect("a typ")
        .to_owned();
    let policy = Policy::new().any_audience().expiry_optional().types([typ]);
    let limits = policy.max_token_bytes(1 << 24).max_header_bytes(1 << 24);
    let verifier =
        Verifier::new(keys::of(algorithm).verifying.clone(), limits).expect("a verifier");
    match verifier.verify_at(token, NOW) {
        Ok(verified) => assert_eq!(verified.payload(), payload),
        Err(error) => assert_code(&error, &[Code::TokenExpired, Code::TokenNotYetValid]),
    }
}
