use super::*;
use crate::base64url;

const NOW: f64 = 1_000.0;

fn secret() -> HostKey {
    HostKey::new(r#"{"type":"secret"}"#, b"shh").unwrap()
}

/// A token of any header and payload, signed with a key.
fn token(key: &HostKey, header: &str, payload: &str) -> String {
    let encode = |text: &str| base64url::encode(text.as_bytes());
    let input = format!("{}.{}", encode(header), encode(payload));
    let bound = key.bound(crate::Algorithm::Hs256).unwrap();
    let signature = bound.signing().unwrap().1.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", base64url::encode(&signature))
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn judged(payload: &str, options: &str) -> Result<Content, Stop> {
    judged_as(HEADER, payload, options)
}

fn judged_as(header: &str, payload: &str, options: &str) -> Result<Content, Stop> {
    let key = secret();
    let token = token(&key, header, payload);
    let given = Given::Bytes(token.as_bytes());
    verify(given, Given::Key(&key), options, NOW, Answers::default())
}

fn refusal(payload: &str, options: &str) -> (Class, String, Option<f64>) {
    match judged(payload, options) {
        Err(Stop::Refused(refusal)) => (refusal.class, refusal.message, refusal.date),
        other => panic!("{payload} {options}: {other:?}"),
    }
}

#[test]
fn jws_takes_a_payload_for_text_unless_it_has_to_be_json() {
    const PLAIN: &str = r#"{"alg":"HS256"}"#;
    let key = secret();
    let read = |header, payload, json| jws_decode(token(&key, header, payload).as_bytes(), json);
    let payload = |header, payload, json| read(header, payload, json).unwrap().unwrap().payload;
    let no_json = [
        "[INFO] started",
        "{{name}} hello",
        r#"{"a":1,"a":2}"#,
        "text",
    ];
    for text in no_json.into_iter().chain([r#"{"a":1}"#]) {
        assert_eq!(payload(PLAIN, text, false), Payload::Text(text.to_owned()));
    }
    for (header, json) in [(HEADER, false), (HEADER, true), (PLAIN, true)] {
        for text in [r#"{"a":1}"#, "[1]", "7"] {
            assert_eq!(payload(header, text, json), Payload::Json(text.to_owned()));
        }
        for text in no_json {
            match read(header, text, json) {
                Err(Stop::Refused(refusal)) => assert_eq!(refusal.class, Class::SyntaxError),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
    assert_eq!(jws_decode(b"a.b.c", true).unwrap(), None);
}

#[test]
fn times_are_judged_as_jsonwebtoken_does() {
    for (payload, options) in [
        (r#"{"exp":1001}"#, "{}"),
        (r#"{"exp":1000}"#, r#"{"clockTolerance":1}"#),
        (r#"{"exp":1}"#, r#"{"ignoreExpiration":true}"#),
        (r#"{"exp":1}"#, r#"{"ignoreExpiration":1}"#),
        (r#"{"exp":10}"#, r#"{"clockTimestamp":9}"#),
        (r#"{"nbf":1000}"#, "{}"),
        (r#"{"nbf":2000}"#, r#"{"ignoreNotBefore":true}"#),
        (r#"{"iat":990}"#, r#"{"maxAge":11}"#),
        (r#"{"iat":990}"#, r#"{"maxAge":"11s"}"#),
        (r#"{"iat":990}"#, r#"{"maxAge":0}"#),
        ("{}", "{}"),
    ] {
        assert!(judged(payload, options).is_ok(), "{payload} {options}");
    }
    let expired = |date| {
        (
            Class::TokenExpiredError,
            "jwt expired".to_owned(),
            Some(date),
        )
    };
    assert_eq!(refusal(r#"{"exp":1000}"#, "{}"), expired(1000.0));
    assert_eq!(
        refusal(r#"{"exp":10}"#, r#"{"clockTimestamp":10}"#),
        expired(10.0)
    );
    assert_eq!(
        refusal(r#"{"nbf":1001}"#, "{}"),
        (
            Class::NotBeforeError,
            "jwt not active".to_owned(),
            Some(1001.0)
        )
    );
    let aged = (
        Class::TokenExpiredError,
        "maxAge exceeded".to_owned(),
        Some(1000.0),
    );
    assert_eq!(refusal(r#"{"iat":990}"#, r#"{"maxAge":"10s"}"#), aged);
}

#[test]
fn refusals_have_the_words_of_jsonwebtoken() {
    for (payload, options, message) in [
        (r#"{"exp":"1"}"#, "{}", "invalid exp value"),
        (r#"{"exp":null}"#, "{}", "invalid exp value"),
        (r#"{"nbf":[]}"#, "{}", "invalid nbf value"),
        (
            "{}",
            r#"{"maxAge":1}"#,
            "iat required when maxAge is specified",
        ),
        (
            "{}",
            r#"{"audience":["a","b"]}"#,
            "jwt audience invalid. expected: a or b",
        ),
        (
            r#"{"aud":["c"]}"#,
            r#"{"audience":"a"}"#,
            "jwt audience invalid. expected: a",
        ),
        (
            "{}",
            r#"{"audience":[null]}"#,
            "jwt audience invalid. expected: ",
        ),
        (
            "{}",
            r#"{"issuer":["a","b"]}"#,
            "jwt issuer invalid. expected: a,b",
        ),
        (
            r#"{"iss":"b"}"#,
            r#"{"issuer":"a"}"#,
            "jwt issuer invalid. expected: a",
        ),
        // jsonwebtoken does not compare these at all.
        (
            r#"{"iss":"a"}"#,
            r#"{"issuer":5}"#,
            "jwt issuer invalid. expected: 5",
        ),
        (
            r#"{"iss":"a"}"#,
            r#"{"issuer":{"regexp":"/a/"}}"#,
            "jwt issuer invalid. expected: /a/",
        ),
        (
            r#"{"sub":1}"#,
            r#"{"subject":"1"}"#,
            "jwt subject invalid. expected: 1",
        ),
        ("{}", r#"{"jwtid":"1"}"#, "jwt jwtid invalid. expected: 1"),
        ("{}", r#"{"nonce":"1"}"#, "jwt nonce invalid. expected: 1"),
        ("{}", r#"{"nonce":" "}"#, "nonce must be a non-empty string"),
        (
            "{}",
            r#"{"nonce":null}"#,
            "nonce must be a non-empty string",
        ),
        (
            "{}",
            r#"{"clockTimestamp":"1"}"#,
            "clockTimestamp must be a number",
        ),
        (
            "{}",
            r#"{"clockTolerance":"1"}"#,
            "clockTolerance must be a number",
        ),
        ("{}", r#"{"algorithms":["RS256"]}"#, "invalid algorithm"),
        ("{}", r#"{"algorithms":{"other":"x"}}"#, "invalid algorithm"),
        ("null", "{}", "invalid token"),
        (r#"{"exp":1,"exp":5000}"#, "{}", r#"{"exp":1,"exp":5000}"#),
    ] {
        assert_eq!(refusal(payload, options).1, message, "{payload} {options}");
    }
}

#[test]
fn a_payload_that_begins_as_json_is_never_taken_for_a_string() {
    for payload in [
        r#"{"exp":1,"exp":1}"#,
        r#" {"exp":1,"exp":1}"#,
        "[1",
        "{\"exp\":1}\u{fffd}",
    ] {
        let verdict = judged_as(r#"{"alg":"HS256"}"#, payload, "{}");
        let Err(Stop::Refused(refusal)) = verdict else {
            panic!("{payload}: {verdict:?}");
        };
        assert_eq!(refusal.message, "invalid token");
    }
    let content = judged_as(r#"{"alg":"HS256"}"#, "hello", "{}").unwrap();
    assert_eq!(content.payload, Payload::Text("hello".to_owned()));
    let content = judged_as(r#"{"alg":"HS256"}"#, r#"{"a":1}"#, "{}").unwrap();
    assert_eq!(content.payload, Payload::Json(r#"{"a":1}"#.to_owned()));
}

#[test]
fn headers_may_have_odd_members_but_no_demands() {
    for header in [
        r#"{"alg":"HS256","kid":null}"#,
        r#"{"alg":"HS256","kid":7}"#,
        r#"{"typ":5,"alg":"HS256"}"#,
    ] {
        assert!(judged_as(header, "{}", "{}").is_ok(), "{header}");
    }
    for (header, message) in [
        (
            r#"{"alg":"HS256","crit":["b64"],"b64":false}"#,
            "invalid token",
        ),
        (r#"{"alg":"HS256","kid":7,"crit":["x"]}"#, "invalid token"),
        (r#"{"alg":"HS256","alg":"HS256"}"#, "invalid token"),
        (r#"{"typ":"JWT"}"#, "invalid algorithm"),
        (r#"{"alg":7}"#, "invalid algorithm"),
        (r#"{"alg":"hs256"}"#, "invalid algorithm"),
        (r#"{"alg":"none"}"#, "invalid algorithm"),
    ] {
        let verdict = judged_as(header, "{}", "{}");
        let Err(Stop::Refused(refusal)) = verdict else {
            panic!("{header}: {verdict:?}");
        };
        assert_eq!(refusal.message, message, "{header}");
    }
}

#[test]
fn a_damaged_signature_is_an_invalid_one() {
    let key = secret();
    let good = token(&key, HEADER, "{}");
    let (start, _) = good.rsplit_once('.').unwrap();
    for signature in ["AAAA", "AAAAA", "AB", "A"] {
        let token = format!("{start}.{signature}");
        let given = Given::Bytes(token.as_bytes());
        let verdict = verify(given, Given::Key(&key), "{}", NOW, Answers::default());
        assert_eq!(verdict, Err(invalid("invalid signature")), "{signature}");
    }
}

#[test]
fn a_secret_that_is_really_a_key_is_no_secret() {
    let pem = b"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
    let key = HostKey::new(r#"{"type":"secret"}"#, pem).unwrap();
    let good = token(&secret(), HEADER, "{}");
    let given = Given::Bytes(good.as_bytes());
    let verdict = verify(given, Given::Key(&key), "{}", NOW, Answers::default());
    let expected = invalid("secretOrPublicKey is not valid key material");
    assert_eq!(verdict, Err(expected));
}

#[test]
fn spans_are_those_of_ms() {
    for (text, milliseconds) in [
        ("1", 1.0),
        ("1h", 3_600_000.0),
        ("-10 s", -10_000.0),
        ("-.5m", -30_000.0),
        ("1.5  Hours", 5_400_000.0),
        ("1y", 31_557_600_000.0),
        ("2 days", 172_800_000.0),
    ] {
        assert_eq!(timespan::milliseconds(text), Some(milliseconds), "{text}");
    }
    for text in [
        "", " ", "h", "1.", "1 x", "1h ", " 1h", "1e3", "+1", "--1", "1-1", "inf", "NaN",
    ] {
        assert_eq!(timespan::milliseconds(text), None, "{text}");
    }
    assert_eq!(timespan::milliseconds(&"1".repeat(101)), None);
}

fn made(payload: &str, options: &str) -> Result<Content, Stop> {
    let key = secret();
    let input = SignInput {
        payload: Some(payload),
        facts: "{}",
    };
    let signed = sign(input, Given::Key(&key), options, NOW, Parts::default())?;
    decode(signed.token.as_bytes(), false).map(|content| content.unwrap())
}

#[test]
fn claims_are_added_in_their_order() {
    for (payload, options, expected) in [
        ("{}", "{}", r#"{"iat":1000}"#),
        ("{}", r#"{"noTimestamp":true}"#, "{}"),
        (
            r#"{"iat":5,"a":1}"#,
            r#"{"noTimestamp":true}"#,
            r#"{"a":1}"#,
        ),
        (
            r#"{"iat":5,"a":1}"#,
            r#"{"expiresIn":"1m"}"#,
            r#"{"iat":5,"a":1,"exp":65}"#,
        ),
        (r#"{"iat":0,"a":1}"#, "{}", r#"{"iat":1000,"a":1}"#),
        (
            r#"{"a":1}"#,
            r#"{"jwtid":"j","expiresIn":60,"notBefore":1,"audience":["x"],"issuer":"i"}"#,
            r#"{"a":1,"iat":1000,"nbf":1001,"exp":1060,"aud":["x"],"iss":"i","jti":"j"}"#,
        ),
    ] {
        let content = made(payload, options).unwrap();
        assert_eq!(
            content.payload,
            Payload::Json(expected.to_owned()),
            "{payload} {options}"
        );
    }
    let content = made("{}", r#"{"keyid":"k","header":{"b":1,"typ":"at+jwt"}}"#).unwrap();
    assert_eq!(
        content.header,
        r#"{"alg":"HS256","typ":"at+jwt","kid":"k","b":1}"#
    );
}

#[test]
fn options_of_sign_are_checked() {
    for (payload, options, message) in [
        ("{}", r#"{"foo":1}"#, r#""foo" is not allowed in "options""#),
        ("{}", "null", r#"Expected "options" to be a plain object."#),
        (
            "{}",
            r#"{"issuer":{"undefined":""}}"#,
            r#""issuer" must be a string"#,
        ),
        (
            r#"{"iss":"a"}"#,
            r#"{"issuer":"b"}"#,
            r#"Bad "options.issuer" option. The payload already has an "iss" property."#,
        ),
        (
            r#"{"exp":1}"#,
            r#"{"expiresIn":1}"#,
            r#"Bad "options.expiresIn" option the payload already has an "exp" property."#,
        ),
        (
            r#"{"exp":"1"}"#,
            "{}",
            r#""exp" should be a number of seconds"#,
        ),
        (
            "{}",
            r#"{"algorithm":"RS256"}"#,
            "secretOrPrivateKey must be an asymmetric key when using RS256",
        ),
    ] {
        assert_eq!(
            made(payload, options),
            Err(plain(message)),
            "{payload} {options}"
        );
    }
}
