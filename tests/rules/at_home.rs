//! What a Rust program expects of any crate: conversions, serde, times as the standard library's,
//! errors that say where.

use std::time::{Duration, SystemTime};

use jotkit::{
    Algorithm, Code, Expected, Key, KeyOptions, KeySet, Number, Policy, RemoteOptions, SignCall,
    Signer, SignerOptions, Verifier, likecoin,
};
use serde_json::json;

fn key() -> Key {
    Key::hs256("a made-up secret for tests, and only for tests").unwrap()
}

#[test]
fn options_are_written_as_they_are_read() {
    let number = |text| Expected::Number(Number::from_json(text).unwrap());
    let policy = Policy::new()
        .algorithms([Algorithm::Es256, Algorithm::EdDsa])
        .issuer("https://id.example")
        .audiences(["api", "web"])
        .required(["sub"])
        .expected("level", 3)
        .expected("ratio", number("0.5"))
        .expected("zero", number("-0.0"))
        .expected("many", number("9007199254740991"))
        .expected("small", number("1e-7"))
        .expected("admin", true)
        .expected("tenant", "t1")
        .expiry_optional()
        .leeway(30);
    let written = serde_json::to_string(&policy).unwrap();
    assert_eq!(Policy::from_json(&written).unwrap(), policy, "{written}");
    assert_eq!(written.parse::<Policy>().unwrap(), policy);
    // An absent option is left out.
    assert_eq!(serde_json::to_string(&Policy::new()).unwrap(), "{}");

    let signer = SignerOptions::new()
        .audiences(["a", "b"])
        .lifetime(60)
        .jti();
    let written = serde_json::to_string(&signer).unwrap();
    assert_eq!(
        written,
        r#"{"audience":["a","b"],"lifetime":60,"jti":true}"#
    );
    let remote = RemoteOptions::new().jwks_url("https://id.example/keys");
    let written = serde_json::to_string(&remote.clone().burst(3)).unwrap();
    assert_eq!(written.parse(), Ok(remote.burst(3)));
    let likecoin = likecoin::VerifierOptions::new().all(["profile"]);
    let written = serde_json::to_string(&likecoin).unwrap();
    assert_eq!(written, r#"{"all":["profile"]}"#);
}

#[test]
fn neither_a_secret_nor_a_rounded_number_is_written() {
    let options = KeyOptions::new().kid("a").passphrase("hidden away");
    let error = serde_json::to_string(&options).unwrap_err().to_string();
    assert!(!error.contains("hidden"), "{error}");
    let written = serde_json::to_string(&KeyOptions::new().kid("a")).unwrap();
    assert_eq!(written, r#"{"kid":"a"}"#);
    let long = Number::from_json("0.10000000000000001").unwrap();
    let policy = Policy::new().expected("ratio", Expected::Number(long));
    assert!(serde_json::to_string(&policy).is_err());
}

#[test]
fn spans_are_durations_or_numbers() {
    let minute = Duration::from_secs(60);
    assert_eq!(Policy::new().leeway(minute), Policy::new().leeway(60));
    assert_eq!(Policy::new().max_age(minute), Policy::new().max_age(60));
    let lifetime = SignerOptions::new().lifetime(minute);
    assert_eq!(lifetime, SignerOptions::new().lifetime(60));
    let source = || RemoteOptions::new().issuer("https://id.example");
    assert_eq!(source().timeout_ms(minute), source().timeout_ms(60_000));

    let signer = Signer::new(key()).unwrap();
    let call = SignCall::new().at(SystemTime::UNIX_EPOCH + minute);
    let token = signer
        .sign_json_with("{}", &call.lifetime(Duration::from_secs(5)))
        .unwrap();
    let payload = jotkit::peek(token).unwrap();
    assert_eq!(payload.payload(), r#"{"iat":60,"exp":65}"#);

    // A fraction is refused and not rounded.
    let odd = Duration::from_millis(1_500);
    let error = Verifier::new(key(), Policy::new().leeway(odd)).unwrap_err();
    assert_eq!(error.code(), Code::PolicyInvalid);
    assert!(error.hint().unwrap().contains("`leeway`"), "{error}");
    let error = Signer::with_options(key(), SignerOptions::new().lifetime(odd)).unwrap_err();
    assert_eq!(error.code(), Code::PolicyInvalid);
    let error = signer
        .sign_json_with("{}", &SignCall::new().lifetime(odd))
        .unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
    let nanos = source().timeout_ms(Duration::from_nanos(5_000_000_001));
    let error = jotkit::RemoteKeys::new(nanos).unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
}

#[test]
fn registered_claims_come_out_as_rust_types() {
    let signer = Signer::new(key()).unwrap();
    let at = |seconds: f64| {
        let distance = Duration::from_secs_f64(seconds.abs());
        Some(if seconds < 0.0 {
            SystemTime::UNIX_EPOCH - distance
        } else {
            SystemTime::UNIX_EPOCH + distance
        })
    };
    let policy = || Policy::new().any_audience().expiry_optional();
    let verified = |claims: serde_json::Value| {
        let token = signer.sign(&claims).unwrap();
        let verifier = Verifier::new(key(), policy()).unwrap();
        verifier.verify_at(&token, 1_000.0).unwrap()
    };
    let full = verified(json!({
        "iss": "https://id.example", "sub": "u\"1", "aud": ["api", "web"],
        "exp": 2_000.5, "iat": -1, "nbf": 999
    }));
    assert_eq!(full.issuer().as_deref(), Some("https://id.example"));
    assert_eq!(full.subject().as_deref(), Some("u\"1"));
    assert_eq!(full.audience(), ["api", "web"]);
    assert_eq!(full.expires_at(), at(2_000.5));
    assert_eq!(full.issued_at(), at(-1.0));
    assert_eq!(full.not_before(), at(999.0));

    let one = verified(json!({"aud": "api"}));
    assert_eq!(one.audience(), ["api"]);
    let none = verified(json!({}));
    assert_eq!((none.issuer(), none.subject()), (None, None));
    assert!(none.audience().is_empty());
    assert_eq!((none.expires_at(), none.issued_at()), (None, None));
}

#[test]
fn a_signer_names_several_audiences() {
    let options = SignerOptions::new().audiences(["api", "web"]).lifetime(60);
    let token = Signer::with_options(key(), options)
        .unwrap()
        .sign(&json!({}))
        .unwrap();
    for audience in ["api", "web"] {
        let verifier = Verifier::new(key(), Policy::new().audience(audience)).unwrap();
        assert_eq!(verifier.verify(&token).unwrap().audience(), ["api", "web"]);
    }
    let error = Signer::with_options(key(), SignerOptions::new().audiences([""; 0])).unwrap_err();
    assert_eq!(error.code(), Code::PolicyInvalid);
}

#[test]
fn an_error_shows_its_hint_and_the_place() {
    #[derive(Debug, serde::Deserialize)]
    struct Claims {
        #[expect(dead_code, reason = "only its type counts")]
        level: u32,
    }
    let error = jotkit::peek("Bearer a.b.c").unwrap_err();
    assert!(error.hint().unwrap().contains("Bearer"));
    assert!(
        format!("{error:?}").contains(error.hint().unwrap()),
        "{error:?}"
    );

    let claims = json!({"level": "t0p", "exp": 4_000_000_000_u64});
    let token = Signer::new(key()).unwrap().sign(&claims).unwrap();
    let verified = Verifier::new(key(), Policy::new())
        .unwrap()
        .verify(&token)
        .unwrap();
    let error = verified.claims::<Claims>().unwrap_err();
    assert_eq!(
        (error.code(), error.claim()),
        (Code::ClaimMalformed, Some("level"))
    );
    assert!(!format!("{error} {error:?}").contains("t0p"));
}

#[test]
fn conversions_are_where_they_are_looked_for() {
    for algorithm in Algorithm::ALL.iter().copied() {
        assert_eq!(algorithm.name().parse(), Ok(algorithm));
        assert_eq!(Algorithm::try_from(algorithm.name()), Ok(algorithm));
    }
    assert_eq!(
        "es256".parse::<Algorithm>().unwrap_err().code(),
        Code::ArgumentInvalid
    );
    for code in Code::ALL.iter().copied() {
        assert_eq!(code.as_str().parse(), Ok(code));
    }
    assert!("token_good".parse::<Code>().is_err());

    // A key is shared, not given away.
    let key = Key::generate(Algorithm::Es256)
        .unwrap()
        .with_kid("a")
        .unwrap();
    let token = Signer::new(&key)
        .unwrap()
        .sign(&json!({"exp": 4_000_000_000_u64}))
        .unwrap();
    assert!(
        Verifier::new(&key, Policy::new())
            .unwrap()
            .verify(&token)
            .is_ok()
    );
    let other = Key::generate(Algorithm::Es256)
        .unwrap()
        .with_kid("b")
        .unwrap();
    let set: KeySet = [key.clone(), other].into_iter().collect();
    assert!(
        Verifier::new(&set, Policy::new())
            .unwrap()
            .verify(&token)
            .is_ok()
    );
    let kids: Vec<_> = (&set).into_iter().filter_map(Key::kid).collect();
    assert_eq!(kids, ["a", "b"]);
}
