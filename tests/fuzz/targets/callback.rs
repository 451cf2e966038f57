//! The address a user comes back to. An input is the expected state, a line break, and the address.
#![no_main]

use jotkit::Code;
use jotkit::likecoin::oauth::parse_callback;
use jotkit_fuzz::assert_code;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: &str| {
    let Some((state, address)) = input.split_once('\n') else {
        return;
    };
    let values = |name: &str| -> Vec<String> {
        let url = Url::parse(address).expect("an absolute URL");
        url.query_pairs()
            .filter(|(other, _)| other == name)
            .map(|(_, value)| value.into_owned())
            .collect()
    };
    match parse_callback(address, state) {
        Ok(code) => {
            assert!(!state.trim().is_empty() && !code.as_str().trim().is_empty());
            assert_eq!(values("state"), [state]);
            assert_eq!(values("error"), [""; 0]);
            let codes = [values("code"), values("auth_code")];
            assert!(
                codes.iter().all(|codes| codes.len() <= 1),
                "a repeated code"
            );
            assert!(
                codes.iter().flatten().all(|one| one == code.as_str())
                    && !codes.concat().is_empty()
            );
        }
        Err(error) => {
            assert_code(
                &error,
                &[
                    Code::ArgumentInvalid,
                    Code::CallbackInvalid,
                    Code::StateMismatch,
                    Code::AccessDenied,
                    Code::AuthorizationFailed,
                ],
            );
            match error.code() {
                Code::ArgumentInvalid => assert!(state.trim().is_empty()),
                Code::AccessDenied | Code::AuthorizationFailed => {
                    assert_eq!(values("error").len(), 1)
                }
                Code::StateMismatch => assert_ne!(values("state"), [state]),
                _ => {}
            }
        }
    }
});
