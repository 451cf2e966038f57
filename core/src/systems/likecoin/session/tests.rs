//! Tests that no script of steps can make. The rules are in `tests/vectors/session-*.json`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use super::{Cause, Client, Session, Step};
use crate::error::{Code, Result};
use crate::systems::likecoin::replies::Reaction;
use crate::systems::likecoin::token_request::HttpRequest;
use crate::systems::likecoin::token_response::{MAX_BODY_BYTES, TokenResponse};

const NONE: &[(&str, &str)] = &[];
const EXPIRED: &[u8] = b"TOKEN_EXPIRED";

fn session() -> Session {
    let client = Client::new("c", "t0p-secret", "https://app.example/cb");
    let tokens = r#"{"access_token":"t0p-a1","refresh_token":"t0p-r1","user":"w"}"#;
    Session::new(client, TokenResponse::from_json(tokens).unwrap()).unwrap()
}

fn begin(session: &Session) -> (u64, Step) {
    session.call("GET", "/me", NONE, None).unwrap()
}

fn request(step: Step) -> HttpRequest {
    match step {
        Step::Send { request, .. } => request,
        other => panic!("{other:?} is not a request"),
    }
}

/// A server that knows one access token at a time, and hosts that wait for each other.
struct World {
    session: Session,
    ended: Condvar,
    /// The lock of `ended`, and the number in the access token that the server takes.
    good: Mutex<usize>,
    refreshes: AtomicUsize,
}

impl World {
    fn new() -> Self {
        Self {
            session: session(),
            ended: Condvar::new(),
            good: Mutex::new(2),
            refreshes: AtomicUsize::new(0),
        }
    }

    fn exchange(&self, request: &HttpRequest) -> (u16, Vec<u8>) {
        thread::sleep(Duration::from_millis(2));
        let good = *self.good.lock().unwrap();
        if request.method == "POST" {
            self.refreshes.fetch_add(1, Ordering::SeqCst);
            return (
                200,
                format!(r#"{{"access_token":"t0p-a{good}"}}"#).into_bytes(),
            );
        }
        let (_, token) = request.headers.last().unwrap();
        match token.as_str() == format!("Bearer t0p-a{good}") {
            true => (200, Vec::new()),
            false => (401, EXPIRED.to_vec()),
        }
    }

    /// One call of a host, as the documentation of bindings says.
    fn call(&self, gives_up: impl Fn(&HttpRequest) -> bool) -> Result<Option<Reaction>> {
        let (call, mut step) = self.session.call("GET", "/me", NONE, None)?;
        let result = loop {
            step = match step {
                Step::Send { request, .. } => {
                    if gives_up(&request) {
                        break Ok(None);
                    }
                    let (status, body) = self.exchange(&request);
                    let next = self.session.reply(call, status, NONE, &body);
                    self.wake();
                    match next {
                        Ok(next) => next,
                        Err(error) => break Err(error),
                    }
                }
                Step::Wait { .. } => {
                    let lock = self.good.lock().unwrap();
                    match self.session.resume(call) {
                        Ok(wait @ Step::Wait { .. }) => {
                            let (_lock, timeout) = self
                                .ended
                                .wait_timeout(lock, Duration::from_secs(20))
                                .unwrap();
                            assert!(!timeout.timed_out(), "call {call} was not woken");
                            wait
                        }
                        Ok(next) => next,
                        Err(error) => break Err(error),
                    }
                }
                Step::Done { reaction, .. } => break Ok(Some(reaction)),
                Step::Refresh { .. } => panic!("a client with its secret refreshes itself"),
            };
        };
        drop(self.session.cancel(call));
        self.wake();
        result
    }

    fn wake(&self) {
        drop(self.good.lock().unwrap());
        self.ended.notify_all();
    }
}

#[test]
fn threads_share_one_refresh() {
    const THREADS: usize = 8;
    for _ in 0..20 {
        let world = World::new();
        let start = Barrier::new(THREADS);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    start.wait();
                    assert_eq!(world.call(|_| false).unwrap(), Some(Reaction::Done));
                });
            }
        });
        assert_eq!(world.refreshes.load(Ordering::SeqCst), 1);
        assert_eq!(world.session.tokens().access_token.as_str(), "t0p-a2");
        assert!(world.session.lock().is_idle());
    }
}

#[test]
fn callers_that_vanish_while_they_refresh_stop_nobody() {
    const THREADS: usize = 8;
    for _ in 0..20 {
        let world = World::new();
        let start = Barrier::new(THREADS);
        let vanished = AtomicUsize::new(0);
        // The first three who get the refresh go away without sending it.
        let vanishes = |request: &HttpRequest| {
            request.method == "POST" && vanished.fetch_add(1, Ordering::SeqCst) < 3
        };
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    start.wait();
                    if world.call(vanishes).unwrap() == Some(Reaction::Done) {
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(done.load(Ordering::SeqCst), THREADS - 3);
        assert_eq!(world.refreshes.load(Ordering::SeqCst), 1);
        assert!(world.session.lock().is_idle());
    }
}

#[test]
fn a_panic_that_holds_the_lock_does_not_stop_others() {
    let session = session();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _state = session.lock();
        panic!("on purpose");
    }));
    assert!(panicked.is_err() && session.0.is_poisoned());
    let (call, _) = begin(&session);
    assert!(session.reply(call, 200, NONE, b"").is_ok());
}

#[test]
fn a_body_is_any_bytes_and_is_shared() {
    let session = session();
    let bytes = b"\xff\x00\r\n".to_vec();
    let (call, step) = session
        .call("POST", "/me", NONE, Some(bytes.clone()))
        .unwrap();
    let first = request(step).body.unwrap();
    assert_eq!(first.as_bytes(), bytes);
    assert_eq!(first.as_str(), None);
    session.reply(call, 401, NONE, EXPIRED).unwrap();
    let step = session.reply(call, 200, NONE, br#"{"access_token":"t0p-a2"}"#);
    let again = step.unwrap();
    let second = again.body().unwrap();
    assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr());
}

#[test]
fn headers_of_one_name_become_one() {
    let headers = [
        ("X-A", "1"),
        ("accept", "*/*"),
        ("x-a", "2"),
        ("Authorization", "x"),
    ];
    let step = session().call("GET", "/me", &headers, None).unwrap().1;
    let headers = request(step).headers;
    let headers: Vec<_> = headers
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        headers,
        [
            ("x-a", "1, 2"),
            ("accept", "*/*"),
            ("authorization", "Bearer t0p-a1")
        ]
    );
}

#[test]
fn every_content_encoding_counts() {
    let session = session();
    let headers = [
        ("content-encoding", "identity"),
        ("Content-Encoding", "gzip"),
    ];
    let (call, _) = begin(&session);
    let error = session.reply(call, 200, &headers, b"").unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        (Code::ResponseInvalid, Some(200))
    );
}

#[test]
fn a_refresh_s_reply_may_be_as_long_as_the_limit() {
    let session = session();
    let (call, _) = begin(&session);
    session.reply(call, 401, NONE, EXPIRED).unwrap();
    let mut body = br#"{"access_token":"t0p-a2"}"#.to_vec();
    body.resize(MAX_BODY_BYTES, b' ');
    let step = session.reply(call, 200, NONE, &body).unwrap();
    assert!(matches!(step, Step::Send { store: Some(_), .. }));
    body.push(b' ');
    session.reply(call, 401, NONE, EXPIRED).unwrap();
    let (call, _) = begin(&session);
    session.reply(call, 401, NONE, EXPIRED).unwrap();
    let error = session.reply(call, 503, NONE, &body).unwrap_err();
    assert_eq!(error.code(), Code::ResponseInvalid);
}

#[test]
fn a_call_s_reply_may_be_as_long_as_the_limit() {
    let session = session();
    let mut body = vec![b'x'; MAX_BODY_BYTES];
    let (call, _) = begin(&session);
    let step = session.reply(call, 200, NONE, &body).unwrap();
    assert!(matches!(step, Step::Done { status: 200, .. }));
    body.push(b'x');
    let (call, _) = begin(&session);
    let error = session.reply(call, 200, NONE, &body).unwrap_err();
    assert_eq!(error.code(), Code::ResponseInvalid);
}

#[test]
fn ended_calls_are_forgotten() {
    let session = session();
    for _ in 0..3 {
        let (call, _) = begin(&session);
        session.reply(call, 200, NONE, b"").unwrap();
        let (call, _) = begin(&session);
        session.failed(call, Cause::Timeout);
        let (call, _) = begin(&session);
        session.cancel(call).unwrap();
        let (call, _) = begin(&session);
        session.reply(call, 401, NONE, EXPIRED).unwrap();
        session.reply(call, 503, NONE, b"").unwrap_err();
        session.call("GET ", "/me", NONE, None).unwrap_err();
    }
    assert!(session.lock().is_idle());
}

#[test]
fn stored_tokens_are_those_of_the_session() {
    let session = session();
    let (call, _) = begin(&session);
    session.reply(call, 401, NONE, EXPIRED).unwrap();
    let step = session.reply(call, 200, NONE, br#"{"access_token":"t0p-a2"}"#);
    let Ok(Step::Send { store, .. }) = step else {
        panic!("no request");
    };
    assert!(Arc::ptr_eq(&store.unwrap(), &session.tokens()));
}

#[test]
fn nothing_secret_is_printed() {
    fn is_shared_between_threads<T: Send + Sync>(_: &T) {}
    let session = session();
    is_shared_between_threads(&session);
    let body = Some(b"t0p".to_vec());
    let (call, step) = session
        .call("POST", "/me", &[("x-a", "t0p")], body)
        .unwrap();
    let refresh = session.reply(call, 401, NONE, EXPIRED).unwrap();
    let reply = br#"{"access_token":"t0p-a2"}"#;
    let again = session.reply(call, 200, NONE, reply).unwrap();
    let printed = format!(
        "{session:?} {step:?} {refresh:?} {again:?} {:?}",
        session.tokens()
    );
    assert!(!printed.contains("t0p"), "{printed}");
    let error = session.reply(call, 0, NONE, b"t0p").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("t0p"));
}

fn app() -> Session {
    let tokens = r#"{"access_token":"a1","refresh_token":"r1","user":"w"}"#;
    let tokens = TokenResponse::from_json(tokens).unwrap();
    Session::new(Client::without_secret(), tokens).unwrap()
}

/// An app's call that has been told to get tokens.
fn expired(session: &Session) -> u64 {
    let (call, step) = begin(session);
    assert_eq!(
        request(step).headers.last().unwrap().1.as_str(),
        "Bearer a1"
    );
    let step = session.reply(call, 401, NONE, EXPIRED).unwrap();
    let Step::Refresh { held } = step else {
        panic!("{step:?}")
    };
    assert_eq!(held.refresh_token.as_ref().unwrap().as_str(), "r1");
    call
}

#[test]
fn a_client_without_its_secret_is_asked_for_tokens() {
    let session = app();
    let first = expired(&session);
    let (second, step) = begin(&session);
    assert!(matches!(step, Step::Wait { call } if call == first));
    // There was no request.
    let error = session
        .reply(first, 200, NONE, br#"{"access_token":"x"}"#)
        .unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
    let error = session
        .refreshed_json(second, r#"{"access_token":"x"}"#)
        .unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
    let step = session
        .refreshed_json(first, r#"{"access_token":"a2"}"#)
        .unwrap();
    let Step::Send { request, store } = step else {
        panic!("{step:?}")
    };
    assert_eq!(request.headers.last().unwrap().1.as_str(), "Bearer a2");
    // What the server did not name is kept.
    let stored = store.unwrap();
    assert_eq!(stored.refresh_token.as_ref().unwrap().as_str(), "r1");
    assert_eq!(stored.user.as_deref(), Some("w"));
    assert!(matches!(session.resume(second), Ok(Step::Send { .. })));
}

#[test]
fn tokens_that_cannot_be_used_end_the_refresh_of_all() {
    for bad in [
        "{}",
        "",
        r#"{"access_token":""}"#,
        r#"{"access_token":"a\nb"}"#,
    ] {
        let session = app();
        let first = expired(&session);
        let (second, _) = begin(&session);
        let error = session.refreshed_json(first, bad).unwrap_err();
        assert_eq!(error.code(), Code::ResponseInvalid, "{bad}");
        assert_eq!(session.resume(second).unwrap_err(), error, "{bad}");
        assert_eq!(session.tokens().access_token.as_str(), "a1");
    }
}

#[test]
fn a_refresh_elsewhere_can_fail_and_be_given_up() {
    let session = app();
    let first = expired(&session);
    let (second, _) = begin(&session);
    let error = session.failed(first, Cause::Timeout);
    assert_eq!(error.code(), Code::ServerUnavailable);
    assert_eq!(session.resume(second).unwrap_err(), error);
    let third = expired(&session);
    let (fourth, _) = begin(&session);
    session.cancel(third).unwrap();
    // The one that waits takes over.
    assert!(matches!(session.resume(fourth), Ok(Step::Refresh { .. })));
    let error = session
        .refreshed(third, session.tokens().as_ref().clone())
        .unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
}

#[test]
fn an_app_needs_an_address_that_a_client_needs() {
    let tokens = || TokenResponse::from_json(r#"{"access_token":"a1"}"#).unwrap();
    let client = Client::without_secret().endpoint("http://api.example");
    let error = Session::new(client, tokens()).unwrap_err();
    assert_eq!(error.code(), Code::ArgumentInvalid);
    let client = Client::without_secret().endpoint("https://api.example");
    assert!(Session::new(client, tokens()).is_ok());
}

#[test]
fn a_logout_revokes_the_refresh_token() {
    let session = session();
    let request = session.logout().unwrap();
    assert_eq!(request.url, "https://api.like.co/oauth/revoke");
    let body = request.body.as_ref().and_then(|body| body.as_str());
    let expected = "client_id=c&client_secret=t0p-secret&token=t0p-r1";
    assert_eq!(body, Some(expected));
    session.logged_out(200, NONE, b"").unwrap();
    for (status, body, code) in [
        (400, "INVALID_CLIENT_CRED", Code::RequestRefused),
        (503, "SERVER_UNAVAILABLE", Code::ServerUnavailable),
        (302, "", Code::ResponseInvalid),
        (0, "", Code::ResponseInvalid),
    ] {
        let error = session.logged_out(status, NONE, body.as_bytes());
        let error = error.unwrap_err();
        assert_eq!(error.code(), code, "{status}");
        assert_eq!(error.detail(), Some(body).filter(|body| !body.is_empty()));
    }
    let encoded = [("Content-Encoding", "gzip")];
    assert!(session.logged_out(200, &encoded, b"").is_err());
    assert_eq!(session.tokens().access_token.as_str(), "t0p-a1");
}

#[test]
fn without_a_refresh_token_the_access_token_is_revoked() {
    let client = Client::new("c", "t0p-secret", "https://app.example/cb");
    let tokens = TokenResponse::from_json(r#"{"access_token":"a1"}"#).unwrap();
    let request = Session::new(client, tokens).unwrap().logout().unwrap();
    let body = request.body.as_ref().and_then(|body| body.as_str());
    assert_eq!(body, Some("client_id=c&client_secret=t0p-secret&token=a1"));
}

#[test]
fn an_app_without_the_secret_does_not_log_out_itself() {
    assert_eq!(app().logout().unwrap_err().code(), Code::ArgumentInvalid);
}
