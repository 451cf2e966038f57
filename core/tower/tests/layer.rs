//! The layer around a service of tower, without axum.

#![expect(clippy::unwrap_used, reason = "a test panics to fail")]

use std::convert::Infallible;

use http::{Request, Response};
use jotkit::{Code, Error, Key, Policy, Signer, Verified, Verifier};
use jotkit_tower::Bearer;
use tower::{ServiceBuilder, ServiceExt, service_fn};

fn key() -> Key {
    Key::hs256("a made-up secret for tests, and only for tests").unwrap()
}

fn bearer() -> Bearer {
    Bearer::new(Verifier::new(key(), Policy::new().expiry_optional()).unwrap())
}

async fn call(bearer: Bearer, request: Request<()>) -> Response<String> {
    let echo = service_fn(async |request: Request<()>| {
        let verified = request.extensions().get::<Verified>().unwrap();
        Ok::<_, Infallible>(Response::new(verified.payload().to_owned()))
    });
    let service = ServiceBuilder::new().layer(bearer).service(echo);
    service.oneshot(request).await.unwrap()
}

#[tokio::test]
async fn the_token_and_the_error_are_in_the_extensions() {
    let token = Signer::new(key())
        .unwrap()
        .sign_json(r#"{"sub":"u1"}"#)
        .unwrap();
    let request = Request::builder().header("authorization", format!("bearer {token}"));
    let response = call(bearer(), request.body(()).unwrap()).await;
    assert_eq!(response.body(), r#"{"sub":"u1"}"#);

    let response = call(bearer(), Request::new(())).await;
    assert_eq!(response.status(), 401);
    let error = response.extensions().get::<Error>().unwrap();
    assert_eq!(error.code(), Code::AuthorizationMissing);
}

#[test]
fn what_no_answer_can_say_is_refused_when_the_layer_is_made() {
    assert_eq!(
        bearer().realm("").unwrap_err().code(),
        Code::ArgumentInvalid
    );
    for wrong in [&[][..], &[""], &["two words"]] {
        let error = bearer().scopes(wrong.iter().copied()).unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid, "{wrong:?}");
    }
    let printed = format!(
        "{:?}",
        bearer().realm("api").unwrap().scopes(["a"]).unwrap()
    );
    assert_eq!(
        printed,
        r#"Bearer { realm: Some("api"), scopes: ["a"], .. }"#
    );
}
