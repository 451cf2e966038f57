//! Keys and secrets are wiped when they are dropped: whatever is given back to the allocator is
//! searched for them.
//!
//! What the crypto library keeps for itself does not pass through here; it wipes with
//! `OPENSSL_cleanse`.

#![expect(
    unsafe_code,
    reason = "an allocator that looks at what is freed is unsafe by its trait"
)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test panics to fail, in its helpers too"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, RefCell};

use jotkit::likecoin::{self, oauth};
use jotkit::{Algorithm, Key, KeyOptions, KeySet, Policy, Signer, Verifier, livelike};

/// As many bytes of a secret in freed memory count as the secret.
const ENOUGH: usize = 12;

struct Searching;

thread_local! {
    static SOUGHT: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
    static SEARCHING: Cell<bool> = const { Cell::new(false) };
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

/// Looks for any part of what is sought.
fn search(block: &[u8]) {
    let searching = SEARCHING.try_with(Cell::get).unwrap_or(false);
    if !searching {
        return;
    }
    // What this allocates itself is not searched.
    SEARCHING.set(false);
    let found = SOUGHT.with_borrow(|sought| {
        sought
            .iter()
            .flat_map(|secret| secret.windows(ENOUGH))
            .any(|part| memchr::memmem::find(block, part).is_some())
    });
    SEARCHING.set(true);
    FOUND.set(FOUND.get() + usize::from(found));
}

// SAFETY: all is left to the system's allocator; a block is only read while it still is the
// caller's to give.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that what is read before it is freed has been written.
        // SAFETY: the caller's layout, handed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block has the layout's size and was zeroed when it was made.
        search(unsafe { std::slice::from_raw_parts(block, layout.size()) });
        // SAFETY: it came from the system's allocator with this layout.
        unsafe { System.dealloc(block, layout) };
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Growing always moves, so that what is left behind is seen.
        // SAFETY: the size is not zero and does not overflow, as the caller promises.
        let layout_of_new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: a layout of the caller's making.
        let new = unsafe { self.alloc(layout_of_new) };
        if !new.is_null() {
            // SAFETY: both blocks are at least as long, and different ones.
            unsafe { std::ptr::copy_nonoverlapping(block, new, layout.size().min(size)) };
            // SAFETY: the old block is the caller's to give.
            unsafe { self.dealloc(block, layout) };
        }
        new
    }
}

#[global_allocator]
static ALLOCATOR: Searching = Searching;

/// Overwrites what the test itself left on the stack: bytes of a struct that no field uses are
/// copied from there to the heap.
#[inline(never)]
fn clear_stack() {
    std::hint::black_box([0_u8; 65536]);
}

/// Runs something and counts the blocks freed meanwhile that held a part of the secrets.
fn left_behind<T>(secrets: &[&[u8]], run: impl FnOnce() -> T) -> usize {
    SOUGHT.set(secrets.iter().map(|secret| secret.to_vec()).collect());
    FOUND.set(0);
    clear_stack();
    SEARCHING.set(true);
    drop(run());
    SEARCHING.set(false);
    SOUGHT.set(Vec::new());
    FOUND.get()
}

fn decoded(base64url: &str) -> Vec<u8> {
    base64_simd::URL_SAFE_NO_PAD
        .decode_to_vec(base64url)
        .unwrap()
}

/// The private members of a JWK, as text and as bytes.
fn private_parts(jwk: &str) -> Vec<Vec<u8>> {
    let members: serde_json::Value = serde_json::from_str(jwk).unwrap();
    let names = ["k", "d", "p", "q", "dp", "dq", "qi", "priv"];
    let texts = names.iter().filter_map(|name| members[name].as_str());
    texts
        .flat_map(|text| [text.as_bytes().to_vec(), decoded(text)])
        .collect()
}

fn borrowed(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}

const SECRET: &str = "pJ4w-Rz8v.Kq2n_Tx6m!Yb3c~Ld7h+Gf5s";
const COMMON: &str = "Wc9e/Ua1o(Hi4k)Nj8r*Vs2t'Ey6d;Bg0m";
const TOKEN: &str = "Xk5z%Pm3q^Fv7u&Zo1a$Cw9i#Sl4y@Jt2r";

#[test]
fn the_search_finds_what_is_left_behind() {
    let secret = SECRET.as_bytes();
    assert_eq!(left_behind(&[secret], || SECRET.to_owned()), 1);
    assert_eq!(left_behind(&[secret], || SECRET[4..30].to_owned()), 1);
    assert_eq!(left_behind(&[secret], || COMMON.to_owned()), 0);
    let grown = || {
        let mut text = zeroize::Zeroizing::new(SECRET.to_owned());
        text.reserve(1000);
        text
    };
    assert_eq!(left_behind(&[secret], grown), 1);
    let wiped = || zeroize::Zeroizing::new(SECRET.to_owned());
    assert_eq!(left_behind(&[secret], wiped), 0);
}

#[test]
fn a_secret_leaves_nothing() {
    let options = KeyOptions::new().algorithm(Algorithm::Hs256);
    let left = left_behind(&[SECRET.as_bytes()], || {
        let key = Key::hs256(SECRET).unwrap();
        let renamed = key.with_kid("k").unwrap();
        let signer = Signer::new(renamed.clone()).unwrap();
        let token = signer.sign_json(r#"{"exp":4102444800}"#).unwrap();
        let set = KeySet::new([key.clone(), renamed]);
        Verifier::new(key, Policy::new())
            .unwrap()
            .verify(&token)
            .unwrap();
        assert!(Key::from_secret(&SECRET.as_bytes()[..20], &options).is_err());
        set
    });
    assert_eq!(left, 0);
}

/// More keys than are kept: the ones that go leave nothing.
#[cfg(feature = "jsonwebtoken")]
#[test]
fn keys_that_the_provider_no_longer_keeps_leave_nothing() {
    use jotkit::jsonwebtoken::PROVIDER;
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

    let message = b"any bytes";
    let left = left_behind(&[SECRET.as_bytes()], || {
        for number in 0..600_u16 {
            let mut secret = zeroize::Zeroizing::new(Vec::with_capacity(64));
            secret.extend(SECRET.bytes().chain(number.to_be_bytes()));
            let key = EncodingKey::from_secret(&secret);
            let signer = (PROVIDER.signer_factory)(&Algorithm::HS256, &key).unwrap();
            let signature = signer.try_sign(message).unwrap();
            let key = DecodingKey::from_secret(&secret);
            let verifier = (PROVIDER.verifier_factory)(&Algorithm::HS256, &key).unwrap();
            verifier.verify(message, &signature).unwrap();
        }
    });
    assert_eq!(left, 0);
}

#[test]
fn a_secret_in_base64_leaves_nothing() {
    // Such a secret is decoded to see whether it is a key file in disguise.
    let secret = "c2VjcmV0IGJ5dGVzIHRoYXQgYXJlIG5vIGtleSBmaWxlIGF0IGFsbA";
    let parts = [secret.as_bytes().to_vec(), decoded(secret)];
    let left = left_behind(&borrowed(&parts), || Key::hs256(secret).unwrap());
    assert_eq!(left, 0);
}

#[test]
fn keys_of_every_algorithm_leave_nothing() {
    for algorithm in Algorithm::ALL {
        let options = KeyOptions::new().algorithm(*algorithm);
        let key = Key::generate(*algorithm).unwrap();
        let jwk = key.to_jwk().unwrap();
        let pem = key.to_pem().ok();
        let der = key.to_der().ok();
        let mut parts = private_parts(&jwk);
        if let Some(pem) = &pem {
            // The lines of the PEM that come last hold the private parts of every format.
            parts.extend(
                pem.lines()
                    .filter(|line| !line.starts_with('-'))
                    .skip(1)
                    .map(|line| line.as_bytes().to_vec()),
            );
        }
        let sought = borrowed(&parts);
        let check = |what: &str, left: usize| assert_eq!(left, 0, "{algorithm}: {what}");
        check(
            "read as JWK",
            left_behind(&sought, || Key::from_jwk(&jwk, &options).unwrap()),
        );
        let set = format!(r#"{{"keys":[{}]}}"#, jwk.as_str());
        check(
            "read as JWK Set",
            left_behind(&sought, || {
                KeySet::from_jwks(&set, &KeyOptions::new()).unwrap()
            }),
        );
        if let (Some(pem), Some(der)) = (&pem, &der) {
            check(
                "read as PEM",
                left_behind(&sought, || Key::from_pem(pem, &options).unwrap()),
            );
            check(
                "read as DER",
                left_behind(&sought, || Key::from_der(der, &options).unwrap()),
            );
        }
        check(
            "written as JWK",
            left_behind(&sought, || key.to_jwk().unwrap()),
        );
        check("written as PEM", left_behind(&sought, || key.to_pem()));
        check("written as DER", left_behind(&sought, || key.to_der()));
        check("thumbprint", left_behind(&sought, || key.thumbprint()));
        check("described", left_behind(&sought, || key.info().unwrap()));
        check(
            "used",
            left_behind(&sought, || {
                let token = Signer::new(key.clone())
                    .unwrap()
                    .sign_json(r#"{"exp":4102444800}"#)
                    .unwrap();
                Verifier::new(key.clone(), Policy::new())
                    .unwrap()
                    .verify(&token)
                    .unwrap();
            }),
        );
        check(
            "its public half",
            left_behind(&sought, || key.public().ok()),
        );
        check("dropped", left_behind(&sought, || key));
    }
}

/// Two keys made up for this test, one encrypted with [`PASSPHRASE`].
const ENCRYPTED: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----\n\
MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhq6yDQ23ZPiAICA+gw\n\
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEAnW7adGvctVXWJquQeeECkEQKzL\n\
hNfCBt1bRPonXvbQ/OfFLAAYtSbme7sELMZghZVqXhRkhXFukmk2ZpbqEV+VjyaY\n\
W8Eps3GPmos6Ecwgx4Q=\n\
-----END ENCRYPTED PRIVATE KEY-----\n";
const OPENSSH: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----\n\
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n\
QyNTUxOQAAACCEOlmqcFvrk0HsasXnU7Fe5ZX1+xxlYOdsIoDZ7RLobwAAAIinGjxUpxo8\n\
VAAAAAtzc2gtZWQyNTUxOQAAACCEOlmqcFvrk0HsasXnU7Fe5ZX1+xxlYOdsIoDZ7RLobw\n\
AAAEAqpgy1hMi7JLP7ey4UyxhqyfjRXt81gGMu4G53SBa8z4Q6WapwW+uTQexqxedTsV7l\n\
lfX7HGVg52wigNntEuhvAAAAAAECAwQF\n\
-----END OPENSSH PRIVATE KEY-----\n";
const PASSPHRASE: &str = "a made-up password of the tests";

#[test]
fn other_forms_of_keys_leave_nothing() {
    let json = format!(r#"{{"passphrase":"{PASSPHRASE}"}}"#);
    let options = KeyOptions::from_json(&json).unwrap();
    let key = Key::from_pem(ENCRYPTED, &options).unwrap();
    let mut parts = private_parts(&key.to_jwk().unwrap());
    parts.push(PASSPHRASE.as_bytes().to_vec());
    let left = left_behind(&borrowed(&parts), || {
        let options = KeyOptions::from_json(&json).unwrap();
        let wrong = KeyOptions::new().passphrase("another");
        assert!(Key::from_pem(ENCRYPTED, &wrong).is_err());
        (Key::from_pem(ENCRYPTED, &options).unwrap(), options)
    });
    assert_eq!(left, 0, "encrypted PKCS#8");

    let none = KeyOptions::new();
    let key = Key::from_pem(OPENSSH, &none).unwrap();
    let parts = private_parts(&key.to_jwk().unwrap());
    let left = left_behind(&borrowed(&parts), || Key::from_pem(OPENSSH, &none).unwrap());
    assert_eq!(left, 0, "OpenSSH");

    let seed = decoded(std::str::from_utf8(&parts[0]).unwrap());
    let left = left_behind(&borrowed(&parts), || {
        Key::from_ed25519_private(&seed, &none).unwrap()
    });
    assert_eq!(left, 0, "a bare seed");
    let options = KeyOptions::new().algorithm(Algorithm::Es256);
    let left = left_behind(&[&seed], || Key::from_ec_scalar(&seed, &options).unwrap());
    assert_eq!(left, 0, "a bare scalar");

    let jwk = Key::generate(Algorithm::Rs256).unwrap().to_jwk().unwrap();
    let parts = private_parts(&jwk);
    let mut members: serde_json::Value = serde_json::from_str(&jwk).unwrap();
    for name in ["p", "q", "dp", "dq", "qi"] {
        members.as_object_mut().unwrap().remove(name);
    }
    let bare = members.to_string();
    let left = left_behind(&borrowed(&parts), || Key::from_jwk(&bare, &none).unwrap());
    assert_eq!(left, 0, "RSA without primes");
}

#[test]
fn livelike_leaves_nothing() {
    let left = left_behind(&[SECRET.as_bytes()], || {
        let signer = livelike::Signer::new("app", SECRET).unwrap();
        let token = signer.sign("u1").unwrap();
        let verifier = livelike::Verifier::new([("app", SECRET)]).unwrap();
        verifier.verify(&token).unwrap();
        let lookup = livelike::Verifier::with_lookup(|_| Ok(SECRET.to_owned())).unwrap();
        lookup.verify(&token).unwrap();
        (signer, verifier, lookup)
    });
    assert_eq!(left, 0);
}

#[test]
fn likecoin_leaves_nothing() {
    let derived = likecoin::signing_key(COMMON, SECRET).unwrap();
    let sought = [SECRET.as_bytes(), COMMON.as_bytes(), derived.as_bytes()];
    let options = likecoin::VerifierOptions::new();
    let left = left_behind(&sought, || {
        let issuer = likecoin::Issuer::new(COMMON, "like.co").unwrap();
        let grant = likecoin::Grant::new("client", SECRET, "user", ["profile"]);
        let token = issuer.sign(&grant).unwrap();
        let verifier = likecoin::Verifier::new(COMMON, [("client", SECRET)], &options).unwrap();
        verifier.verify(&token).unwrap();
        let lookup =
            likecoin::Verifier::with_lookup(COMMON, |_| Ok(SECRET.to_owned()), &options).unwrap();
        lookup.verify(&token).unwrap();
        let json =
            format!(r#"{{"client_id":"c","client_secret":"{SECRET}","user":"u","scope":[]}}"#);
        let read = likecoin::Grant::from_json(&json).unwrap();
        // The program's own text is its own to wipe.
        let _kept = zeroize::Zeroizing::new(json);
        (issuer, grant, verifier, lookup, read)
    });
    assert_eq!(left, 0);
}

#[test]
fn the_flow_leaves_nothing() {
    let encoded: String = form(SECRET);
    let sought = [SECRET.as_bytes(), TOKEN.as_bytes(), encoded.as_bytes()];
    let left = left_behind(&sought, || {
        let secret = oauth::Secret::from(SECRET);
        let request = oauth::TokenRequest::new("client", SECRET, "https://app.example/cb", TOKEN);
        let http = request.http_request().unwrap();
        let json = http.to_json().unwrap();
        let refresh = oauth::RefreshRequest::new("client", SECRET, TOKEN);
        let http_refresh = refresh.http_request().unwrap();
        // `format!` would grow, and the test itself leave a copy behind.
        let body = [
            "{\"access_token\":\"",
            TOKEN,
            "\",\"refresh_token\":\"",
            SECRET,
            "\"}",
        ];
        let body = zeroize::Zeroizing::new(body.concat());
        let response = oauth::parse_token_response(200, body.as_bytes(), None).unwrap();
        let written = response.to_json().unwrap();
        (
            secret,
            request,
            http,
            json,
            refresh,
            http_refresh,
            response,
            written,
        )
    });
    assert_eq!(left, 0);
}

#[test]
fn a_session_leaves_nothing() {
    let encoded: String = form(SECRET);
    let sought = [SECRET.as_bytes(), TOKEN.as_bytes(), encoded.as_bytes()];
    let left = left_behind(&sought, || {
        let client = oauth::Client::new("client", SECRET, "https://app.example/cb");
        let granted = ["{\"access_token\":\"", TOKEN, "\"}"];
        let granted = zeroize::Zeroizing::new(granted.concat());
        let tokens = [
            "{\"access_token\":\"",
            TOKEN,
            "\",\"refresh_token\":\"",
            SECRET,
            "\"}",
        ];
        let tokens = zeroize::Zeroizing::new(tokens.concat());
        let tokens = oauth::TokenResponse::from_json(&tokens).unwrap();
        let session = oauth::Session::new(client, tokens).unwrap();
        let headers = [("x-secret", SECRET), ("x-secret", TOKEN)];
        let body = Some(SECRET.as_bytes().to_vec());
        let (call, first) = session.call("POST", "/me", &headers, body).unwrap();
        let none: [(&str, &str); 0] = [];
        let refresh = session.reply(call, 401, &none, b"TOKEN_EXPIRED").unwrap();
        let again = session.reply(call, 200, &none, granted.as_bytes()).unwrap();
        let written = again.to_json().unwrap();
        let (other, _) = session.call("GET", "/me", &none, None).unwrap();
        session.reply(other, 401, &none, b"TOKEN_EXPIRED").unwrap();
        let refused = session
            .reply(other, 400, &none, SECRET.as_bytes())
            .unwrap_err();
        (session, first, refresh, again, written, refused)
    });
    assert_eq!(left, 0);
}

/// A string in its form encoding.
fn form(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte);
    let mut encoded = String::new();
    for byte in text.bytes() {
        if plain(byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
