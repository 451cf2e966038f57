// Options as classes. Include jotkit.hpp, not this file.
// Generated from tests/contract.json by `make gen`.
#ifndef JOTKIT_OPTIONS_HPP
#define JOTKIT_OPTIONS_HPP

namespace jotkit {

/// What a verifier demands of a token. Each function sets an option, once, and returns the object.
class Policy {
public:
    Policy() { check(jotkit_policy_new(options_.put())); }

    /// The JSON that the core reads; the options are complete then.
    std::string_view json() const { return view(jotkit_policy_text(options_.get())); }

    /// Accept only these algorithms. Default: those that the key allows. Also names the algorithm
    /// of an RSA or secret JWK that has none.
    Policy &algorithms(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_algorithms(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&algorithms(const std::vector<std::string_view> &values) && { return std::move(algorithms(values)); }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    Policy &issuer(std::string_view value) & {
        check(jotkit_policy_set_issuer(options_.get(), text(value)));
        return *this;
    }
    Policy &&issuer(std::string_view value) && { return std::move(issuer(value)); }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    Policy &issuers(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_issuers(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&issuers(const std::vector<std::string_view> &values) && { return std::move(issuers(values)); }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    Policy &audience(std::string_view value) & {
        check(jotkit_policy_set_audience(options_.get(), text(value)));
        return *this;
    }
    Policy &&audience(std::string_view value) && { return std::move(audience(value)); }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    Policy &audiences(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_audiences(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&audiences(const std::vector<std::string_view> &values) && { return std::move(audiences(values)); }

    /// Accept tokens for any audience, those meant for another service included.
    Policy &any_audience(bool value = true) & {
        check(jotkit_policy_set_any_audience(options_.get(), value));
        return *this;
    }
    Policy &&any_audience(bool value = true) && { return std::move(any_audience(value)); }

    /// Require `sub` to equal this string. Default: not compared.
    Policy &subject(std::string_view value) & {
        check(jotkit_policy_set_subject(options_.get(), text(value)));
        return *this;
    }
    Policy &&subject(std::string_view value) && { return std::move(subject(value)); }

    /// Require `typ` to be one of these; case and a leading `application/` make no difference.
    /// Default: absent, `JWT` or `at+jwt`.
    Policy &types(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_types(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&types(const std::vector<std::string_view> &values) && { return std::move(types(values)); }

    /// Require these claims to be present. Default: `exp` only.
    Policy &required(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_required(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&required(const std::vector<std::string_view> &values) && { return std::move(required(values)); }

    /// Require claims to have these values.
    Policy &expected(const Object &values) & {
        check(jotkit_policy_set_expected(options_.get(), values.handle()));
        return *this;
    }
    Policy &&expected(const Object &values) && { return std::move(expected(values)); }

    /// Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core
    /// §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523
    /// §3), which demand more; docs/recipes.md says what. Default: none of them.
    Policy &profile(std::string_view value) & {
        check(jotkit_policy_set_profile(options_.get(), text(value)));
        return *this;
    }
    Policy &&profile(std::string_view value) && { return std::move(profile(value)); }

    /// Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words
    /// with spaces between them. Default: not judged.
    Policy &scopes(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_scopes(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&scopes(const std::vector<std::string_view> &values) && { return std::move(scopes(values)); }

    /// Accept tokens without `exp`.
    Policy &expiry_optional(bool value = true) & {
        check(jotkit_policy_set_expiry_optional(options_.get(), value));
        return *this;
    }
    Policy &&expiry_optional(bool value = true) && { return std::move(expiry_optional(value)); }

    /// Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of
    /// older systems. Default: both must be strings.
    Policy &untyped(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_policy_set_untyped(options_.get(), list.data(), list.size()));
        return *this;
    }
    Policy &&untyped(const std::vector<std::string_view> &values) && { return std::move(untyped(values)); }

    /// Accept segments that end in `=`, as those of AWS load balancers do; the signature covers the
    /// bytes as received.
    Policy &allow_padding(bool value = true) & {
        check(jotkit_policy_set_allow_padding(options_.get(), value));
        return *this;
    }
    Policy &&allow_padding(bool value = true) && { return std::move(allow_padding(value)); }

    /// Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets
    /// in rotation. Default: such a token is `key_ambiguous`.
    Policy &try_each(bool value = true) & {
        check(jotkit_policy_set_try_each(options_.get(), value));
        return *this;
    }
    Policy &&try_each(bool value = true) && { return std::move(try_each(value)); }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    Policy &leeway(std::uint64_t value) & {
        check(jotkit_policy_set_leeway(options_.get(), value));
        return *this;
    }
    Policy &&leeway(std::uint64_t value) && { return std::move(leeway(value)); }

    /// Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged.
    /// Range: at least 0 seconds.
    Policy &max_age(std::uint64_t value) & {
        check(jotkit_policy_set_max_age(options_.get(), value));
        return *this;
    }
    Policy &&max_age(std::uint64_t value) && { return std::move(max_age(value)); }

    /// Refuse longer tokens. Default: 262144. Range: at least 1 bytes.
    Policy &max_token_bytes(std::uint64_t value) & {
        check(jotkit_policy_set_max_token_bytes(options_.get(), value));
        return *this;
    }
    Policy &&max_token_bytes(std::uint64_t value) && { return std::move(max_token_bytes(value)); }

    /// Refuse tokens with a longer header segment, as received. Default: 8192. Range: at least 1
    /// bytes.
    Policy &max_header_bytes(std::uint64_t value) & {
        check(jotkit_policy_set_max_header_bytes(options_.get(), value));
        return *this;
    }
    Policy &&max_header_bytes(std::uint64_t value) && { return std::move(max_header_bytes(value)); }

    /// Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. Range: at
    /// least 1.
    Policy &max_depth(std::uint64_t value) & {
        check(jotkit_policy_set_max_depth(options_.get(), value));
        return *this;
    }
    Policy &&max_depth(std::uint64_t value) && { return std::move(max_depth(value)); }

    /// Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a
    /// hash instead of a signature; the clock is judged each time. Default: none. Range: 1 to
    /// 1000000 tokens.
    Policy &cache(std::uint64_t value) & {
        check(jotkit_policy_set_cache(options_.get(), value));
        return *this;
    }
    Policy &&cache(std::uint64_t value) && { return std::move(cache(value)); }

private:
    Handle<jotkit_policy, jotkit_policy_free> options_;
};

/// What a signer adds to claims and headers that lack it. Each function sets an option, once, and
/// returns the object.
class SignerOptions {
public:
    SignerOptions() { check(jotkit_signer_options_new(options_.put())); }

    /// The JSON that the core reads; the options are complete then.
    std::string_view json() const { return view(jotkit_signer_options_text(options_.get())); }

    /// Add `iss` to claims without one.
    SignerOptions &issuer(std::string_view value) & {
        check(jotkit_signer_options_set_issuer(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&issuer(std::string_view value) && { return std::move(issuer(value)); }

    /// Add `sub` to claims without one.
    SignerOptions &subject(std::string_view value) & {
        check(jotkit_signer_options_set_subject(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&subject(std::string_view value) && { return std::move(subject(value)); }

    /// Add `aud` to claims without one: a string, or a list.
    SignerOptions &audience(std::string_view value) & {
        check(jotkit_signer_options_set_audience(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&audience(std::string_view value) && { return std::move(audience(value)); }

    /// Add `aud` to claims without one: a string, or a list.
    SignerOptions &audiences(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_signer_options_set_audiences(options_.get(), list.data(), list.size()));
        return *this;
    }
    SignerOptions &&audiences(const std::vector<std::string_view> &values) && { return std::move(audiences(values)); }

    /// Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1
    /// seconds.
    SignerOptions &lifetime(std::uint64_t value) & {
        check(jotkit_signer_options_set_lifetime(options_.get(), value));
        return *this;
    }
    SignerOptions &&lifetime(std::uint64_t value) && { return std::move(lifetime(value)); }

    /// Add `iat`, the time of signing in whole seconds, to claims without one.
    SignerOptions &iat(bool value = true) & {
        check(jotkit_signer_options_set_iat(options_.get(), value));
        return *this;
    }
    SignerOptions &&iat(bool value = true) && { return std::move(iat(value)); }

    /// Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
    SignerOptions &jti(bool value = true) & {
        check(jotkit_signer_options_set_jti(options_.get(), value));
        return *this;
    }
    SignerOptions &&jti(bool value = true) && { return std::move(jti(value)); }

    /// Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`,
    /// `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`;
    /// docs/recipes.md says what each adds. Default: none of them.
    SignerOptions &recipe(std::string_view value) & {
        check(jotkit_signer_options_set_recipe(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&recipe(std::string_view value) && { return std::move(recipe(value)); }

    /// The header's `kid`. Default: the key's own.
    SignerOptions &kid(std::string_view value) & {
        check(jotkit_signer_options_set_kid(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&kid(std::string_view value) && { return std::move(kid(value)); }

    /// The header's `typ`. Default: `JWT`.
    SignerOptions &typ(std::string_view value) & {
        check(jotkit_signer_options_set_typ(options_.get(), text(value)));
        return *this;
    }
    SignerOptions &&typ(std::string_view value) && { return std::move(typ(value)); }

private:
    Handle<jotkit_signer_options, jotkit_signer_options_free> options_;
};

/// What the caller knows about a key that is imported. Each function sets an option, once, and
/// returns the object.
class KeyOptions {
public:
    KeyOptions() { check(jotkit_key_options_new(options_.put())); }

    /// The JSON that the core reads; the options are complete then.
    std::string_view json() const { return view(jotkit_key_options_text(options_.get())); }

    /// Bind the key to this algorithm. Default: the one that the key itself names or dictates.
    KeyOptions &alg(std::string_view value) & {
        check(jotkit_key_options_set_alg(options_.get(), text(value)));
        return *this;
    }
    KeyOptions &&alg(std::string_view value) && { return std::move(alg(value)); }

    /// The key's id. Default: the one that the key itself carries.
    KeyOptions &kid(std::string_view value) & {
        check(jotkit_key_options_set_kid(options_.get(), text(value)));
        return *this;
    }
    KeyOptions &&kid(std::string_view value) && { return std::move(kid(value)); }

    /// Accept an HMAC secret shorter than the hash.
    KeyOptions &allow_short(bool value = true) & {
        check(jotkit_key_options_set_allow_short(options_.get(), value));
        return *this;
    }
    KeyOptions &&allow_short(bool value = true) && { return std::move(allow_short(value)); }

    /// The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted.
    KeyOptions &passphrase(std::string_view value) & {
        check(jotkit_key_options_set_passphrase(options_.get(), text(value)));
        return *this;
    }
    KeyOptions &&passphrase(std::string_view value) && { return std::move(passphrase(value)); }

private:
    Handle<jotkit_key_options, jotkit_key_options_free> options_;
};

/// What a LikeCoin API demands of access tokens. Each function sets an option, once, and returns
/// the object.
class LikeCoinOptions {
public:
    LikeCoinOptions() { check(jotkit_likecoin_options_new(options_.put())); }

    /// The JSON that the core reads; the options are complete then.
    std::string_view json() const { return view(jotkit_likecoin_options_text(options_.get())); }

    /// The host name in `iss` and `aud`. Default: `like.co`.
    LikeCoinOptions &host(std::string_view value) & {
        check(jotkit_likecoin_options_set_host(options_.get(), text(value)));
        return *this;
    }
    LikeCoinOptions &&host(std::string_view value) && { return std::move(host(value)); }

    /// Require all of these scopes.
    LikeCoinOptions &all(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_likecoin_options_set_all(options_.get(), list.data(), list.size()));
        return *this;
    }
    LikeCoinOptions &&all(const std::vector<std::string_view> &values) && { return std::move(all(values)); }

    /// Require at least one of these scopes.
    LikeCoinOptions &any(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_likecoin_options_set_any(options_.get(), list.data(), list.size()));
        return *this;
    }
    LikeCoinOptions &&any(const std::vector<std::string_view> &values) && { return std::move(any(values)); }

    /// Accept tokens without `exp`. The real service issues none.
    LikeCoinOptions &expiry_optional(bool value = true) & {
        check(jotkit_likecoin_options_set_expiry_optional(options_.get(), value));
        return *this;
    }
    LikeCoinOptions &&expiry_optional(bool value = true) && { return std::move(expiry_optional(value)); }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    LikeCoinOptions &leeway(std::uint64_t value) & {
        check(jotkit_likecoin_options_set_leeway(options_.get(), value));
        return *this;
    }
    LikeCoinOptions &&leeway(std::uint64_t value) && { return std::move(leeway(value)); }

private:
    Handle<jotkit_likecoin_options, jotkit_likecoin_options_free> options_;
};

/// How keys behind a URL are fetched. Each function sets an option, once, and returns the object.
class RemoteOptions {
public:
    RemoteOptions() { check(jotkit_remote_options_new(options_.put())); }

    /// The JSON that the core reads; the options are complete then.
    std::string_view json() const { return view(jotkit_remote_options_text(options_.get())); }

    /// Find the keys' address in the discovery document of this issuer, unless `jwks_url` names it.
    RemoteOptions &issuer(std::string_view value) & {
        check(jotkit_remote_options_set_issuer(options_.get(), text(value)));
        return *this;
    }
    RemoteOptions &&issuer(std::string_view value) && { return std::move(issuer(value)); }

    /// Fetch the keys from this address.
    RemoteOptions &jwks_url(std::string_view value) & {
        check(jotkit_remote_options_set_jwks_url(options_.get(), text(value)));
        return *this;
    }
    RemoteOptions &&jwks_url(std::string_view value) && { return std::move(jwks_url(value)); }

    /// Allow plain `http` to these hosts. Default: to this machine only.
    RemoteOptions &allow_http(const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_remote_options_set_allow_http(options_.get(), list.data(), list.size()));
        return *this;
    }
    RemoteOptions &&allow_http(const std::vector<std::string_view> &values) && { return std::move(allow_http(values)); }

    /// Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds.
    RemoteOptions &timeout_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_timeout_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&timeout_ms(std::uint64_t value) && { return std::move(timeout_ms(value)); }

    /// Refuse longer replies. Default: 524288. Range: 1024 to 16777216 bytes.
    RemoteOptions &max_bytes(std::uint64_t value) & {
        check(jotkit_remote_options_set_max_bytes(options_.get(), value));
        return *this;
    }
    RemoteOptions &&max_bytes(std::uint64_t value) && { return std::move(max_bytes(value)); }

    /// Refuse sets with more entries. Default: 100. Range: 1 to 1000 keys.
    RemoteOptions &max_keys(std::uint64_t value) & {
        check(jotkit_remote_options_set_max_keys(options_.get(), value));
        return *this;
    }
    RemoteOptions &&max_keys(std::uint64_t value) && { return std::move(max_keys(value)); }

    /// Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to 604800000
    /// milliseconds.
    RemoteOptions &default_lifetime_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_default_lifetime_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&default_lifetime_ms(std::uint64_t value) && { return std::move(default_lifetime_ms(value)); }

    /// Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds.
    RemoteOptions &min_lifetime_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_min_lifetime_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&min_lifetime_ms(std::uint64_t value) && { return std::move(min_lifetime_ms(value)); }

    /// Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds.
    RemoteOptions &max_lifetime_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_max_lifetime_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&max_lifetime_ms(std::uint64_t value) && { return std::move(max_lifetime_ms(value)); }

    /// Fetch keys again in the background after this part of their lifetime. Default: 80. Range: 10
    /// to 100 percent.
    RemoteOptions &refresh_percent(std::uint64_t value) & {
        check(jotkit_remote_options_set_refresh_percent(options_.get(), value));
        return *this;
    }
    RemoteOptions &&refresh_percent(std::uint64_t value) && { return std::move(refresh_percent(value)); }

    /// Use keys this long after their lifetime while they cannot be fetched. Default: 86400000.
    /// Range: 0 to 604800000 milliseconds.
    RemoteOptions &stale_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_stale_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&stale_ms(std::uint64_t value) && { return std::move(stale_ms(value)); }

    /// Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to
    /// 3600000 milliseconds.
    RemoteOptions &cooldown_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_cooldown_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&cooldown_ms(std::uint64_t value) && { return std::move(cooldown_ms(value)); }

    /// Allow this many such requests in a row. Default: 2. Range: 1 to 10 requests.
    RemoteOptions &burst(std::uint64_t value) & {
        check(jotkit_remote_options_set_burst(options_.get(), value));
        return *this;
    }
    RemoteOptions &&burst(std::uint64_t value) && { return std::move(burst(value)); }

    /// Pause this long after a failure, and twice as long after each further one. Default: 1000.
    /// Range: 100 to 3600000 milliseconds.
    RemoteOptions &backoff_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_backoff_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&backoff_ms(std::uint64_t value) && { return std::move(backoff_ms(value)); }

    /// Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds.
    RemoteOptions &max_backoff_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_max_backoff_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&max_backoff_ms(std::uint64_t value) && { return std::move(max_backoff_ms(value)); }

    /// Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
    /// milliseconds.
    RemoteOptions &max_retry_after_ms(std::uint64_t value) & {
        check(jotkit_remote_options_set_max_retry_after_ms(options_.get(), value));
        return *this;
    }
    RemoteOptions &&max_retry_after_ms(std::uint64_t value) && { return std::move(max_retry_after_ms(value)); }

private:
    Handle<jotkit_remote_options, jotkit_remote_options_free> options_;
};

}  // namespace jotkit

#endif
