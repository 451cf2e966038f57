//! The value of an `Authorization` header.
#![no_main]

use jotkit::{Code, bearer};
use jotkit_fuzz::assert_code;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &str| {
    let token = value
        .strip_prefix("Bearer ")
        .filter(|rest| !rest.is_empty());
    let token = token.filter(|rest| rest.bytes().all(|byte| (0x21..0x7f).contains(&byte)));
    match bearer::parse(value) {
        Ok(read) => {
            assert_eq!(Some(read), token);
            assert_eq!(bearer::format(read).expect("a token"), value);
        }
        Err(error) => {
            assert_code(&error, &[Code::ArgumentInvalid]);
            assert_eq!(token, None);
        }
    }
    match bearer::format(value) {
        Ok(header) => assert_eq!(bearer::parse(&header).expect("a header"), value),
        Err(error) => assert_code(&error, &[Code::ArgumentInvalid]),
    }
});
