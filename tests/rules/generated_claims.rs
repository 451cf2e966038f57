//! What is signed comes back as it was, whatever the claims are, in every algorithm.

use crate::one_of;
use fastrand::Rng;
use jotkit::{Algorithm, Key, Policy, SignCall, Signer, Verifier, peek};
use serde_json::{Map, Value};

/// JSON that a strict reader takes, in spellings that a writer would not choose.
fn value(random: &mut Rng, depth: usize) -> String {
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "1",
        "-1.50",
        "1e3",
        "1E+03",
        "2.5e-8",
        "1e308",
        "5e-324",
        "9007199254740993",
        "123456789012345678901234567890",
        "0.1",
        "1.000",
        "-9223372036854775809",
        "18446744073709551616",
    ];
    match random.usize(..if depth == 0 { 4 } else { 8 }) {
        0 => one_of(random, NUMBERS).to_owned(),
        1 | 2 => text(random),
        3 => one_of(random, &["true", "false", "null", "{}", "[ ]", "\"\""]).to_owned(),
        4 | 5 => {
            let items: Vec<String> = (0..random.usize(..5))
                .map(|_| value(random, depth - 1))
                .collect();
            format!("[{}]", items.join(one_of(random, &[",", " , ", ",\n"])))
        }
        _ => object(random, depth - 1, ""),
    }
}

fn text(random: &mut Rng) -> String {
    const PIECES: &[&str] = &[
        "a",
        "Z",
        " ",
        "é",
        "用户",
        "😀",
        "\u{7f}",
        "\u{2028}",
        "\u{feff}",
        r"\u0000",
        r"\ud83d\ude00",
        r"\u00E9",
        r"\n",
        r#"\""#,
        r"\\",
        r"\/",
        "/",
        "'",
        "<",
        "%00",
        "=",
        ".",
        "eyJ",
    ];
    let pieces: String = (0..random.usize(..12))
        .map(|_| one_of(random, PIECES))
        .collect();
    format!("\"{pieces}\"")
}

/// An object without equal names; `more` are members that it has besides.
fn object(random: &mut Rng, depth: usize, more: &str) -> String {
    let mut members: Vec<String> = (0..random.usize(..7))
        .map(|index| {
            let name = text(random);
            let colon = one_of(random, &[":", " : ", ":\t"]);
            // The number keeps names apart, whatever their text encodes.
            format!("\"{index} {}{colon}{}", &name[1..], value(random, depth))
        })
        .collect();
    if !more.is_empty() {
        members.insert(random.usize(..members.len() + 1), more.to_owned());
    }
    let (open, close) = (
        one_of(random, &["{", "{ ", "{\n"]),
        one_of(random, &["}", " }", "\r\n}"]),
    );
    format!(
        "{open}{}{close}",
        members.join(one_of(random, &[",", ", "]))
    )
}

/// The claims that are checked, each of a right type.
fn registered(random: &mut Rng) -> String {
    let choices = [
        r#""exp":4102444800"#,
        r#""exp":4102444800.5,"nbf":-1e3,"iat":0"#,
        r#""exp":100000000000,"sub":"用户","jti":"""#,
    ];
    one_of(random, &choices).to_owned()
}

#[test]
fn generated_claims_come_back_byte_for_byte_in_every_algorithm() {
    let mut random = Rng::with_seed(0x51ab_93c7_0d2e_664f);
    for algorithm in Algorithm::ALL {
        let key = Key::generate(*algorithm).unwrap();
        let verifier = match key.public() {
            Ok(public) => Verifier::new(public, Policy::new()).unwrap(),
            Err(_) => Verifier::new(key.clone(), Policy::new()).unwrap(),
        };
        let signer = Signer::new(key).unwrap();
        // RSA signatures and those of ML-DSA take long to make.
        let rounds = match algorithm.name().get(..2) {
            Some("RS" | "PS" | "ML") => 40,
            _ => 400,
        };
        for _ in 0..rounds {
            let more = registered(&mut random);
            let claims = object(&mut random, 3, &more);
            let token = signer
                .sign_json(&claims)
                .unwrap_or_else(|error| panic!("{algorithm}: {error}: {claims}"));
            let verified = verifier
                .verify(&token)
                .unwrap_or_else(|error| panic!("{algorithm}: {error}: {claims}"));
            assert_eq!(verified.payload(), claims);
            assert_eq!(verified.header().algorithm(), Some(*algorithm));
            assert_eq!(peek(&token).unwrap().payload(), claims);
        }
    }
}

#[test]
fn generated_values_come_back_equal_and_in_order() {
    let mut random = Rng::with_seed(0x0f1e_2d3c_4b5a_6978);
    let key = Key::hs256([3; 32]).unwrap();
    let signer = Signer::new(key.clone()).unwrap();
    let verifier = Verifier::new(key, Policy::new()).unwrap();
    for _ in 0..2_000 {
        let text = object(&mut random, 3, r#""exp":4102444800"#);
        let claims: Map<String, Value> = serde_json::from_str(&text).unwrap();
        let verified = verifier.verify(signer.sign(&claims).unwrap()).unwrap();
        let back: Map<String, Value> = verified.claims().unwrap();
        assert_eq!(back, claims);
        assert!(back.keys().eq(claims.keys()), "{text}");
    }
}

#[test]
fn generated_headers_come_back_and_choose_nothing() {
    let mut random = Rng::with_seed(0x7766_5544_3322_1100);
    let key = Key::hs256([3; 32]).unwrap();
    let signer = Signer::new(key.clone()).unwrap();
    let verifier = Verifier::new(key, Policy::new()).unwrap();
    for _ in 0..2_000 {
        let kid = text(&mut random);
        let members = object(&mut random, 2, &format!("\"kid\":{kid}"));
        let token = signer
            .sign_json_with(r#"{"exp":4102444800}"#, &SignCall::new().header(&*members))
            .unwrap();
        let verified = verifier.verify(&token).unwrap();
        let kid: String = serde_json::from_str(&kid).unwrap();
        assert_eq!(verified.header().kid(), Some(kid.as_str()));
        let mut expected: Map<String, Value> = serde_json::from_str(&members).unwrap();
        expected.insert("alg".to_owned(), "HS256".into());
        expected.insert("typ".to_owned(), "JWT".into());
        let header: Map<String, Value> = serde_json::from_str(verified.header().json()).unwrap();
        assert_eq!(header, expected);
    }
}

/// The header is signed byte for byte: the same members, written in another way, are another token.
#[test]
fn of_two_headers_that_mean_the_same_one_is_accepted() {
    let mut random = Rng::with_seed(0x1029_3847_5665_7483);
    let encode = |text: &str| base64_simd::URL_SAFE_NO_PAD.encode_to_string(text);
    for algorithm in Algorithm::ALL {
        let key = Key::generate(*algorithm).unwrap();
        let token = Signer::new(key.clone())
            .unwrap()
            .sign_json(r#"{"exp":4102444800}"#)
            .unwrap();
        let verifier = Verifier::new(key, Policy::new()).unwrap();
        assert!(verifier.verify(&token).is_ok());
        let (header, rest) = token.split_once('.').unwrap();
        for spelling in [
            format!(r#"{{"typ":"JWT","alg":"{algorithm}"}}"#),
            format!(r#"{{"alg":"{algorithm}"}}"#),
            format!(r#"{{"alg":"{algorithm}","typ":"JWT" }}"#),
            format!(r#"{{"alg":"{algorithm}","typ":"\u004aWT"}}"#),
            format!(
                r#"{{"alg":"{algorithm}","typ":"JWT","x":{}}}"#,
                value(&mut random, 2)
            ),
        ] {
            let spelling = encode(&spelling);
            assert_ne!(spelling, header);
            let error = verifier.verify(format!("{spelling}.{rest}")).unwrap_err();
            assert_eq!(error.code(), jotkit::Code::SignatureInvalid, "{algorithm}");
        }
    }
}
