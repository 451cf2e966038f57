//! Options as types of their own, one setter each.
//!
//! Generated from tests/contract.json by `make gen`.

use jotkit_ffi_export::export;

use crate::args::Text;
use crate::handle::opaque;
use crate::object::{Members, Object};
use crate::status::Status;

/// What a verifier demands of a token, set one by one: options of which `jotkit_policy_text` makes
/// the JSON that functions take. The rules are those of `jotkit_object`: each option can be set
/// once, a setter that fails spoils them all, and a value is judged where the options are used.
pub struct Policy {
    _opaque: [u8; 0],
}

opaque!(Policy, Members);

/// Makes a policy without a setting, freed by `jotkit_policy_free`.
#[export]
fn jotkit_policy_new(policy: *mut *mut Policy) -> Status {
    policy.put(Members::default())
}

/// Accept only these algorithms. Default: those that the key allows. Also names the algorithm of an
/// RSA or secret JWK that has none.
#[export(spoils)]
fn jotkit_policy_set_algorithms(
    policy: *const Policy,
    values: *const Text,
    count: usize,
) -> Status {
    policy.set_strings("algorithms", values.strs(count)?)
}

/// Require `iss` to equal this string, or one of these. Default: not compared.
#[export(spoils)]
fn jotkit_policy_set_issuer(policy: *const Policy, value: Text) -> Status {
    policy.set_string("issuer", value.str()?)
}

/// Require `iss` to equal this string, or one of these. Default: not compared.
#[export(spoils)]
fn jotkit_policy_set_issuers(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("issuer", values.strs(count)?)
}

/// Require `aud` to name this audience, or one of these. Default: a token that names an audience is
/// refused (RFC 7519 §4.1.3).
#[export(spoils)]
fn jotkit_policy_set_audience(policy: *const Policy, value: Text) -> Status {
    policy.set_string("audience", value.str()?)
}

/// Require `aud` to name this audience, or one of these. Default: a token that names an audience is
/// refused (RFC 7519 §4.1.3).
#[export(spoils)]
fn jotkit_policy_set_audiences(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("audience", values.strs(count)?)
}

/// Accept tokens for any audience, those meant for another service included.
#[export(spoils)]
fn jotkit_policy_set_any_audience(policy: *const Policy, value: bool) -> Status {
    policy.set_plain("any_audience", value)
}

/// Require `sub` to equal this string. Default: not compared.
#[export(spoils)]
fn jotkit_policy_set_subject(policy: *const Policy, value: Text) -> Status {
    policy.set_string("subject", value.str()?)
}

/// Require `typ` to be one of these; case and a leading `application/` make no difference. Default:
/// absent, `JWT` or `at+jwt`.
#[export(spoils)]
fn jotkit_policy_set_types(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("types", values.strs(count)?)
}

/// Require these claims to be present. Default: `exp` only.
#[export(spoils)]
fn jotkit_policy_set_required(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("required", values.strs(count)?)
}

/// Require claims to have these values.
#[export(spoils)]
fn jotkit_policy_set_expected(policy: *const Policy, values: *const Object) -> Status {
    policy.set_object("expected", values)
}

/// Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core
/// §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523 §3),
/// which demand more; docs/recipes.md says what. Default: none of them.
#[export(spoils)]
fn jotkit_policy_set_profile(policy: *const Policy, value: Text) -> Status {
    policy.set_string("profile", value.str()?)
}

/// Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words with
/// spaces between them. Default: not judged.
#[export(spoils)]
fn jotkit_policy_set_scopes(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("scopes", values.strs(count)?)
}

/// Accept tokens without `exp`.
#[export(spoils)]
fn jotkit_policy_set_expiry_optional(policy: *const Policy, value: bool) -> Status {
    policy.set_plain("expiry_optional", value)
}

/// Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of older
/// systems. Default: both must be strings.
#[export(spoils)]
fn jotkit_policy_set_untyped(policy: *const Policy, values: *const Text, count: usize) -> Status {
    policy.set_strings("untyped", values.strs(count)?)
}

/// Accept segments that end in `=`, as those of AWS load balancers do; the signature covers the
/// bytes as received.
#[export(spoils)]
fn jotkit_policy_set_allow_padding(policy: *const Policy, value: bool) -> Status {
    policy.set_plain("allow_padding", value)
}

/// Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets in
/// rotation. Default: such a token is `key_ambiguous`.
#[export(spoils)]
fn jotkit_policy_set_try_each(policy: *const Policy, value: bool) -> Status {
    policy.set_plain("try_each", value)
}

/// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
#[export(spoils)]
fn jotkit_policy_set_leeway(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("leeway", value)
}

/// Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged. Range:
/// at least 0 seconds.
#[export(spoils)]
fn jotkit_policy_set_max_age(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("max_age", value)
}

/// Refuse longer tokens. Default: 262144. Range: at least 1 bytes.
#[export(spoils)]
fn jotkit_policy_set_max_token_bytes(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("max_token_bytes", value)
}

/// Refuse tokens with a longer header segment, as received. Default: 8192. Range: at least 1 bytes.
#[export(spoils)]
fn jotkit_policy_set_max_header_bytes(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("max_header_bytes", value)
}

/// Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. Range: at
/// least 1.
#[export(spoils)]
fn jotkit_policy_set_max_depth(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("max_depth", value)
}

/// Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a hash
/// instead of a signature; the clock is judged each time. Default: none. Range: 1 to 1000000
/// tokens.
#[export(spoils)]
fn jotkit_policy_set_cache(policy: *const Policy, value: u64) -> Status {
    policy.set_plain("cache", value)
}

/// The JSON, valid until the policy is freed. It completes the policy. Absent for NULL and after a
/// setter has failed.
#[export]
fn jotkit_policy_text(policy: *const Policy) -> Text {
    Ok(policy.text())
}

/// Wipes and frees the policy.
#[export]
fn jotkit_policy_free(policy: *mut Policy) {
    policy.free()
}

/// What a signer adds to claims and headers that lack it, set one by one: options of which
/// `jotkit_signer_options_text` makes the JSON that functions take. The rules are those of
/// `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
/// is judged where the options are used.
pub struct SignerOptions {
    _opaque: [u8; 0],
}

opaque!(SignerOptions, Members);

/// Makes options without a setting, freed by `jotkit_signer_options_free`.
#[export]
fn jotkit_signer_options_new(options: *mut *mut SignerOptions) -> Status {
    options.put(Members::default())
}

/// Add `iss` to claims without one.
#[export(spoils)]
fn jotkit_signer_options_set_issuer(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("issuer", value.str()?)
}

/// Add `sub` to claims without one.
#[export(spoils)]
fn jotkit_signer_options_set_subject(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("subject", value.str()?)
}

/// Add `aud` to claims without one: a string, or a list.
#[export(spoils)]
fn jotkit_signer_options_set_audience(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("audience", value.str()?)
}

/// Add `aud` to claims without one: a string, or a list.
#[export(spoils)]
fn jotkit_signer_options_set_audiences(
    options: *const SignerOptions,
    values: *const Text,
    count: usize,
) -> Status {
    options.set_strings("audience", values.strs(count)?)
}

/// Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1 seconds.
#[export(spoils)]
fn jotkit_signer_options_set_lifetime(options: *const SignerOptions, value: u64) -> Status {
    options.set_plain("lifetime", value)
}

/// Add `iat`, the time of signing in whole seconds, to claims without one.
#[export(spoils)]
fn jotkit_signer_options_set_iat(options: *const SignerOptions, value: bool) -> Status {
    options.set_plain("iat", value)
}

/// Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
#[export(spoils)]
fn jotkit_signer_options_set_jti(options: *const SignerOptions, value: bool) -> Status {
    options.set_plain("jti", value)
}

/// Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`,
/// `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`; docs/recipes.md
/// says what each adds. Default: none of them.
#[export(spoils)]
fn jotkit_signer_options_set_recipe(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("recipe", value.str()?)
}

/// The header's `kid`. Default: the key's own.
#[export(spoils)]
fn jotkit_signer_options_set_kid(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("kid", value.str()?)
}

/// The header's `typ`. Default: `JWT`.
#[export(spoils)]
fn jotkit_signer_options_set_typ(options: *const SignerOptions, value: Text) -> Status {
    options.set_string("typ", value.str()?)
}

/// The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
/// a setter has failed.
#[export]
fn jotkit_signer_options_text(options: *const SignerOptions) -> Text {
    Ok(options.text())
}

/// Wipes and frees the options.
#[export]
fn jotkit_signer_options_free(options: *mut SignerOptions) {
    options.free()
}

/// What the caller knows about a key that is imported, set one by one: options of which
/// `jotkit_key_options_text` makes the JSON that functions take. The rules are those of
/// `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
/// is judged where the options are used.
pub struct KeyOptions {
    _opaque: [u8; 0],
}

opaque!(KeyOptions, Members);

/// Makes options without a setting, freed by `jotkit_key_options_free`.
#[export]
fn jotkit_key_options_new(options: *mut *mut KeyOptions) -> Status {
    options.put(Members::default())
}

/// Bind the key to this algorithm. Default: the one that the key itself names or dictates.
#[export(spoils)]
fn jotkit_key_options_set_alg(options: *const KeyOptions, value: Text) -> Status {
    options.set_string("alg", value.str()?)
}

/// The key's id. Default: the one that the key itself carries.
#[export(spoils)]
fn jotkit_key_options_set_kid(options: *const KeyOptions, value: Text) -> Status {
    options.set_string("kid", value.str()?)
}

/// Accept an HMAC secret shorter than the hash.
#[export(spoils)]
fn jotkit_key_options_set_allow_short(options: *const KeyOptions, value: bool) -> Status {
    options.set_plain("allow_short", value)
}

/// The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted.
#[export(spoils)]
fn jotkit_key_options_set_passphrase(options: *const KeyOptions, value: Text) -> Status {
    options.set_string("passphrase", value.str()?)
}

/// The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
/// a setter has failed.
#[export]
fn jotkit_key_options_text(options: *const KeyOptions) -> Text {
    Ok(options.text())
}

/// Wipes and frees the options.
#[export]
fn jotkit_key_options_free(options: *mut KeyOptions) {
    options.free()
}

/// What a LikeCoin API demands of access tokens, set one by one: options of which
/// `jotkit_likecoin_options_text` makes the JSON that functions take. The rules are those of
/// `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
/// is judged where the options are used.
pub struct LikeCoinOptions {
    _opaque: [u8; 0],
}

opaque!(LikeCoinOptions, Members);

/// Makes options without a setting, freed by `jotkit_likecoin_options_free`.
#[export]
fn jotkit_likecoin_options_new(options: *mut *mut LikeCoinOptions) -> Status {
    options.put(Members::default())
}

/// The host name in `iss` and `aud`. Default: `like.co`.
#[export(spoils)]
fn jotkit_likecoin_options_set_host(options: *const LikeCoinOptions, value: Text) -> Status {
    options.set_string("host", value.str()?)
}

/// Require all of these scopes.
#[export(spoils)]
fn jotkit_likecoin_options_set_all(
    options: *const LikeCoinOptions,
    values: *const Text,
    count: usize,
) -> Status {
    options.set_strings("all", values.strs(count)?)
}

/// Require at least one of these scopes.
#[export(spoils)]
fn jotkit_likecoin_options_set_any(
    options: *const LikeCoinOptions,
    values: *const Text,
    count: usize,
) -> Status {
    options.set_strings("any", values.strs(count)?)
}

/// Accept tokens without `exp`. The real service issues none.
#[export(spoils)]
fn jotkit_likecoin_options_set_expiry_optional(
    options: *const LikeCoinOptions,
    value: bool,
) -> Status {
    options.set_plain("expiry_optional", value)
}

/// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
#[export(spoils)]
fn jotkit_likecoin_options_set_leeway(options: *const LikeCoinOptions, value: u64) -> Status {
    options.set_plain("leeway", value)
}

/// The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
/// a setter has failed.
#[export]
fn jotkit_likecoin_options_text(options: *const LikeCoinOptions) -> Text {
    Ok(options.text())
}

/// Wipes and frees the options.
#[export]
fn jotkit_likecoin_options_free(options: *mut LikeCoinOptions) {
    options.free()
}

/// How keys behind a URL are fetched, set one by one: options of which `jotkit_remote_options_text`
/// makes the JSON that functions take. The rules are those of `jotkit_object`: each option can be
/// set once, a setter that fails spoils them all, and a value is judged where the options are used.
pub struct RemoteOptions {
    _opaque: [u8; 0],
}

opaque!(RemoteOptions, Members);

/// Makes options without a setting, freed by `jotkit_remote_options_free`.
#[export]
fn jotkit_remote_options_new(options: *mut *mut RemoteOptions) -> Status {
    options.put(Members::default())
}

/// Find the keys' address in the discovery document of this issuer, unless `jwks_url` names it.
#[export(spoils)]
fn jotkit_remote_options_set_issuer(options: *const RemoteOptions, value: Text) -> Status {
    options.set_string("issuer", value.str()?)
}

/// Fetch the keys from this address.
#[export(spoils)]
fn jotkit_remote_options_set_jwks_url(options: *const RemoteOptions, value: Text) -> Status {
    options.set_string("jwks_url", value.str()?)
}

/// Allow plain `http` to these hosts. Default: to this machine only.
#[export(spoils)]
fn jotkit_remote_options_set_allow_http(
    options: *const RemoteOptions,
    values: *const Text,
    count: usize,
) -> Status {
    options.set_strings("allow_http", values.strs(count)?)
}

/// Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_timeout_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("timeout_ms", value)
}

/// Refuse longer replies. Default: 524288. Range: 1024 to 16777216 bytes.
#[export(spoils)]
fn jotkit_remote_options_set_max_bytes(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("max_bytes", value)
}

/// Refuse sets with more entries. Default: 100. Range: 1 to 1000 keys.
#[export(spoils)]
fn jotkit_remote_options_set_max_keys(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("max_keys", value)
}

/// Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to 604800000
/// milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_default_lifetime_ms(
    options: *const RemoteOptions,
    value: u64,
) -> Status {
    options.set_plain("default_lifetime_ms", value)
}

/// Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_min_lifetime_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("min_lifetime_ms", value)
}

/// Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_max_lifetime_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("max_lifetime_ms", value)
}

/// Fetch keys again in the background after this part of their lifetime. Default: 80. Range: 10 to
/// 100 percent.
#[export(spoils)]
fn jotkit_remote_options_set_refresh_percent(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("refresh_percent", value)
}

/// Use keys this long after their lifetime while they cannot be fetched. Default: 86400000. Range:
/// 0 to 604800000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_stale_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("stale_ms", value)
}

/// Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to 3600000
/// milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_cooldown_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("cooldown_ms", value)
}

/// Allow this many such requests in a row. Default: 2. Range: 1 to 10 requests.
#[export(spoils)]
fn jotkit_remote_options_set_burst(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("burst", value)
}

/// Pause this long after a failure, and twice as long after each further one. Default: 1000. Range:
/// 100 to 3600000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_backoff_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("backoff_ms", value)
}

/// Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_max_backoff_ms(options: *const RemoteOptions, value: u64) -> Status {
    options.set_plain("max_backoff_ms", value)
}

/// Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
/// milliseconds.
#[export(spoils)]
fn jotkit_remote_options_set_max_retry_after_ms(
    options: *const RemoteOptions,
    value: u64,
) -> Status {
    options.set_plain("max_retry_after_ms", value)
}

/// The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
/// a setter has failed.
#[export]
fn jotkit_remote_options_text(options: *const RemoteOptions) -> Text {
    Ok(options.text())
}

/// Wipes and frees the options.
#[export]
fn jotkit_remote_options_free(options: *mut RemoteOptions) {
    options.free()
}
