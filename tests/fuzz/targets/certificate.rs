//! A certificate, as PEM and as DER. An input is a byte that chooses the algorithm, and the DER.
#![no_main]

use fastrand::Rng;
use jotkit::Key;
use jotkit_fuzz::{imported, mutate, token};
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
    let options = imported::options(*choice);
    let body = token::encode_standard(der);
    let lines: Vec<&[u8]> = body.as_bytes().chunks(64).collect();
    let body = String::from_utf8_lossy(&lines.join(&b'\n')).into_owned();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    if let Some(key) = imported::check(Key::from_pem(&pem, &options)) {
        assert!(!key.is_private(), "a private key out of a certificate");
        let same = Key::from_der(der, &options).expect("the same as DER");
        assert_eq!(same.thumbprint(), key.thumbprint());
    }
});
