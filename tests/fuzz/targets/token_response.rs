//! The answer of a token endpoint. An input is a byte for the status and whether a refresh token is
//! held, and the body.
#![no_main]

use fastrand::Rng;
use jotkit::likecoin::oauth::parse_token_response;
use jotkit::{Code, peek};
use jotkit_fuzz::{assert_code, mutate, strict, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::behind_a_choice(
        data,
        size,
        max_size,
        &mut Rng::with_seed(seed.into()),
        |body, random| mutate::json::mutate(body, &words::RESPONSE, random),
    )
});

fuzz_target!(|input: &[u8]| {
    let [choice, body @ ..] = input else { return };
    let choice = choice.wrapping_sub(b'A');
    let status = [200, 200, 201, 299, 300, 199, 400, 500][usize::from(choice / 3) % 8];
    let held = [None, Some("held"), Some(" ")][usize::from(choice) % 3];
    match parse_token_response(status, body, held) {
        Ok(reply) => {
            assert!((200..300).contains(&status) && held != Some(" "));
            strict::object(body, 64).expect("a strict object");
            let json: Value = serde_json::from_slice(body).expect("JSON");
            let text = |name: &str| {
                json.get(name)
                    .map(|value| value.as_str().expect("a string"))
            };
            assert_eq!(text("access_token"), Some(reply.access_token.as_str()));
            let refresh = reply.refresh_token.as_ref().map(|token| token.as_str());
            assert_eq!(text("refresh_token").or(held), refresh);
            assert_eq!(text("user"), reply.user.as_deref());
            assert_eq!(text("displayName"), reply.display_name.as_deref());
            assert_eq!(text("avatar"), reply.avatar.as_deref());
            let expires = peek(reply.access_token.as_str()).ok();
            let expires = expires.and_then(|token| {
                serde_json::from_str::<Value>(token.payload()).ok()?["exp"].as_f64()
            });
            assert!(reply.expires_at.is_none_or(|at| expires == Some(at)));
            let written: Value =
                serde_json::from_str(&reply.to_json().expect("JSON")).expect("JSON");
            assert_eq!(written["access_token"], reply.access_token.as_str());
            assert!(
                !format!("{reply:?}").contains("\"held\""),
                "a printed secret"
            );
        }
        Err(error) => assert_code(
            &error,
            &[
                Code::ArgumentInvalid,
                Code::RequestRefused,
                Code::ResponseInvalid,
            ],
        ),
    }
});
