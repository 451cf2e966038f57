//! A key as PEM text. An input is a byte that chooses the algorithm, and the key.
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
        |body, random| mutate::der::mutate_pem(body, random),
    )
});

fuzz_target!(|input: &[u8]| {
    let [choice, text @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let options = imported::options(*choice);
    if let Some(key) = imported::check(Key::from_pem(text, &options)) {
        imported::is_not_a_secret(text.as_bytes());
        let around = format!("\u{feff}\n{text}\r\n\0");
        let same = Key::from_pem(&around, &options).expect("what is around it is ignored");
        assert_eq!(same.thumbprint(), key.thumbprint());
    }
});
