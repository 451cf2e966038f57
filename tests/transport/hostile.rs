//! Servers of tests/stand_ins/hostile.py, each of which misbehaves in its own way.

use std::thread;

use jotkit::remote::Cause;
use jotkit::{Code, RemoteOptions};

use crate::equipment::{AMPLE, CLIENTS, control, hostile, made, token};

/// What the stand-in's replies contain, and no error may.
const SECRET: &str = "c2VjcmV0";

/// Each comes in time piece by piece and never as a whole.
const SLOW: &[&str] = &[
    "drip_status",
    "drip_header",
    "slow_headers",
    "slow_continue",
    "drip_body",
    "drip_close_body",
    "drip_chunk_size",
    "drip_chunk_extension",
    "drip_chunks",
    "slow_trailers",
    "silence",
];

/// Refused as soon as enough is there.
const FAST: &[&str] = &[
    "endless_headers",
    "endless_continue",
    "endless_body",
    "endless_chunks",
    "endless_trailers",
    "close",
    "reset",
    "truncated_body",
    "truncated_chunks",
    "large_body",
    "large_chunks",
    "gzip_body",
    "gzip_bomb",
    "gzip_bomb_twice",
    "basic_challenge",
    "many_challenges",
    "redirect_302",
    "redirect_307",
    "garbage_status",
    "bad_header_bytes",
    "bad_length",
    "two_lengths",
    "bad_chunk_size",
    "status_400",
    "status_503",
    "status_304",
    "status_999",
];

fn refused(names: &[&'static str], options: impl Fn(RemoteOptions) -> RemoteOptions) {
    for client in CLIENTS {
        let good = token(&made("a"));
        thread::scope(|scope| {
            let calls: Vec<_> = names
                .iter()
                .map(|name| {
                    let url = format!("http://127.0.0.1:{}/keys", hostile(name));
                    let verifier = client.verifier(options(RemoteOptions::new().jwks_url(url)));
                    let good = &good;
                    let call = scope.spawn(move || (verifier.verify(good), verifier));
                    (*name, call)
                })
                .collect();
            for (name, call) in calls {
                let (verdict, verifier) = call.join().unwrap();
                let error = verdict.unwrap_err();
                assert_eq!(error.code(), Code::KeysUnavailable, "{client:?} {name}");
                let printed = format!("{error} {error:?} {:?}", verifier.keys().events());
                assert!(!printed.contains(SECRET), "{client:?} {name}");
                let cause = verifier.cause();
                match name {
                    name if name.starts_with("redirect") => {
                        assert_eq!(cause, Some(Cause::Redirect), "{client:?} {name}");
                    }
                    "large_body" | "large_chunks" | "endless_body" | "endless_chunks" => {
                        assert_eq!(cause, Some(Cause::TooLarge), "{client:?} {name}");
                    }
                    "silence" | "drip_body" | "drip_chunks" | "drip_header" => {
                        assert_eq!(cause, Some(Cause::Timeout), "{client:?} {name}");
                    }
                    _ => assert!(cause.is_some(), "{client:?} {name}"),
                }
            }
        });
    }
}

#[test]
fn a_slow_server_is_given_up_as_a_whole() {
    refused(SLOW, |options| options.timeout_ms(1_000));
}

#[test]
fn a_bad_reply_is_refused() {
    // Some never end: the deadline is what ends them.
    let (endless, others): (Vec<_>, Vec<_>) = FAST.iter().partition(|name| {
        ["endless_headers", "endless_continue", "endless_trailers"].contains(name)
    });
    refused(&endless, |options| options.timeout_ms(2_000));
    refused(&others, |options| options.timeout_ms(AMPLE));
    let stats = control(hostile("ok"), "GET", "/stats", "");
    let followed = &stats["ok"]["requests"]["GET /keys"];
    assert!(followed.is_null(), "a redirect was followed: {followed}");
}
