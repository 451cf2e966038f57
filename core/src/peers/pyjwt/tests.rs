use super::*;

const SECRET: &[u8] = b"a secret of at least 32 bytes, kept safe";
const NOW: f64 = 1_750_000_000.0;
const ALL: Rules<'_> = Rules {
    iat: true,
    nbf: true,
    exp: true,
    iss: true,
    aud: true,
    sub: true,
    jti: true,
    strict_aud: false,
    require: &[],
};
const EXPECTED: Expected<'_> = Expected {
    audience: Audience::Unset,
    issuer: Issuer::Unset,
    subject: Subject::Unset,
    leeway: 0.0,
    now: NOW,
};

#[derive(Default)]
struct Program {
    warnings: Vec<String>,
    issuers: Option<Vec<&'static str>>,
}

impl Host for Program {
    fn warn(&mut self, message: &str) -> Result<(), Stop> {
        self.warnings.push(message.to_owned());
        Ok(())
    }

    fn holds_issuer(&mut self, issuer: &str) -> Result<Option<bool>, Stop> {
        let issuers = self.issuers.as_ref();
        Ok(issuers.map(|issuers| issuers.contains(&issuer)))
    }
}

fn words(result: Result<(), Stop>) -> String {
    match result {
        Ok(()) => "ok".to_owned(),
        Err(Stop::Refused(Refusal { class, message })) => format!("{class}: {message}"),
        Err(other) => format!("{other:?}"),
    }
}

fn judged(payload: &str, rules: &Rules<'_>, expected: &Expected<'_>) -> String {
    let claims = Claims::read(payload.as_bytes());
    words(claims.and_then(|claims| claims.check(rules, expected, &mut Program::default())))
}

fn plain(payload: &str) -> String {
    judged(payload, &ALL, &EXPECTED)
}

#[test]
fn dates_are_what_pythons_int_makes_of_them() {
    let expired = "ExpiredSignatureError: Signature has expired";
    let no_number = "DecodeError: Expiration Time claim (exp) must be an integer.";
    for (exp, verdict) in [
        ("1750000001", "ok"),
        ("1750000001.9", "ok"),
        ("1750000000.9", expired),
        ("1750000000", expired),
        (r#""1750000001""#, "ok"),
        (r#"" +1_750_000_001 ""#, "ok"),
        (r#""1__0""#, no_number),
        (r#""""#, no_number),
        (r#""1.5""#, no_number),
        ("true", expired),
        ("null", no_number),
        ("[]", no_number),
        ("123456789012345678901234567890", "ok"),
    ] {
        assert_eq!(plain(&format!(r#"{{"exp":{exp}}}"#)), verdict, "{exp}");
    }
    let early = "ImmatureSignatureError: The token is not yet valid";
    assert_eq!(plain(r#"{"nbf":1750000001}"#), format!("{early} (nbf)"));
    assert_eq!(plain(r#"{"iat":1750000001}"#), format!("{early} (iat)"));
    assert_eq!(plain(r#"{"nbf":1750000000,"iat":1750000000.9}"#), "ok");
    assert_eq!(
        plain(r#"{"iat":{}}"#),
        "InvalidIssuedAtError: Issued At claim (iat) must be an integer."
    );
    assert_eq!(
        plain(r#"{"nbf":{}}"#),
        "DecodeError: Not Before claim (nbf) must be an integer."
    );
}

#[test]
fn the_leeway_has_a_fraction() {
    let with = |leeway| {
        let expected = Expected { leeway, ..EXPECTED };
        judged(r#"{"exp":1750000000}"#, &ALL, &expected) == "ok"
    };
    assert!(with(0.5) && with(f64::INFINITY) && with(f64::NAN));
    assert!(!with(0.0) && !with(-1.0));
}

#[test]
fn each_switch_turns_one_claim_off() {
    let claims = [
        ("exp", Rules { exp: false, ..ALL }),
        ("nbf", Rules { nbf: false, ..ALL }),
        ("iat", Rules { iat: false, ..ALL }),
        ("aud", Rules { aud: false, ..ALL }),
        ("sub", Rules { sub: false, ..ALL }),
        ("jti", Rules { jti: false, ..ALL }),
    ];
    for (name, rules) in claims {
        let wrong = format!(r#"{{"{name}":[1]}}"#);
        assert_ne!(plain(&wrong), "ok", "{name}");
        assert_eq!(judged(&wrong, &rules, &EXPECTED), "ok", "{name}");
        for (other, _) in claims.iter().filter(|(other, _)| *other != name) {
            let wrong = format!(r#"{{"{other}":[1]}}"#);
            assert_ne!(judged(&wrong, &rules, &EXPECTED), "ok", "{other}");
        }
    }
    let issuer = Issuer::One("a");
    let expected = Expected { issuer, ..EXPECTED };
    let without = Rules { iss: false, ..ALL };
    assert_eq!(judged("{}", &without, &expected), "ok");
}

#[test]
fn required_claims_come_first_and_may_not_be_null() {
    let names = ["exp".to_owned(), "own".to_owned()];
    let rules = Rules {
        require: &names,
        ..ALL
    };
    let missing = "MissingRequiredClaimError: own";
    assert_eq!(
        judged(r#"{"exp":1,"own":null}"#, &rules, &EXPECTED),
        missing
    );
    assert_eq!(judged(r#"{"exp":9e9,"own":0}"#, &rules, &EXPECTED), "ok");
}

#[test]
fn one_audience_of_several_suffices() {
    let names = ["a".to_owned(), "b".to_owned()];
    let of = |payload: &str, audience, strict_aud| {
        let rules = Rules { strict_aud, ..ALL };
        judged(
            payload,
            &rules,
            &Expected {
                audience,
                ..EXPECTED
            },
        )
    };
    let (one, many) = (Audience::One("a"), Audience::Many(&names));
    let other = "InvalidAudienceError: Audience doesn't match";
    let wrong = "InvalidAudienceError: Invalid claim format in token";
    let missing = "MissingRequiredClaimError: aud";
    for (payload, audience, verdict) in [
        (r#"{"aud":"a"}"#, one, "ok"),
        (r#"{"aud":["x","b"]}"#, many, "ok"),
        (r#"{"aud":["x"]}"#, many, other),
        (r#"{"aud":"ab"}"#, one, other),
        (r#"{"aud":["a",1]}"#, one, wrong),
        (r#"{"aud":{"a":1}}"#, one, wrong),
        (r#"{"aud":5}"#, one, wrong),
        (r#"{"aud":[]}"#, one, missing),
        (r#"{"aud":0}"#, one, missing),
        ("{}", one, missing),
        ("{}", Audience::Many(&[]), missing),
        (r#"{"aud":"a"}"#, Audience::Many(&[]), other),
        (
            r#"{"aud":"a"}"#,
            Audience::Unset,
            "InvalidAudienceError: Invalid audience",
        ),
        (r#"{"aud":[ ]}"#, Audience::Unset, "ok"),
        (
            "{}",
            Audience::Wrong,
            "TypeError: audience must be a string, iterable or None",
        ),
    ] {
        assert_eq!(of(payload, audience, false), verdict, "{payload}");
    }
    for (payload, audience, verdict) in [
        (r#"{"aud":"a"}"#, one, "ok"),
        (r#"{"aud":"b"}"#, one, "Audience doesn't match (strict)"),
        (
            r#"{"aud":["a"]}"#,
            one,
            "Invalid claim format in token (strict)",
        ),
        (r#"{"aud":"a"}"#, many, "Invalid audience (strict)"),
    ] {
        assert!(of(payload, audience, true).ends_with(verdict), "{payload}");
    }
}

#[test]
fn issuers_and_subjects_are_compared() {
    let issued = |payload: &str, issuer, issuers| {
        let claims = Claims::read(payload.as_bytes()).unwrap();
        let mut program = Program {
            issuers,
            ..Program::default()
        };
        words(claims.check(&ALL, &Expected { issuer, ..EXPECTED }, &mut program))
    };
    let (one, own) = (Issuer::One("a"), r#"{"iss":"a"}"#);
    assert_eq!(issued(own, one, None), "ok");
    assert_eq!(issued(own, Issuer::Host, Some(vec!["b", "a"])), "ok");
    for (payload, issuer, issuers, verdict) in [
        (
            r#"{"iss":"b"}"#,
            one,
            None,
            "InvalidIssuerError: Invalid issuer",
        ),
        (
            own,
            Issuer::Host,
            Some(vec![]),
            "InvalidIssuerError: Invalid issuer",
        ),
        ("{}", one, None, "MissingRequiredClaimError: iss"),
        (
            r#"{"iss":1}"#,
            one,
            None,
            "InvalidIssuerError: Payload Issuer (iss) must be a string",
        ),
        (
            own,
            Issuer::Host,
            None,
            "InvalidIssuerError: Issuer param must be \"str\" or \"Container[str]\"",
        ),
    ] {
        assert_eq!(issued(payload, issuer, issuers), verdict, "{payload}");
    }
    let of = |payload, subject| {
        judged(
            payload,
            &ALL,
            &Expected {
                subject,
                ..EXPECTED
            },
        )
    };
    let (sub, invalid) = (r#"{"sub":"a"}"#, "InvalidSubjectError: Invalid subject");
    assert_eq!(of(sub, Subject::One("a")), "ok");
    assert_eq!(of("{}", Subject::One("a")), "ok");
    assert_eq!(of(sub, Subject::One("b")), invalid);
    assert_eq!(of(sub, Subject::Wrong), invalid);
    let not_text = "InvalidSubjectError: Subject must be a string";
    assert_eq!(of(r#"{"sub":1}"#, Subject::Unset), not_text);
    assert_eq!(
        plain(r#"{"jti":1}"#),
        "InvalidJTIError: JWT ID must be a string"
    );
}

fn request<'a>(key: &'a [u8], allowed: Allowed<'a>) -> Request<'a> {
    Request {
        key: Key::Text(key),
        allowed,
        bound: None,
        verify_signature: true,
        enforce_length: false,
    }
}

fn verdict(token: &str, request: &Request<'_>) -> String {
    words(verify(token.as_bytes(), request, &mut Program::default()).map(drop))
}

fn token(header: Option<&str>) -> String {
    let program = &mut Program::default();
    sign("HS256", Key::Text(SECRET), header, b"{}", false, program).unwrap()
}

#[test]
fn headers_are_checked_before_the_algorithm() {
    let names = ["HS256".to_owned()];
    let of = |header: &str| {
        verdict(
            &token(Some(header)),
            &request(SECRET, Allowed::Names(&names)),
        )
    };
    for (header, verdict) in [
        (r#"{"alg":"HS256"}"#, "ok"),
        (r#"{"alg":"HS256","crit":["b64"],"b64":true}"#, "ok"),
        (r#"{"alg":"HS256","b64":false}"#, "Elsewhere"),
        ("{}", "InvalidAlgorithmError: Algorithm not specified"),
        (
            r#"{"alg":"HS384"}"#,
            "InvalidAlgorithmError: The specified alg value is not allowed",
        ),
        (
            r#"{"kid":1}"#,
            "InvalidTokenError: Key ID header parameter must be a string",
        ),
        (
            r#"{"alg":"HS256","crit":[]}"#,
            "InvalidTokenError: Invalid 'crit' header: must be a non-empty list",
        ),
        (
            r#"{"alg":"HS256","crit":[1]}"#,
            "InvalidTokenError: Invalid 'crit' header: values must be strings",
        ),
        (
            r#"{"alg":"HS256","crit":["x"]}"#,
            "InvalidTokenError: Unsupported critical extension: x",
        ),
        (
            r#"{"alg":"HS256","crit":["b64"]}"#,
            "InvalidTokenError: Critical extension 'b64' is missing from headers",
        ),
        (
            r#"{"alg":"HS256","alg":"HS256"}"#,
            "DecodeError: Invalid header string: not strict JSON",
        ),
        (
            "[]",
            "DecodeError: Invalid header string: must be a json object",
        ),
    ] {
        assert_eq!(of(header), verdict, "{header}");
    }
}

#[test]
fn the_structure_is_named_where_it_is_wrong() {
    let names = ["HS256".to_owned()];
    let request = request(SECRET, Allowed::Names(&names));
    let good = token(None);
    let [header, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else {
        panic!("three segments");
    };
    for (token, words) in [
        (good.clone(), "ok"),
        (format!("{header}.{payload}.{signature}="), "ok"),
        (String::new(), "DecodeError: Not enough segments"),
        (
            format!("{header}.{payload}"),
            "DecodeError: Not enough segments",
        ),
        (
            format!("!.{payload}.{signature}"),
            "DecodeError: Invalid header padding",
        ),
        (
            format!("{header}.!.{signature}"),
            "DecodeError: Invalid payload padding",
        ),
        (
            format!("{header}.{payload}.!"),
            "DecodeError: Invalid crypto padding",
        ),
        (
            format!("{header}.{payload}.AAAA"),
            "InvalidSignatureError: Signature verification failed",
        ),
    ] {
        assert_eq!(verdict(&token, &request), words, "{token}");
    }
}

#[test]
fn algorithms_must_be_named() {
    let demand = "DecodeError: It is required that you pass in a value for the \"algorithms\" \
                  argument when calling decode().";
    let good = token(None);
    assert_eq!(verdict(&good, &request(SECRET, Allowed::Unset)), demand);
    assert_eq!(
        verdict(&good, &request(SECRET, Allowed::Names(&[]))),
        demand
    );
    assert_eq!(
        verdict(&good, &request(SECRET, Allowed::Text("HS256"))),
        "ok"
    );
    let unverified = Request {
        verify_signature: false,
        ..request(b"", Allowed::Unset)
    };
    assert_eq!(verdict(&good, &unverified), "ok");
    let bound = |bound| Request {
        bound: Some(bound),
        ..request(SECRET, Allowed::Unset)
    };
    assert_eq!(verdict(&good, &bound("HS256")), "ok");
    assert_ne!(verdict(&good, &bound("HS384")), "ok");
    let names = ["HS256".to_owned()];
    let other = Request {
        allowed: Allowed::Names(&names),
        ..bound("HS384")
    };
    let sentence = "Token algorithm 'HS256' does not match the key's algorithm 'HS384'";
    assert!(verdict(&good, &other).ends_with(sentence));
}

#[test]
fn short_secrets_warn_or_are_refused() {
    let names = ["HS256".to_owned()];
    let (mut program, lenient) = (
        Program::default(),
        request(b"short", Allowed::Names(&names)),
    );
    let token = sign("HS256", lenient.key, None, b"{}", false, &mut program).unwrap();
    verify(token.as_bytes(), &lenient, &mut program).unwrap();
    assert_eq!(program.warnings.len(), 2);
    let strict = Request {
        enforce_length: true,
        ..lenient
    };
    assert!(verdict(&token, &strict).starts_with("InvalidKeyError: The HMAC key is 5 bytes long"));
    let empty = request(b"", Allowed::Names(&names));
    assert_eq!(
        verdict(&token, &empty),
        "InvalidKeyError: HMAC key must not be empty."
    );
}

#[test]
fn key_text_is_remembered_under_its_algorithm() {
    let key = crate::Key::generate(Algorithm::Es256).unwrap();
    let text = key.to_pem().unwrap();
    let program = &mut Program::default();
    let by_text = |program: &mut Program, name: &str| {
        sign(
            name,
            Key::Text(text.as_bytes()),
            None,
            b"{}",
            false,
            program,
        )
    };
    assert_eq!(
        by_text(program, "ES256"),
        Err(Stop::NeedsKey(Algorithm::Es256))
    );
    remember(text.as_bytes(), &key);
    let token = by_text(program, "ES256").unwrap();
    assert_eq!(
        by_text(program, "ES384"),
        Err(Stop::NeedsKey(Algorithm::Es384))
    );
    let names = ["ES256".to_owned()];
    let parsed = Request {
        key: Key::Parsed(&key),
        ..request(b"", Allowed::Names(&names))
    };
    assert_eq!(verdict(&token, &parsed), "ok");
    let foreign = Request {
        key: Key::Foreign,
        ..parsed
    };
    assert_eq!(verdict(&token, &foreign), "NeedsKey(Es256)");
    // Names that PyJWT does not know are not the core's either.
    assert_eq!(by_text(program, "ML-DSA-44"), Err(Stop::Elsewhere));
    // A private RSA key verifies nothing in PyJWT.
    let rsa = crate::Key::generate(Algorithm::Rs256).unwrap();
    let token = sign("RS256", Key::Parsed(&rsa), None, b"{}", false, program).unwrap();
    let names = ["RS256".to_owned()];
    let own = |key| Request {
        key: Key::Parsed(key),
        ..request(b"", Allowed::Names(&names))
    };
    assert_eq!(verdict(&token, &own(&rsa)), "Elsewhere");
    assert_eq!(verdict(&token, &own(&rsa.public().unwrap())), "ok");
}
