//! A key as DER. An input is a byte that chooses the algorithm, and the key.
#![no_main]

use fastrand::Rng;
use jotkit::Key;
use jotkit_fuzz::{imported, mutate};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::behind_a_choice(
        data,
        size,
        max_size,
        &mut Rng::with_seed(seed.into()),
        |body, random| mutate::der::mutate(body, random),
    )
});

fuzz_target!(|input: &[u8]| {
    let [choice, der @ ..] = input else { return };
    if imported::check(Key::from_der(der, &imported::options(*choice))).is_some() {
        imported::is_not_a_secret(der);
    }
});
