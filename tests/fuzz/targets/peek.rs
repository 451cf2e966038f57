//! Reading a token without verifying it, against a plain reading of the rules.
#![no_main]

use jotkit::{Code, peek};
use jotkit_fuzz::{assert_code, mutate, strict, token};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::token::mutate(data, size, max_size, seed, 0)
});

fuzz_target!(|text: &[u8]| {
    match peek(text) {
        Ok(read) => {
            let segments = token::split(text).expect("two dots").map(token::decode);
            let [Some(header), Some(payload), Some(_)] = segments else {
                panic!("a lenient spelling")
            };
            assert_eq!(read.header().json().as_bytes(), header);
            assert_eq!(read.payload().as_bytes(), payload);
            let members = strict::object(&header, 64).expect("a strict header");
            let text = |name| {
                let value = members.iter().find(|(member, _)| member == name)?;
                Some(serde_json::from_str::<String>(value.1.get()).expect("a string"))
            };
            assert_eq!(read.header().kid(), text("kid").as_deref());
            assert_eq!(read.header().typ(), text("typ").as_deref());
            assert_eq!(
                read.header().algorithm(),
                text("alg").and_then(|name| jotkit::Algorithm::from_name(&name))
            );
            strict::object(&payload, 64).expect("a strict payload");
        }
        Err(error) => assert_code(
            &error,
            &[
                Code::TokenTooLarge,
                Code::TokenMalformed,
                Code::HeaderMalformed,
                Code::PayloadMalformed,
            ],
        ),
    }
});
