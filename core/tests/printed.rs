//! What a program sees that prints an object which holds a secret, for every such type, and that
//! none of them can be written by serde, shown with `{}` or compared by accident.

use std::fmt::Debug;

use jotkit::likecoin::{self, oauth};
use jotkit::{Key, KeySet, Keys, Policy, Signer, SignerOptions, Verifier, livelike};

const SECRET: &str = "pJ4w-Rz8v.Kq2n_Tx6m!Yb3c~Ld7h+Gf5s";
const TOKEN: &str = "Xk5z%Pm3q^Fv7u&Zo1a$Cw9i#Sl4y@Jt2r";

/// Compares both printed forms with what they are expected to be; neither may hold a part of a
/// secret.
#[track_caller]
fn prints(value: &impl Debug, expected: &str) {
    let (line, lines) = (format!("{value:?}"), format!("{value:#?}"));
    assert_eq!(line, expected);
    for secret in [SECRET, TOKEN] {
        for part in secret.as_bytes().windows(6) {
            let part = std::str::from_utf8(part).unwrap_or_default();
            assert!(
                !line.contains(part) && !lines.contains(part),
                "{part} in {lines}"
            );
        }
        let bytes = format!("{:?}", secret.as_bytes());
        assert!(!line.contains(bytes.trim_matches(['[', ']'])), "{line}");
    }
}

#[expect(clippy::unwrap_used, reason = "a test that has no key fails")]
fn key() -> Key {
    Key::hs256(SECRET).unwrap().with_kid("k1").unwrap()
}

const KEY: &str = r#"Key { alg: Some("HS256"), kid: Some("k1"), private: true, .. }"#;

#[test]
fn keys_and_what_is_made_of_them() {
    prints(&key(), KEY);
    let set = KeySet::new([key()]);
    prints(&set, &format!("KeySet {{ keys: [{KEY}], skipped: [] }}"));
    prints(&Keys::from(key()), &format!("Keys(One({KEY}))"));
    let options = SignerOptions::new().issuer("me");
    let printed_options = format!("{options:?}");
    let signer = Signer::with_options(key(), options).unwrap();
    prints(
        &signer,
        &format!("Signer {{ key: {KEY}, options: {printed_options} }}"),
    );
    let verifier = Verifier::new(key(), Policy::new()).unwrap();
    prints(
        &verifier,
        &format!("Verifier {{ policy: {:?}, .. }}", Policy::new()),
    );
}

#[test]
fn skipped_entries_say_why_and_not_what() {
    let text =
        format!(r#"{{"keys":[{{"kty":"oct","k":"{SECRET}"}},{{"kty":"{SECRET}"}},"{SECRET}"]}}"#);
    let set = KeySet::from_jwks(&text, &jotkit::KeyOptions::new()).unwrap();
    assert_eq!(set.skipped().len(), 3);
    let skipped: Vec<String> = [
        "A member of the JWK is not canonical base64url.",
        "The JWK's kty is none of oct, RSA, EC, OKP and AKP.",
        "An entry of `keys` is not an object.",
    ]
    .iter()
    .enumerate()
    .map(|(index, hint)| {
        let why = format!("Error {{ code: KeyInvalid, hint: {hint:?} }}");
        format!("Skipped {{ index: {index}, error: {why} }}")
    })
    .collect();
    prints(
        &set,
        &format!("KeySet {{ keys: [], skipped: [{}] }}", skipped.join(", ")),
    );
}

#[test]
fn tokens_that_were_read() {
    let signer = Signer::new(key()).unwrap();
    let token = signer
        .sign_json(&format!(r#"{{"exp":4102444800,"secret":"{TOKEN}"}}"#))
        .unwrap();
    let verified = Verifier::new(key(), Policy::new())
        .unwrap()
        .verify(&token)
        .unwrap();
    let printed = format!("{verified:?} {verified:#?}");
    assert!(
        printed.starts_with("Verified { header: Header {"),
        "{printed}"
    );
    let (_, signature) = token.rsplit_once('.').unwrap();
    assert!(
        !printed.contains(TOKEN) && !printed.contains(signature),
        "{printed}"
    );
    // Who looks at an unverified token wants to see it; the signature is not part of it.
    assert!(!format!("{:?}", jotkit::peek(&token).unwrap()).contains(signature));
}

#[test]
fn the_two_systems() {
    let signer = livelike::Signer::new("app", SECRET).unwrap();
    let printed = format!("{signer:?}");
    assert!(
        printed.starts_with(r#"Signer { client_id: "app", signer: Signer { key: Key {"#),
        "{printed}"
    );
    prints(&signer, &printed);
    let verifier = livelike::Verifier::new([("app", SECRET)]).unwrap();
    let printed = format!("{verifier:?}");
    assert!(printed.starts_with("ClientVerifier(LiveLike("), "{printed}");
    prints(&verifier, &printed);

    let issuer = likecoin::Issuer::new(SECRET, "like.co").unwrap();
    prints(&issuer, r#"Issuer { host: "like.co", .. }"#);
    let grant = likecoin::Grant::new("c", SECRET, "u", ["profile"]);
    prints(
        &grant,
        r#"Grant { client_id: "c", user: "u", scope: ["profile"], .. }"#,
    );
    let options = likecoin::VerifierOptions::new();
    let verifier = likecoin::Verifier::new(SECRET, [("c", SECRET)], &options).unwrap();
    prints(
        &verifier,
        "ClientVerifier(LikeCoin { demands: Demands { all: [], any: [] }, .. })",
    );
}

#[test]
fn the_flow() {
    prints(&oauth::Secret::from(SECRET), "Secret(hidden)");
    let request = oauth::AuthorizeRequest::new("c", "https://app.example/cb").state(SECRET);
    prints(
        &request,
        r#"AuthorizeRequest { client_id: "c", scope: [], redirect_uri: "https://app.example/cb", endpoint: None, .. }"#,
    );
    prints(&request.url().unwrap(), "Authorization { .. }");
    let request = oauth::TokenRequest::new("c", SECRET, "https://app.example/cb", TOKEN);
    prints(
        &request,
        "TokenRequest { client_id: \"c\", client_secret: Secret(hidden), \
         redirect_uri: \"https://app.example/cb\", code: Secret(hidden), endpoint: None }",
    );
    let http = request.http_request().unwrap();
    prints(
        &http,
        "HttpRequest { method: \"POST\", url: \"https://api.like.co/oauth/access_token\", \
         headers: [(\"content-type\", Secret(hidden)), (\"accept\", Secret(hidden))], \
         body: Some(Body(hidden)) }",
    );
    let request = oauth::RefreshRequest::new("c", SECRET, TOKEN);
    prints(
        &request,
        "RefreshRequest { client_id: \"c\", client_secret: Secret(hidden), refresh_token: Secret(hidden), \
         endpoint: None }",
    );
    let body = format!(r#"{{"access_token":"{TOKEN}","refresh_token":"{SECRET}","user":"u"}}"#);
    let response = oauth::parse_token_response(200, body, None).unwrap();
    prints(
        &response,
        "TokenResponse { access_token: Secret(hidden), refresh_token: Some(Secret(hidden)), user: Some(\"u\"), \
         display_name: None, avatar: None, scope: None, expires_at: None }",
    );
}

/// Does not compile if one of the types implements the trait: the call would then have two
/// candidates.
macro_rules! assert_not {
    ($trait:path: $($type:ty),+ $(,)?) => {$(
        const _: fn() = || {
            trait Ambiguous<Candidate> {
                fn candidate() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + $trait> Ambiguous<u8> for T {}
            let _ = <$type as Ambiguous<_>>::candidate;
        };
    )+};
}

// Leaving the process takes a call that says so, such as `Key::to_jwk`.
assert_not!(serde::Serialize: Key, KeySet, Keys, Signer, Verifier, livelike::Signer, livelike::Verifier);
assert_not!(serde::Serialize: likecoin::Issuer, likecoin::Grant, likecoin::Verifier, oauth::Secret);
assert_not!(serde::Serialize: oauth::AuthorizeRequest, oauth::TokenRequest, oauth::RefreshRequest);
assert_not!(serde::Serialize: oauth::HttpRequest, oauth::TokenResponse);
// A key is imported by a call that says what it is.
assert_not!(serde::de::DeserializeOwned: Key, KeySet, Keys, Signer, Verifier);
assert_not!(std::fmt::Display: Key, KeySet, Keys, Signer, Verifier, oauth::Secret, oauth::HttpRequest);
// `==` would take as long as the equal part is.
assert_not!(PartialEq: Key, KeySet, Keys, oauth::Secret, likecoin::Grant, oauth::TokenResponse);
assert_not!(std::hash::Hash: Key, KeySet, oauth::Secret);
assert_not!(std::ops::Deref: Key, KeySet, oauth::Secret);
