//! jotkit as the provider of the crate jsonwebtoken, next to that crate's own provider, and the
//! conversions of its types.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test panics to fail, in its helpers too"
)]

use std::collections::HashSet;
use std::path::Path;

use jotkit::jsonwebtoken::{PROVIDER, install};
use jotkit::{Code, Key, KeyOptions, Policy, SignCall, Signer, SignerOptions, Verifier};
use jsonwebtoken::crypto::CryptoProvider;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER as ORIGINAL;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

const ALGORITHMS: [Algorithm; 12] = [
    Algorithm::HS256,
    Algorithm::HS384,
    Algorithm::HS512,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

const SECRET: &[u8] = b"a secret of at least 32 bytes, kept safe";

/// A key pair in every form that jsonwebtoken takes.
fn keys(algorithm: Algorithm) -> (EncodingKey, Vec<DecodingKey>) {
    if algorithm.family() == AlgorithmFamily::Hmac {
        let short = b"short";
        return (
            EncodingKey::from_secret(short),
            vec![DecodingKey::from_secret(short)],
        );
    }
    let pair = Key::generate(algorithm.try_into().unwrap()).unwrap();
    let (private, public) = (pair.to_pem().unwrap(), pair.public().unwrap());
    let spki = public.to_der().unwrap();
    let public = public.to_pem().unwrap();
    let jwk = DecodingKey::from_jwk(&Jwk::try_from(&pair).unwrap()).unwrap();
    match algorithm.family() {
        AlgorithmFamily::Rsa => (
            EncodingKey::from_rsa_pem(private.as_bytes()).unwrap(),
            vec![
                DecodingKey::from_rsa_pem(public.as_bytes()).unwrap(),
                DecodingKey::from_rsa_der(&spki),
                jwk,
            ],
        ),
        AlgorithmFamily::Ec => (
            EncodingKey::from_ec_pem(private.as_bytes()).unwrap(),
            vec![
                DecodingKey::from_ec_pem(public.as_bytes()).unwrap(),
                DecodingKey::from_ec_der(&spki),
                jwk,
            ],
        ),
        _ => (
            EncodingKey::from_ed_pem(private.as_bytes()).unwrap(),
            vec![
                DecodingKey::from_ed_pem(public.as_bytes()).unwrap(),
                DecodingKey::from_ed_der(&spki),
                jwk,
            ],
        ),
    }
}

/// What a provider says about a signature, or why it cannot say anything.
fn verdict(
    provider: &CryptoProvider,
    algorithm: Algorithm,
    key: &DecodingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorKind> {
    let verifier =
        (provider.verifier_factory)(&algorithm, key).map_err(|error| error.into_kind())?;
    assert_eq!(verifier.algorithm(), algorithm);
    Ok(verifier.verify(message, &signature.to_vec()).is_ok())
}

fn signature(
    provider: &CryptoProvider,
    algorithm: Algorithm,
    key: &EncodingKey,
    message: &[u8],
) -> Result<Vec<u8>, ErrorKind> {
    let signer = (provider.signer_factory)(&algorithm, key).map_err(|error| error.into_kind())?;
    assert_eq!(signer.algorithm(), algorithm);
    // What went wrong is said in other words.
    let signed = signer.try_sign(message);
    signed.map_err(|_| ErrorKind::Signing(String::new()))
}

#[test]
fn both_providers_take_each_others_signatures() {
    let message = b"any bytes";
    for algorithm in ALGORITHMS {
        let (private, public) = keys(algorithm);
        for (signs, verifies) in [(&PROVIDER, &ORIGINAL), (&ORIGINAL, &PROVIDER)] {
            // The second time the key is one that is kept.
            for _ in 0..2 {
                let good = signature(signs, algorithm, &private, message).unwrap();
                for key in &public {
                    let says = |message, signature| {
                        verdict(verifies, algorithm, key, message, signature).unwrap()
                    };
                    assert!(says(message, &good), "{algorithm:?}");
                    assert!(!says(b"other bytes", &good), "{algorithm:?}");
                    let mut bad = good.clone();
                    bad[0] ^= 1;
                    assert!(!says(message, &bad), "{algorithm:?}");
                    assert!(!says(message, &good[1..]), "{algorithm:?}");
                    assert!(!says(message, b""), "{algorithm:?}");
                }
            }
        }
    }
}

#[test]
fn keys_fail_as_with_the_original() {
    let message = b"any bytes";
    let pairs = [
        Algorithm::RS256,
        Algorithm::ES256,
        Algorithm::ES384,
        Algorithm::EdDSA,
    ]
    .map(keys);
    let garbage: [&[u8]; 4] = [b"", b"garbage", &[4; 65], &[0; 32]];
    let mut private: Vec<EncodingKey> = pairs.iter().map(|(key, _)| key.clone()).collect();
    let mut public: Vec<DecodingKey> = pairs.iter().flat_map(|(_, keys)| keys.clone()).collect();
    for bytes in garbage
        .into_iter()
        .chain(private.clone().iter().map(EncodingKey::as_bytes))
    {
        private.extend([
            EncodingKey::from_rsa_der(bytes),
            EncodingKey::from_ec_der(bytes),
            EncodingKey::from_ed_der(bytes),
        ]);
        public.extend([
            DecodingKey::from_rsa_der(bytes),
            DecodingKey::from_ec_der(bytes),
            DecodingKey::from_ed_der(bytes),
            DecodingKey::from_rsa_raw_components(bytes, &[1, 0, 1]),
        ]);
    }
    let mut compared = 0;
    for algorithm in ALGORITHMS {
        for key in &private {
            let [own, theirs] = [&PROVIDER, &ORIGINAL].map(|provider| {
                let signed = signature(provider, algorithm, key, message);
                signed.map(|signature| signature.len())
            });
            assert_eq!(own, theirs, "{algorithm:?} {key:?}");
            compared += 1;
        }
        for key in &public {
            let [own, theirs] = [&PROVIDER, &ORIGINAL]
                .map(|provider| verdict(provider, algorithm, key, message, &[1; 64]));
            assert_eq!(own, theirs, "{algorithm:?} {key:?}");
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

/// The tokens of the shared vectors, with each key that jsonwebtoken can hold.
#[test]
fn both_providers_judge_the_shared_vectors_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let (mut held, mut failed) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            let request = &vector["request"];
            let Some((message, signature)) = request["token"].as_str().and_then(parts) else {
                continue;
            };
            for key in decoding_keys(&request["key"]) {
                for algorithm in key.family().algorithms() {
                    let [own, theirs] = [&PROVIDER, &ORIGINAL]
                        .map(|provider| verdict(provider, *algorithm, &key, message, &signature));
                    let name = &vector["name"];
                    // A secret that is the text of a key is refused here alone.
                    if let Err(ErrorKind::Provider(_)) = own {
                        continue;
                    }
                    // Points that sign anything are refused here alone.
                    let weak = theirs == Ok(true) && own == Ok(false);
                    assert!(
                        own == theirs || weak,
                        "{name} {algorithm:?} {own:?} {theirs:?}"
                    );
                    match own.unwrap() {
                        true => held += 1,
                        false => failed += 1,
                    }
                }
            }
        }
    }
    assert!(held > 1000 && failed > 1000, "{held} {failed}");
}

fn parts(token: &str) -> Option<(&[u8], Vec<u8>)> {
    let (message, signature) = token.rsplit_once('.')?;
    // The provider gets bytes: jsonwebtoken's own base64 comes before it.
    let bytes = DecodingKey::from_ed_components(signature).ok()?;
    Some((message.as_bytes(), bytes.try_get_as_bytes().ok()?.to_vec()))
}

fn decoding_keys(key: &Value) -> Vec<DecodingKey> {
    if let Some(secret) = key["secret"].as_str() {
        return vec![DecodingKey::from_secret(secret.as_bytes())];
    }
    let jwks = key["jwks"]["keys"].as_array().cloned();
    let all = jwks.unwrap_or_else(|| vec![key["jwk"].clone()]);
    let read = |jwk: &Value| serde_json::from_value::<Jwk>(jwk.clone()).ok();
    let jwks = all.iter().filter_map(read);
    jwks.filter_map(|jwk| DecodingKey::from_jwk(&jwk).ok())
        .collect()
}

#[test]
fn jwks_and_thumbprints_are_the_originals() {
    let own = &PROVIDER.key_utils;
    let theirs = &ORIGINAL.key_utils;
    for algorithm in [
        Algorithm::RS256,
        Algorithm::ES256,
        Algorithm::ES384,
        Algorithm::EdDSA,
    ] {
        let (private, public) = keys(algorithm);
        let der = private.as_bytes();
        match algorithm {
            Algorithm::RS256 => {
                let from_private = (own.rsa_pub_components_from_private_key)(der).unwrap();
                let expected = (theirs.rsa_pub_components_from_private_key)(der).unwrap();
                assert_eq!(from_private, expected);
                for key in &public[..2] {
                    let der = key.try_get_as_bytes().unwrap();
                    let from_public = (own.rsa_pub_components_from_public_key)(der).unwrap();
                    assert_eq!(from_public, expected);
                }
            }
            Algorithm::EdDSA => {
                let curve = jsonwebtoken::jwk::EllipticCurve::Ed25519;
                assert_eq!(
                    (own.ed_pub_components_from_private_key)(der, &curve),
                    (theirs.ed_pub_components_from_private_key)(der, &curve)
                );
            }
            _ => assert_eq!(
                (own.ec_pub_components_from_private_key)(der, algorithm),
                (theirs.ec_pub_components_from_private_key)(der, algorithm)
            ),
        }
    }
    for hash in [
        ThumbprintHash::SHA256,
        ThumbprintHash::SHA384,
        ThumbprintHash::SHA512,
    ] {
        assert_eq!(
            (own.compute_digest)(b"text", hash.clone()),
            (theirs.compute_digest)(b"text", hash)
        );
    }
    let rsa = keys(Algorithm::RS256).0;
    let wrong = (own.ec_pub_components_from_private_key)(rsa.as_bytes(), Algorithm::ES256);
    assert_eq!(wrong.unwrap_err().kind(), &ErrorKind::InvalidEcdsaKey);
    assert!((own.rsa_pub_components_from_private_key)(b"garbage").is_err());
}

#[test]
fn secrets_that_protect_nothing_are_refused() {
    let pem = Key::generate(jotkit::Algorithm::Es256)
        .unwrap()
        .public()
        .unwrap()
        .to_pem()
        .unwrap();
    for secret in [&b""[..], pem.as_bytes()] {
        let signs = signature(
            &PROVIDER,
            Algorithm::HS256,
            &EncodingKey::from_secret(secret),
            b"",
        );
        let key = DecodingKey::from_secret(secret);
        let verifies = verdict(&PROVIDER, Algorithm::HS256, &key, b"", b"");
        for error in [signs.unwrap_err(), verifies.unwrap_err()] {
            let ErrorKind::Provider(sentence) = error else {
                panic!("{error:?}");
            };
            assert!(sentence.contains("secret"), "{sentence}");
        }
    }
}

#[test]
fn a_process_is_moved_by_one_line() {
    install().unwrap();
    install().unwrap();
    assert!(PROVIDER.install_default().is_err());
    let claims = json!({"sub": "u1", "exp": 4_000_000_000_u64});
    for algorithm in ALGORITHMS {
        let (private, public) = keys(algorithm);
        let token = jsonwebtoken::encode(&Header::new(algorithm), &claims, &private).unwrap();
        let validation = Validation::new(algorithm);
        for key in &public {
            let data = jsonwebtoken::decode::<Value>(&token, key, &validation).unwrap();
            assert_eq!(data.claims, claims);
            let other = keys(algorithm).1.remove(0);
            if algorithm.family() != AlgorithmFamily::Hmac {
                let error = jsonwebtoken::decode::<Value>(&token, &other, &validation).unwrap_err();
                assert_eq!(error.kind(), &ErrorKind::InvalidSignature);
            }
        }
        let jwk = Jwk::from_encoding_key(&private, algorithm).unwrap();
        let same = Jwk::from_decoding_key(&public[0], Some(algorithm)).unwrap();
        assert_eq!(
            jwk.thumbprint(ThumbprintHash::SHA256),
            same.thumbprint(ThumbprintHash::SHA256)
        );
    }
}

#[test]
fn jwks_become_keys_and_go_back() {
    install().unwrap();
    for algorithm in ALGORITHMS {
        let own = algorithm.try_into().unwrap();
        let key = Key::generate(own).unwrap().with_kid("2026-01").unwrap();
        if algorithm.family() == AlgorithmFamily::Hmac {
            assert_eq!(Jwk::try_from(&key).unwrap_err().code(), Code::KeyUnsuitable);
            continue;
        }
        let jwk = Jwk::try_from(&key).unwrap();
        assert_eq!(jwk.common.key_id.as_deref(), Some("2026-01"));
        let back = Key::try_from(&jwk).unwrap();
        assert_eq!(back.algorithm(), Some(own));
        assert_eq!(back.kid(), Some("2026-01"));
        assert!(!back.is_private());
        assert_eq!(back.thumbprint(), key.thumbprint());
        let theirs = jwk.thumbprint(ThumbprintHash::SHA256).unwrap();
        assert_eq!(Some(theirs), key.thumbprint());
    }
    for name in ["ES512", "ES256K", "ML-DSA-44", "Ed25519"] {
        let key = Key::generate(name.parse().unwrap()).unwrap();
        let error = Jwk::try_from(&key).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{name}");
    }
    let secret = json!({"kty": "oct", "k": "c2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXMgYW5kIG1vcmU"});
    let jwk: Jwk = serde_json::from_value(secret).unwrap();
    assert_eq!(Key::try_from(&jwk).unwrap().algorithm(), None);
    let error = Key::try_from(&serde_json::from_value::<Jwk>(json!({"kty": "x"})).unwrap());
    assert_eq!(error.unwrap_err().code(), Code::KeyInvalid);
}

#[test]
fn algorithms_have_the_same_names() {
    for algorithm in ALGORITHMS {
        let own: jotkit::Algorithm = algorithm.try_into().unwrap();
        assert_eq!(format!("{algorithm:?}"), own.name());
        assert_eq!(Algorithm::try_from(own).unwrap(), algorithm);
    }
}

#[test]
fn validations_become_policies() {
    let policy = |change: &dyn Fn(&mut Validation)| {
        let mut validation = Validation::new(Algorithm::HS256);
        change(&mut validation);
        Policy::try_from(&validation)
    };
    assert_eq!(
        policy(&|_| {}).unwrap(),
        Policy::from_json(r#"{"algorithms": ["HS256"], "leeway": 60, "required": ["exp"]}"#)
            .unwrap()
    );
    let full = policy(&|validation| {
        validation.leeway = 5;
        validation.set_audience(&["b", "a"]);
        validation.set_issuer(&["i"]);
        validation.sub = Some("u1".to_owned());
        validation.set_required_spec_claims(&["sub", "nbf"]);
    });
    assert_eq!(
        full.unwrap(),
        Policy::from_json(
            r#"{"algorithms": ["HS256"], "leeway": 5, "required": ["nbf", "sub"],
                "expiry_optional": true, "audience": ["a", "b"], "issuer": ["i"],
                "subject": "u1"}"#
        )
        .unwrap()
    );
    let any = policy(&|validation| {
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
    });
    assert_eq!(
        any.unwrap(),
        Policy::from_json(
            r#"{"algorithms": ["HS256"], "leeway": 60, "expiry_optional": true,
                "any_audience": true}"#
        )
        .unwrap()
    );
    let changes: [&dyn Fn(&mut Validation); 7] = [
        &|validation| validation.validate_exp = false,
        &|validation| validation.reject_tokens_expiring_in_less_than = 1,
        &|validation| validation.algorithms.clear(),
        &|validation| validation.aud = Some(HashSet::new()),
        &|validation| validation.set_issuer(&[""]),
        &|validation| validation.sub = Some(String::new()),
        &|validation| validation.leeway = 86_401,
    ];
    for (number, change) in changes.iter().enumerate() {
        let error = policy(change).unwrap_err();
        assert_eq!(error.code(), Code::PolicyInvalid, "{number}");
    }
}

/// Whatever the policy accepts, the validation accepts too.
#[test]
fn policies_accept_nothing_that_the_validation_refuses() {
    install().unwrap();
    let key = Key::hs256(SECRET).unwrap();
    let signer = Signer::new(&key).unwrap();
    let now = jsonwebtoken::get_current_timestamp();
    let times = [
        json!(null),
        json!(now - 100),
        json!(now - 30),
        json!(now + 30),
        json!(now + 100),
    ];
    let names = [
        json!(null),
        json!("a"),
        json!("x"),
        json!(["a", "x"]),
        json!([]),
    ];
    let mut validations = vec![Validation::new(Algorithm::HS256); 4];
    validations[1].set_audience(&["a"]);
    validations[1].validate_nbf = true;
    validations[2].set_issuer(&["a"]);
    validations[2].set_required_spec_claims(&["nbf", "iss"]);
    validations[3].sub = Some("a".to_owned());
    validations[3].validate_aud = false;
    // How many tokens the validations accept, and how many the policies accept and refuse.
    let (mut theirs_accepted, mut accepted, mut refused) = (0, 0, 0);
    for validation in &validations {
        let before = accepted;
        let verifier = Verifier::new(&key, Policy::try_from(validation).unwrap()).unwrap();
        for exp in &times {
            for nbf in &times {
                for aud in &names {
                    for other in &names[..3] {
                        let mut claims = json!({"exp": exp, "nbf": nbf, "aud": aud});
                        claims["iss"] = other.clone();
                        claims["sub"] = other.clone();
                        claims
                            .as_object_mut()
                            .unwrap()
                            .retain(|_, value| !value.is_null());
                        let Ok(token) = signer.sign(&claims) else {
                            continue;
                        };
                        let secret = DecodingKey::from_secret(SECRET);
                        let theirs = jsonwebtoken::decode::<Value>(&token, &secret, validation);
                        match verifier.verify(&token) {
                            Ok(_) => {
                                assert!(theirs.is_ok(), "{claims}");
                                accepted += 1;
                            }
                            Err(_) => refused += 1,
                        }
                        theirs_accepted += usize::from(theirs.is_ok());
                    }
                }
            }
        }
        assert!(accepted > before, "{validation:?}");
    }
    let counts = format!("{theirs_accepted} {accepted} {refused}");
    assert!(
        theirs_accepted > 50 && accepted > 50 && refused > 50,
        "{counts}"
    );
}

#[test]
fn headers_become_options_and_go_back() {
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("k".to_owned());
    header.typ = Some("at+jwt".to_owned());
    let options = SignerOptions::try_from(&header).unwrap();
    assert_eq!(options, SignerOptions::new().typ("at+jwt").kid("k"));

    let key = Key::from_secret(
        SECRET,
        &KeyOptions::new().algorithm(jotkit::Algorithm::Hs256),
    );
    let signer = Signer::with_options(key.unwrap(), options).unwrap();
    let call = SignCall::new().header(r#"{"cty":"x","other":1}"#);
    let token = signer
        .sign_json_with(r#"{"exp":4000000000}"#, &call)
        .unwrap();
    let back = Header::try_from(jotkit::peek(&token).unwrap().header()).unwrap();
    assert_eq!(
        (back.alg, back.kid.as_deref()),
        (Algorithm::HS256, Some("k"))
    );
    assert_eq!(
        (back.typ.as_deref(), back.cty.as_deref()),
        (Some("at+jwt"), Some("x"))
    );
    assert_eq!(back.extras.get::<u8>("other").unwrap(), Some(1));

    let unknown = jotkit::peek("eyJhbGciOiJFUzUxMiJ9.e30.AAAA").unwrap();
    assert_eq!(
        Header::try_from(unknown.header()).unwrap_err().code(),
        Code::ArgumentInvalid
    );
    for header in [
        Header {
            typ: None,
            ..Header::default()
        },
        Header {
            cty: Some("x".to_owned()),
            ..Header::default()
        },
        Header {
            crit: Some(vec![]),
            ..Header::default()
        },
    ] {
        let error = SignerOptions::try_from(&header).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{header:?}");
    }
}
