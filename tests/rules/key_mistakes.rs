//! What people hand over instead of a key is refused by a sentence that says what to do.

use jotkit::{Algorithm, Code, Error, Key, KeyOptions};

fn pem() -> String {
    let key = Key::generate(Algorithm::Es256).unwrap();
    key.public().unwrap().to_pem().unwrap().to_string()
}

fn refused(text: &str) -> Error {
    Key::from_pem(text, &KeyOptions::new()).unwrap_err()
}

#[test]
fn each_mistake_has_its_sentence() {
    let pem = pem();
    let other = self::pem();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let base64 = base64_simd::STANDARD.encode_to_string(&pem);
    let block = |label: &str| format!("-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n");
    for (text, advice) in [
        (String::new(), "The PEM is empty"),
        (pem.replace('\n', "\\n"), "line ends are escaped"),
        (pem.replace('\n', "\\r\\n"), "line ends are escaped"),
        (format!("\"{}\"", pem.trim()), "in quotes; remove them"),
        (format!("'{}'", pem.trim()), "in quotes; remove them"),
        (base64, "a PEM in base64; decode it first"),
        (body, "decode it and import it as DER"),
        ("keys/public.pem".into(), "a file name, not a key"),
        (
            format!(r#"{{"type":"service_account","private_key":"{pem}"}}"#),
            "take its `private_key` member",
        ),
        (r#"{"kty":"EC"}"#.into(), "a JWK or a JWK Set"),
        (r#"{"a":"b"}"#.into(), "JSON, not PEM"),
        (pem.replace(' ', "%20"), "percent-encoded"),
        (format!("{pem}{other}"), "more than one key"),
        (pem.replace("-----END", "-----E"), "END line is missing"),
        (block("ENCRYPTED PRIVATE KEY"), "is damaged"),
        (block("SOMETHING ELSE"), "No block of the PEM"),
        (
            pem.replace("PUBLIC", "PRIVATE"),
            "holds another of the three",
        ),
        (
            "PuTTY-User-Key-File-3: x".into(),
            "OpenSSH's form or PKCS#8",
        ),
        ("anything else".into(), "it has no BEGIN line"),
    ] {
        let error = refused(&text);
        assert_eq!(error.code(), Code::KeyInvalid, "{text}");
        assert!(error.to_string().contains(advice), "{error} for {text}");
    }
}

#[test]
fn pem_is_not_der() {
    let error = Key::from_der(pem().as_bytes(), &KeyOptions::new()).unwrap_err();
    assert_eq!(error.code(), Code::KeyInvalid);
    assert!(error.to_string().contains("import them as PEM"), "{error}");
}

#[test]
fn a_passphrase_without_effect_is_refused_wherever_it_is_given() {
    let options = KeyOptions::new()
        .algorithm(Algorithm::Hs256)
        .passphrase("secret");
    let empty = KeyOptions::new().passphrase("");
    for error in [
        Key::from_secret(&[7; 32], &options).unwrap_err(),
        Key::from_pem(&pem(), &options).unwrap_err(),
        Key::from_pem(&pem(), &empty).unwrap_err(),
        Key::from_ed25519_private(&[7; 32], &options).unwrap_err(),
        Key::from_jwk(r#"{"kty":"oct","k":"AAAA"}"#, &options).unwrap_err(),
    ] {
        assert_eq!(error.code(), Code::ArgumentInvalid);
        assert!(error.to_string().contains("`passphrase`"), "{error}");
    }
}

#[test]
fn a_passphrase_is_not_printed_and_is_compared() {
    let options = |text: &str| KeyOptions::new().passphrase(text);
    assert!(!format!("{:?}", options("hidden away")).contains("hidden away"));
    assert_eq!(options("a"), options("a"));
    assert_ne!(options("a"), options("b"));
    let json = KeyOptions::from_json(r#"{"passphrase":"a"}"#).unwrap();
    assert_eq!(json, options("a"));
}
