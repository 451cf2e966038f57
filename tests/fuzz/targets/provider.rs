//! A request to LikeCoin's provider, and what the database answers. An input is the endpoint's
//! letter, another for the style, the method and the headers, the parameters, and on each further
//! line the rows of a statement.
#![no_main]

use std::cell::OnceCell;

use base64::Engine;
use jotkit::likecoin::provider::{ClientOptions, Endpoint, JsonFlow, Options, Provider, Request};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const SECRET: &str = "secret-of-the-app";
const CALLBACK: &str = "https://app.example/cb";
/// More than any flow asks for.
const STEPS: usize = 200;

/// A provider, and the record of the client `app`.
struct World {
    provider: Provider,
    record: Value,
}

fn world(style: &str) -> World {
    let options = format!(
        r#"{{"key":"0123456789abcdef0123456789abcdef","common_secret":"c","host":"h","style":"{style}","introspection":true,"rotation":true,"loose_parameters":true}}"#
    );
    let provider = Provider::new(Options::from_json(&options).expect("options")).expect("provider");
    let client = ClientOptions::new()
        .client_id("app")
        .client_secret(SECRET)
        .redirect_uris([CALLBACK])
        .scopes(["profile", "email"]);
    let mut flow = provider.put_client(client, 0).expect("a client");
    flow.rows(Vec::new()).expect("no client before");
    let step: Value = serde_json::from_str(&flow.step_json().expect("a step")).expect("JSON");
    assert_eq!(step["name"], "client_put");
    World {
        provider,
        record: serde_json::json!([[step["params"][1]]]),
    }
}

thread_local! {
    static WORLDS: [OnceCell<World>; 2] = const { [OnceCell::new(), OnceCell::new()] };
}

fuzz_target!(|input: &[u8]| {
    let Some((&[endpoint, style], rest)) = input.split_first_chunk() else {
        return;
    };
    let mut lines = rest.split(|byte| *byte == b'\n');
    let parameters = lines.next().unwrap_or_default();
    let (endpoint, _) = Endpoint::PATHS[usize::from(endpoint) % Endpoint::PATHS.len()];
    let posted = style & 2 != 0;
    let mut request = Request::new(endpoint, if posted { "POST" } else { "GET" })
        .query(String::from_utf8_lossy(parameters))
        .user("ann")
        .session("s");
    if posted {
        let json = style & 4 != 0;
        let form = "application/x-www-form-urlencoded";
        let kind = if json { "application/json" } else { form };
        request = request.body(parameters.to_vec()).content_type(kind);
    }
    if style & 8 != 0 {
        let basic = base64::engine::general_purpose::STANDARD.encode(parameters);
        request = request.authorization(format!("Basic {basic}"));
    }
    WORLDS.with(|worlds| {
        let style = usize::from(style & 1);
        let name = ["likecoin", "rfc6749"][style];
        let world = worlds[style].get_or_init(|| world(name));
        let mut flow = world.provider.answer(request, 1_800_000_000);
        for _ in 0..STEPS {
            let step = flow.step_json().expect("a request has no error");
            let step: Value = serde_json::from_str(&step).expect("JSON");
            if let Some(done) = step.get("done") {
                return check(done);
            }
            if step.get("user").is_some() {
                flow.user_json(Some("{}"))
                    .expect("the flow waits for a user");
            } else if step["name"] == "client" && step["params"][0] == "app" {
                let record = world.record.to_string();
                flow.rows_json(&record).expect("the flow waits for rows");
            } else {
                let rows = String::from_utf8_lossy(lines.next().unwrap_or(b"[]"));
                if flow.rows_json(&rows).is_err() {
                    flow.fail().expect("the flow waits for rows");
                }
            }
        }
        panic!("a flow does not end");
    });
});

fn check(done: &Value) {
    if done["login"] == true {
        return;
    }
    let status = done["status"].as_u64().expect("a status");
    assert!(
        [200, 303, 400, 401, 403, 404, 405, 503].contains(&status),
        "{status}"
    );
    let headers = &done["headers"];
    assert_eq!(headers["cache-control"], "no-store");
    let location = headers["location"].as_str();
    assert_eq!(status == 303, location.is_some());
    if let Some(location) = location {
        assert!(location == "/apps" || location.starts_with("https://app.example/cb?"));
        assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    let body = done["body"].as_str().expect("a body");
    assert!(
        !body.contains(SECRET) || body.contains("<input"),
        "a secret"
    );
    if headers["content-type"] == "text/html; charset=utf-8" {
        assert!(!body.contains("<script") && headers.get("content-security-policy").is_some());
    }
}
