// jotkit in C++17: objects that free themselves, and exceptions in place of statuses.
//
// Signs and verifies JSON Web Tokens (RFC 7519); strict by default. The rules are those of
// jotkit.h. Every failure is thrown as a jotkit::Error. Texts are UTF-8; secrets and DER are bytes.
// A class that has a handle() returns what the functions of jotkit.h take, for what is not here.
#ifndef JOTKIT_HPP
#define JOTKIT_HPP

#include <jotkit.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace jotkit {

/// A point in time; where a function takes one, nothing means the system clock.
using Time = std::optional<std::chrono::system_clock::time_point>;

inline std::string_view view(jotkit_text text) noexcept {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.len);
}

/// A view of no memory is empty, not absent.
inline jotkit_text text(std::string_view value) noexcept {
    return {value.data() == nullptr ? "" : value.data(), value.size()};
}

inline std::vector<jotkit_text> texts(const std::vector<std::string_view> &values) {
    std::vector<jotkit_text> list;
    for (const auto value : values) list.push_back(text(value));
    return list;
}

/// A failure. Its sentence contains no byte of a token, key or secret, so it may be logged.
class Error : public std::exception {
public:
    /// The details of a call that has just failed on this thread.
    explicit Error(jotkit_status status)
        : status_(status), http_status_(jotkit_last_error_http_status()), retry_at_(jotkit_last_error_retry_at()),
          message_(view(jotkit_last_error_message())), claim_(view(jotkit_last_error_claim())),
          detail_(view(jotkit_last_error_detail())) {}

    /// The number, one of jotkit_code.
    jotkit_status status() const noexcept { return status_; }

    /// The stable code, such as `token_expired`.
    std::string_view code() const noexcept { return jotkit_status_code(status_); }

    /// `malformed`, `refused`, `key`, `usage`, `flow` or `internal`.
    std::string_view kind() const noexcept { return jotkit_status_kind(status_); }

    /// The sentence that explains it.
    const char *what() const noexcept override { return message_.c_str(); }

    /// The claim or header member that is wrong; empty if it is about none.
    const std::string &claim() const noexcept { return claim_; }

    /// The HTTP status of the server's reply that caused it; 0 if none did.
    std::uint16_t http_status() const noexcept { return http_status_; }

    /// A short word from that reply; empty if there was none.
    const std::string &detail() const noexcept { return detail_; }

    /// When keys can be fetched again, in milliseconds since 1970; 0 if that is not known.
    std::int64_t retry_at() const noexcept { return retry_at_; }

private:
    jotkit_status status_;
    std::uint16_t http_status_;
    std::int64_t retry_at_;
    std::string message_, claim_, detail_;
};

/// The exception of a callback on this thread, which must not pass through C.
inline std::exception_ptr &pending() noexcept {
    thread_local std::exception_ptr exception;
    return exception;
}

/// Throws unless a status is JOTKIT_OK: the callback's own exception if it had one.
inline void check(jotkit_status status) {
    const std::exception_ptr exception = std::exchange(pending(), nullptr);
    if (status == JOTKIT_OK) return;
    if (exception) std::rethrow_exception(exception);
    throw Error(status);
}

/// Runs a callback, whose exception is kept until the call returns.
template <typename Function> jotkit_status guarded(Function function) noexcept {
    try {
        function();
        return JOTKIT_OK;
    } catch (...) {
        pending() = std::current_exception();
        return JOTKIT_INTERNAL;
    }
}

/// Owns a handle.
template <typename T, void (*release)(T *)> class Handle {
public:
    Handle() = default;
    explicit Handle(T *handle) noexcept : handle_(handle) {}
    Handle(Handle &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Handle &operator=(Handle &&other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Handle() { release(handle_); }

    T *get() const noexcept { return handle_; }

    /// Where a function writes a new handle.
    T **put() noexcept {
        release(std::exchange(handle_, nullptr));
        return &handle_;
    }

private:
    T *handle_ = nullptr;
};

/// A string or bytes of jotkit's, wiped when it is freed.
class String {
public:
    std::string_view view() const noexcept { return jotkit::view(jotkit_string_text(string_.get())); }
    std::string str() const { return std::string(view()); }
    const jotkit_string *handle() const noexcept { return string_.get(); }
    jotkit_string **put() noexcept { return string_.put(); }

private:
    Handle<jotkit_string, jotkit_string_free> string_;
};

/// Calls a function whose last argument is where it writes a string.
template <typename... Parameters, typename... Arguments>
String written(jotkit_status (*function)(Parameters...), Arguments... arguments) {
    String string;
    check(function(arguments..., string.put()));
    return string;
}

/// Claims. Reading one throws `claim_missing` if there is none, `claim_malformed` for another type.
class Claims {
public:
    Claims() = default;
    explicit Claims(String json) : json_(std::move(json)) {}

    /// The whole JSON, byte for byte as it was signed.
    std::string_view json() const noexcept { return json_.view(); }

    std::string string(std::string_view name) const {
        return written(jotkit_claims_get_string, json_.handle(), text(name)).str();
    }
    std::int64_t integer(std::string_view name) const {
        std::int64_t value = 0;
        check(jotkit_claims_get_int(json_.handle(), text(name), &value));
        return value;
    }
    double number(std::string_view name) const {
        double value = 0;
        check(jotkit_claims_get_number(json_.handle(), text(name), &value));
        return value;
    }
    bool boolean(std::string_view name) const {
        bool value = false;
        check(jotkit_claims_get_bool(json_.handle(), text(name), &value));
        return value;
    }

    /// The JSON of a claim. That of an object can be read in turn.
    Claims object(std::string_view name) const {
        return Claims(written(jotkit_claims_get_json, json_.handle(), text(name)));
    }

    /// Whether a claim is this string, or a list that has it.
    bool contains(std::string_view name, std::string_view value) const {
        bool contains = false;
        check(jotkit_claims_contain(json_.handle(), text(name), text(value), &contains));
        return contains;
    }

    bool has(std::string_view name) const {
        bool ignored = false;
        const auto status = jotkit_claims_contain(json_.handle(), text(name), text(""), &ignored);
        if (status != JOTKIT_CLAIM_MISSING) check(status);
        return status == JOTKIT_OK;
    }

private:
    String json_;
};

/// Header and claims of a token. Those of `peek` are not verified.
struct Content {
    Claims header, claims;
};

/// A JSON object that is put together member by member; no value can leave its quotes.
class Object {
public:
    Object() { check(jotkit_object_new(object_.put())); }

    Object &set(std::string_view name, std::string_view value) & {
        check(jotkit_object_set_string(object_.get(), text(name), text(value)));
        return *this;
    }
    Object &set(std::string_view name, const char *value) & { return set(name, std::string_view(value)); }
    Object &set(std::string_view name, const std::string &value) & { return set(name, std::string_view(value)); }
    Object &set(std::string_view name, const std::vector<std::string_view> &values) & {
        const auto list = texts(values);
        check(jotkit_object_set_strings(object_.get(), text(name), list.data(), list.size()));
        return *this;
    }
    Object &set(std::string_view name, const Object &value) & {
        check(jotkit_object_set_object(object_.get(), text(name), value.handle()));
        return *this;
    }
    Object &set(std::string_view name, std::initializer_list<std::reference_wrapper<const Object>> values) & {
        std::vector<const jotkit_object *> list;
        for (const Object &value : values) list.push_back(value.handle());
        check(jotkit_object_set_objects(object_.get(), text(name), list.data(), list.size()));
        return *this;
    }
    template <typename T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
    Object &set(std::string_view name, T value) & {
        if constexpr (std::is_same_v<T, bool>) {
            check(jotkit_object_set_bool(object_.get(), text(name), value));
        } else {
            check(jotkit_object_set_number(object_.get(), text(name), static_cast<double>(value)));
        }
        return *this;
    }
    template <typename T> Object &&set(std::string_view name, const T &value) && {
        return std::move(set(name, value));
    }

    /// The JSON, which completes the object.
    std::string_view json() const { return view(jotkit_object_text(object_.get())); }
    const jotkit_object *handle() const noexcept { return object_.get(); }

private:
    Handle<jotkit_object, jotkit_object_free> object_;
};

}  // namespace jotkit

#include "jotkit_options.hpp"

namespace jotkit {

/// A key, bound to its algorithm when it is imported; a token's header never chooses.
class Key {
public:
    static Key hs256(std::string_view secret) { return made(jotkit_key_hs256, text(secret)); }
    static Key hs384(std::string_view secret) { return made(jotkit_key_hs384, text(secret)); }
    static Key hs512(std::string_view secret) { return made(jotkit_key_hs512, text(secret)); }
    static Key secret(std::string_view bytes, const KeyOptions &options) {
        return made(jotkit_key_from_secret, text(bytes), text(options.json()));
    }
    static Key pem(std::string_view pem, const KeyOptions &options = {}) {
        return made(jotkit_key_from_pem, text(pem), text(options.json()));
    }
    static Key der(std::string_view der, const KeyOptions &options = {}) {
        return made(jotkit_key_from_der, text(der), text(options.json()));
    }
    static Key jwk(std::string_view jwk, const KeyOptions &options = {}) {
        return made(jotkit_key_from_jwk, text(jwk), text(options.json()));
    }
    static Key generate(std::string_view algorithm) { return made(jotkit_key_generate, text(algorithm)); }

    Key with_kid(std::string_view kid) const { return made(jotkit_key_with_kid, handle(), text(kid)); }
    Key public_key() const { return made(jotkit_key_public, handle()); }
    String to_pem() const { return written(jotkit_key_to_pem, handle()); }
    String to_der() const { return written(jotkit_key_to_der, handle()); }
    String to_jwk() const { return written(jotkit_key_to_jwk, handle()); }

    const jotkit_key *handle() const noexcept { return key_.get(); }

private:
    friend class KeySet;

    template <typename... Parameters, typename... Arguments>
    static Key made(jotkit_status (*function)(Parameters...), Arguments... arguments) {
        Key key;
        check(function(arguments..., key.key_.put()));
        return key;
    }

    Handle<jotkit_key, jotkit_key_free> key_;
};

/// Keys among which a token's `kid` chooses.
class KeySet {
public:
    explicit KeySet(const std::vector<Key> &keys) {
        std::vector<const jotkit_key *> list;
        for (const Key &key : keys) list.push_back(key.handle());
        check(jotkit_keyset_new(list.data(), list.size(), keys_.put()));
    }
    static KeySet jwks(std::string_view jwks, const KeyOptions &options = {}) {
        KeySet set;
        check(jotkit_keyset_from_jwks(text(jwks), text(options.json()), set.keys_.put()));
        return set;
    }

    std::size_t size() const noexcept { return jotkit_keyset_len(handle()); }

    /// The number of entries that could not be used; info() says why.
    std::size_t skipped() const noexcept { return jotkit_keyset_skipped(handle()); }
    String info() const { return written(jotkit_keyset_info, handle()); }
    String public_jwks() const { return written(jotkit_keyset_to_public_jwks, handle()); }

    const jotkit_keyset *handle() const noexcept { return keys_.get(); }

private:
    KeySet() = default;

    Handle<jotkit_keyset, jotkit_keyset_free> keys_;
};

/// A time as the functions of jotkit.h take it.
class Now {
public:
    explicit Now(Time time) {
        if (time) seconds_ = std::chrono::duration<double>(time->time_since_epoch()).count();
    }
    const double *get() const noexcept { return seconds_ ? &*seconds_ : nullptr; }

private:
    std::optional<double> seconds_;
};

/// Signs tokens with one key. Any number of threads may share one.
class Signer {
public:
    /// Makes the signature of these bytes: raw as in RFC 7518, or for ECDSA also DER.
    using Function = std::function<std::string(std::string_view)>;

    explicit Signer(const Key &key, const SignerOptions &options = {}) {
        check(jotkit_signer_new(key.handle(), text(options.json()), signer_.put()));
    }

    /// A signer whose key is elsewhere. What the function throws, `sign` throws.
    static Signer external(std::string_view algorithm, Function function, const SignerOptions &options = {}) {
        Signer signer;
        auto *data = new Function(std::move(function));
        const jotkit_external_signer external{answer, data, [](void *held) { delete static_cast<Function *>(held); }};
        check(jotkit_signer_new_external(text(algorithm), text(options.json()), external, signer.signer_.put()));
        return signer;
    }

    /// A signer for two steps: signing_input, and assemble when the signature is there.
    static Signer keyless(std::string_view algorithm, const SignerOptions &options = {}) {
        Signer signer;
        check(jotkit_signer_new_keyless(text(algorithm), text(options.json()), signer.signer_.put()));
        return signer;
    }

    /// Signs claims, given as JSON.
    std::string sign(std::string_view claims, Time now = {}) const {
        return written(jotkit_signer_sign, handle(), text(claims), Now(now).get()).str();
    }
    std::string sign(const Object &claims, Time now = {}) const { return sign(claims.json(), now); }

    std::string signing_input(std::string_view claims, Time now = {}) const {
        const std::uint64_t *lifetime = nullptr;
        return written(jotkit_signer_signing_input, handle(), text(claims), JOTKIT_ABSENT, lifetime, Now(now).get()).str();
    }
    std::string assemble(std::string_view input, std::string_view signature) const {
        return written(jotkit_signer_assemble, handle(), text(input), text(signature)).str();
    }

    const jotkit_signer *handle() const noexcept { return signer_.get(); }

private:
    Signer() = default;

    static jotkit_status answer(jotkit_text input, jotkit_signature_answer *answer, void *data) noexcept {
        return guarded([&] {
            const std::string signature = (*static_cast<Function *>(data))(view(input));
            check(jotkit_signature_answer_give(answer, text(signature)));
        });
    }

    Handle<jotkit_signer, jotkit_signer_free> signer_;
};

/// What a resolver may look at. All of it is unverified: it selects a key and proves nothing.
struct KeyHint {
    std::string_view algorithm, kid, issuer, authorized_party;
};

/// Verifies tokens under one policy. Any number of threads may share one.
class Verifier {
public:
    /// Returns the key that a hint names, or nothing: `key_unknown`. Every thread that verifies
    /// calls it, several at once. What it throws, `verify` throws.
    using Resolver = std::function<std::optional<Key>(const KeyHint &)>;

    explicit Verifier(const Key &key, const Policy &policy = {}) {
        check(jotkit_verifier_new(key.handle(), text(policy.json()), verifier_.put()));
    }
    explicit Verifier(const KeySet &keys, const Policy &policy = {}) {
        check(jotkit_verifier_new_with_keyset(keys.handle(), text(policy.json()), verifier_.put()));
    }
    explicit Verifier(Resolver resolver, const Policy &policy = {}) {
        auto *data = new Resolver(std::move(resolver));
        const jotkit_resolver callback{resolve, data, [](void *held) { delete static_cast<Resolver *>(held); }};
        check(jotkit_verifier_new_with_resolver(callback, text(policy.json()), verifier_.put()));
    }

    /// The claims of a good token.
    Claims verify(std::string_view token, Time now = {}) const {
        return Claims(written(jotkit_verifier_verify, handle(), text(token), Now(now).get()));
    }

    /// The header too.
    Content verify_full(std::string_view token, Time now = {}) const {
        String header, claims;
        check(jotkit_verifier_verify_full(handle(), text(token), Now(now).get(), header.put(), claims.put()));
        return {Claims(std::move(header)), Claims(std::move(claims))};
    }

    /// Requires claims to have values that only this call knows, such as the `nonce` of one login.
    Content verify_expecting(std::string_view token, const Object &expected, Time now = {}) const {
        String header, claims;
        check(jotkit_verifier_verify_expecting(
            handle(), text(token), text(expected.json()), Now(now).get(), header.put(), claims.put()));
        return {Claims(std::move(header)), Claims(std::move(claims))};
    }

    /// Everything that is wrong with a token, as a JSON list, for logs and support only.
    std::string explain(std::string_view token, Time now = {}) const {
        return written(jotkit_verifier_explain, handle(), text(token), Now(now).get()).str();
    }

    const jotkit_verifier *handle() const noexcept { return verifier_.get(); }

private:
    static jotkit_status resolve(const jotkit_key_hint *hint, jotkit_key_answer *answer, void *data) noexcept {
        return guarded([&] {
            const KeyHint seen{view(hint->algorithm), view(hint->kid), view(hint->issuer), view(hint->authorized_party)};
            const std::optional<Key> key = (*static_cast<Resolver *>(data))(seen);
            if (key) check(jotkit_key_answer_give(answer, key->handle()));
        });
    }

    Handle<jotkit_verifier, jotkit_verifier_free> verifier_;
};

/// A request for the program's HTTP client. The views are valid until the fetcher returns.
struct Request {
    std::string_view url;
    std::vector<std::pair<std::string_view, std::string_view>> headers;
    std::chrono::milliseconds timeout;
    std::size_t max_bytes;
};

/// A server's reply.
struct Reply {
    std::uint16_t status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// Why there is no reply: `timeout`, `network`, `tls`, `too_large` or `redirect`; or empty.
    std::string cause;

    static Reply failed(std::string cause) { return {0, {}, {}, std::move(cause)}; }
};

/// Sends the requests for keys behind a URL, as jotkit_fetcher says, which it converts to. If the
/// function throws, the request has failed by `network`.
class Fetcher {
public:
    explicit Fetcher(std::function<Reply(const Request &)> function) : function_(std::move(function)) {}

    jotkit_fetcher get() noexcept { return {fetch, this}; }

private:
    static jotkit_status fetch(const jotkit_http_request *request, jotkit_http_reply *reply, void *data) noexcept {
        try {
            return static_cast<const Fetcher *>(data)->send(request, reply);
        } catch (...) {
            return JOTKIT_SERVER_UNAVAILABLE;
        }
    }

    jotkit_status send(const jotkit_http_request *request, jotkit_http_reply *reply) const {
        Request sent{view(jotkit_http_request_url(request)),
                     {},
                     std::chrono::milliseconds(jotkit_http_request_timeout_ms(request)),
                     static_cast<std::size_t>(jotkit_http_request_max_bytes(request))};
        for (std::size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
            sent.headers.emplace_back(
                view(jotkit_http_request_header_name(request, i)), view(jotkit_http_request_header_value(request, i)));
        }
        const Reply answer = function_(sent);
        if (!answer.cause.empty()) return jotkit_http_reply_fail(reply, text(answer.cause));
        std::vector<jotkit_header> headers;
        for (const auto &header : answer.headers) headers.push_back({text(header.first), text(header.second)});
        return jotkit_http_reply_give(reply, answer.status, headers.data(), headers.size(), text(answer.body));
    }

    std::function<Reply(const Request &)> function_;
};

/// The keys of an issuer, which are behind a URL. Share one among threads and verifiers.
class RemoteKeys {
public:
    explicit RemoteKeys(const RemoteOptions &options) : RemoteKeys(options.json()) {}

    /// Several sources: an object with a member `issuers`, a list of objects.
    explicit RemoteKeys(const Object &options) : RemoteKeys(options.json()) {}

    /// Fetches keys unless there are some that can be used.
    void warm(jotkit_fetcher fetcher) const { check(jotkit_remote_keys_warm(handle(), JOTKIT_ABSENT, fetcher)); }

    const jotkit_remote_keys *handle() const noexcept { return keys_.get(); }

private:
    explicit RemoteKeys(std::string_view options) { check(jotkit_remote_keys_new(text(options), keys_.put())); }

    Handle<jotkit_remote_keys, jotkit_remote_keys_free> keys_;
};

/// Verifies tokens with keys behind a URL under one policy.
class RemoteVerifier {
public:
    explicit RemoteVerifier(const RemoteKeys &keys, const Policy &policy = {}) {
        check(jotkit_remote_verifier_new(keys.handle(), text(policy.json()), verifier_.put()));
    }

    /// The claims of a good token. The fetcher is called if a key is needed that is not held.
    Claims verify(std::string_view token, jotkit_fetcher fetcher, Time now = {}) const {
        return Claims(written(jotkit_remote_verifier_verify, handle(), text(token), Now(now).get(), fetcher));
    }

    const jotkit_remote_verifier *handle() const noexcept { return verifier_.get(); }

private:
    Handle<jotkit_remote_verifier, jotkit_remote_verifier_free> verifier_;
};

/// Reads a token without verifying it. Never decide anything by the result.
inline Content peek(std::string_view token) {
    String header, claims;
    check(jotkit_token_peek(text(token), header.put(), claims.put()));
    return {Claims(std::move(header)), Claims(std::move(claims))};
}

/// The token of an `Authorization` header; nothing for a request without one.
inline std::string bearer(std::optional<std::string_view> header) {
    return written(jotkit_bearer_parse, header ? text(*header) : JOTKIT_ABSENT).str();
}

/// The status and the `WWW-Authenticate` header of the HTTP answer to a request that was refused.
struct Challenge {
    std::uint16_t status = 0;
    /// Empty if the answer has no such header.
    std::string www_authenticate;
};

inline Challenge challenge(const Error &error, std::string_view realm, const std::vector<std::string_view> &scope = {}) {
    Challenge challenge;
    String header;
    const auto list = texts(scope);
    check(jotkit_challenge(
        error.status(), text(realm), list.empty() ? nullptr : list.data(), list.size(), &challenge.status, header.put()));
    challenge.www_authenticate = header.str();
    return challenge;
}

}  // namespace jotkit

#endif
