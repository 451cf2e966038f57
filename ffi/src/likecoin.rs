//! LikeCoin access tokens, as the service issues them and APIs verify them.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;
use std::sync::LazyLock;

use jotkit::likecoin::http_status::Refusal;
use jotkit::likecoin::{self, Grant, VerifierOptions};
use jotkit::{Code, Error, Result};

use crate::callback::{self, Release, SecretLookup, UserData};
use crate::error::Status;
use crate::guard::guard;
use crate::handle::{self, Opaque, Out, borrow};
use crate::input::{self, clients, text, texts};
use crate::text::{Client, OwnedText, Span, Text};
use crate::token::of_token;

/// Issues LikeCoin access tokens as the real service does, byte for byte.
pub struct LikeCoinIssuer {
    _opaque: [u8; 0],
}

impl Opaque for LikeCoinIssuer {
    type Inner = likecoin::Issuer;
    const TAG: [u8; 8] = *b"jotlciss";
}

/// Verifies LikeCoin access tokens and the scopes they carry.
///
/// A token is good until it expires; a revocation cannot be seen from it.
///
/// Its options are a JSON object: `host` (a string; `like.co` if left out), `all` and `any` (non-empty lists
/// of demanded scopes), `expiry_optional` (`true`), `leeway` (whole seconds). `{}` takes production tokens,
/// whatever their scopes.
pub struct LikeCoinVerifier {
    _opaque: [u8; 0],
}

impl Opaque for LikeCoinVerifier {
    type Inner = likecoin::Verifier;
    const TAG: [u8; 8] = *b"jotlcvrf";
}

/// Derives a client's signing key: HMAC-SHA-256 under the common secret over the client's secret, as 64
/// hexadecimal characters. Those characters, not the bytes they stand for, are the HS256 key.
///
/// Fails with `key_weak` for a blank common secret or an empty client secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_signing_key(
    common_secret: *const c_char,
    common_secret_len: usize,
    client_secret: *const c_char,
    client_secret_len: usize,
    key: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (common, client, key) = unsafe {
            (
                text(common_secret, common_secret_len)?,
                text(client_secret, client_secret_len)?,
                Out::new(key)?,
            )
        };
        key.put(Text::copy(likecoin::signing_key(common, client)?.as_str()))
    })
}

/// Makes an issuer with the service's common secret and its bare host name, such as `like.co`.
///
/// Fails with `key_weak` for a blank common secret, `argument_invalid` for a blank host.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_issuer_new(
    common_secret: *const c_char,
    common_secret_len: usize,
    host: *const c_char,
    host_len: usize,
    issuer: *mut *mut LikeCoinIssuer,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (secret, host, issuer) = unsafe {
            (
                text(common_secret, common_secret_len)?,
                text(host, host_len)?,
                Out::new(issuer)?,
            )
        };
        issuer.put(likecoin::Issuer::new(secret, host)?)
    })
}

/// Issues a token now, valid for one hour. The grant is a JSON object: `client_id`, `client_secret`, `user`
/// (strings), `scope` (a list of strings) and, unless it is to be a random UUID, `jti` (a string).
///
/// Fails with `argument_invalid` for a blank member or a scope that is not one word, `key_weak` for an empty
/// client secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_issuer_sign(
    issuer: *const LikeCoinIssuer,
    grant: *const c_char,
    grant_len: usize,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { issue(issuer, grant, grant_len, None, token) }
    })
}

/// As `jotkit_likecoin_issuer_sign`, as if it were `now`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_issuer_sign_at(
    issuer: *const LikeCoinIssuer,
    grant: *const c_char,
    grant_len: usize,
    now: f64,
    token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { issue(issuer, grant, grant_len, Some(now), token) }
    })
}

/// # Safety
/// As [`borrow`], [`text`] and [`Out::new`].
unsafe fn issue(
    issuer: *const LikeCoinIssuer,
    grant: *const c_char,
    grant_len: usize,
    now: Option<f64>,
    token: *mut *mut OwnedText,
) -> Result<()> {
    // SAFETY: the caller's promise is the same.
    let (issuer, grant, token) =
        unsafe { (borrow(issuer)?, text(grant, grant_len)?, Out::new(token)?) };
    let grant = Grant::from_json(grant)?;
    let signed = match now {
        Some(now) => issuer.sign_at(&grant, now)?,
        None => issuer.sign(&grant)?,
    };
    token.put(signed.into())
}

/// Frees an issuer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_issuer_free(issuer: *mut LikeCoinIssuer) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(issuer) }
    })
}

/// Makes a verifier for clients given by their ids and secrets.
///
/// Fails with `key_weak` for a blank common secret or an empty client secret, `policy_invalid` for options
/// out of range or scopes that are not well formed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_verifier_new(
    common_secret: *const c_char,
    common_secret_len: usize,
    known_clients: *const Client,
    count: usize,
    options: *const c_char,
    options_len: usize,
    verifier: *mut *mut LikeCoinVerifier,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (secret, clients, options, verifier) = unsafe {
            (
                text(common_secret, common_secret_len)?,
                clients(known_clients, count)?,
                text(options, options_len)?,
                Out::new(verifier)?,
            )
        };
        let options = VerifierOptions::from_json(options)?;
        verifier.put(likecoin::Verifier::new(secret, clients, &options)?)
    })
}

/// Makes a verifier that looks a client's secret up by its id.
///
/// `release` and `user_data` are as with `jotkit_verifier_new_with_resolver`. Fails as
/// `jotkit_likecoin_verifier_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_verifier_new_with_lookup(
    common_secret: *const c_char,
    common_secret_len: usize,
    lookup: SecretLookup,
    user_data: *mut c_void,
    release: Release,
    options: *const c_char,
    options_len: usize,
    verifier: *mut *mut LikeCoinVerifier,
) -> Status {
    guard(|| {
        let data = UserData::new(user_data, release);
        // SAFETY: the rules at the head of the header.
        let (secret, options, verifier) = unsafe {
            (
                text(common_secret, common_secret_len)?,
                text(options, options_len)?,
                Out::new(verifier)?,
            )
        };
        let lookup = callback::lookup(lookup, data)?;
        let options = VerifierOptions::from_json(options)?;
        verifier.put(likecoin::Verifier::with_lookup(secret, lookup, &options)?)
    })
}

/// Verifies an access token and gives its content as a JSON object: `user`, `scope` (a list), `client_id`,
/// `issued_at`, `expires_at`, `token_id` (the last two where the token has them); times in seconds since 1970.
///
/// Fails with `client_unknown`, `scope_refused`, otherwise as `jotkit_verifier_verify`.
/// `jotkit_likecoin_refusal_status` and `jotkit_likecoin_refusal_body` make the service's reply of the
/// status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_verifier_verify(
    verifier: *const LikeCoinVerifier,
    token: *const c_char,
    token_len: usize,
    access_token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(
                verifier,
                token,
                token_len,
                access_token,
                |verifier, token| verifier.verify(token)?.to_json(),
            )
        }
    })
}

/// As `jotkit_likecoin_verifier_verify`, as if it were `now`, in seconds since 1970.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_verifier_verify_at(
    verifier: *const LikeCoinVerifier,
    token: *const c_char,
    token_len: usize,
    now: f64,
    access_token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe {
            of_token(
                verifier,
                token,
                token_len,
                access_token,
                |verifier, token| verifier.verify_at(token, now)?.to_json(),
            )
        }
    })
}

/// Frees a verifier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_verifier_free(verifier: *mut LikeCoinVerifier) {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        unsafe { handle::free(verifier) }
    })
}

/// Reads an access token as an OAuth client does: decoded, **not verified**, since a client does not have
/// the key. The result is as with `jotkit_likecoin_verifier_verify`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_read(
    token: *const c_char,
    token_len: usize,
    unverified_access_token: *mut *mut OwnedText,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (token, content) = unsafe {
            (
                input::token(token, token_len)?,
                Out::new(unverified_access_token)?,
            )
        };
        content.put(likecoin::read(token)?.to_json()?.into())
    })
}

/// Says whether held scopes cover a demanded one: itself, or one below it.
///
/// Fails with `argument_invalid` if the demand is malformed: empty, with white space, with an empty segment
/// or with more than one colon.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn jotkit_likecoin_scope_allows(
    held: *const Span,
    held_count: usize,
    demanded: *const c_char,
    demanded_len: usize,
    allows: *mut bool,
) -> Status {
    guard(|| {
        // SAFETY: the rules at the head of the header.
        let (held, demanded) = unsafe { (texts(held, held_count)?, text(demanded, demanded_len)?) };
        let place = NonNull::new(allows)
            .ok_or(Error::argument_invalid("The place for the result is NULL."))?;
        let answer = likecoin::scope::allows(&held, demanded)?;
        // SAFETY: as above.
        unsafe { place.write(answer) };
        Ok(())
    })
}

/// The HTTP status with which an API refuses a request, of the status with which reading its
/// `Authorization` header or verifying its token failed: 401 or 403.
///
/// 0 if the failure is not the token's (and for `JOTKIT_OK`): logging in again would not mend that, and
/// the answer is a 500.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_likecoin_refusal_status(status: Status) -> u16 {
    guard(|| refusal(status).map_or(0, |refusal| refusal.status))
}

/// The body of that refusal, as `text/plain`: `LOGIN_NEEDED`, `TOKEN_EXPIRED` or `INSUFFICIENT_PERMISSION`.
/// NULL where there is none. Static.
#[unsafe(no_mangle)]
pub extern "C" fn jotkit_likecoin_refusal_body(status: Status) -> *const c_char {
    guard(|| {
        let body = BODIES.iter().find(|(refused, _)| *refused == status);
        body.map_or(std::ptr::null(), |(_, body)| body.as_ptr())
    })
}

/// The bodies of all refusals, with a zero byte behind them.
static BODIES: LazyLock<Vec<(Status, Text)>> = LazyLock::new(|| {
    let body = |code: &Code| {
        let refusal = Refusal::of_code(*code)?;
        Some((code.number(), Text::copy(refusal.body)))
    };
    Code::ALL.iter().filter_map(body).collect()
});

fn refusal(status: Status) -> Option<Refusal> {
    Code::from_number(status).and_then(Refusal::of_code)
}
