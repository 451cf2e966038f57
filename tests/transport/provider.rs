//! Identity providers of tests/stand_ins/jwks.py, honest or not.

use std::thread;

use jotkit::remote::Cause;
use jotkit::{Code, RemoteOptions};
use serde_json::{Value, json};

use crate::equipment::{CLIENTS, Provider, RUNTIME, Subject, made, token};

#[test]
fn fifty_at_once_are_one_request() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("fifty-{client:?}"));
        let key = made("a");
        provider.publish(&[&key]);
        provider.set(json!({"delay": 0.3}));
        let verifier = client.verifier(provider.options());
        let good = token(&key);
        thread::scope(|scope| {
            let callers: Vec<_> = (0..50)
                .map(|_| scope.spawn(|| verifier.verify(&good)))
                .collect();
            for caller in callers {
                let verified = caller.join().unwrap().unwrap();
                assert_eq!(verified.subject().as_deref(), Some("u1"), "{client:?}");
            }
        });
        assert_eq!(provider.requests(), 1, "{client:?}");
    }
}

#[test]
fn a_request_says_what_it_wants_and_nothing_of_the_caller() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("headers-{client:?}"));
        provider.publish(&[&made("a")]);
        client.verifier(provider.options()).warm().unwrap();
        let state = provider.state();
        let headers = state["last_headers"].as_object().unwrap();
        assert_eq!(headers["accept-encoding"], "identity");
        assert_eq!(
            headers["accept"],
            "application/jwk-set+json, application/json"
        );
        let usual = [
            "accept",
            "accept-encoding",
            "connection",
            "host",
            "user-agent",
        ];
        for name in headers.keys() {
            assert!(usual.contains(&&**name), "{client:?}: {name}");
        }
    }
}

#[test]
fn an_outage_refuses_no_good_token() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("outage-{client:?}"));
        let key = made("a");
        provider.publish(&[&key]);
        let first = client.verifier(provider.options());
        first.warm().unwrap();
        let mut snapshot: Value = serde_json::from_str(&first.keys().export()).unwrap();
        for name in ["fetched_at", "expires_at"] {
            snapshot[name] = json!(snapshot[name].as_i64().unwrap() - 3_600_000);
        }
        provider.set(json!({"mode": "status"}));
        let verifier = client.verifier(provider.options());
        verifier.seed(&snapshot.to_string()).unwrap();
        let good = token(&key);
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| verifier.verify(&good).unwrap());
            }
        });
        assert!(provider.requests() <= 2, "{client:?}");
    }
}

#[test]
fn a_rotation_is_followed() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("rotation-{client:?}"));
        let (old, new) = (made("old"), made("new"));
        provider.publish(&[&old]);
        let verifier = client.verifier(provider.options());
        verifier.verify(&token(&old)).unwrap();
        provider.publish(&[&new]);
        verifier.verify(&token(&new)).unwrap();
        let error = verifier.verify(&token(&old)).unwrap_err();
        assert_eq!(error.code(), Code::KeyUnknown, "{client:?}");
    }
}

#[test]
fn other_replies_are_no_keys() {
    let modes = [
        ("status", Cause::Status),
        ("redirect", Cause::Redirect),
        ("huge", Cause::TooLarge),
        ("not_json", Cause::Malformed),
        ("close", Cause::Network),
    ];
    for client in CLIENTS {
        for (mode, cause) in modes {
            let provider = Provider::new(&format!("{mode}-{client:?}"));
            let elsewhere = Provider::new(&format!("{mode}-{client:?}-elsewhere"));
            let key = made("a");
            provider.publish(&[&key]);
            elsewhere.publish(&[&key]);
            provider.set(json!({"mode": mode}));
            let verifier = client.verifier(provider.options());
            let error = verifier.verify(&token(&key)).unwrap_err();
            assert_eq!(error.code(), Code::KeysUnavailable, "{client:?} {mode}");
            assert!(error.retry_at().is_some());
            assert_eq!(verifier.cause(), Some(cause), "{client:?} {mode}");
            assert_eq!(elsewhere.requests(), 0, "{client:?} {mode}");
        }
    }
}

#[test]
fn a_slow_server_is_given_up_at_the_deadline() {
    for client in CLIENTS {
        for mode in ["hang", "drip"] {
            let provider = Provider::new(&format!("{mode}-{client:?}"));
            provider.set(json!({"mode": mode}));
            let verifier = client.verifier(provider.options().timeout_ms(500));
            let good = token(&made("a"));
            thread::scope(|scope| {
                let callers: Vec<_> = (0..10)
                    .map(|_| scope.spawn(|| verifier.verify(&good)))
                    .collect();
                for caller in callers {
                    let error = caller.join().unwrap().unwrap_err();
                    assert_eq!(error.code(), Code::KeysUnavailable, "{client:?} {mode}");
                }
            });
            assert_eq!(verifier.cause(), Some(Cause::Timeout), "{client:?} {mode}");
            assert_eq!(provider.requests(), 1, "{client:?} {mode}");
        }
    }
}

#[test]
fn an_issuer_is_discovered() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("discovery-{client:?}"));
        let key = made("a");
        provider.publish(&[&key]);
        let options = || {
            RemoteOptions::new()
                .issuer(&provider.issuer)
                .timeout_ms(30_000)
        };
        client.verifier(options()).verify(&token(&key)).unwrap();
        provider.set(json!({"mode": "wrong_issuer"}));
        let verifier = client.verifier(options());
        let error = verifier.verify(&token(&key)).unwrap_err();
        assert_eq!(error.code(), Code::KeysUnavailable);
        assert_eq!(verifier.cause(), Some(Cause::Issuer));
    }
}

#[test]
fn a_snapshot_starts_without_a_request() {
    for client in CLIENTS {
        let provider = Provider::new(&format!("snapshot-{client:?}"));
        let key = made("a");
        provider.publish(&[&key]);
        let first = client.verifier(provider.options());
        first.warm().unwrap();
        let second = client.verifier(provider.options());
        second.seed(&first.keys().export()).unwrap();
        second.verify(&token(&key)).unwrap();
        assert_eq!(provider.requests(), 1);
        let error = second.seed("{}").unwrap_err();
        assert_eq!(error.code(), Code::ArgumentInvalid);
    }
}

#[test]
fn a_request_outlives_a_cancelled_caller() {
    let provider = Provider::new("cancelled");
    let key = made("a");
    provider.publish(&[&key]);
    provider.set(json!({"delay": 0.5}));
    let keys = jotkit::AsyncKeys::new(provider.options()).unwrap();
    let verifier = Subject::asynchronous(&keys);
    let Subject::Async(verifier) = &verifier else {
        unreachable!()
    };
    let good = token(&key);
    RUNTIME.block_on(async {
        // Polled once, so that it has sent the request, and dropped.
        let first = verifier.verify(&good);
        let moment = std::time::Duration::from_millis(50);
        assert!(tokio::time::timeout(moment, first).await.is_err());
        verifier.verify(&good).await.unwrap();
    });
    assert_eq!(provider.requests(), 1);
}
