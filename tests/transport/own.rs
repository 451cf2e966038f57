//! Transports of the caller's: a function, and a client with a proxy.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use jotkit::remote::{Cause, Reply};
use jotkit::{AsyncKeys, BlockingKeys, Code, RemoteKeys, RemoteOptions};

use crate::equipment::{CLIENTS, Client, Provider, Subject, control, hostile, made, token};

fn options() -> RemoteOptions {
    RemoteOptions::new().jwks_url("https://id.example/keys")
}

#[test]
fn a_function_sends_the_requests() {
    let key = made("a");
    let set = jotkit::KeySet::new([key.clone()]).to_public_jwks().unwrap();
    for client in CLIENTS {
        let set = set.clone();
        let verifier = client.answered_by(options(), move |fetch| {
            assert_eq!(fetch.url, "https://id.example/keys");
            Reply::new(200, set.as_str())
        });
        verifier.verify(&token(&key)).unwrap();
        let error = verifier.verify("not a token").unwrap_err();
        assert_eq!(error.code(), Code::TokenMalformed);
    }
}

#[test]
fn a_function_that_panics_has_failed() {
    for client in CLIENTS {
        let verifier = client.answered_by(options(), |_| panic!("a fault of the caller's"));
        let good = token(&made("a"));
        // The panic comes out where the function ran, and others go on.
        thread::scope(|scope| {
            let first = scope.spawn(|| verifier.verify(&good)).join();
            match client {
                Client::Ureq => assert!(first.is_err()),
                Client::Reqwest => {
                    assert_eq!(first.unwrap().unwrap_err().code(), Code::KeysUnavailable);
                }
            }
        });
        assert_eq!(verifier.cause(), Some(Cause::Network));
        let error = verifier.verify(&good).unwrap_err();
        assert_eq!(error.code(), Code::KeysUnavailable, "{client:?}");
    }
}

#[test]
fn a_function_that_is_too_late_is_not_called_without_end() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    // The lease ends a second after the time for the request.
    let verifier = Client::Ureq.answered_by(options().timeout_ms(100), move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(1_300));
        Reply::new(503, "")
    });
    let error = verifier.verify(&token(&made("a"))).unwrap_err();
    assert_eq!(error.code(), Code::KeysUnavailable);
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn a_client_of_the_callers_may_have_a_proxy() {
    let proxy = format!("http://127.0.0.1:{}", hostile("proxy"));
    let keys = |name: &str| {
        let url = format!("http://{name}.example/keys");
        let options = RemoteOptions::new().jwks_url(url).timeout_ms(30_000);
        let host = format!("{name}.example");
        RemoteKeys::new(options.allow_http([host])).unwrap()
    };
    let agent = ureq::Agent::config_builder()
        .proxy(Some(ureq::Proxy::new(&proxy).unwrap()))
        .build()
        .new_agent();
    let client = AsyncKeys::client_builder()
        .proxy(reqwest::Proxy::all(&proxy).unwrap())
        .build()
        .unwrap();
    let subjects = [
        Subject::blocking(&BlockingKeys::with_agent(keys("ureq"), agent)),
        Subject::asynchronous(&AsyncKeys::with_client(keys("reqwest"), client)),
    ];
    for subject in subjects {
        let error = subject.warm().unwrap_err();
        assert_eq!(error.code(), Code::KeysUnavailable);
    }
    let stats = control(hostile("ok"), "GET", "/stats", "");
    assert!(
        stats["proxy"]["connections"].as_u64().unwrap() >= 2,
        "{stats}"
    );
}

/// Runs the test of that name again, with a proxy in the environment that answers nothing.
fn with_a_proxy_in_the_environment(test: &str) -> bool {
    const AGAIN: &str = "JOTKIT_TEST_AGAIN";
    if std::env::var_os(AGAIN).is_some() {
        return true;
    }
    // Nothing listens on this port.
    let proxy = "http://127.0.0.1:9";
    let mut program = std::process::Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", test]).env(AGAIN, "1");
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ] {
        program.env(name, proxy);
    }
    let done = program
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stdout)
    );
    assert!(String::from_utf8_lossy(&done.stdout).contains("1 passed"));
    false
}

#[test]
fn a_proxy_of_the_environment_sees_no_request() {
    if !with_a_proxy_in_the_environment("own::a_proxy_of_the_environment_sees_no_request") {
        return;
    }
    for client in CLIENTS {
        let provider = Provider::new(&format!("environment-{client:?}"));
        provider.publish(&[&made("a")]);
        client.verifier(provider.options()).warm().unwrap();
        assert_eq!(provider.requests(), 1, "{client:?}");
    }
}
