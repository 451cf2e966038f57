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

const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const P384: [u8; 5] = [0x2b, 0x81, 0x04, 0x00, 0x22];

/// RFC 5915 names the curve inside the key, PKCS#8 around it: they have to agree.
#[test]
fn a_key_that_names_two_curves_is_refused() {
    let key = Key::generate(Algorithm::Es256).unwrap();
    let jwk: serde_json::Value = serde_json::from_str(&key.to_jwk().unwrap()).unwrap();
    let scalar = base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(jwk["d"].as_str().unwrap())
        .unwrap();
    let named = |curve: Option<&[u8]>| {
        let curve = curve.map_or(Vec::new(), |curve| der(0xa0, &der(0x06, curve)));
        der(0x30, &[der(0x02, &[1]), der(0x04, &scalar), curve].concat())
    };
    let around = |inner: Vec<u8>| {
        let identifier = der(0x30, &[der(0x06, &EC), der(0x06, &P256)].concat());
        der(
            0x30,
            &[der(0x02, &[0]), identifier, der(0x04, &inner)].concat(),
        )
    };
    let read = |file: &[u8]| Key::from_der(file, &KeyOptions::new());
    for good in [
        named(Some(&P256)),
        around(named(None)),
        around(named(Some(&P256))),
    ] {
        assert_eq!(
            read(&good).unwrap().to_jwk().unwrap(),
            key.to_jwk().unwrap()
        );
    }
    for bad in [named(None), around(named(Some(&P384)))] {
        assert_eq!(read(&bad).unwrap_err().code(), Code::KeyInvalid);
    }
}

/// Only what a key file can be is refused as a secret: bytes that are DER by chance are not.
#[test]
fn der_that_is_no_key_is_a_secret_like_any_other() {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    let code = |secret: &[u8]| {
        Key::from_secret(secret, &options)
            .map_err(|error| error.code())
            .map(|_| ())
    };
    let number = der(0x02, &[0]);
    let filler = der(0x04, &[0x55; 40]);
    for key in [
        der(0x30, &[number.clone(), filler.clone()].concat()),
        der(0x30, &[der(0x30, &number), filler.clone()].concat()),
    ] {
        assert_eq!(code(&key), Err(Code::KeyUnsuitable));
        assert_eq!(code(&[&key[..], b"x"].concat()), Ok(()), "more behind it");
        assert_eq!(code(&key[..key.len() - 1]), Ok(()), "less than it says");
    }
    for other in [
        der(0x30, &[filler.clone(), number.clone()].concat()),
        der(0x04, &[number, filler].concat()),
        der(0x30, &[0x04; 40]),
    ] {
        assert_eq!(code(&other), Ok(()));
    }
}

/// The form decides what a refusal is about.
#[test]
fn der_that_fits_a_form_is_refused_for_what_it_holds() {
    let public = |oid: &[u8]| {
        let identifier = der(0x30, &der(0x06, oid));
        let bits = der(0x03, &[[0].as_slice(), &[7; 32]].concat());
        der(0x30, &[identifier, bits].concat())
    };
    let refused = |der: &[u8]| Key::from_der(der, &KeyOptions::new()).unwrap_err();
    // X25519 (RFC 8410) agrees on keys and signs nothing.
    let x25519 = [0x2b, 0x65, 0x6e];
    assert_eq!(refused(&public(&x25519)).code(), Code::KeyUnsuitable);
    assert_eq!(
        refused(&pkcs8(&x25519, &der(0x04, &[7; 32]))).code(),
        Code::KeyUnsuitable
    );
    for unknown in [b"".as_slice(), b"0", &der(0x30, &[]), &der(0x02, &[1])] {
        let error = refused(unknown);
        assert_eq!(error.code(), Code::KeyInvalid);
        assert!(
            error.to_string().contains("not a key or certificate"),
            "{error}"
        );
    }
}

/// The arithmetic is on the stack. Without optimisation it takes several times as much of it.
#[test]
fn the_primes_of_an_rsa_key_are_computed_on_a_small_stack() {
    let key = Key::generate(Algorithm::Rs256).unwrap();
    let whole = key.to_jwk().unwrap().to_string();
    let mut jwk: serde_json::Value = serde_json::from_str(&whole).unwrap();
    for name in ["p", "q", "dp", "dq", "qi"] {
        jwk.as_object_mut().unwrap().remove(name);
    }
    let bare = jwk.to_string();
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    let read = thread.spawn(move || Key::from_jwk(&bare, &KeyOptions::new()).unwrap());
    assert_eq!(
        read.unwrap().join().unwrap().to_jwk().unwrap().as_str(),
        whole
    );
}
