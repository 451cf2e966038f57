//! Secrets: keys of another kind are not taken as one, whatever they are wrapped in, and random
//! bytes are.

use base64_simd::{STANDARD, URL_SAFE_NO_PAD};
use jotkit::{Algorithm, Code, Key, KeyOptions};

/// A way to write bytes.
type Wrapping = fn(&[u8]) -> Vec<u8>;

const WRAPPINGS: [(&str, Wrapping); 9] = [
    ("as it is", |bytes| bytes.to_vec()),
    ("base64", |bytes| {
        STANDARD.encode_to_string(bytes).into_bytes()
    }),
    ("base64url", |bytes| {
        URL_SAFE_NO_PAD.encode_to_string(bytes).into_bytes()
    }),
    ("hexadecimal", |bytes| {
        each(bytes, |byte| format!("{byte:02x}"))
    }),
    ("percent-encoding", |bytes| {
        each(bytes, |byte| format!("%{byte:02X}"))
    }),
    ("escapes", |bytes| {
        each(bytes, |byte| format!("\\x{byte:02x}"))
    }),
    ("a list", |bytes| format!("{bytes:?}").into_bytes()),
    ("wide characters", |bytes| {
        bytes.iter().flat_map(|byte| [*byte, 0]).collect()
    }),
    ("a data URI", |bytes| {
        format!("data:;base64,{}", STANDARD.encode_to_string(bytes)).into_bytes()
    }),
];

fn each(bytes: &[u8], write: fn(u8) -> String) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .map(write)
        .collect::<String>()
        .into_bytes()
}

fn import(secret: &[u8]) -> Result<(), Code> {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    Key::from_secret(secret, &options)
        .map(drop)
        .map_err(|error| error.code())
}

#[test]
fn a_key_is_found_in_each_pair_of_wrappings() {
    let key = Key::generate(Algorithm::EdDsa).unwrap();
    let public = key.public().unwrap();
    let files = [
        public.to_der().unwrap().to_vec(),
        public.to_pem().unwrap().as_bytes().to_vec(),
        public.to_jwk().unwrap().as_bytes().to_vec(),
        key.to_der().unwrap().to_vec(),
    ];
    for file in &files {
        for (outer, wrap) in WRAPPINGS {
            for (inner, wrap_before) in WRAPPINGS {
                let before = wrap_before(file);
                // Wide characters are ASCII's; other bytes do not come back out of them.
                let is_plain = |bytes: &[u8]| bytes.is_ascii() && !bytes.contains(&0);
                if inner == "wide characters" && !is_plain(file)
                    || outer == "wide characters" && !is_plain(&before)
                {
                    continue;
                }
                let secret = wrap(&before);
                let place = format!("{inner} in {outer}");
                assert_eq!(import(&secret), Err(Code::KeyUnsuitable), "{place}");
            }
        }
    }
}

#[test]
fn random_secrets_are_not_taken_for_keys() {
    let mut random = fastrand::Rng::with_seed(68);
    for round in 0..4_000 {
        let mut secret = vec![0; random.usize(32..=133)];
        random.fill(&mut secret);
        let (name, wrap) = WRAPPINGS[round % WRAPPINGS.len()];
        assert_eq!(import(&secret), Ok(()), "{secret:?}");
        assert_eq!(import(&wrap(&secret)), Ok(()), "{name} of {secret:?}");
    }
    for round in 0..2_000 {
        // The first bytes of DER do not make a key of the rest.
        let mut secret = vec![0; 32 + 16 * (round % 3)];
        random.fill(&mut secret);
        secret[0] = 0x30;
        secret[1] = u8::try_from(secret.len() - 2).unwrap();
        assert_eq!(import(&secret), Ok(()), "{secret:?}");
    }
}

#[test]
fn a_secret_has_no_thumbprint() {
    let secret = Key::generate(Algorithm::Hs256).unwrap();
    assert_eq!(secret.thumbprint(), None);
    assert!(!secret.info().unwrap().contains("thumbprint"));
    let key = Key::generate(Algorithm::EdDsa).unwrap();
    let thumbprint = key.thumbprint().unwrap();
    assert!(key.info().unwrap().contains(&thumbprint));
}
