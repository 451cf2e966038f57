//! `explain` says what `verify` says, and more.

use jotkit::{Check, Key, Policy, Verifier};
use jotkit_tests::subject::{Verification, verification};
use jotkit_tests::vectors;

#[test]
fn the_first_finding_is_what_verify_answers() {
    let (mut good, mut refused) = (0, 0);
    for mut request in vectors::requests("verify") {
        // `explain` knows nothing that one call expects.
        request
            .as_object_mut()
            .map(|members| members.remove("expected"));
        let Some(Verification {
            verifier,
            token,
            now,
            expected: _,
        }) = verification(&request.to_string())
        else {
            continue;
        };
        let verdict = verifier.verify_at(&token, now);
        let findings = verifier.explain_at(&token, now);
        match (verdict, findings) {
            (Ok(_), Ok(findings)) => {
                assert!(findings.is_empty(), "{request}: {findings:?}");
                good += 1;
            }
            (Err(error), Ok(findings)) => {
                let first = findings.first().expect("a finding");
                let said = |error: &jotkit::Error| (error.code(), error.claim().map(str::to_owned));
                assert_eq!(said(&first.error), said(&error), "{request}");
                refused += 1;
            }
            (verdict, Err(error)) => assert_eq!(verdict.unwrap_err(), error, "{request}"),
        }
    }
    assert!(
        good > 300 && refused > 700,
        "{good} good, {refused} refused"
    );
}

#[test]
fn checks_come_in_their_order_and_none_twice_but_those_of_claims() {
    for request in vectors::requests("explain") {
        let Some(Verification {
            verifier,
            token,
            now,
            expected: _,
        }) = verification(&request.to_string())
        else {
            continue;
        };
        let findings = verifier.explain_at(&token, now).unwrap_or_default();
        for pair in findings.windows(2) {
            let (one, next) = (pair[0].check, pair[1].check);
            let many = matches!(
                next,
                Check::Claims | Check::Profile | Check::Required | Check::Expected
            );
            assert!(
                one < next || (one == next && many),
                "{request}: {findings:?}"
            );
        }
    }
}

#[test]
fn a_resolver_without_a_payload_is_not_asked() {
    let verifier = Verifier::with_resolver(|_| panic!("asked"), Policy::new()).unwrap();
    let findings = verifier.explain("eyJhbGciOiJIUzI1NiJ9.W10.AAAA").unwrap();
    let checks: Vec<Check> = findings.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, [Check::Payload]);
    let key = Key::hs256([7; 32]).unwrap();
    let verifier = Verifier::with_resolver(move |_| Ok(key.clone()), Policy::new()).unwrap();
    let findings = verifier.explain("eyJhbGciOiJIUzI1NiJ9.e30.AAAA").unwrap();
    let checks: Vec<Check> = findings.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, [Check::Signature, Check::Expiry]);
}
