//! Rules of LikeCoin's provider that a script of one process cannot show.

use jotkit::likecoin::provider::{
    Answer, BlockingStore, ClientOptions, Endpoint, Flow, Options, Outcome, Provider, Reply,
    Request, Step, User,
};
use jotkit::likecoin::scope::Demands;
use jotkit::store::Sqlite;
use rusqlite::Connection;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

/// One process of a service.
fn process() -> Provider {
    let options = json!({
        "key": "0123456789abcdef0123456789abcdef",
        "common_secret": "common-secret-for-tests",
        "host": "like.example",
    });
    Provider::new(Options::from_json(&options.to_string()).unwrap()).unwrap()
}

fn store() -> Sqlite {
    let store = Sqlite::new(Connection::open_in_memory().unwrap()).unwrap();
    ran(process().setup(NOW), &store).value.unwrap();
    store
}

fn client(name: &str, secret: &str) -> ClientOptions {
    let client = json!({
        "client_id": "app",
        "client_secret": secret,
        "name": name,
        "redirect_uris": ["https://app.example/cb"],
        "scopes": ["profile"],
        "trusted": true,
    });
    ClientOptions::from_json(&client.to_string()).unwrap()
}

fn ran<T: Clone>(flow: Flow<T>, store: &Sqlite) -> Outcome<T> {
    flow.run(store, |_| Ok(Some(User::new())))
}

fn reply(provider: &Provider, store: &Sqlite, request: Request) -> Reply {
    match ran(provider.answer(request, NOW), store).value {
        Answer::Reply(reply) => reply,
        other => panic!("{other:?}"),
    }
}

/// An access token, by a login and an exchange.
fn token(provider: &Provider, store: &Sqlite, secret: &str) -> String {
    let redirect = "client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";
    let login = Request::new(Endpoint::Authorize, "GET")
        .query(format!("{redirect}&scope=profile"))
        .user("ann")
        .session("s");
    let headers = reply(provider, store, login).headers;
    let location = headers.iter().find(|(name, _)| *name == "location");
    let (_, code) = location.unwrap().1.split_once("code=").unwrap();
    let form =
        format!("{redirect}&grant_type=authorization_code&code={code}&client_secret={secret}");
    let exchange = Request::new(Endpoint::Token, "POST")
        .content_type("application/x-www-form-urlencoded")
        .body(form.into_bytes());
    let body: Value = serde_json::from_str(&reply(provider, store, exchange).body).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn another_process_takes_tokens_of_a_new_secret_a_second_later() {
    let (store, here, there) = (store(), process(), process());
    let put = here
        .put_client(client("App", "secret-of-the-app"), NOW)
        .unwrap();
    ran(put, &store).value.unwrap();
    let verified = |token: &str, at| {
        let demands = Demands::new(Some(vec!["profile".to_owned()]), None).unwrap();
        ran(there.verify(token.as_bytes(), demands, at), &store).value
    };
    // It keeps the client's record from here on.
    verified(&token(&here, &store, "secret-of-the-app"), NOW).unwrap();
    let secret = "another-secret-of-the-app";
    let renewed = here.new_secret("app", Some(secret.to_owned()), 0, NOW);
    ran(renewed, &store).value.unwrap();
    let token = token(&here, &store, secret);
    assert_eq!(verified(&token, NOW + 1).unwrap().user, "ann");
}

#[test]
fn of_two_changes_to_a_client_at_once_none_is_lost() {
    let (store, here, there) = (store(), process(), process());
    let put = |provider: &Provider, name| {
        let client = client(name, "secret-of-the-app");
        provider.put_client(client, NOW).unwrap()
    };
    ran(put(&here, "App"), &store).value.unwrap();
    // The name changes here, and there a new secret is put after the record was read.
    let mut renewed = there.new_secret("app", Some("another-secret-of-it".to_owned()), 60, NOW);
    let Step::Query(read) = renewed.step() else {
        panic!("{renewed:?}");
    };
    assert_eq!(read.name, "client");
    renewed.rows(store.run(&read).unwrap()).unwrap();
    ran(put(&here, "Renamed"), &store).value.unwrap();
    ran(renewed, &store).value.unwrap();
    let record = format!("{:?}", store.run(&read).unwrap());
    assert!(record.contains("Renamed"), "{record}");
    for secret in ["secret-of-the-app", "another-secret-of-it"] {
        token(&here, &store, secret);
    }
}
