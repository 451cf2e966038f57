//! A key as JWK text. An input is a byte that chooses the algorithm, and the key.
#![no_main]

use fastrand::Rng;
use jotkit::Key;
use jotkit_fuzz::{imported, mutate, words};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::behind_a_choice(
        data,
        size,
        max_size,
        &mut Rng::with_seed(seed.into()),
        |body, random| mutate::json::mutate(body, &words::JWK, random),
    )
});

fuzz_target!(|input: &[u8]| {
    let [choice, text @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    if imported::check(Key::from_jwk(text, &imported::options(*choice))).is_some() {
        imported::is_not_a_secret(text.as_bytes());
    }
});
