//! What must hold of every token, tried on many.

use jotkit::{Algorithm, Code, Key, Policy, Signer, Verifier, peek};

const CLAIMS: &str = r#"{"iss":"https://id.example","aud":"api","sub":"用户-1","exp":4102444800,"n":1.50,"l":[1,{}]}"#;

fn policy() -> Policy {
    Policy::new().issuer("https://id.example").audience("api")
}

/// A token and its verifier, for every algorithm.
fn tokens() -> Vec<(Algorithm, String, Verifier)> {
    let token = |algorithm: &Algorithm| {
        let key = Key::generate(*algorithm).unwrap();
        let token = Signer::new(key.clone()).unwrap().sign_json(CLAIMS).unwrap();
        (*algorithm, token, Verifier::new(key, policy()).unwrap())
    };
    Algorithm::ALL.iter().map(token).collect()
}

#[test]
fn signing_then_verifying_gives_the_claims_back_byte_for_byte() {
    for (algorithm, token, verifier) in tokens() {
        let verified = verifier
            .verify(&token)
            .unwrap_or_else(|error| panic!("{algorithm}: {error}"));
        assert_eq!(verified.payload(), CLAIMS);
        assert_eq!(verified.header().algorithm(), Some(algorithm));
        assert_eq!(peek(&token).unwrap().payload(), CLAIMS);
    }
}

#[test]
fn a_public_key_verifies_and_never_signs() {
    for algorithm in Algorithm::ALL {
        let key = Key::generate(*algorithm).unwrap();
        let Ok(public) = key.public() else {
            assert_eq!(key.key_type(), "oct");
            continue;
        };
        assert!(!public.is_private());
        let token = Signer::new(key).unwrap().sign_json(CLAIMS).unwrap();
        assert_eq!(
            Signer::new(public.clone()).unwrap_err().code(),
            Code::KeyUnsuitable
        );
        assert!(
            Verifier::new(public, policy())
                .unwrap()
                .verify(token)
                .is_ok()
        );
    }
}

#[test]
fn any_changed_bit_is_refused() {
    for (algorithm, token, verifier) in tokens() {
        // Long signatures take long to try; their ends are tried all the same.
        let step = (token.len() / 400).max(1);
        let places = (0..token.len()).filter(|place| place % step == 0 || token.len() - place < 80);
        for place in places {
            for bit in 0..8 {
                let mut changed = token.clone().into_bytes();
                changed[place] ^= 1 << bit;
                assert!(
                    verifier.verify(&changed).is_err(),
                    "{algorithm}: bit {bit} of {place}"
                );
            }
        }
    }
}

#[test]
fn every_prefix_and_suffix_is_refused() {
    for (algorithm, token, verifier) in tokens() {
        for end in 0..token.len() {
            assert!(
                verifier.verify(&token[..end]).is_err(),
                "{algorithm}: the first {end} bytes"
            );
        }
        for start in 1..token.len().min(600) {
            assert!(
                verifier.verify(&token[start..]).is_err(),
                "{algorithm}: from byte {start}"
            );
        }
    }
}

#[test]
fn of_two_spellings_of_one_token_only_one_is_accepted() {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (algorithm, token, verifier) in tokens() {
        let segments: Vec<&str> = token.split('.').collect();
        for index in 0..segments.len() {
            let segment = segments[index];
            let respelled = |text: String| {
                let mut other: Vec<String> = segments.iter().map(|&s| s.to_owned()).collect();
                other[index] = text;
                other.join(".")
            };
            let (rest, _) = segment.split_at(segment.len() - 1);
            let mut spellings: Vec<String> = ["=", "==", "\n", " ", "\0", "A", "+", "/", "%3D"]
                .iter()
                .map(|end| respelled(format!("{segment}{end}")))
                .collect();
            // The last character's spare bits.
            let others = ALPHABET
                .iter()
                .map(|last| format!("{rest}{}", char::from(*last)));
            spellings.extend(others.filter(|other| other != segment).map(&respelled));
            spellings.push(respelled(segment.replace('-', "+").replace('_', "/") + "="));
            spellings.push(respelled(format!(" {segment}")));
            for spelling in spellings {
                assert!(
                    verifier.verify(&spelling).is_err(),
                    "{algorithm}: {spelling}"
                );
            }
        }
    }
}

#[test]
fn no_key_verifies_the_tokens_of_another() {
    let all = tokens();
    for (own, token, _) in &all {
        for (other, _, verifier) in &all {
            if own != other {
                assert!(
                    verifier.verify(token).is_err(),
                    "{own} under the key of {other}"
                );
            }
        }
    }
}

#[test]
fn keys_survive_their_written_forms() {
    let options = |algorithm| jotkit::KeyOptions::new().algorithm(algorithm);
    for algorithm in Algorithm::ALL {
        let key = Key::generate(*algorithm).unwrap().with_kid("k1").unwrap();
        let read = Key::from_jwk(&key.to_jwk().unwrap(), &options(*algorithm)).unwrap();
        assert_eq!(read.info().unwrap(), key.info().unwrap());
        assert_eq!(read.to_jwk().unwrap(), key.to_jwk().unwrap());
        let Ok(pem) = key.to_pem() else { continue };
        let read = Key::from_pem(&pem, &options(*algorithm)).unwrap();
        assert_eq!(read.to_pem().unwrap(), pem);
        assert_eq!(read.thumbprint(), key.thumbprint());
        let read = Key::from_der(&key.to_der().unwrap(), &options(*algorithm)).unwrap();
        assert_eq!(read.to_pem().unwrap(), pem);
        let public = key.public().unwrap();
        let read = Key::from_pem(&public.to_pem().unwrap(), &options(*algorithm)).unwrap();
        assert_eq!(read.thumbprint(), key.thumbprint());
        assert!(!read.is_private());
    }
}

#[test]
fn printing_shows_no_secret() {
    for algorithm in Algorithm::ALL {
        let key = Key::generate(*algorithm).unwrap();
        let jwk: serde_json::Value = serde_json::from_str(&key.to_jwk().unwrap()).unwrap();
        let printed = format!("{key:?} {:?}", Signer::new(key.clone()).unwrap());
        for name in ["k", "d", "p", "q", "dp", "dq", "qi", "priv"] {
            if let Some(secret) = jwk[name].as_str() {
                assert!(!printed.contains(secret), "{algorithm}: {name}");
            }
        }
        assert!(printed.contains(algorithm.name()));
    }
}
