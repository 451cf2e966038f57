use super::*;
use crate::algorithm::Algorithm;
use crate::key::Key;
use crate::remote::{EventName, Reply};
use crate::sign::Signer;

const START: Millis = 1_800_000_000_000;
const HOUR: Millis = 3_600_000;
const URL: &str = "https://id.example/keys";

fn key(kid: &str) -> Key {
    Key::generate(Algorithm::Es256)
        .and_then(|key| key.with_kid(kid))
        .unwrap()
}

fn token(key: &Key) -> String {
    token_of(key, r#"{"sub":"u","exp":1900000000}"#)
}

fn token_of(key: &Key, claims: &str) -> String {
    Signer::new(key.clone()).unwrap().sign_json(claims).unwrap()
}

fn jwks(keys: &[&Key]) -> String {
    let keys = keys.iter().map(|key| (*key).clone());
    KeySet::new(keys).to_public_jwks().unwrap()
}

fn verifier(options: &str, policy: Policy) -> RemoteVerifier {
    RemoteVerifier::new(Arc::new(RemoteKeys::from_json(options).unwrap()), policy).unwrap()
}

fn of_url(policy: Policy) -> RemoteVerifier {
    verifier(&format!(r#"{{"jwks_url": "{URL}"}}"#), policy)
}

/// Takes turns; requests in the foreground and the background get this reply.
fn verify(
    verifier: &RemoteVerifier,
    token: &str,
    now: Millis,
    reply: &Reply,
) -> (Result<Verified>, usize) {
    let mut requests = Vec::new();
    loop {
        let fetch = match verifier.turn(token, now) {
            Turn::Decided { verdict, fetch } => {
                if let Some(fetch) = fetch {
                    requests.push(verifier.keys.answer(fetch.lease, reply, now, 0));
                }
                return (verdict, requests.len());
            }
            Turn::Fetch(fetch) => fetch,
            Turn::Wait { .. } => panic!("no other caller fetches"),
        };
        requests.push(verifier.keys.answer(fetch.lease, reply, now, 0));
    }
}

fn code(verdict: Result<Verified>) -> Code {
    verdict.unwrap_err().code()
}

fn names(verifier: &RemoteVerifier) -> Vec<&'static str> {
    let events = verifier.keys.events();
    events.iter().map(|event| event.name.as_str()).collect()
}

#[test]
fn keys_are_fetched_once_and_used_for_their_lifetime() {
    let (verifier, one) = (of_url(Policy::new()), key("1"));
    let reply = Reply::new(200, jwks(&[&one]));
    for (now, requests) in [
        (START, 1),
        (START + 1, 0),
        (START + 479_999, 0),
        (START + 480_000, 1),
    ] {
        let (verdict, sent) = verify(&verifier, &token(&one), now, &reply);
        assert_eq!((verdict.is_ok(), sent), (true, requests), "{now}");
    }
    assert_eq!(names(&verifier), ["fetched", "unchanged"]);
    assert!(names(&verifier).is_empty());
}

#[test]
fn an_outage_is_not_an_outage_of_its_clients() {
    let (verifier, one, other) = (of_url(Policy::new()), key("1"), key("2"));
    let down = Reply::new(503, "");
    assert!(
        verify(
            &verifier,
            &token(&one),
            START,
            &Reply::new(200, jwks(&[&one])),
        )
        .0
        .is_ok()
    );
    for hours in 1..=24 {
        let now = START + hours * HOUR;
        assert!(
            verify(&verifier, &token(&one), now, &down).0.is_ok(),
            "{hours}"
        );
    }
    let events = verifier.keys.events();
    assert!(
        events
            .iter()
            .any(|event| event.name == EventName::StaleUsed)
    );
    assert!(events.iter().any(|event| event.name == EventName::Failed));
    let (verdict, _) = verify(&verifier, &token(&one), START + 25 * HOUR, &down);
    let error = verdict.unwrap_err();
    assert_eq!(error.code(), Code::KeysUnavailable);
    assert!(error.retry_at() > Some(START + 25 * HOUR));
    // Nor for those whose key is not there.
    let (verdict, sent) = verify(&verifier, &token(&other), START + 25 * HOUR + 1, &down);
    assert_eq!((code(verdict), sent), (Code::KeysUnavailable, 0));
}

#[test]
fn a_key_that_left_is_refused_and_one_that_came_is_accepted() {
    let (verifier, old, new) = (of_url(Policy::new().cache(100)), key("old"), key("new"));
    let (old_token, new_token) = (token(&old), token(&new));
    assert!(
        verify(
            &verifier,
            &old_token,
            START,
            &Reply::new(200, jwks(&[&old])),
        )
        .0
        .is_ok()
    );
    assert!(
        verify(&verifier, &old_token, START, &Reply::new(500, ""))
            .0
            .is_ok()
    );
    let after = Reply::new(200, jwks(&[&new]));
    assert!(verify(&verifier, &new_token, START + 1, &after).0.is_ok());
    let (verdict, _) = verify(&verifier, &old_token, START + 2, &after);
    assert_eq!(code(verdict), Code::KeyUnknown);
    assert_eq!(names(&verifier), ["fetched", "rotated", "kid_unknown"]);
}

#[test]
fn tokens_that_no_key_could_mend_lead_to_no_request() {
    let verifier = of_url(Policy::new().algorithms([Algorithm::Es256]));
    let secret = Key::hs256([7; 32]).unwrap();
    let segment = |text: &str| crate::base64url::encode(text.as_bytes());
    let with = |header: &str| format!("{}.{}.AAAA", segment(header), segment("{}"));
    for (token, expected) in [
        ("not a token".to_owned(), Code::TokenMalformed),
        (with("[]"), Code::HeaderMalformed),
        (with(r#"{"alg":"none"}"#), Code::AlgorithmRefused),
        (with(r#"{"alg":"ES384","kid":"1"}"#), Code::AlgorithmRefused),
        (
            with(r#"{"alg":"ES256","crit":["x"]}"#),
            Code::HeaderUnsupported,
        ),
        (token(&secret), Code::AlgorithmRefused),
    ] {
        let (verdict, sent) = verify(&verifier, &token, START, &Reply::new(500, ""));
        assert_eq!((code(verdict), sent), (expected, 0), "{token}");
    }
    // A published secret is none, whatever the policy says.
    let (verdict, sent) = verify(
        &of_url(Policy::new()),
        &token(&secret),
        START,
        &Reply::new(500, ""),
    );
    assert_eq!((code(verdict), sent), (Code::AlgorithmRefused, 0));
}

#[test]
fn a_policy_that_no_published_key_could_meet_is_refused() {
    let keys = || Arc::new(RemoteKeys::from_json(&format!(r#"{{"jwks_url": "{URL}"}}"#)).unwrap());
    for policy in [
        Policy::new().algorithms([Algorithm::Hs256, Algorithm::Hs512]),
        Policy::new().audience("a").any_audience(),
        Policy::new().cache(0),
    ] {
        let error = RemoteVerifier::new(keys(), policy).unwrap_err();
        assert_eq!(error.code(), Code::PolicyInvalid);
    }
    // Keys for other algorithms may still come.
    let verifier = of_url(Policy::new().algorithms([Algorithm::Es384]));
    let reply = Reply::new(200, jwks(&[&key("1")]));
    let other = Key::generate(Algorithm::Es384)
        .unwrap()
        .with_kid("1")
        .unwrap();
    let (verdict, _) = verify(&verifier, &token(&other), START, &reply);
    assert_eq!(code(verdict), Code::AlgorithmRefused);
}

#[test]
fn of_several_issuers_the_token_names_a_listed_one() {
    let verifier = verifier(
        r#"{"issuers": [{"issuer": "https://a.example", "jwks_url": "https://a.example/k"},
                        {"issuer": "https://b.example", "jwks_url": "https://b.example/k"}]}"#,
        Policy::new(),
    );
    // Both call their keys the same.
    let (one, other) = (key("1"), key("1"));
    let from = |key: &Key, issuer: &str| {
        token_of(key, &format!(r#"{{"iss":"{issuer}","exp":1900000000}}"#))
    };
    let (of_one, of_other) = (jwks(&[&one]), jwks(&[&other]));
    for (key, set, issuer) in [
        (&one, of_one, "https://a.example"),
        (&other, of_other, "https://b.example"),
    ] {
        let (verdict, sent) = verify(&verifier, &from(key, issuer), START, &Reply::new(200, set));
        assert_eq!((verdict.is_ok(), sent), (true, 1));
    }
    let forged = from(&one, "https://b.example");
    let (verdict, _) = verify(&verifier, &forged, START, &Reply::new(500, ""));
    assert_eq!(code(verdict), Code::SignatureInvalid);
    for claims in [r#"{"iss":"https://c.example"}"#, "{}"] {
        let (verdict, sent) = verify(
            &verifier,
            &token_of(&one, claims),
            START,
            &Reply::new(500, ""),
        );
        assert_eq!((code(verdict), sent), (Code::IssuerRefused, 0), "{claims}");
    }
}

#[test]
fn verifiers_of_sets_that_were_replaced_are_let_go() {
    let verifier = of_url(Policy::new());
    for round in 0..20 {
        let one = key(&round.to_string());
        let now = START + round * HOUR;
        assert!(
            verify(
                &verifier,
                &token(&one),
                now,
                &Reply::new(200, jwks(&[&one]))
            )
            .0
            .is_ok()
        );
    }
    assert!(verifier.ready.lock().unwrap().len() <= 2);
}

#[test]
fn cached_tokens_are_judged_by_the_clock_and_by_what_a_call_expects() {
    let (verifier, one) = (of_url(Policy::new().cache(10)), key("1"));
    let good = token_of(&one, r#"{"sub":"u","exp":1800000100}"#);
    let reply = Reply::new(200, jwks(&[&one]));
    assert!(verify(&verifier, &good, START, &reply).0.is_ok());
    assert!(
        verifier
            .cached(
                good.as_bytes(),
                &Expectations::new(),
                Now::from(1_800_000_000.0),
                START + 1
            )
            .is_some()
    );
    for (subject, verdict) in [("u", None), ("v", Some(Code::ClaimRefused))] {
        let expected = Expectations::new().claim("sub", subject);
        let turn = verifier.turn_expecting(&good, &expected, 1_800_000_000.0, START + 1);
        let Turn::Decided {
            verdict: judged,
            fetch: None,
        } = turn
        else {
            panic!("{turn:?}");
        };
        assert_eq!(judged.err().map(|error| error.code()), verdict);
    }
    let (late, _) = verify(&verifier, &good, START + 100_000, &reply);
    assert_eq!(code(late), Code::TokenExpired);
    // What is ageing goes the long way, so that it is fetched again.
    let (_, sent) = verify(&verifier, &good, START + 480_000, &reply);
    assert_eq!(sent, 1);
}

#[test]
fn warming_takes_every_source_that_has_no_keys() {
    let keys = RemoteKeys::from_json(
        r#"{"issuers": [{"issuer": "https://a.example", "jwks_url": "https://a.example/k"},
                        {"issuer": "https://b.example", "jwks_url": "https://b.example/k"}]}"#,
    )
    .unwrap();
    let good = Reply::new(200, jwks(&[&key("1")]));
    let fetch = |now| match keys.warm(None, now) {
        Step::Fetch(fetch) => fetch,
        step => panic!("{step:?}"),
    };
    let refusal = |issuer, now| match keys.warm(issuer, now) {
        Step::Refuse(error) => error.code(),
        step => panic!("{step:?}"),
    };
    // The first source fails, and the second one is fetched all the same.
    let first = fetch(START);
    keys.answer(first.lease, &Reply::new(503, ""), START, 0);
    let second = fetch(START);
    keys.answer(second.lease, &good, START, 0);
    assert_eq!(
        (first.url.as_str(), second.url.as_str()),
        ("https://a.example/k", "https://b.example/k")
    );
    assert_eq!(refusal(None, START), Code::KeysUnavailable);
    assert!(matches!(
        keys.warm(Some("https://b.example"), START),
        Step::Use(_)
    ));
    assert_eq!(
        refusal(Some("https://c.example"), START),
        Code::IssuerRefused
    );
    // The one without keys comes before the one whose keys are due.
    let again = fetch(START + 500_000);
    assert_eq!(again.url, "https://a.example/k");
    keys.answer(again.lease, &good, START + 500_000, 0);
    let due = keys.warm(None, START + 500_000);
    assert!(matches!(due, Step::UseAndFetch(_, fetch) if fetch.url == "https://b.example/k"));
    assert!(matches!(keys.warm(None, START + 500_000), Step::Use(_)));
}
