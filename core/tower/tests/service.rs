//! The example service over real HTTP, with keys from tests/stand_ins/jwks.py.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test panics to fail"
)]

#[path = "../examples/service.rs"]
#[expect(dead_code, reason = "the tests start the service themselves")]
mod service;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use jotkit::{Algorithm, Key, Policy, RemoteOptions, Signer, SignerOptions};
use reqwest::Client;
use reqwest::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/stand_ins/jwks.py");

/// An identity provider, the service, and a client of both.
struct World {
    _provider: Child,
    control: String,
    issuer: String,
    service: String,
    client: Client,
    key: Key,
}

impl World {
    async fn new() -> Self {
        let mut provider = Command::new("python3")
            .arg(STAND_IN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = provider.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let about: Value = serde_json::from_str(&line).unwrap();
        let address = format!("http://127.0.0.1:{}", about["port"]);
        let issuer = format!("{address}/id");

        let policy = Policy::new().issuer(&issuer).audience("api");
        let options = RemoteOptions::new().issuer(&issuer).timeout_ms(30_000);
        let router = service::app(options, policy).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });

        let key = Key::generate(Algorithm::Es256)
            .unwrap()
            .with_kid("a")
            .unwrap();
        let world = Self {
            _provider: provider,
            control: format!("{address}/control/id"),
            issuer,
            service,
            client: Client::builder().no_proxy().build().unwrap(),
            key,
        };
        world.set(json!({"keys": [world.jwk()]})).await;
        world
    }

    fn jwk(&self) -> Value {
        serde_json::from_str(&self.key.public().unwrap().to_jwk().unwrap()).unwrap()
    }

    async fn set(&self, state: Value) {
        let request = self.client.post(&self.control).body(state.to_string());
        request.send().await.unwrap();
    }

    fn token(&self, claims: Value) -> String {
        let options = SignerOptions::new()
            .issuer(&self.issuer)
            .audience("api")
            .lifetime(60);
        Signer::with_options(&self.key, options)
            .unwrap()
            .sign(&claims)
            .unwrap()
    }

    /// Status, challenge and body of the answer.
    async fn get(&self, path: &str, authorization: &[&str]) -> (u16, Option<String>, String) {
        self.send(
            self.client.get(format!("{}{path}", self.service)),
            authorization,
        )
        .await
    }

    async fn send(
        &self,
        mut request: reqwest::RequestBuilder,
        authorization: &[&str],
    ) -> (u16, Option<String>, String) {
        for value in authorization {
            request = request.header("authorization", *value);
        }
        let response = request.send().await.unwrap();
        let header = response.headers().get(WWW_AUTHENTICATE);
        let header = header.map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(
            response.status() == 503,
            response.headers().contains_key(RETRY_AFTER)
        );
        (
            response.status().as_u16(),
            header,
            response.text().await.unwrap(),
        )
    }
}

#[tokio::test]
async fn a_good_token_gets_in_and_others_get_their_challenge() {
    let world = World::new().await;
    let good = format!("Bearer {}", world.token(json!({"sub": "u1"})));
    let (status, challenge, body) = world.get("/me", &[&good]).await;
    assert_eq!((status, challenge), (200, None));
    assert_eq!(body, r#"{"user":"u1"}"#);

    let plain = r#"Bearer realm="api""#;
    let invalid = r#"Bearer realm="api", error="invalid_token""#;
    let expired = format!("Bearer {}", world.token(json!({"sub": "u1", "exp": 1})));
    // `sub` is missing, which the route's type needs.
    let nameless = format!("Bearer {}", world.token(json!({})));
    for (authorization, expected) in [
        (&[][..], plain),
        (&["Basic YTpi"], plain),
        (&["Bearer \u{e9}"], plain),
        (&[&*good, &good], plain),
        (&["Bearer a.b.c"], invalid),
        (&[&expired], invalid),
        (&[&nameless], invalid),
    ] {
        let (status, challenge, body) = world.get("/me", authorization).await;
        assert_eq!(
            (status, challenge.as_deref()),
            (401, Some(expected)),
            "{authorization:?}"
        );
        assert_eq!(body, "");
    }
}

#[tokio::test]
async fn a_route_requires_scopes() {
    let world = World::new().await;
    let orders = || world.client.post(format!("{}/orders", world.service));
    for (claims, expected) in [
        (
            json!({"sub": "u1", "scope": "orders:read orders:write"}),
            200,
        ),
        (json!({"sub": "u1", "scp": ["orders:write"]}), 200),
        (json!({"sub": "u1", "scope": "orders:read"}), 403),
        (json!({"sub": "u1"}), 403),
    ] {
        let token = format!("Bearer {}", world.token(claims.clone()));
        let (status, challenge, _) = world.send(orders(), &[&token]).await;
        assert_eq!(status, expected, "{claims}");
        let refused = r#"Bearer realm="api", error="insufficient_scope", scope="orders:write""#;
        assert_eq!(challenge.as_deref(), (status == 403).then_some(refused));
    }
    let (status, challenge, _) = world.send(orders(), &[]).await;
    let missing = r#"Bearer realm="api", scope="orders:write""#;
    assert_eq!((status, challenge.as_deref()), (401, Some(missing)));
}

#[tokio::test]
async fn without_keys_the_service_is_unavailable() {
    let world = World::new().await;
    world.set(json!({"mode": "status"})).await;
    let good = format!("Bearer {}", world.token(json!({"sub": "u1"})));
    let (status, challenge, _) = world.get("/me", &[&good]).await;
    assert_eq!((status, challenge), (503, None));
    // A token that no key could save is refused without keys.
    let (status, ..) = world.get("/me", &["Bearer a.b.c"]).await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn an_outage_after_the_first_token_is_not_noticed() {
    let world = World::new().await;
    let good = format!("Bearer {}", world.token(json!({"sub": "u1"})));
    assert_eq!(world.get("/me", &[&good]).await.0, 200);
    world.set(json!({"mode": "hang"})).await;
    assert_eq!(world.get("/me", &[&good]).await.0, 200);
    assert_eq!(world.get("/health", &[]).await.0, 200);
}
