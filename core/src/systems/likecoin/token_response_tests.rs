//! Tests of reading the token endpoint's answer.

use super::{MAX_BODY_BYTES, TokenResponse, parse_token_response};
use crate::base64url;
use crate::error::Code;

const ACCESS: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyIjoid2lsbGlhbWNob25nZ29vZ2xlIiwic2NvcGUiOlsicHJvZmlsZSIsInJlYWQ6bGlrZSIsIndyaXRlOmxpa2UiXSwiYXpwIjoiMmY1NTFkNWZlMWFkNjU3NzNhMTciLCJpYXQiOjE1NTIwNDE3NDYsImV4cCI6MTU1MjA0NTM0NiwiYXVkIjoicmlua2VieS5saWtlLmNvIiwiaXNzIjoicmlua2VieS5saWtlLmNvIiwianRpIjoiMGJjN2Q1NGYtOWViYS00ODczLWFiYWUtMzc1ZTczYzExZTMwIn0.BPNsiQb0fs2fFjiSQWUq8oeE4FL_PLebdTRDpSh7n9k";
const REFRESH: &str = "j31UBpMTdt-zaqVrCUJ0Ap8ulbosoPUGS8rVls_QYBg";

fn ok(body: &str) -> TokenResponse {
    parse_token_response(200, body, None).unwrap()
}

fn refusal(status: u16, body: &[u8], held: Option<&str>) -> Code {
    let error = parse_token_response(status, body, held).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("t0p"), "{error}");
    error.code()
}

/// A token with this payload. It is not verified here.
fn token(payload: &str) -> String {
    [
        "eyJhbGciOiJIUzI1NiJ9",
        &base64url::encode(payload.as_bytes()),
        "AAAA",
    ]
    .join(".")
}

#[test]
fn reads_the_documented_reply() {
    let response = ok(&format!(
        r#"{{"user": "williamchonggoogle", "displayName": "William Chong", "avatar": "",
             "refresh_token": "{REFRESH}", "access_token": "{ACCESS}"}}"#
    ));
    assert_eq!(response.access_token.as_str(), ACCESS);
    assert_eq!(response.refresh_token.as_ref().unwrap().as_str(), REFRESH);
    assert_eq!(response.user.as_deref(), Some("williamchonggoogle"));
    assert_eq!(response.display_name.as_deref(), Some("William Chong"));
    assert_eq!(response.avatar.as_deref(), Some(""));
    assert_eq!(response.scope, None);
    assert_eq!(response.expires_at, Some(1_552_045_346.0));
    assert_eq!(
        response.to_json().unwrap().as_str(),
        format!(
            r#"{{"access_token":"{ACCESS}","refresh_token":"{REFRESH}","user":"williamchonggoogle","display_name":"William Chong","avatar":"","expires_at":1552045346}}"#
        )
    );
}

#[test]
fn everything_but_the_access_token_is_optional_and_the_unknown_is_ignored() {
    let response = ok(r#"{"access_token":"t","token_type":1,"x":[{"y":null}]}"#);
    assert_eq!(
        response.to_json().unwrap().as_str(),
        r#"{"access_token":"t"}"#
    );
}

#[test]
fn scope_is_a_list_whichever_way_it_is_written() {
    for scope in [r#""profile  read:like""#, r#"["profile","read:like"]"#] {
        let response = ok(&format!(r#"{{"access_token":"t","scope":{scope}}}"#));
        assert_eq!(response.scope.as_deref().unwrap(), ["profile", "read:like"]);
        assert!(
            response
                .to_json()
                .unwrap()
                .contains(r#""scope":["profile","read:like"]"#)
        );
    }
}

#[test]
fn a_reply_without_refresh_token_leaves_the_held_one() {
    let refresh = |body: &str| {
        let response = parse_token_response(200, body, Some("held")).unwrap();
        response.refresh_token.unwrap().into_string()
    };
    assert_eq!(refresh(r#"{"access_token":"t"}"#), "held");
    assert_eq!(
        refresh(r#"{"access_token":"t","refresh_token":"new"}"#),
        "new"
    );
    assert!(ok(r#"{"access_token":"t"}"#).refresh_token.is_none());
    for blank in ["", " "] {
        assert_eq!(
            refusal(200, br#"{"access_token":"t"}"#, Some(blank)),
            Code::ArgumentInvalid
        );
    }
}

#[test]
fn an_expiry_is_there_only_if_the_token_has_a_good_one() {
    let expires_at = |access: &str| ok(&format!(r#"{{"access_token":"{access}"}}"#)).expires_at;
    assert_eq!(expires_at(&token(r#"{"exp":3600.5}"#)), Some(3600.5));
    assert_eq!(expires_at(&token(r#"{"exp":-1}"#)), Some(-1.0));
    for payload in [
        "{}",
        r#"{"exp":"3600"}"#,
        r#"{"exp":null}"#,
        r#"{"exp":1e300}"#,
        "[]",
    ] {
        assert_eq!(expires_at(&token(payload)), None, "{payload}");
    }
    for access in ["opaque", "a.b.c", " "] {
        assert_eq!(expires_at(access), None, "{access}");
    }
}

#[test]
fn an_expiry_keeps_its_fraction_in_json_and_needs_none() {
    let json = |exp: &str| {
        let access = token(&format!(r#"{{"exp":{exp}}}"#));
        ok(&format!(r#"{{"access_token":"{access}"}}"#))
            .to_json()
            .unwrap()
            .to_string()
    };
    assert!(json("3600.5").ends_with(r#""expires_at":3600.5}"#));
    assert!(json("3600.0").ends_with(r#""expires_at":3600}"#));
    assert!(json("9007199254740992").ends_with(r#""expires_at":9007199254740992}"#));
    assert!(json("-9007199254740992").ends_with(r#""expires_at":-9007199254740992}"#));
}

#[test]
fn every_status_outside_200_to_299_is_a_refusal_whatever_the_body_says() {
    for status in [
        0,
        100,
        199,
        300,
        302,
        400,
        401,
        403,
        500,
        503,
        999,
        u16::MAX,
    ] {
        assert_eq!(
            refusal(status, br#"{"access_token":"t0p"}"#, None),
            Code::RequestRefused
        );
        assert_eq!(refusal(status, b"INVALID t0p", None), Code::RequestRefused);
    }
    for status in [200, 201, 299] {
        parse_token_response(status, r#"{"access_token":"t"}"#, None).unwrap();
    }
}

#[test]
fn a_body_that_is_not_the_expected_object_is_refused() {
    for body in [
        "",
        "t0p",
        "null",
        "[]",
        r#""t0p""#,
        "{}",
        r#"{"access_token":"t0p"} x"#,
        r#"{"access_token":"t0p","access_token":"t0p"}"#,
        "\u{feff}{\"access_token\":\"t0p\"}",
        "access_token=t0p",
        r#"{"access_token":""}"#,
        r#"{"access_token":null}"#,
        r#"{"access_token":1}"#,
        r#"{"access_token":["t0p"]}"#,
        r#"{"access_token":"t0p","refresh_token":""}"#,
        r#"{"access_token":"t0p","refresh_token":null}"#,
        r#"{"access_token":"t0p","user":1}"#,
        r#"{"access_token":"t0p","displayName":{}}"#,
        r#"{"access_token":"t0p","avatar":null}"#,
        r#"{"access_token":"t0p","scope":1}"#,
        r#"{"access_token":"t0p","scope":["a",1]}"#,
    ] {
        assert_eq!(
            refusal(200, body.as_bytes(), Some("held")),
            Code::ResponseInvalid,
            "{body}"
        );
    }
    assert_eq!(
        refusal(200, b"{\"access_token\":\"t0p\xff\"}", None),
        Code::ResponseInvalid
    );
}

#[test]
fn a_body_is_read_up_to_its_limit() {
    let mut body = br#"{"access_token":"t"}"#.to_vec();
    body.resize(MAX_BODY_BYTES, b' ');
    parse_token_response(200, &body, None).unwrap();
    body.push(b' ');
    assert_eq!(refusal(200, &body, None), Code::ResponseInvalid);
}

#[test]
fn debug_hides_the_tokens() {
    let response = ok(r#"{"access_token":"t0p-a","refresh_token":"t0p-r","user":"u"}"#);
    let shown = format!("{response:?} {response:#?}");
    assert!(!shown.contains("t0p") && shown.contains("\"u\""), "{shown}");
}
