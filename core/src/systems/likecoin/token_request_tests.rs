//! Tests of the requests to the token endpoint.

use super::{HttpRequest, RefreshRequest, TokenRequest};
use crate::error::{Code, Result};

const REDIRECT: &str = "https://app.example/cb?x=1";

fn exchange() -> TokenRequest {
    TokenRequest::new("abc", "s3cr3t&= +", REDIRECT, "c0de/\u{7528}")
}

fn refresh() -> RefreshRequest {
    RefreshRequest::new("abc", "s3cr3t&= +", "r3fr3sh/")
}

fn code(result: Result<HttpRequest>) -> Code {
    let error = result.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    error.code()
}

#[test]
fn exchanges_a_code() {
    let request = exchange().http_request().unwrap();
    assert_eq!(request.method, "POST");
    assert_eq!(request.url, "https://api.like.co/oauth/access_token");
    let headers = request.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (&**name, value.as_str()))
        .collect();
    assert_eq!(
        headers,
        [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json")
        ]
    );
    assert_eq!(
        request.body.as_ref().unwrap().as_str().unwrap(),
        "client_id=abc&client_secret=s3cr3t%26%3D+%2B&grant_type=authorization_code\
         &code=c0de%2F%E7%94%A8&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1"
    );
}

#[test]
fn refreshes() {
    let request = refresh().http_request().unwrap();
    assert_eq!(request.url, "https://api.like.co/oauth/access_token");
    assert_eq!(
        request.body.as_ref().unwrap().as_str().unwrap(),
        "client_id=abc&client_secret=s3cr3t%26%3D+%2B&grant_type=refresh_token\
         &refresh_token=r3fr3sh%2F"
    );
}

#[test]
fn the_path_is_under_any_endpoint() {
    for (endpoint, url) in [
        (
            "https://api.rinkeby.like.co",
            "https://api.rinkeby.like.co/oauth/access_token",
        ),
        (
            "https://api.rinkeby.like.co/",
            "https://api.rinkeby.like.co/oauth/access_token",
        ),
        (
            "http://127.0.0.1:8080/api/",
            "http://127.0.0.1:8080/api/oauth/access_token",
        ),
    ] {
        assert_eq!(
            exchange().endpoint(endpoint).http_request().unwrap().url,
            url
        );
        assert_eq!(
            refresh().endpoint(endpoint).http_request().unwrap().url,
            url
        );
    }
    for endpoint in [
        "",
        "api.like.co",
        "http://api.like.co",
        "https://api.like.co/?a",
    ] {
        assert_eq!(
            code(exchange().endpoint(endpoint).http_request()),
            Code::ArgumentInvalid
        );
        assert_eq!(
            code(refresh().endpoint(endpoint).http_request()),
            Code::ArgumentInvalid
        );
    }
}

#[test]
fn blank_arguments_are_refused() {
    for blank in ["", " ", "\n"] {
        let exchange = [
            TokenRequest::new(blank, "s3cr3t", REDIRECT, "c0de"),
            TokenRequest::new("abc", "s3cr3t", blank, "c0de"),
            TokenRequest::new("abc", "s3cr3t", REDIRECT, blank),
        ];
        for request in exchange {
            assert_eq!(
                code(request.http_request()),
                Code::ArgumentInvalid,
                "{request:?}"
            );
        }
        let refresh = [
            RefreshRequest::new(blank, "s3cr3t", "r3fr3sh"),
            RefreshRequest::new("abc", "s3cr3t", blank),
        ];
        for request in refresh {
            assert_eq!(
                code(request.http_request()),
                Code::ArgumentInvalid,
                "{request:?}"
            );
        }
    }
    let fragment = TokenRequest::new("abc", "s3cr3t", "https://app.example/#x", "c0de");
    assert_eq!(code(fragment.http_request()), Code::ArgumentInvalid);
}

#[test]
fn an_empty_client_secret_is_no_key() {
    assert_eq!(
        code(TokenRequest::new("abc", "", REDIRECT, "c0de").http_request()),
        Code::KeyWeak
    );
    assert_eq!(
        code(RefreshRequest::new("abc", "", "r3fr3sh").http_request()),
        Code::KeyWeak
    );
    // A secret is not text: white space is as good as any other byte.
    TokenRequest::new("abc", " ", REDIRECT, "c0de")
        .http_request()
        .unwrap();
}

#[test]
fn is_read_from_json_and_written_to_it() {
    let request = RefreshRequest::from_json(
        r#"{"client_id":"abc","client_secret":"s\"","refresh_token":"r","endpoint":"https://x.example"}"#,
    );
    assert_eq!(
        request
            .unwrap()
            .http_request()
            .unwrap()
            .to_json()
            .unwrap()
            .as_str(),
        "{\"method\":\"POST\",\"url\":\"https://x.example/oauth/access_token\",\
         \"headers\":{\"content-type\":\"application/x-www-form-urlencoded\",\
         \"accept\":\"application/json\"},\
         \"body\":\"client_id=abc&client_secret=s%22&grant_type=refresh_token&refresh_token=r\"}"
    );
    let request = TokenRequest::from_json(
        r#"{"client_id":"abc","client_secret":"s","redirect_uri":"https://a.example","code":"c"}"#,
    );
    assert_eq!(
        request
            .unwrap()
            .http_request()
            .unwrap()
            .body
            .as_ref()
            .unwrap()
            .as_str()
            .unwrap(),
        "client_id=abc&client_secret=s&grant_type=authorization_code&code=c\
         &redirect_uri=https%3A%2F%2Fa.example"
    );
}

#[test]
fn what_stands_beside_the_json_cannot_become_json() {
    let client = r#"{"client_id":"abc","client_secret":"s","redirect_uri":"https://a.example"}"#;
    let code = r#"c","endpoint":"https://evil.example"#;
    let request = TokenRequest::from_json_and_code(client, code).unwrap();
    let http = request.http_request().unwrap();
    assert_eq!(http.url, "https://api.like.co/oauth/access_token");
    let body = http.body.as_ref().unwrap().as_str().unwrap();
    assert!(body.contains("code=c%22%2C%22endpoint%22%3A%22https%3A%2F%2Fevil.example&"));

    let client = r#"{"client_id":"abc","client_secret":"s","endpoint":"https://x.example"}"#;
    let request = RefreshRequest::from_json_and_token(client, "r\"").unwrap();
    let http = request.http_request().unwrap();
    assert_eq!(http.url, "https://x.example/oauth/access_token");
    assert!(
        http.body
            .as_ref()
            .unwrap()
            .as_str()
            .unwrap()
            .ends_with("refresh_token=r%22")
    );

    let twice =
        r#"{"client_id":"abc","client_secret":"s","redirect_uri":"https://a.example","code":"c"}"#;
    let error = TokenRequest::from_json_and_code(twice, "c").unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
    let twice = r#"{"client_id":"abc","client_secret":"s","refresh_token":"r"}"#;
    let error = RefreshRequest::from_json_and_token(twice, "r").unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
}

#[test]
fn json_with_other_members_is_refused() {
    for json in [
        r#"{"client_id":"abc","client_secret":"s","refresh_token":"r","endpoint":null}"#,
        r#"{"client_id":"abc","client_secret":"s","refresh_token":null}"#,
        r#"{"client_id":"abc","client_secret":null,"refresh_token":"r"}"#,
        r#"{"client_id":"abc","client_secret":"s","refresh_token":"r","scope":[]}"#,
        r#"{"client_id":"abc","client_secret":"s"}"#,
        r#"["abc","s","r"]"#,
    ] {
        let error = RefreshRequest::from_json(json).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{json}");
    }
    let both = r#"{"client_id":"abc","client_secret":"s","redirect_uri":"https://a.example",
        "code":"c","refresh_token":"r"}"#;
    assert_eq!(
        TokenRequest::from_json(both).unwrap_err().code(),
        Code::ArgumentInvalid
    );
    let error = TokenRequest::from_json(r#"{"client_id":"abc","client_secret":["s3cr3t"]}"#);
    let text = error.unwrap_err().to_string();
    assert!(
        text.contains("`client_secret`") && !text.contains("s3cr3t"),
        "{text}"
    );
}

#[test]
fn debug_hides_everything_secret() {
    let shown = format!(
        "{:?} {:#?} {:?} {:#?}",
        exchange(),
        exchange().http_request().unwrap(),
        refresh(),
        refresh().http_request().unwrap()
    );
    for secret in ["s3cr3t", "c0de", "r3fr3sh"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
