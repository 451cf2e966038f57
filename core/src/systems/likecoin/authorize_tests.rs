//! Tests of the consent page's address.

use std::collections::HashSet;

use super::AuthorizeRequest;
use crate::error::Code;

fn request() -> AuthorizeRequest {
    AuthorizeRequest::new("abc", "https://app.example/cb?x=1").state("s&t")
}

fn refused(request: &AuthorizeRequest) {
    assert_eq!(request.url().unwrap_err().code(), Code::ArgumentInvalid);
}

#[test]
fn has_all_parameters_in_a_fixed_order() {
    let made = request().scope(["profile", "email"]).url().unwrap();
    assert_eq!(
        made.url,
        "https://like.co/in/oauth?client_id=abc&scope=profile%20email\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1&state=s%26t"
    );
    assert_eq!(made.state, "s&t");
}

#[test]
fn a_request_without_scopes_has_no_scope_parameter() {
    assert_eq!(
        request().url().unwrap().url,
        "https://like.co/in/oauth?client_id=abc\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1&state=s%26t"
    );
}

#[test]
fn only_unreserved_characters_stay_as_they_are() {
    let made = AuthorizeRequest::new("-._~ +*!'()\u{7528}", "com.example.app:cb")
        .state("=")
        .url()
        .unwrap();
    assert_eq!(
        made.url,
        "https://like.co/in/oauth?client_id=-._~%20%2B%2A%21%27%28%29%E7%94%A8\
         &redirect_uri=com.example.app%3Acb&state=%3D"
    );
}

#[test]
fn another_endpoint_keeps_its_path() {
    for (endpoint, start) in [
        (
            "https://rinkeby.like.co/in/oauth",
            "https://rinkeby.like.co/in/oauth?client_id=abc&",
        ),
        (
            "https://rinkeby.like.co/in/oauth/",
            "https://rinkeby.like.co/in/oauth/?client_id=abc&",
        ),
        (
            "http://localhost:3000",
            "http://localhost:3000/?client_id=abc&",
        ),
    ] {
        let url = request().endpoint(endpoint).url().unwrap().url;
        assert!(url.starts_with(start), "{url}");
    }
    for endpoint in [
        "",
        "/in/oauth",
        "http://like.co/in/oauth",
        "https://like.co/in/oauth?a=b",
    ] {
        refused(&request().endpoint(endpoint));
    }
}

#[test]
fn a_generated_state_is_long_unreserved_and_new_each_time() {
    let request = AuthorizeRequest::new("abc", "https://app.example/cb");
    let mut seen = HashSet::new();
    for _ in 0..100 {
        let made = request.url().unwrap();
        assert_eq!(made.state.len(), 32);
        assert!(
            made.url.ends_with(&format!("&state={}", made.state)),
            "it needs no encoding"
        );
        assert!(seen.insert(made.state));
    }
}

#[test]
fn blank_and_malformed_arguments_are_refused() {
    refused(&AuthorizeRequest::new("", "https://app.example/cb"));
    refused(&AuthorizeRequest::new(" ", "https://app.example/cb"));
    refused(&AuthorizeRequest::new("abc", "/cb"));
    refused(&AuthorizeRequest::new("abc", "https://app.example/cb#x"));
    for state in ["", " ", "\n"] {
        refused(&request().state(state));
    }
    for word in ["", " ", "a b", "a\"b", "a\\b", "a\n", "\u{7f}", "\u{e9}"] {
        refused(&request().scope(["profile", word]));
    }
    request()
        .scope(["!#[]~", "read:like.button"])
        .url()
        .unwrap();
}

#[test]
fn is_read_from_json() {
    let made = AuthorizeRequest::from_json(
        r#"{"client_id":"abc","scope":["profile"],"redirect_uri":"https://app.example/cb",
            "state":"s","endpoint":"https://rinkeby.like.co/in/oauth"}"#,
    )
    .unwrap()
    .url()
    .unwrap();
    assert_eq!(
        made.to_json().unwrap(),
        "{\"url\":\"https://rinkeby.like.co/in/oauth?client_id=abc&scope=profile\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=s\",\"state\":\"s\"}"
    );
}

#[test]
fn json_with_other_members_is_refused() {
    let with = |member: &str| {
        format!(
            r#"{{"client_id":"abc","scope":[],"redirect_uri":"https://app.example/cb"{member}}}"#
        )
    };
    AuthorizeRequest::from_json(&with("")).unwrap();
    for member in [
        r#","state":null"#,
        r#","state":1"#,
        r#","endpoint":null"#,
        r#","response_type":"code""#,
        r#","scope":["profile"]"#,
    ] {
        let error = AuthorizeRequest::from_json(&with(member)).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{member}");
    }
    for json in [
        r#"{"client_id":"abc","redirect_uri":"https://app.example/cb"}"#,
        r#"{"client_id":"abc","scope":null,"redirect_uri":"https://app.example/cb"}"#,
        r#"{"client_id":"abc","scope":"profile","redirect_uri":"https://app.example/cb"}"#,
        r#"{"client_id":1,"scope":[],"redirect_uri":"https://app.example/cb"}"#,
        r#"["abc",[],"https://app.example/cb"]"#,
        "",
    ] {
        let error = AuthorizeRequest::from_json(json).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{json}");
    }
}

#[test]
fn debug_hides_the_state() {
    let request = request().state("s3cr3t");
    let shown = format!("{request:?} {:?}", request.url().unwrap());
    assert!(!shown.contains("s3cr3t"), "{shown}");
}
