//! The scopes that a token is said to grant are those that a verifier finds in it.

use jotkit::{Code, Expectations, Grants, Policy, peek};
use jotkit_tests::subject::verification;
use jotkit_tests::vectors;

#[test]
fn what_is_granted_is_what_can_be_required() {
    let (mut held, mut missing) = (0, 0);
    for mut request in vectors::requests("verify") {
        let required = request["policy"]["scopes"].as_array().cloned();
        let Some(required) =
            required.filter(|_| Policy::from_json(&request["policy"].to_string()).is_ok())
        else {
            continue;
        };
        request["policy"].as_object_mut().unwrap().remove("scopes");
        let one = verification(&request.to_string()).unwrap();
        let Ok(verified) = one
            .verifier
            .verify_expecting(&one.token, &one.expected, one.now)
        else {
            continue;
        };
        let grants = verified.grants();
        assert_eq!(grants, Grants::read(peek(&one.token).unwrap().payload()));
        for scope in required {
            let scope = scope.as_str().unwrap();
            let asked = Expectations::new().scopes([scope]);
            let verdict = one.verifier.verify_expecting(&one.token, &asked, one.now);
            let granted = grants.scopes.iter().any(|one| one == scope);
            match verdict {
                Ok(_) => {
                    assert!(granted, "{request}");
                    held += 1;
                }
                Err(error) => {
                    let known = [Code::ScopeRefused, Code::ClaimMalformed, Code::ClaimRefused];
                    assert!(
                        !granted && known.contains(&error.code()),
                        "{request}: {error}"
                    );
                    missing += 1;
                }
            }
        }
    }
    assert!(held > 15 && missing > 20, "{held} held, {missing} missing");
}

#[test]
fn the_client_is_that_of_the_token() {
    let client = |payload: &str| Grants::read(payload).client_id;
    assert_eq!(
        client(r#"{"client_id":"a","azp":"b"}"#).as_deref(),
        Some("a")
    );
    assert_eq!(client(r#"{"azp":"b"}"#).as_deref(), Some("b"));
    for none in ["{}", r#"{"client_id":1}"#, "[]", ""] {
        assert_eq!(client(none), None, "{none}");
    }
}
