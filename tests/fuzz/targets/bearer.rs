//! The value of an `Authorization` header.
#![no_main]

use jotkit::{Code, bearer};
use jotkit_fuzz::assert_code;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &str| {
    let visible = |text: &str| text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    // The scheme and the token are the only words of visible characters.
    let words: Vec<&str> = value.split(' ').filter(|word| !word.is_empty()).collect();
    let token = match words[..] {
        [scheme, token] if scheme.to_ascii_lowercase() == "bearer" && visible(token) => {
            Some(token).filter(|_| value.starts_with(scheme) && value.ends_with(token))
        }
        _ => None,
    };
    match bearer::parse(value) {
        Ok(read) => assert_eq!(Some(read), token),
        Err(error) => {
            assert_code(&error, &[Code::AuthorizationMalformed]);
            assert_eq!(token, None);
        }
    }
    match bearer::format(value) {
        Ok(header) => assert_eq!(bearer::parse(header.as_str()).expect("a header"), value),
        Err(error) => assert_code(&error, &[Code::ArgumentInvalid]),
    }
});
