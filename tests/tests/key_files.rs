//! Forms of key files that no writer here makes.

use jotkit::{Algorithm, Code, Key, KeyOptions};

/// One DER element.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut element = match length {
        0..0x80 => vec![tag, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    element.extend(content);
    element
}

fn pkcs8(oid: &[u8], key: &[u8]) -> Vec<u8> {
    let identifier = der(0x30, &der(0x06, oid));
    der(
        0x30,
        &[der(0x02, &[0]), identifier, der(0x04, key)].concat(),
    )
}

/// RFC 9881 §6: a seed alone, an expanded key alone, or both.
#[test]
fn an_ml_dsa_key_is_read_by_its_seed() {
    for (algorithm, last) in [
        (Algorithm::MlDsa44, 17),
        (Algorithm::MlDsa65, 18),
        (Algorithm::MlDsa87, 19),
    ] {
        let oid = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, last];
        let key = Key::generate(algorithm).unwrap();
        let jwk: serde_json::Value = serde_json::from_str(&key.to_jwk().unwrap()).unwrap();
        let seed = jwk["priv"].as_str().unwrap();
        let seed = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(seed).unwrap();
        let options = KeyOptions::new();
        let read = |content: &[u8]| Key::from_der(&pkcs8(&oid, content), &options);

        let alone = read(&der(0x80, &seed)).unwrap();
        assert_eq!(alone.to_jwk().unwrap(), key.to_jwk().unwrap());
        let expanded = der(0x04, &[7; 300]);
        let both = read(&der(0x30, &[der(0x04, &seed), expanded.clone()].concat())).unwrap();
        assert_eq!(both.to_jwk().unwrap(), key.to_jwk().unwrap());
        assert!(both.is_private() && both.algorithm() == Some(algorithm));

        assert_eq!(read(&expanded).unwrap_err().code(), Code::KeyUnsuitable);
        let without_seed = der(0x30, &der(0x05, &[]));
        assert_eq!(read(&without_seed).unwrap_err().code(), Code::KeyInvalid);
        assert_eq!(
            read(&der(0x80, &seed[1..])).unwrap_err().code(),
            Code::KeyInvalid
        );
    }
}
