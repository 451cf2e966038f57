//! How often a call asks the heap. A verify needs one place for the payload that it gives back, and
//! borrows what it reads on the way; a sign needs one for the claims' text and one for the token.

use allocation_counter::measure;
use jotkit::{Key, Policy, Signer, Verifier};
use serde::Serialize;

const HOST: &str = "rinkeby.like.co";

/// The claims of a LikeCoin access token.
#[derive(Serialize)]
struct Claims {
    user: &'static str,
    scope: [&'static str; 3],
    azp: &'static str,
    iat: u64,
    exp: u64,
    aud: &'static str,
    iss: &'static str,
    jti: &'static str,
}

const CLAIMS: Claims = Claims {
    user: "williamchonggoogle",
    scope: ["profile", "read:like", "write:like"],
    azp: "2f551d5fe1ad65773a17",
    iat: 1_552_041_746,
    exp: 4_102_444_800,
    aud: HOST,
    iss: HOST,
    jti: "0bc7d54f-9eba-4873-abae-375e73c11e30",
};

fn key() -> Key {
    Key::hs256("a secret of at least 32 bytes, kept safe").unwrap()
}

/// The allocations of one call, after one that may have set up what is made once.
fn count(call: impl Fn()) -> u64 {
    call();
    measure(call).count_total
}

#[test]
fn verifying_an_hs256_token_allocates_at_most_twice() {
    let token = Signer::new(key()).unwrap().sign(&CLAIMS).unwrap();
    let policy = Policy::new().issuer(HOST).audience(HOST);
    let verifier = Verifier::new(key(), policy).unwrap();
    let found = count(|| assert!(verifier.verify(&token).is_ok()));
    assert!(found > 0, "nothing was counted");
    assert!(found <= 2, "{found} allocations");
}

#[test]
fn refusing_an_hs256_token_allocates_no_more_than_verifying_one() {
    let token = Signer::new(key()).unwrap().sign(&CLAIMS).unwrap();
    let policy = Policy::new().issuer(HOST).audience("another");
    let verifier = Verifier::new(key(), policy).unwrap();
    let found = count(|| assert!(verifier.verify(&token).is_err()));
    assert!(found <= 2, "{found} allocations");
}

#[test]
fn signing_a_struct_under_hs256_allocates_at_most_twice() {
    let signer = Signer::new(key()).unwrap();
    let found = count(|| assert!(signer.sign(&CLAIMS).is_ok()));
    assert!(found > 0, "nothing was counted");
    assert!(found <= 2, "{found} allocations");
}
