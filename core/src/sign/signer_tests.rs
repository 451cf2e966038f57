use super::*;

fn key() -> Key {
    Key::hs256("a made-up secret for tests, and only for tests").unwrap()
}

#[test]
fn a_lifetime_ends_before_times_that_must_be_in_milliseconds() {
    let last = |lifetime, iat: &str| {
        let options = SignerOptions::new().lifetime(lifetime);
        let signer = Signer::with_options(key(), options).unwrap();
        signer.sign_json(&format!(r#"{{"iat":{iat}}}"#))
    };
    let token = last(1, "99999999999").unwrap();
    let payload = crate::peek(token).unwrap().payload().to_owned();
    assert_eq!(payload, r#"{"iat":99999999999,"exp":100000000000}"#);
    for (lifetime, iat) in [(2, "99999999999"), (1 << 53, "1"), (1 << 53, "-1e15")] {
        let error = last(lifetime, iat).unwrap_err();
        assert_eq!(error.code(), Code::ClaimsInvalid, "{lifetime} from {iat}");
        assert_eq!(error.claim(), Some("exp"));
    }
}

#[test]
fn a_call_has_a_lifetime_of_its_own() {
    let options = SignerOptions::new().lifetime(60);
    let signer = Signer::with_options(key(), options).unwrap();
    let call = SignCall::new().at(1000.9);
    let payload = |call: &SignCall<'_>| {
        let token = signer.sign_json_with("{}", call).unwrap();
        crate::peek(token).unwrap().payload().to_owned()
    };
    assert_eq!(payload(&call), r#"{"iat":1000,"exp":1060}"#);
    assert_eq!(payload(&call.lifetime(5)), r#"{"iat":1000,"exp":1005}"#);
    for wrong in [0, (1 << 53) + 1] {
        let error = signer
            .sign_json_with("{}", &call.lifetime(wrong))
            .unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid);
    }
}

#[test]
fn a_signature_from_outside_makes_the_same_token() {
    let claims = r#"{"sub":"u1"}"#;
    let own = Signer::new(key()).unwrap();
    let token = own.sign_json(claims).unwrap();
    let (_, signing) = key().signing().unwrap();
    let of_function = Arc::clone(&signing);
    let external = Signer::external(Algorithm::Hs256, SignerOptions::new(), move |bytes| {
        of_function.sign(bytes).map(|signature| signature.to_vec())
    })
    .unwrap();
    assert_eq!(external.sign_json(claims).unwrap(), token);
    let keyless = Signer::keyless(Algorithm::Hs256, SignerOptions::new()).unwrap();
    for signer in [&own, &external, &keyless] {
        let input = signer.signing_input(claims, &SignCall::new()).unwrap();
        let signature = signing.sign(input.as_bytes()).unwrap();
        assert_eq!(signer.assemble(&input, &signature).unwrap(), token);
    }
    let error = keyless.sign_json(claims).unwrap_err();
    assert_eq!(error.code(), Code::KeyUnsuitable);
}

#[test]
fn only_its_own_input_is_assembled() {
    let signer = Signer::keyless(Algorithm::Hs256, SignerOptions::new()).unwrap();
    let input = signer.signing_input("{}", &SignCall::new()).unwrap();
    let other = Signer::keyless(Algorithm::Hs384, SignerOptions::new()).unwrap();
    let of_other = other.signing_input("{}", &SignCall::new()).unwrap();
    let (padded, longer) = (format!("{input}="), format!("{input}."));
    let tokens = ["", ".", "a.b", "a.b.c", &of_other, &padded, &longer];
    for wrong in tokens {
        let error = signer.assemble(wrong, &[0; 32]).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{wrong}");
    }
    for wrong in [0, 31, 33, 64] {
        let error = signer.assemble(&input, &vec![0; wrong]).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{wrong}");
    }
}

#[test]
fn ecdsa_signatures_may_be_der() {
    let r = [&[0x01][..], &[7; 31]].concat();
    let s = [&[0x80][..], &[9; 30]].concat();
    let der = [&[0x30, 68, 0x02, 32][..], &r, &[0x02, 32, 0x00], &s].concat();
    let raw = [&r[..], &[0], &s].concat();
    let read = |bytes: &[u8]| external::signature(Algorithm::Es256, bytes);
    assert_eq!(read(&der).unwrap(), raw);
    assert_eq!(read(&raw).unwrap(), raw);
    for damaged in [
        &der[1..],
        &der[..der.len() - 1],
        &[der.clone(), vec![0]].concat(),
        &raw[1..],
    ] {
        assert_eq!(read(damaged).unwrap_err().code(), Code::ArgumentInvalid);
    }
    let error = external::signature(Algorithm::EdDsa, &der).unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
}
