/*
 * jotkit signs and verifies JSON Web Tokens (RFC 7519); strict by default.
 *
 * These rules hold for every function:
 *
 * - A function that can fail returns a jotkit_status: JOTKIT_OK (0) or the reason. Results come
 *   last, through pointers, which are written on success only. jotkit_last_error_...() return the
 *   details of a failure.
 * - Strings and bytes are passed as a jotkit_text by value: a pointer and a length, not
 *   terminated. JOTKIT_TEXT("literal") and JOTKIT_BYTES(pointer, length) make one. Nothing is
 *   kept: an input may be changed or freed once the function has returned.
 * - Strings, JSON included, are UTF-8. One that is not, a required pointer that is NULL and a
 *   length over PTRDIFF_MAX are JOTKIT_ARGUMENT_INVALID; token bytes that are not UTF-8 are
 *   JOTKIT_TOKEN_MALFORMED. An empty array may be NULL.
 * - Options and policies are JSON objects, made with jotkit_policy and its like or with
 *   jotkit_object, or written by hand. An unknown member, a null and a value out of range are
 *   errors. "{}" means no options. The status of a setter (jotkit_..._set_...) may be ignored:
 *   after a failure the text of what it sets is absent, and what needs the text fails.
 * - Every type jotkit_x that is only declared here is made by a function of jotkit and freed by
 *   jotkit_x_free(), which accepts NULL. Freeing one twice ends the process. (Hints, answers
 *   and jotkit_http_reply belong to callbacks and are not freed.)
 * - Any number of threads may use a handle at the same time, as long as none of them frees it.
 * - Times are in seconds since 1970-01-01T00:00:00Z; a fraction is allowed unless said otherwise.
 * - Panics inside jotkit are caught and become JOTKIT_INTERNAL.
 */


#ifndef JOTKIT_H
#define JOTKIT_H

/* Written by cbindgen from ffi/src; `.ci/c gen` writes it again. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The version of this header; jotkit_version() is that of the library. */
#define JOTKIT_VERSION "0.1.0"
#define JOTKIT_VERSION_MAJOR 0
#define JOTKIT_VERSION_MINOR 1
#define JOTKIT_VERSION_PATCH 0

/* How functions are declared. Empty unless it is defined before, or on Windows for a DLL. */
#ifndef JOTKIT_API
#if defined(_WIN32) && !defined(JOTKIT_STATIC)
#define JOTKIT_API __declspec(dllimport)
#else
#define JOTKIT_API
#endif
#endif

/* Warns where a status is not looked at. Define it as nothing to switch that off. */
#ifndef JOTKIT_NODISCARD
#if __STDC_VERSION__ >= 202311L || __cplusplus >= 201703L
#define JOTKIT_NODISCARD [[nodiscard]]
#elif defined(__GNUC__)
#define JOTKIT_NODISCARD __attribute__((warn_unused_result))
#else
#define JOTKIT_NODISCARD
#endif
#endif

#ifdef __cplusplus
#define JOTKIT_MAKE_TEXT(data, len) (jotkit_text{data, len})
#else
#define JOTKIT_MAKE_TEXT(data, len) ((jotkit_text){data, len})
#endif

/* The jotkit_text of a string literal. */
#define JOTKIT_TEXT(literal) JOTKIT_MAKE_TEXT("" literal, sizeof(literal) - 1)

/* The jotkit_text of bytes of any kind. */
#define JOTKIT_BYTES(pointer, length) JOTKIT_MAKE_TEXT((const char *)(pointer), (length))

/* A jotkit_text that may be absent, and is. */
#define JOTKIT_ABSENT JOTKIT_MAKE_TEXT(NULL, 0)

/**
 * What to do next in a call.
 */
enum jotkit_oauth_next
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Not a step: the handle is NULL.
     */
    JOTKIT_OAUTH_NEXT_NOTHING = 0,
    /**
     * Send `jotkit_oauth_step_request`, and hand in the reply with `jotkit_oauth_session_reply`,
     * or the reason why there is none with `jotkit_oauth_session_failed`.
     */
    JOTKIT_OAUTH_NEXT_SEND = 1,
    /**
     * Another call refreshes the tokens: wait until a step of the session has ended, then call
     * `jotkit_oauth_session_resume`.
     */
    JOTKIT_OAUTH_NEXT_WAIT = 2,
    /**
     * The call has ended: its last reply is a success.
     */
    JOTKIT_OAUTH_NEXT_DONE = 3,
    /**
     * The call has ended: its last reply asks for the user to go through the consent page again.
     */
    JOTKIT_OAUTH_NEXT_REAUTHORIZE = 4,
    /**
     * The call has ended: its last reply is a failure that is not the token's.
     */
    JOTKIT_OAUTH_NEXT_FAILED = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum jotkit_oauth_next jotkit_oauth_next;
#else
typedef int32_t jotkit_oauth_next;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * What to do next about a token.
 */
enum jotkit_remote_next
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Not a turn: the handle is NULL.
     */
    JOTKIT_REMOTE_NEXT_NOTHING = 0,
    /**
     * `jotkit_remote_turn_verdict` says whether the token is good. If there is a request, send it
     * when convenient and hand its reply in; the verdict does not wait for it.
     */
    JOTKIT_REMOTE_NEXT_DECIDED = 1,
    /**
     * Send `jotkit_remote_turn_request`, hand in its reply with `jotkit_remote_keys_answer` or the
     * reason why there is none with `jotkit_remote_keys_failed`, and take another turn.
     */
    JOTKIT_REMOTE_NEXT_FETCH = 2,
    /**
     * A request that another turn led to is under way: take another turn after the next answer to
     * these keys, or at `jotkit_remote_turn_until`.
     */
    JOTKIT_REMOTE_NEXT_WAIT = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum jotkit_remote_next jotkit_remote_next;
#else
typedef int32_t jotkit_remote_next;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The numbers of `jotkit_status`.
 */
enum jotkit_code
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * Success.
     */
    JOTKIT_OK = 0,
    /**
     *The token is not three base64url segments separated by dots.
     */
    JOTKIT_TOKEN_MALFORMED = 1,
    /**
     *The token or its header is longer than the policy's limit.
     */
    JOTKIT_TOKEN_TOO_LARGE = 2,
    /**
     *The token's header is not one strict JSON object with members of the right types.
     */
    JOTKIT_HEADER_MALFORMED = 3,
    /**
     *The token's payload is not one strict JSON object.
     */
    JOTKIT_PAYLOAD_MALFORMED = 4,
    /**
     *A claim has a value of the wrong type or out of its range.
     */
    JOTKIT_CLAIM_MALFORMED = 5,
    /**
     *The request has no `Authorization` header; send the token as `Bearer`, a space and the token.
     */
    JOTKIT_AUTHORIZATION_MISSING = 6,
    /**
     *The `Authorization` header must be `Bearer`, a space and the token.
     */
    JOTKIT_AUTHORIZATION_MALFORMED = 7,
    /**
     *The token's algorithm is not one that the key and the policy allow.
     */
    JOTKIT_ALGORITHM_REFUSED = 20,
    /**
     *The token's header demands an extension that is not supported.
     */
    JOTKIT_HEADER_UNSUPPORTED = 21,
    /**
     *The token's signature does not match its content and the key.
     */
    JOTKIT_SIGNATURE_INVALID = 22,
    /**
     *The token has expired; get a new one.
     */
    JOTKIT_TOKEN_EXPIRED = 23,
    /**
     *The token is not valid yet; check both clocks.
     */
    JOTKIT_TOKEN_NOT_YET_VALID = 24,
    /**
     *The token was issued longer ago than the policy's max_age.
     */
    JOTKIT_TOKEN_TOO_OLD = 25,
    /**
     *The token claims to be issued in the future; check both clocks.
     */
    JOTKIT_ISSUED_IN_FUTURE = 26,
    /**
     *The token's typ is not one that the policy accepts.
     */
    JOTKIT_TYPE_REFUSED = 27,
    /**
     *The token is not meant for this audience; name the expected one as the policy's audience.
     */
    JOTKIT_AUDIENCE_REFUSED = 28,
    /**
     *The token was not issued by an expected issuer.
     */
    JOTKIT_ISSUER_REFUSED = 29,
    /**
     *The token is not about the expected subject.
     */
    JOTKIT_SUBJECT_REFUSED = 30,
    /**
     *A required claim is missing.
     */
    JOTKIT_CLAIM_MISSING = 31,
    /**
     *A claim does not have the expected value.
     */
    JOTKIT_CLAIM_REFUSED = 32,
    /**
     *The token's scopes do not cover what is demanded.
     */
    JOTKIT_SCOPE_REFUSED = 33,
    /**
     *The token has been revoked by its issuer; the user has to log in again.
     */
    JOTKIT_TOKEN_REVOKED = 34,
    /**
     *No key of the set is the one that the token names.
     */
    JOTKIT_KEY_UNKNOWN = 40,
    /**
     *More than one key of the set fits the token.
     */
    JOTKIT_KEY_AMBIGUOUS = 41,
    /**
     *The key could not be read.
     */
    JOTKIT_KEY_INVALID = 42,
    /**
     *The key is too weak for its algorithm.
     */
    JOTKIT_KEY_WEAK = 43,
    /**
     *The key's type, `use` or `key_ops` does not allow this operation.
     */
    JOTKIT_KEY_UNSUITABLE = 44,
    /**
     *The token's client id is not among the configured clients.
     */
    JOTKIT_CLIENT_UNKNOWN = 45,
    /**
     *The keys could not be fetched; try again later.
     */
    JOTKIT_KEYS_UNAVAILABLE = 46,
    /**
     *The policy is not valid.
     */
    JOTKIT_POLICY_INVALID = 60,
    /**
     *The claims are not one strict JSON object with registered claims of the right types.
     */
    JOTKIT_CLAIMS_INVALID = 61,
    /**
     *An argument is not valid.
     */
    JOTKIT_ARGUMENT_INVALID = 62,
    /**
     *The callback's state is not the one that was sent; start the login again.
     */
    JOTKIT_STATE_MISMATCH = 80,
    /**
     *The callback URL is not a valid answer of the authorization page.
     */
    JOTKIT_CALLBACK_INVALID = 81,
    /**
     *The user declined to give access.
     */
    JOTKIT_ACCESS_DENIED = 82,
    /**
     *The server refused the authorization request.
     */
    JOTKIT_AUTHORIZATION_FAILED = 83,
    /**
     *The server's response could not be understood.
     */
    JOTKIT_RESPONSE_INVALID = 84,
    /**
     *The server refused the request.
     */
    JOTKIT_REQUEST_REFUSED = 85,
    /**
     *The server did not answer, or could not answer now; try again later with the same tokens.
     */
    JOTKIT_SERVER_UNAVAILABLE = 86,
    /**
     *Something went wrong inside jotkit; please report it.
     */
    JOTKIT_INTERNAL = 100,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum jotkit_code jotkit_code;
#else
typedef int32_t jotkit_code;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Verifies the tokens of one system with the secrets of its clients. Made by the functions
 * `jotkit_livelike_verifier_...` and `jotkit_likecoin_verifier_...`.
 */
typedef struct jotkit_client_verifier jotkit_client_verifier;

/**
 * Where a fetcher puts the reply, with `jotkit_http_reply_give`, or the reason why there is none,
 * with `jotkit_http_reply_fail`. Valid until the fetcher returns.
 */
typedef struct jotkit_http_reply jotkit_http_reply;

/**
 * An HTTP request for the program's HTTP client to send, without following redirects.
 *
 * It may contain a client's secret or a token: keep it out of logs. All its texts are terminated,
 * valid until the request is freed, and absent for a NULL request.
 */
typedef struct jotkit_http_request jotkit_http_request;

/**
 * Verifies signatures over any bytes (RFC 7515). It judges no claims: for JSON Web Tokens there is
 * `jotkit_verifier`.
 */
typedef struct jotkit_jws_verifier jotkit_jws_verifier;

/**
 * A key, bound to its algorithm when it is imported; a token's header never chooses.
 *
 * Where a function takes options, they are a JSON object with the members `alg` (the name of an
 * algorithm), `kid` (a string), `allow_short` (`true`: take an HMAC secret that is shorter than
 * the hash) and `passphrase` (that of an encrypted PKCS#8 key). Each may be left out. Use
 * `jotkit_object` for a passphrase: its memory is wiped.
 */
typedef struct jotkit_key jotkit_key;

/**
 * Where a resolver puts a key, with `jotkit_key_answer_give`. Valid until the resolver returns.
 */
typedef struct jotkit_key_answer jotkit_key_answer;

/**
 * What the caller knows about a key that is imported, set one by one: options of which
 * `jotkit_key_options_text` makes the JSON that functions take. The rules are those of
 * `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
 * is judged where the options are used.
 */
typedef struct jotkit_key_options jotkit_key_options;

/**
 * Keys among which a token's `kid` chooses. A token without `kid` gets the only key that fits its
 * algorithm; one with an unknown `kid` gets none.
 */
typedef struct jotkit_keyset jotkit_keyset;

/**
 * Issues LikeCoin access tokens as the real service does, byte for byte.
 */
typedef struct jotkit_likecoin_issuer jotkit_likecoin_issuer;

/**
 * What a LikeCoin API demands of access tokens, set one by one: options of which
 * `jotkit_likecoin_options_text` makes the JSON that functions take. The rules are those of
 * `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
 * is judged where the options are used.
 */
typedef struct jotkit_likecoin_options jotkit_likecoin_options;

/**
 * Signs LiveLike profile access tokens for one application.
 */
typedef struct jotkit_livelike_signer jotkit_livelike_signer;

/**
 * The tokens of one user, and the calls that are made with them.
 *
 * A session does no input or output and never blocks. Each call is a sequence of steps: begin it
 * with `jotkit_oauth_session_call`, do what `jotkit_oauth_step_next` says, hand the result in, and
 * so on until a step or an error ends the call. An expired access token is refreshed on the way,
 * once for all calls.
 *
 * Any thread may use a session at any time. A call that a program gives up must be ended by
 * `jotkit_oauth_session_cancel` or `jotkit_oauth_session_failed`: others may wait for it.
 */
typedef struct jotkit_oauth_session jotkit_oauth_session;

/**
 * What a call needs next. Its texts and its request are valid until it is freed.
 */
typedef struct jotkit_oauth_step jotkit_oauth_step;

/**
 * A JSON object that is put together member by member: a policy, options, claims, header members,
 * a grant. What a value contains stays within that value, whatever quotes or braces it has, so
 * pass what came from outside in this way and do not paste it into JSON text.
 *
 * Each name can be set once. The first call of `jotkit_object_text` completes the object. Its
 * memory is wiped when it is freed.
 *
 * A setter that fails spoils the object: its text is absent from then on, and what needs the text
 * fails with `argument_invalid`. So the status of a setter may be ignored: a setting that failed
 * never leaves a policy without it.
 */
typedef struct jotkit_object jotkit_object;

/**
 * A string or bytes that jotkit hands out. The memory is wiped when it is freed.
 */
typedef struct jotkit_string jotkit_string;

/**
 * What a verifier demands of a token, set one by one: options of which `jotkit_policy_text` makes
 * the JSON that functions take. The rules are those of `jotkit_object`: each option can be set
 * once, a setter that fails spoils them all, and a value is judged where the options are used.
 */
typedef struct jotkit_policy jotkit_policy;

/**
 * The keys of an issuer, which are behind a URL, or of several issuers. Share one among all
 * threads and verifiers.
 *
 * jotkit decides when a request is sent, and the program sends it. There are two ways:
 *
 * - With a `jotkit_fetcher`: `jotkit_remote_keys_warm` and `jotkit_remote_verifier_verify` call it
 *   and block. Threads that need the reply to another thread's request wait for it.
 * - From an event loop: `jotkit_remote_verifier_turn` never blocks and says what to do.
 *   `jotkit_remote_keys_ask` does the same without a token, in JSON. Replies are handed in with
 *   `jotkit_remote_keys_answer` and `jotkit_remote_keys_failed`.
 *
 * Times are in **milliseconds** since 1970, whole and of the wall clock.
 */
typedef struct jotkit_remote_keys jotkit_remote_keys;

/**
 * How keys behind a URL are fetched, set one by one: options of which `jotkit_remote_options_text`
 * makes the JSON that functions take. The rules are those of `jotkit_object`: each option can be
 * set once, a setter that fails spoils them all, and a value is judged where the options are used.
 */
typedef struct jotkit_remote_options jotkit_remote_options;

/**
 * What a token needs next. Its request is valid until it is freed.
 */
typedef struct jotkit_remote_turn jotkit_remote_turn;

/**
 * Verifies tokens with keys behind a URL under one policy, which is that of `jotkit_verifier`.
 */
typedef struct jotkit_remote_verifier jotkit_remote_verifier;

/**
 * Where a lookup puts a client secret, with `jotkit_secret_answer_give`. Valid until the lookup
 * returns.
 */
typedef struct jotkit_secret_answer jotkit_secret_answer;

/**
 * Where an external signer puts its signature, with `jotkit_signature_answer_give`. Valid until
 * it returns.
 */
typedef struct jotkit_signature_answer jotkit_signature_answer;

/**
 * Signs tokens with one key.
 */
typedef struct jotkit_signer jotkit_signer;

/**
 * What a signer adds to claims and headers that lack it, set one by one: options of which
 * `jotkit_signer_options_text` makes the JSON that functions take. The rules are those of
 * `jotkit_object`: each option can be set once, a setter that fails spoils them all, and a value
 * is judged where the options are used.
 */
typedef struct jotkit_signer_options jotkit_signer_options;

/**
 * The content of an access token, **not verified**: anybody may have written it. No other function
 * takes this type.
 */
typedef struct jotkit_likecoin_unverified jotkit_likecoin_unverified;

/**
 * Verifies tokens under one policy.
 *
 * A policy is a JSON object, such as `{"issuer":"https://id.example","audience":"api"}`, written
 * by hand or made with `jotkit_object`. `{}` is
 * the strict default: the key's own algorithm, `exp` required, a token with an audience refused.
 * The options are those of every language; docs/options.md lists them with their types, ranges
 * and defaults.
 *
 * An unknown member, a null, an empty list or a value out of range is `policy_invalid`: a setting
 * that came back empty must not disable a check.
 */
typedef struct jotkit_verifier jotkit_verifier;

/**
 * `len` bytes from `data` on; UTF-8 unless said otherwise.
 *
 * Arguments need no zero byte at the end. Texts that jotkit returns have one, which `len` does not
 * count.
 */
typedef struct jotkit_text {
    /**
     * The first byte; NULL if the text is absent.
     */
    const char *data;
    /**
     * The number of bytes.
     */
    size_t len;
} jotkit_text;

/**
 * What a function that can fail returns: `JOTKIT_OK`, or one of the other numbers of
 * `jotkit_code`. Numbers are never reused; later versions may add some.
 */
typedef int32_t jotkit_status;

/**
 * What a resolver may look at to find a key. All of it is **unverified**: it selects a key and
 * proves nothing. The texts are valid until the resolver returns and are not terminated.
 */
typedef struct jotkit_key_hint {
    /**
     * The header's algorithm. A key for another one is refused afterwards.
     */
    struct jotkit_text algorithm;
    /**
     * The header's `kid`; absent if it has none.
     */
    struct jotkit_text kid;
    /**
     * The payload's `iss`; absent unless it is a string.
     */
    struct jotkit_text issuer;
    /**
     * The payload's `azp`; absent unless it is a string.
     */
    struct jotkit_text authorized_party;
} jotkit_key_hint;

/**
 * Finds the key for a token, which must be one that the hint names: there is no default key.
 *
 * Every thread that verifies calls `resolve`, several at once. It must return: no `longjmp`, no
 * C++ exception.
 */
typedef struct jotkit_resolver {
    /**
     * Returns `JOTKIT_OK` after it has given an answer; without one, `JOTKIT_OK` means
     * `key_unknown`. Verifying fails with any other status that it returns.
     */
    jotkit_status (*resolve)(const struct jotkit_key_hint *hint,
                             struct jotkit_key_answer *answer,
                             void *user_data);
    /**
     * What `resolve` and `release` are called with.
     */
    void *user_data;
    /**
     * Called once: when the verifier is freed, or at once if it cannot be made. May be NULL.
     */
    void (*release)(void *user_data);
} jotkit_resolver;

/**
 * Signs with a key that is not jotkit's. The rules are those of `jotkit_resolver`.
 */
typedef struct jotkit_external_signer {
    /**
     * Gets the bytes to sign, valid until it returns and not terminated. Returns `JOTKIT_OK` after
     * it has given an answer; without one, `JOTKIT_OK` means `argument_invalid`. Signing fails
     * with any other status that it returns.
     */
    jotkit_status (*sign)(struct jotkit_text input,
                          struct jotkit_signature_answer *answer,
                          void *user_data);
    /**
     * What `sign` and `release` are called with.
     */
    void *user_data;
    /**
     * Called once: when the signer is freed, or at once if it cannot be made. May be NULL.
     */
    void (*release)(void *user_data);
} jotkit_external_signer;

/**
 * A client of LiveLike or LikeCoin.
 */
typedef struct jotkit_client {
    /**
     * The client id.
     */
    struct jotkit_text id;
    /**
     * The client secret, as text: nothing is decoded.
     */
    struct jotkit_text secret;
} jotkit_client;

/**
 * Finds the secret of a client. The rules are those of `jotkit_resolver`.
 */
typedef struct jotkit_lookup {
    /**
     * Gets the **unverified** client id, valid until it returns and not terminated. Returns
     * `JOTKIT_OK` after it has given an answer; without one, `JOTKIT_OK` means `client_unknown`.
     * Verifying fails with any other status that it returns.
     */
    jotkit_status (*look_up)(struct jotkit_text client_id,
                             struct jotkit_secret_answer *answer,
                             void *user_data);
    /**
     * What `look_up` and `release` are called with.
     */
    void *user_data;
    /**
     * Called once: when the verifier is freed, or at once if it cannot be made. May be NULL.
     */
    void (*release)(void *user_data);
} jotkit_lookup;

/**
 * A header of an HTTP request or reply.
 */
typedef struct jotkit_header {
    /**
     * The name, in any case.
     */
    struct jotkit_text name;
    /**
     * The value. That of a reply may be any bytes.
     */
    struct jotkit_text value;
} jotkit_header;

/**
 * Sends the requests for keys behind a URL.
 *
 * It is used only during the call that gets it, and by that call's thread. So its data may be that
 * thread's own, such as the handle of an HTTP client. No lock is held while it runs. The rules for
 * callbacks are those of `jotkit_resolver`.
 */
typedef struct jotkit_fetcher {
    /**
     * Sends a request with exactly its headers, within `jotkit_http_request_timeout_ms`, without
     * following redirects, and answers. The request is valid until it returns. A reply that comes
     * more than a second after that time is not used.
     *
     * Returns `JOTKIT_OK` after it has answered. Without an answer, and with any other status, the
     * request has failed by `network`. It must not use the same keys to verify.
     */
    jotkit_status (*fetch)(const struct jotkit_http_request *request,
                           struct jotkit_http_reply *reply,
                           void *user_data);
    /**
     * What `fetch` is called with.
     */
    void *user_data;
} jotkit_fetcher;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The claim that the last failed call of this thread was about, such as `aud`; absent if it was
 * about none, or if no call has failed yet.
 *
 * Valid until the next failing call on the same thread. A call that succeeds changes nothing, so
 * ask only after a failure.
 */
JOTKIT_API struct jotkit_text jotkit_last_error_claim(void);

/**
 * What happened in the last failed call of this thread, in English: the sentence of its status,
 * the claim, and often a hint. It contains no byte of a token, key or secret, so it may be logged.
 * Absent if no call has failed yet; valid as long as `jotkit_last_error_claim`.
 */
JOTKIT_API struct jotkit_text jotkit_last_error_message(void);

/**
 * The HTTP status of the server's reply that the last failed call of this thread was about; 0 if
 * it was about none.
 */
JOTKIT_API uint16_t jotkit_last_error_http_status(void);

/**
 * The error code that the server sent with that status, such as `INVALID_GRANT`, if it is a short
 * word; otherwise absent. Valid as long as `jotkit_last_error_claim`.
 */
JOTKIT_API struct jotkit_text jotkit_last_error_detail(void);

/**
 * When the keys can be fetched again, in milliseconds since 1970, if the last failed call of this
 * thread was `keys_unavailable` during the pause after a failed request; otherwise 0.
 */
JOTKIT_API int64_t jotkit_last_error_retry_at(void);

/**
 * The code of a status, such as `token_expired`: the same string in every language of jotkit. `ok`
 * for `JOTKIT_OK`, `unknown` for a number that is not a status. Static.
 */
JOTKIT_API const char *jotkit_status_code(jotkit_status status);

/**
 * The kind of a status: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. `ok` and
 * `unknown` as with `jotkit_status_code`. Static.
 */
JOTKIT_API const char *jotkit_status_kind(jotkit_status status);

/**
 * The fixed English sentence that explains a status. Static.
 */
JOTKIT_API const char *jotkit_status_message(jotkit_status status);

/**
 * The version of jotkit, such as `1.2.3`. Static.
 */
JOTKIT_API const char *jotkit_version(void);

/**
 * The content of a string, valid until the string is freed; absent for NULL. `jotkit_key_to_der`
 * makes bytes, every other function UTF-8.
 */
JOTKIT_API struct jotkit_text jotkit_string_text(const struct jotkit_string *string);

/**
 * Wipes and frees a string.
 */
JOTKIT_API void jotkit_string_free(struct jotkit_string *string);

/**
 * Makes an object without members, which is freed by `jotkit_object_free`.
 */
JOTKIT_NODISCARD JOTKIT_API jotkit_status jotkit_object_new(struct jotkit_object **object);

/**
 * Sets a member to a string.
 *
 * Fails with `argument_invalid` if the object has this name already or is complete, which spoils
 * the object. So do the other setters.
 */
JOTKIT_API
jotkit_status jotkit_object_set_string(const struct jotkit_object *object,
                                       struct jotkit_text name,
                                       struct jotkit_text value);

/**
 * Sets a member to a list of strings. A list without items is kept as one: where jotkit reads it
 * as a setting, it is refused.
 */
JOTKIT_API
jotkit_status jotkit_object_set_strings(const struct jotkit_object *object,
                                        struct jotkit_text name,
                                        const struct jotkit_text *values,
                                        size_t count);

/**
 * Sets a member to a number. Fails with `argument_invalid` if it is infinite or not a number.
 */
JOTKIT_API
jotkit_status jotkit_object_set_number(const struct jotkit_object *object,
                                       struct jotkit_text name,
                                       double value);

/**
 * Sets a member to `true` or `false`, such as a flag of a policy.
 */
JOTKIT_API
jotkit_status jotkit_object_set_bool(const struct jotkit_object *object,
                                     struct jotkit_text name,
                                     bool value);

/**
 * Sets a member to another object, such as a policy's `expected`. That one is complete then, and
 * remains the caller's.
 */
JOTKIT_API
jotkit_status jotkit_object_set_object(const struct jotkit_object *object,
                                       struct jotkit_text name,
                                       const struct jotkit_object *value);

/**
 * Sets a member to a list of other objects, such as the `issuers` of `jotkit_remote_keys_new`.
 * They are complete then, and remain the caller's.
 */
JOTKIT_API
jotkit_status jotkit_object_set_objects(const struct jotkit_object *object,
                                        struct jotkit_text name,
                                        const struct jotkit_object *const *values,
                                        size_t count);

/**
 * The object's JSON, to be passed wherever a function takes a policy, options or other JSON. Valid
 * until the object is freed, which may be as soon as that function has returned; absent for NULL
 * and after a setter has failed.
 *
 * The object is complete then: no member can be added any more.
 */
JOTKIT_API struct jotkit_text jotkit_object_text(const struct jotkit_object *object);

/**
 * Wipes and frees an object.
 */
JOTKIT_API void jotkit_object_free(struct jotkit_object *object);

/**
 * Makes a policy without a setting, freed by `jotkit_policy_free`.
 */
JOTKIT_NODISCARD JOTKIT_API jotkit_status jotkit_policy_new(struct jotkit_policy **policy);

/**
 * Accept only these algorithms. Default: those that the key allows. Also names the algorithm of an
 * RSA or secret JWK that has none.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_algorithms(const struct jotkit_policy *policy,
                                           const struct jotkit_text *values,
                                           size_t count);

/**
 * Require `iss` to equal this string, or one of these. Default: not compared.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_issuer(const struct jotkit_policy *policy,
                                       struct jotkit_text value);

/**
 * Require `iss` to equal this string, or one of these. Default: not compared.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_issuers(const struct jotkit_policy *policy,
                                        const struct jotkit_text *values,
                                        size_t count);

/**
 * Require `aud` to name this audience, or one of these. Default: a token that names an audience is
 * refused (RFC 7519 §4.1.3).
 */
JOTKIT_API
jotkit_status jotkit_policy_set_audience(const struct jotkit_policy *policy,
                                         struct jotkit_text value);

/**
 * Require `aud` to name this audience, or one of these. Default: a token that names an audience is
 * refused (RFC 7519 §4.1.3).
 */
JOTKIT_API
jotkit_status jotkit_policy_set_audiences(const struct jotkit_policy *policy,
                                          const struct jotkit_text *values,
                                          size_t count);

/**
 * Accept tokens for any audience, those meant for another service included.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_any_audience(const struct jotkit_policy *policy,
                                             bool value);

/**
 * Require `sub` to equal this string. Default: not compared.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_subject(const struct jotkit_policy *policy,
                                        struct jotkit_text value);

/**
 * Require `typ` to be one of these; case and a leading `application/` make no difference. Default:
 * absent, `JWT` or `at+jwt`.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_types(const struct jotkit_policy *policy,
                                      const struct jotkit_text *values,
                                      size_t count);

/**
 * Require these claims to be present. Default: `exp` only.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_required(const struct jotkit_policy *policy,
                                         const struct jotkit_text *values,
                                         size_t count);

/**
 * Require claims to have these values.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_expected(const struct jotkit_policy *policy,
                                         const struct jotkit_object *values);

/**
 * Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core
 * §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523 §3),
 * which demand more; docs/recipes.md says what. Default: none of them.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_profile(const struct jotkit_policy *policy,
                                        struct jotkit_text value);

/**
 * Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words with
 * spaces between them. Default: not judged.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_scopes(const struct jotkit_policy *policy,
                                       const struct jotkit_text *values,
                                       size_t count);

/**
 * Accept tokens without `exp`.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_expiry_optional(const struct jotkit_policy *policy,
                                                bool value);

/**
 * Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of older
 * systems. Default: both must be strings.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_untyped(const struct jotkit_policy *policy,
                                        const struct jotkit_text *values,
                                        size_t count);

/**
 * Accept segments that end in `=`, as those of AWS load balancers do; the signature covers the
 * bytes as received.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_allow_padding(const struct jotkit_policy *policy,
                                              bool value);

/**
 * Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets in
 * rotation. Default: such a token is `key_ambiguous`.
 */
JOTKIT_API jotkit_status jotkit_policy_set_try_each(const struct jotkit_policy *policy, bool value);

/**
 * Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_leeway(const struct jotkit_policy *policy,
                                       uint64_t value);

/**
 * Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged. Range:
 * at least 0 seconds.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_max_age(const struct jotkit_policy *policy,
                                        uint64_t value);

/**
 * Refuse longer tokens. Default: 262144. Range: at least 1 bytes.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_max_token_bytes(const struct jotkit_policy *policy,
                                                uint64_t value);

/**
 * Refuse tokens with a longer header segment, as received. Default: 8192. Range: at least 1 bytes.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_max_header_bytes(const struct jotkit_policy *policy,
                                                 uint64_t value);

/**
 * Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. Range: at
 * least 1.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_max_depth(const struct jotkit_policy *policy,
                                          uint64_t value);

/**
 * Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a hash
 * instead of a signature; the clock is judged each time. Default: none. Range: 1 to 1000000
 * tokens.
 */
JOTKIT_API
jotkit_status jotkit_policy_set_cache(const struct jotkit_policy *policy,
                                      uint64_t value);

/**
 * The JSON, valid until the policy is freed. It completes the policy. Absent for NULL and after a
 * setter has failed.
 */
JOTKIT_API struct jotkit_text jotkit_policy_text(const struct jotkit_policy *policy);

/**
 * Wipes and frees the policy.
 */
JOTKIT_API void jotkit_policy_free(struct jotkit_policy *policy);

/**
 * Makes options without a setting, freed by `jotkit_signer_options_free`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_options_new(struct jotkit_signer_options **options);

/**
 * Add `iss` to claims without one.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_issuer(const struct jotkit_signer_options *options,
                                               struct jotkit_text value);

/**
 * Add `sub` to claims without one.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_subject(const struct jotkit_signer_options *options,
                                                struct jotkit_text value);

/**
 * Add `aud` to claims without one: a string, or a list.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_audience(const struct jotkit_signer_options *options,
                                                 struct jotkit_text value);

/**
 * Add `aud` to claims without one: a string, or a list.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_audiences(const struct jotkit_signer_options *options,
                                                  const struct jotkit_text *values,
                                                  size_t count);

/**
 * Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1 seconds.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_lifetime(const struct jotkit_signer_options *options,
                                                 uint64_t value);

/**
 * Add `iat`, the time of signing in whole seconds, to claims without one.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_iat(const struct jotkit_signer_options *options,
                                            bool value);

/**
 * Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_jti(const struct jotkit_signer_options *options,
                                            bool value);

/**
 * Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`,
 * `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`; docs/recipes.md
 * says what each adds. Default: none of them.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_recipe(const struct jotkit_signer_options *options,
                                               struct jotkit_text value);

/**
 * The header's `kid`. Default: the key's own.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_kid(const struct jotkit_signer_options *options,
                                            struct jotkit_text value);

/**
 * The header's `typ`. Default: `JWT`.
 */
JOTKIT_API
jotkit_status jotkit_signer_options_set_typ(const struct jotkit_signer_options *options,
                                            struct jotkit_text value);

/**
 * The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
 * a setter has failed.
 */
JOTKIT_API
struct jotkit_text jotkit_signer_options_text(const struct jotkit_signer_options *options);

/**
 * Wipes and frees the options.
 */
JOTKIT_API void jotkit_signer_options_free(struct jotkit_signer_options *options);

/**
 * Makes options without a setting, freed by `jotkit_key_options_free`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_options_new(struct jotkit_key_options **options);

/**
 * Bind the key to this algorithm. Default: the one that the key itself names or dictates.
 */
JOTKIT_API
jotkit_status jotkit_key_options_set_alg(const struct jotkit_key_options *options,
                                         struct jotkit_text value);

/**
 * The key's id. Default: the one that the key itself carries.
 */
JOTKIT_API
jotkit_status jotkit_key_options_set_kid(const struct jotkit_key_options *options,
                                         struct jotkit_text value);

/**
 * Accept an HMAC secret shorter than the hash.
 */
JOTKIT_API
jotkit_status jotkit_key_options_set_allow_short(const struct jotkit_key_options *options,
                                                 bool value);

/**
 * The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted.
 */
JOTKIT_API
jotkit_status jotkit_key_options_set_passphrase(const struct jotkit_key_options *options,
                                                struct jotkit_text value);

/**
 * The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
 * a setter has failed.
 */
JOTKIT_API struct jotkit_text jotkit_key_options_text(const struct jotkit_key_options *options);

/**
 * Wipes and frees the options.
 */
JOTKIT_API void jotkit_key_options_free(struct jotkit_key_options *options);

/**
 * Makes options without a setting, freed by `jotkit_likecoin_options_free`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_options_new(struct jotkit_likecoin_options **options);

/**
 * The host name in `iss` and `aud`. Default: `like.co`.
 */
JOTKIT_API
jotkit_status jotkit_likecoin_options_set_host(const struct jotkit_likecoin_options *options,
                                               struct jotkit_text value);

/**
 * Require all of these scopes.
 */
JOTKIT_API
jotkit_status jotkit_likecoin_options_set_all(const struct jotkit_likecoin_options *options,
                                              const struct jotkit_text *values,
                                              size_t count);

/**
 * Require at least one of these scopes.
 */
JOTKIT_API
jotkit_status jotkit_likecoin_options_set_any(const struct jotkit_likecoin_options *options,
                                              const struct jotkit_text *values,
                                              size_t count);

/**
 * Accept tokens without `exp`. The real service issues none.
 */
JOTKIT_API
jotkit_status jotkit_likecoin_options_set_expiry_optional(const struct jotkit_likecoin_options *options,
                                                          bool value);

/**
 * Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
 */
JOTKIT_API
jotkit_status jotkit_likecoin_options_set_leeway(const struct jotkit_likecoin_options *options,
                                                 uint64_t value);

/**
 * The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
 * a setter has failed.
 */
JOTKIT_API
struct jotkit_text jotkit_likecoin_options_text(const struct jotkit_likecoin_options *options);

/**
 * Wipes and frees the options.
 */
JOTKIT_API void jotkit_likecoin_options_free(struct jotkit_likecoin_options *options);

/**
 * Makes options without a setting, freed by `jotkit_remote_options_free`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_options_new(struct jotkit_remote_options **options);

/**
 * Find the keys' address in the discovery document of this issuer, unless `jwks_url` names it.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_issuer(const struct jotkit_remote_options *options,
                                               struct jotkit_text value);

/**
 * Fetch the keys from this address.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_jwks_url(const struct jotkit_remote_options *options,
                                                 struct jotkit_text value);

/**
 * Allow plain `http` to these hosts. Default: to this machine only.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_allow_http(const struct jotkit_remote_options *options,
                                                   const struct jotkit_text *values,
                                                   size_t count);

/**
 * Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_timeout_ms(const struct jotkit_remote_options *options,
                                                   uint64_t value);

/**
 * Refuse longer replies. Default: 524288. Range: 1024 to 16777216 bytes.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_max_bytes(const struct jotkit_remote_options *options,
                                                  uint64_t value);

/**
 * Refuse sets with more entries. Default: 100. Range: 1 to 1000 keys.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_max_keys(const struct jotkit_remote_options *options,
                                                 uint64_t value);

/**
 * Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to 604800000
 * milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_default_lifetime_ms(const struct jotkit_remote_options *options,
                                                            uint64_t value);

/**
 * Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_min_lifetime_ms(const struct jotkit_remote_options *options,
                                                        uint64_t value);

/**
 * Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_max_lifetime_ms(const struct jotkit_remote_options *options,
                                                        uint64_t value);

/**
 * Fetch keys again in the background after this part of their lifetime. Default: 80. Range: 10 to
 * 100 percent.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_refresh_percent(const struct jotkit_remote_options *options,
                                                        uint64_t value);

/**
 * Use keys this long after their lifetime while they cannot be fetched. Default: 86400000. Range:
 * 0 to 604800000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_stale_ms(const struct jotkit_remote_options *options,
                                                 uint64_t value);

/**
 * Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to 3600000
 * milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_cooldown_ms(const struct jotkit_remote_options *options,
                                                    uint64_t value);

/**
 * Allow this many such requests in a row. Default: 2. Range: 1 to 10 requests.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_burst(const struct jotkit_remote_options *options,
                                              uint64_t value);

/**
 * Pause this long after a failure, and twice as long after each further one. Default: 1000. Range:
 * 100 to 3600000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_backoff_ms(const struct jotkit_remote_options *options,
                                                   uint64_t value);

/**
 * Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_max_backoff_ms(const struct jotkit_remote_options *options,
                                                       uint64_t value);

/**
 * Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
 * milliseconds.
 */
JOTKIT_API
jotkit_status jotkit_remote_options_set_max_retry_after_ms(const struct jotkit_remote_options *options,
                                                           uint64_t value);

/**
 * The JSON, valid until the options are freed. It completes the options. Absent for NULL and after
 * a setter has failed.
 */
JOTKIT_API
struct jotkit_text jotkit_remote_options_text(const struct jotkit_remote_options *options);

/**
 * Wipes and frees the options.
 */
JOTKIT_API void jotkit_remote_options_free(struct jotkit_remote_options *options);

/**
 * Imports a shared secret for HS256, of at least 32 bytes, used as they are.
 *
 * Fails with `key_weak` for a shorter one and with `key_unsuitable` for one that looks like a key
 * of another kind (PEM, DER, OpenSSH, JWK).
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_hs256(struct jotkit_text secret,
                               struct jotkit_key **key);

/**
 * Imports a shared secret for HS384, of at least 48 bytes. Fails as `jotkit_key_hs256`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_hs384(struct jotkit_text secret,
                               struct jotkit_key **key);

/**
 * Imports a shared secret for HS512, of at least 64 bytes. Fails as `jotkit_key_hs256`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_hs512(struct jotkit_text secret,
                               struct jotkit_key **key);

/**
 * Imports a shared secret for the algorithm that the options name, such as `{"alg":"HS256"}`.
 *
 * Fails with `argument_invalid` if they name none, otherwise as `jotkit_key_hs256`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_secret(struct jotkit_text secret,
                                     struct jotkit_text options,
                                     struct jotkit_key **key);

/**
 * Imports PEM (RFC 7468): PKCS#1, PKCS#8 (also encrypted, with the option `passphrase`), SEC1,
 * SubjectPublicKeyInfo, or an X.509 certificate, of which only the public key is used; also
 * OpenSSH's private keys and public lines. Zero bytes around the text are no mistake.
 *
 * A curve dictates its algorithm; an RSA key needs one named in the options. Fails with
 * `key_invalid`, `key_weak` (RSA under 2048 bits) or `key_unsuitable`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_pem(struct jotkit_text pem,
                                  struct jotkit_text options,
                                  struct jotkit_key **key);

/**
 * Imports DER in any of the formats of `jotkit_key_from_pem`, and fails as that function does.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_der(struct jotkit_text der,
                                  struct jotkit_text options,
                                  struct jotkit_key **key);

/**
 * Imports the point of an elliptic curve, a public key: `04 || x || y`, compressed (`02` or `03`,
 * then `x`), or `x || y`. The options must name the algorithm (`ES256`, `ES384`, `ES512`,
 * `ES256K`), which names the curve.
 *
 * Fails with `argument_invalid` if they do not, `key_invalid` for other bytes.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_ec_point(struct jotkit_text point,
                                       struct jotkit_text options,
                                       struct jotkit_key **key);

/**
 * Imports the private number `d` of an elliptic curve, big-endian and as long as the curve's field
 * (32, 48 or 66 bytes), or `04 || x || y || d`. Options and failures are those of
 * `jotkit_key_from_ec_point`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_ec_scalar(struct jotkit_text scalar,
                                        struct jotkit_text options,
                                        struct jotkit_key **key);

/**
 * Imports the 32 bytes of an Ed25519 public key, for `EdDSA` unless the options name `Ed25519`.
 *
 * Fails with `key_invalid` for other bytes, `key_weak` for a key of small order.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_ed25519_public(struct jotkit_text bytes,
                                             struct jotkit_text options,
                                             struct jotkit_key **key);

/**
 * Imports an Ed25519 private key: the seed of 32 bytes, or 64 bytes of seed and public key.
 * Algorithm and failures are those of `jotkit_key_from_ed25519_public`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_ed25519_private(struct jotkit_text bytes,
                                              struct jotkit_text options,
                                              struct jotkit_key **key);

/**
 * Imports a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
 *
 * A JWK without `alg` takes the algorithm of its curve. An RSA or secret JWK without one needs the
 * options or the policy's `algorithms` to name it. Fails as `jotkit_key_from_pem`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_from_jwk(struct jotkit_text jwk,
                                  struct jotkit_text options,
                                  struct jotkit_key **key);

/**
 * Generates a key for an algorithm, such as `ES256`: a secret as long as the hash, RSA of 2048
 * bits, or the algorithm's curve or parameters.
 *
 * Fails with `argument_invalid` for an unknown name.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_generate(struct jotkit_text algorithm,
                                  struct jotkit_key **key);

/**
 * Makes the same key with another key id.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_with_kid(const struct jotkit_key *key,
                                  struct jotkit_text kid,
                                  struct jotkit_key **renamed);

/**
 * Makes a key of the public half. Fails with `key_unsuitable` for a shared secret, which has none.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_public(const struct jotkit_key *key,
                                struct jotkit_key **public_key);

/**
 * Writes the key as a JWK, **private members included** if there are any.
 *
 * Fails with `key_invalid` while the key's algorithm is not known.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_to_jwk(const struct jotkit_key *key,
                                struct jotkit_string **jwk);

/**
 * Writes the key as PEM: PKCS#8 if it is **private**, SubjectPublicKeyInfo otherwise.
 *
 * Fails with `key_unsuitable` for a shared secret, which has no PEM format.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_to_pem(const struct jotkit_key *key,
                                struct jotkit_string **pem);

/**
 * Writes the key as DER in the format of `jotkit_key_to_pem`. The result is bytes, not text.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_to_der(const struct jotkit_key *key,
                                struct jotkit_string **der);

/**
 * Describes the key without its secret, as a JSON object: `alg`, `kty`, `kid` if it has one,
 * `thumbprint` (RFC 7638, SHA-256, base64url) unless it is a shared secret, `private`.
 *
 * Fails with `key_invalid` while the key's algorithm is not known.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_info(const struct jotkit_key *key,
                              struct jotkit_string **info);

/**
 * Frees a key. Signers and verifiers made with it keep working.
 */
JOTKIT_API void jotkit_key_free(struct jotkit_key *key);

/**
 * Reads a JWK Set (RFC 7517, section 5). Entries that cannot be used are skipped and counted by
 * `jotkit_keyset_skipped`. The options are those of a key, without `kid`; their `alg` is for
 * entries without one.
 *
 * Fails with `key_invalid` if the text is not one strict JSON object with an array `keys`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_from_jwks(struct jotkit_text jwks,
                                      struct jotkit_text options,
                                      struct jotkit_keyset **keyset);

/**
 * Makes a set of keys. The keys remain the caller's.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_new(const struct jotkit_key *const *keys,
                                size_t count,
                                struct jotkit_keyset **keyset);

/**
 * Makes a set of PEMs: a JSON object of key id and PEM, such as Firebase's certificates, or an
 * array of PEMs. Each is read as `jotkit_key_from_pem` does; those that cannot be used are
 * skipped. The options are those of a key, without `kid`; their `alg` is for all RSA keys.
 *
 * Fails with `key_invalid` if the text is neither.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_from_pems(struct jotkit_text pems,
                                      struct jotkit_text options,
                                      struct jotkit_keyset **keyset);

/**
 * The number of usable keys in a set; 0 for NULL.
 */
JOTKIT_API size_t jotkit_keyset_len(const struct jotkit_keyset *keyset);

/**
 * Makes a handle of the key at an index, from 0 to below `jotkit_keyset_len`.
 *
 * Fails with `argument_invalid` for another index.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_at(const struct jotkit_keyset *keyset,
                               size_t index,
                               struct jotkit_key **key);

/**
 * Makes a handle of the key with a `kid`. Fails with `key_unknown` if the set has none.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_get(const struct jotkit_keyset *keyset,
                                struct jotkit_text kid,
                                struct jotkit_key **key);

/**
 * Describes a set without any secret, as a JSON object of two lists: `keys` with `kid`, `alg` and
 * `thumbprint` of each key, without those that it has not, and `skipped` with the `index`, the
 * `code` (a status), the `kid` if there is one and a `message` for each entry that could not be
 * used. It may be logged.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_info(const struct jotkit_keyset *keyset,
                                 struct jotkit_string **info);

/**
 * The number of entries that could not be used; 0 for NULL. `jotkit_keyset_info` says why.
 */
JOTKIT_API size_t jotkit_keyset_skipped(const struct jotkit_keyset *keyset);

/**
 * Writes the public halves as a JWK Set for publication. Shared secrets are left out.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_keyset_to_public_jwks(const struct jotkit_keyset *keyset,
                                           struct jotkit_string **jwks);

/**
 * Frees a key set. Verifiers made with it keep working.
 */
JOTKIT_API void jotkit_keyset_free(struct jotkit_keyset *keyset);

/**
 * Makes a signer. The options are a JSON object; what they say is added to claims and headers that
 * lack it: `issuer` (a string), `audience` (a string or a list), `lifetime` (whole seconds; adds
 * `iat` and `exp`), `iat` (`true`), `jti` (`true`: a random UUID), `kid`, `typ` (strings). `{}`
 * adds nothing.
 *
 * Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose
 * algorithm is not known, `policy_invalid` for invalid options.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_new(const struct jotkit_key *key,
                                struct jotkit_text options,
                                struct jotkit_signer **signer);

/**
 * Signs claims: a JSON object, which becomes the payload byte for byte. `now` is the time to sign
 * at, in seconds since 1970; NULL for the system clock.
 *
 * Fails with `claims_invalid` if the claims are not one strict JSON object or a registered claim
 * has the wrong type.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_sign(const struct jotkit_signer *signer,
                                 struct jotkit_text claims,
                                 const double *now,
                                 struct jotkit_string **token);

/**
 * As `jotkit_signer_sign`, with more header members: a JSON object. A `typ` or `kid` in it
 * replaces the signer's.
 *
 * Fails with `argument_invalid` too, for header members of the wrong type and for those that a
 * verifier would refuse or ignore (another `alg`, `crit`, `b64`, a `jwk` that is not the
 * signer's own public key).
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_sign_with_header(const struct jotkit_signer *signer,
                                             struct jotkit_text claims,
                                             struct jotkit_text header,
                                             const double *now,
                                             struct jotkit_string **token);

/**
 * As `jotkit_signer_sign_with_header`, with a lifetime for this call, in seconds, in place of the
 * options' one. The header may be absent and `lifetime` NULL.
 *
 * Fails with `argument_invalid` too, for a lifetime out of range.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_sign_full(const struct jotkit_signer *signer,
                                      struct jotkit_text claims,
                                      struct jotkit_text header,
                                      const uint64_t *lifetime,
                                      const double *now,
                                      struct jotkit_string **token);

/**
 * Makes a signer without a key, for an algorithm such as `ES256` and signatures that are made
 * elsewhere: `jotkit_signer_signing_input`, then, as soon as the signature is there,
 * `jotkit_signer_assemble`. The options are those of `jotkit_signer_new`.
 *
 * Fails with `argument_invalid` for an unknown algorithm, `policy_invalid` for invalid options.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_new_keyless(struct jotkit_text algorithm,
                                        struct jotkit_text options,
                                        struct jotkit_signer **signer);

/**
 * The first of two steps: writes the text whose bytes are to be signed. The arguments are those of
 * `jotkit_signer_sign_full`, which this function fails as. Works with every signer.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_signing_input(const struct jotkit_signer *signer,
                                          struct jotkit_text claims,
                                          struct jotkit_text header,
                                          const uint64_t *lifetime,
                                          const double *now,
                                          struct jotkit_string **signing_input);

/**
 * The second of two steps: makes the token of an unchanged signing input and the signature over
 * its bytes: raw as in RFC 7518, or for ECDSA also DER. **The signature is not verified.**
 *
 * Fails with `argument_invalid` for an input that this signer did not make, and for a signature
 * whose length the algorithm does not have.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_assemble(const struct jotkit_signer *signer,
                                     struct jotkit_text signing_input,
                                     struct jotkit_text signature,
                                     struct jotkit_string **token);

/**
 * Frees a signer.
 */
JOTKIT_API void jotkit_signer_free(struct jotkit_signer *signer);

/**
 * Makes a verifier with one key.
 *
 * Fails with `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` if
 * neither the key nor the policy names the algorithm.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_new(const struct jotkit_key *key,
                                  struct jotkit_text policy,
                                  struct jotkit_verifier **verifier);

/**
 * Makes a verifier with a key set, of which keys that may not verify are left out. Fails with
 * `policy_invalid`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_new_with_keyset(const struct jotkit_keyset *keyset,
                                              struct jotkit_text policy,
                                              struct jotkit_verifier **verifier);

/**
 * Makes a verifier that asks a resolver for the key of each token. Fails with `policy_invalid`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_new_with_resolver(struct jotkit_resolver resolver,
                                                struct jotkit_text policy,
                                                struct jotkit_verifier **verifier);

/**
 * Verifies a token and writes its claims: the payload's JSON, byte for byte as it was signed.
 * `now` is the time to verify at, in seconds since 1970; NULL for the system clock.
 *
 * Fails with the first problem in this order: size, structure, header, algorithm, key, signature,
 * payload, types of claims, `nbf`, `exp`, `iat`, `typ`, `aud`, `iss`, `sub`, other claims.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_verify(const struct jotkit_verifier *verifier,
                                     struct jotkit_text token,
                                     const double *now,
                                     struct jotkit_string **claims);

/**
 * As `jotkit_verifier_verify`, and writes the header's JSON too.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_verify_full(const struct jotkit_verifier *verifier,
                                          struct jotkit_text token,
                                          const double *now,
                                          struct jotkit_string **header,
                                          struct jotkit_string **claims);

/**
 * As `jotkit_verifier_verify_full`, and requires claims to have values that only this call knows,
 * such as the `nonce` of one login: a JSON object of claim and string, number or boolean, which
 * has at least one member. They are judged after everything else.
 *
 * Fails with `argument_invalid` for another `expected`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_verify_expecting(const struct jotkit_verifier *verifier,
                                               struct jotkit_text token,
                                               struct jotkit_text expected,
                                               const double *now,
                                               struct jotkit_string **header,
                                               struct jotkit_string **claims);

/**
 * Tells everything that is wrong with a token, for a person who looks for the reason: a JSON list
 * of objects with `check` (such as `exp`), `code` (as of `jotkit_status_code`), `claim` if it is
 * about one, and `message`. It is `[]` for a good token, and the first item is what
 * `jotkit_verifier_verify` fails with. **Never let a token pass because of it**, and do not show
 * it to whom the token came from.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_verifier_explain(const struct jotkit_verifier *verifier,
                                      struct jotkit_text token,
                                      const double *now,
                                      struct jotkit_string **findings);

/**
 * Frees a verifier.
 */
JOTKIT_API void jotkit_verifier_free(struct jotkit_verifier *verifier);

/**
 * Answers a resolver's question with a key, which remains the caller's and may be freed after this
 * call. A second answer replaces the first.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_key_answer_give(struct jotkit_key_answer *answer,
                                     const struct jotkit_key *key);

/**
 * Answers a lookup's question with a client secret, which is copied. A second answer replaces the
 * first.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_secret_answer_give(struct jotkit_secret_answer *answer,
                                        struct jotkit_text secret);

/**
 * Makes a signer that asks a function of the program for each signature. The algorithm is a name,
 * such as `ES256`; the header's `kid` is that of the options, which are those of
 * `jotkit_signer_new`.
 *
 * Fails with `argument_invalid` for an unknown algorithm, `policy_invalid` for invalid options.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signer_new_external(struct jotkit_text algorithm,
                                         struct jotkit_text options,
                                         struct jotkit_external_signer external,
                                         struct jotkit_signer **signer);

/**
 * Answers the question of an external signer with a signature, which is copied: its raw bytes as
 * in RFC 7518, or for ECDSA also DER. A second answer replaces the first.
 *
 * Signing fails with `argument_invalid` if no signature of the algorithm has that length.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_signature_answer_give(struct jotkit_signature_answer *answer,
                                           struct jotkit_text signature);

/**
 * Signs any bytes: the compact form with the payload in it (RFC 7515, section 7.1). `header` has
 * more header members, as with `jotkit_signer_sign_with_header`, or is absent. An empty payload
 * may be NULL.
 *
 * Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose
 * algorithm is not known, `argument_invalid` for header members that cannot be set.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_sign(const struct jotkit_key *key,
                              struct jotkit_text payload,
                              struct jotkit_text header,
                              struct jotkit_string **token);

/**
 * As `jotkit_jws_sign`, but leaves the payload out of the token (RFC 7515, appendix F): the
 * verifier has to be given the same bytes.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_sign_detached(const struct jotkit_key *key,
                                       struct jotkit_text payload,
                                       struct jotkit_text header,
                                       struct jotkit_string **token);

/**
 * Makes a verifier with one key. Of the policy, `algorithms`, `allow_padding` and the limits
 * matter. Fails as `jotkit_verifier_new`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_verifier_new(const struct jotkit_key *key,
                                      struct jotkit_text policy,
                                      struct jotkit_jws_verifier **verifier);

/**
 * Makes a verifier with a key set; `try_each` of the policy matters too. Fails as
 * `jotkit_verifier_new_with_keyset`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_verifier_new_with_keyset(const struct jotkit_keyset *keyset,
                                                  struct jotkit_text policy,
                                                  struct jotkit_jws_verifier **verifier);

/**
 * Verifies a token that carries its payload, and writes the header's JSON and the payload, which
 * is bytes of any kind.
 *
 * Fails with the first problem in this order: size, structure, header, algorithm, key, signature.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_verifier_verify(const struct jotkit_jws_verifier *verifier,
                                         struct jotkit_text token,
                                         struct jotkit_string **header,
                                         struct jotkit_string **payload);

/**
 * Verifies a token that was made of this payload by `jotkit_jws_sign_detached`, and writes the
 * header's JSON. An empty payload may be NULL; its length has no limit.
 *
 * Fails as `jotkit_jws_verifier_verify`, and with `argument_invalid` for a token that carries a
 * payload of its own.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_jws_verifier_verify_detached(const struct jotkit_jws_verifier *verifier,
                                                  struct jotkit_text token,
                                                  struct jotkit_text payload,
                                                  struct jotkit_string **header);

/**
 * Frees a verifier.
 */
JOTKIT_API void jotkit_jws_verifier_free(struct jotkit_jws_verifier *verifier);

/**
 * Writes a claim that is a string. `claims` is what a verifier wrote, or an object in it from
 * `jotkit_claims_get_json`; any other JSON object of jotkit's works too.
 *
 * Fails with `claim_missing` if there is none of this name, and `claim_malformed` if it has
 * another type. So do the other getters.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_get_string(const struct jotkit_string *claims,
                                       struct jotkit_text name,
                                       struct jotkit_string **value);

/**
 * Writes a claim that is a whole number, such as a time in whole seconds. One with a fraction or
 * out of range is `claim_malformed`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_get_int(const struct jotkit_string *claims,
                                    struct jotkit_text name,
                                    int64_t *value);

/**
 * Writes a claim that is any number.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_get_number(const struct jotkit_string *claims,
                                       struct jotkit_text name,
                                       double *value);

/**
 * Writes a claim that is `true` or `false`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_get_bool(const struct jotkit_string *claims,
                                     struct jotkit_text name,
                                     bool *value);

/**
 * Writes a claim of any type as JSON without white space. That of an object can be read by the
 * getters in turn.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_get_json(const struct jotkit_string *claims,
                                     struct jotkit_text name,
                                     struct jotkit_string **value);

/**
 * Writes whether a claim is this string or a list that has it, such as a role among `roles`. A
 * claim of another type does not contain it.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_claims_contain(const struct jotkit_string *claims,
                                    struct jotkit_text name,
                                    struct jotkit_text wanted,
                                    bool *contains);

/**
 * Takes the token out of the value of an `Authorization` header (RFC 6750, section 2.1), without
 * judging the token.
 *
 * Fails with `authorization_missing` for a request without such a header (`JOTKIT_ABSENT`) and for
 * one of another scheme, `authorization_malformed` for a value of this scheme without one token.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_bearer_parse(struct jotkit_text header_value,
                                  struct jotkit_string **token);

/**
 * Makes the value of an `Authorization` header for a token. It is as secret as the token.
 *
 * Fails with `argument_invalid` if the token is empty or contains anything but visible ASCII.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_bearer_format(struct jotkit_text token,
                                   struct jotkit_string **header_value);

/**
 * Makes the answer to a request that failed with a status (RFC 6750, section 3): the HTTP status
 * and the value of the header `WWW-Authenticate`, which is empty if the answer has none (500 and
 * 503). The realm, which names the protected area, may be absent; so may the scope, which
 * is what the request needs (NULL and 0).
 *
 * Fails with `argument_invalid` for `JOTKIT_OK` and numbers that are not statuses, for an empty
 * realm or one that no header can carry, and for a scope that is there but empty or has an item
 * that is not one word.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_challenge(jotkit_status status,
                               struct jotkit_text realm,
                               const struct jotkit_text *scope,
                               size_t scope_count,
                               uint16_t *http_status,
                               struct jotkit_string **www_authenticate);

/**
 * Reads a token **without verifying it**, for display and to find a key. Never decide anything by
 * the result: anybody may have written it. Writes the JSON of header and payload.
 *
 * Fails with `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_token_peek(struct jotkit_text token,
                                struct jotkit_string **unverified_header,
                                struct jotkit_string **unverified_payload);

/**
 * As `jotkit_token_peek`, under the limits of a policy and its `allow_padding`. Nothing else of
 * the policy matters: the token is not verified.
 *
 * Fails with `policy_invalid` too.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_token_peek_with_policy(struct jotkit_text token,
                                            struct jotkit_text policy,
                                            struct jotkit_string **unverified_header,
                                            struct jotkit_string **unverified_payload);

/**
 * Verifies a token and writes its content as a JSON object, with times in seconds since 1970:
 *
 * - LiveLike: `client_id`, `custom_profile_id`, `issued_at`, and `expires_at` if the token ends
 * - LikeCoin: `user`, `scope` (a list), `client_id`, `issued_at`, and `expires_at` and `token_id`
 *   if the token has them
 *
 * `now` is as with `jotkit_verifier_verify`. Fails with `client_unknown` for a client that is not
 * known, `scope_refused` (LikeCoin), otherwise as `jotkit_verifier_verify`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_client_verifier_verify(const struct jotkit_client_verifier *verifier,
                                            struct jotkit_text token,
                                            const double *now,
                                            struct jotkit_string **content);

/**
 * Frees a verifier.
 */
JOTKIT_API void jotkit_client_verifier_free(struct jotkit_client_verifier *verifier);

/**
 * Makes a signer for the application with this Client ID and Client Secret. The secret is used as
 * text of any length but zero, since LiveLike chose it.
 *
 * Fails with `argument_invalid` for a blank Client ID, `key_weak` for an empty secret.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_livelike_signer_new(struct jotkit_text client_id,
                                         struct jotkit_text client_secret,
                                         struct jotkit_livelike_signer **signer);

/**
 * Signs a token for a user, issued at a time (seconds since 1970; NULL: now) and valid for a
 * lifetime (seconds; NULL: without an end), both whole. An id that is a number is written in
 * decimal digits.
 *
 * Fails with `argument_invalid` for an id that is blank or longer than 255 Unicode code points, a
 * time that is negative, has a fraction or must be in milliseconds, and a lifetime that is not a
 * whole number above 0.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_livelike_signer_sign(const struct jotkit_livelike_signer *signer,
                                          struct jotkit_text custom_profile_id,
                                          const double *issued_at,
                                          const double *lifetime,
                                          struct jotkit_string **token);

/**
 * Frees a signer.
 */
JOTKIT_API void jotkit_livelike_signer_free(struct jotkit_livelike_signer *signer);

/**
 * Makes a verifier for applications given by their Client IDs and Client Secrets.
 *
 * Fails with `key_weak` for an empty secret.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_livelike_verifier_new(const struct jotkit_client *applications,
                                           size_t count,
                                           struct jotkit_client_verifier **verifier);

/**
 * Makes a verifier that looks an application's Client Secret up by its Client ID.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_livelike_verifier_new_with_lookup(struct jotkit_lookup lookup,
                                                       struct jotkit_client_verifier **verifier);

/**
 * Derives a client's signing key: HMAC-SHA-256 under the common secret over the client's secret,
 * as 64 hexadecimal characters. Those characters, not the bytes that they encode, are the HS256
 * key.
 *
 * Fails with `key_weak` for a blank common secret or an empty client secret.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_signing_key(struct jotkit_text common_secret,
                                          struct jotkit_text client_secret,
                                          struct jotkit_string **key);

/**
 * Makes an issuer with the service's common secret and its bare host name, such as `like.co`.
 *
 * Fails with `key_weak` for a blank common secret, `argument_invalid` for a blank host.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_issuer_new(struct jotkit_text common_secret,
                                         struct jotkit_text host,
                                         struct jotkit_likecoin_issuer **issuer);

/**
 * Issues a token that is valid for one hour. The grant is a JSON object: `client_id`,
 * `client_secret`, `user` (strings), `scope` (a list of strings) and, unless it shall be a random
 * UUID, `jti` (a string). `now` is as with `jotkit_signer_sign`.
 *
 * Fails with `argument_invalid` for a blank member or a scope that is not one word, `key_weak` for
 * an empty client secret.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_issuer_sign(const struct jotkit_likecoin_issuer *issuer,
                                          struct jotkit_text grant,
                                          const double *now,
                                          struct jotkit_string **token);

/**
 * Frees an issuer.
 */
JOTKIT_API void jotkit_likecoin_issuer_free(struct jotkit_likecoin_issuer *issuer);

/**
 * Makes a verifier of access tokens and their scopes, for clients given by their ids and secrets.
 * A token is good until it expires; it does not show whether it was revoked.
 *
 * The options are a JSON object: `host` (a string; `like.co` by default), `all` and `any`
 * (non-empty lists of scopes to demand), `expiry_optional` (`true`), `leeway` (whole seconds).
 * `{}` accepts production tokens with any scopes.
 *
 * Fails with `key_weak` for a blank common secret or an empty client secret, `policy_invalid` for
 * options out of range or malformed scopes.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_verifier_new(struct jotkit_text common_secret,
                                           const struct jotkit_client *clients,
                                           size_t count,
                                           struct jotkit_text options,
                                           struct jotkit_client_verifier **verifier);

/**
 * As `jotkit_likecoin_verifier_new`, but looks a client's secret up by its id.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_verifier_new_with_lookup(struct jotkit_text common_secret,
                                                       struct jotkit_lookup lookup,
                                                       struct jotkit_text options,
                                                       struct jotkit_client_verifier **verifier);

/**
 * Reads an access token as an OAuth client does: decoded, **not verified**, since a client does
 * not have the key. For display and to know when to refresh; never decide anything by the result.
 *
 * Fails as `jotkit_token_peek`, and with `claim_missing` or `claim_malformed` for other tokens.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_peek(struct jotkit_text token,
                                   struct jotkit_likecoin_unverified **unverified);

/**
 * The content as a JSON object, as `jotkit_client_verifier_verify` writes it. Valid until it is
 * freed; absent for NULL.
 */
JOTKIT_API
struct jotkit_text jotkit_likecoin_unverified_json(const struct jotkit_likecoin_unverified *unverified);

/**
 * Frees the content of an unverified access token.
 */
JOTKIT_API void jotkit_likecoin_unverified_free(struct jotkit_likecoin_unverified *unverified);

/**
 * Says whether held scopes cover a demanded one: they contain it, or a broader one.
 *
 * Fails with `argument_invalid` if the demanded scope is malformed: empty, with white space, with
 * an empty segment or with more than one colon.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_scope_allows(const struct jotkit_text *held,
                                           size_t held_count,
                                           struct jotkit_text demanded,
                                           bool *allows);

/**
 * The HTTP status with which an API refuses a request, 401 or 403, for the status with which
 * reading its `Authorization` header or verifying its token failed.
 *
 * 0 for `JOTKIT_OK` and for a failure that is not the token's: answer with 500, since another
 * login would not help.
 */
JOTKIT_API uint16_t jotkit_likecoin_refusal_status(jotkit_status status);

/**
 * The body of that refusal, as `text/plain`: `LOGIN_NEEDED`, `TOKEN_EXPIRED` or
 * `INSUFFICIENT_PERMISSION`. NULL if there is none. Static.
 */
JOTKIT_API const char *jotkit_likecoin_refusal_body(jotkit_status status);

/**
 * Makes the address of the consent page to send the user to, and the state to remember with this
 * user's session until they come back.
 *
 * The request is a JSON object: `client_id`, `scope` (a list of words, which may be empty),
 * `redirect_uri`, and optionally `state` (192 random bits by default) and `endpoint`. Fails with
 * `argument_invalid`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_authorize_url(struct jotkit_text request,
                                            struct jotkit_string **url,
                                            struct jotkit_string **state);

/**
 * Reads the address that the user came back to, and writes the authorization code. The expected
 * state is this user's; forget it after this call, even if it fails.
 *
 * Fails with `state_mismatch`, `access_denied` (the user declined), `authorization_failed` (the
 * server refused), `callback_invalid`, or `argument_invalid` for a blank expected state.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_parse_callback(struct jotkit_text url,
                                             struct jotkit_text expected_state,
                                             struct jotkit_string **code);

/**
 * Makes the HTTP request that exchanges a code, once, for an access token.
 *
 * The client is a JSON object: `client_id`, `client_secret`, `redirect_uri` (exactly as it was in
 * the authorization request) and optionally `endpoint`. The code is an argument of its own, since
 * what a browser sent must not be pasted into JSON. Fails with `argument_invalid`, or `key_weak`
 * for an empty client secret.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_token_request(struct jotkit_text client,
                                            struct jotkit_text code,
                                            struct jotkit_http_request **http_request);

/**
 * Makes the HTTP request that gets a new access token for a refresh token. A session does this by
 * itself.
 *
 * The client is a JSON object: `client_id`, `client_secret` and optionally `endpoint`. Fails as
 * `jotkit_likecoin_token_request`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_refresh_request(struct jotkit_text client,
                                              struct jotkit_text refresh_token,
                                              struct jotkit_http_request **http_request);

/**
 * Reads the HTTP response to a token or refresh request. The held refresh token may be absent
 * (`JOTKIT_ABSENT`); it is kept if the response has none.
 *
 * The tokens are a JSON object: `access_token`, `refresh_token`, `user`, `display_name`, `avatar`,
 * `scope` (a list) and `expires_at` (seconds since 1970), without those that are absent.
 *
 * Fails with `request_refused` unless the HTTP status is from 200 to 299, `response_invalid` for a
 * body over 1 MiB or not in the endpoint's format, `argument_invalid` for a blank refresh token.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_likecoin_parse_token_response(uint16_t http_status,
                                                   struct jotkit_text body,
                                                   struct jotkit_text held_refresh_token,
                                                   struct jotkit_string **tokens);

/**
 * The method, such as `POST`.
 */
JOTKIT_API struct jotkit_text jotkit_http_request_method(const struct jotkit_http_request *request);

/**
 * The address.
 */
JOTKIT_API struct jotkit_text jotkit_http_request_url(const struct jotkit_http_request *request);

/**
 * The body; absent if the request has none.
 */
JOTKIT_API struct jotkit_text jotkit_http_request_body(const struct jotkit_http_request *request);

/**
 * The number of headers.
 */
JOTKIT_API size_t jotkit_http_request_header_count(const struct jotkit_http_request *request);

/**
 * The name of a header, in lower case; absent from index `header_count` on.
 */
JOTKIT_API
struct jotkit_text jotkit_http_request_header_name(const struct jotkit_http_request *request,
                                                   size_t index);

/**
 * The value of a header; absent from index `header_count` on.
 */
JOTKIT_API
struct jotkit_text jotkit_http_request_header_value(const struct jotkit_http_request *request,
                                                    size_t index);

/**
 * The time for the whole exchange, from the search for the host's address to the last byte, in
 * milliseconds; 0 if the program chooses it.
 */
JOTKIT_API uint64_t jotkit_http_request_timeout_ms(const struct jotkit_http_request *request);

/**
 * The longest body to read, in bytes; 0 if the program chooses it. A reply with a longer one has
 * failed by `too_large`.
 */
JOTKIT_API uint64_t jotkit_http_request_max_bytes(const struct jotkit_http_request *request);

/**
 * Wipes and frees a request.
 */
JOTKIT_API void jotkit_http_request_free(struct jotkit_http_request *request);

/**
 * Makes a session of a client with the tokens of a user, both JSON objects: the client as for
 * `jotkit_likecoin_token_request`, the tokens as `jotkit_likecoin_parse_token_response` writes
 * them.
 *
 * Fails with `argument_invalid` or, for an empty client secret, `key_weak`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_new(struct jotkit_text client,
                                       struct jotkit_text tokens,
                                       struct jotkit_oauth_session **session);

/**
 * Begins a call of the API, and writes its number and its first step.
 *
 * `url` is a path under the client's endpoint, or an absolute address with the endpoint's scheme,
 * host and port. A body of `JOTKIT_ABSENT` is no body. The session adds the header `authorization`
 * itself.
 *
 * Fails with `argument_invalid` for another address, a method or header name that is not a token
 * (RFC 9110, section 5.6.2), and a header value with control characters.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_call(const struct jotkit_oauth_session *session,
                                        struct jotkit_text method,
                                        struct jotkit_text url,
                                        const struct jotkit_header *headers,
                                        size_t header_count,
                                        struct jotkit_text body,
                                        uint64_t *call,
                                        struct jotkit_oauth_step **step);

/**
 * Takes the reply to the request that a call sent last, and writes the call's next step.
 *
 * Hand in the body as it was received, not decompressed, and 0 for an HTTP status that does not
 * fit. A program that does not read more than 1 MiB and one byte of a body needs no limit of its
 * own.
 *
 * Fails with `argument_invalid` for a call that has not sent anything unanswered, which changes
 * nothing. Any other error ends the call: `response_invalid` for a reply that cannot be used,
 * `request_refused` if the server refused to refresh the tokens, `server_unavailable` if it could
 * not: the tokens are still good. `jotkit_last_error_http_status` and `jotkit_last_error_detail`
 * say more.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_reply(const struct jotkit_oauth_session *session,
                                         uint64_t call,
                                         uint16_t http_status,
                                         const struct jotkit_header *headers,
                                         size_t header_count,
                                         struct jotkit_text body,
                                         struct jotkit_oauth_step **step);

/**
 * Ends a call that got no reply, or that waited until its own deadline, and returns its error.
 *
 * The cause is `timeout`, `network` (both `server_unavailable`), `too_large` or `redirect` (both
 * `response_invalid`). `argument_invalid` is for another cause and for a call that has ended.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_failed(const struct jotkit_oauth_session *session,
                                          uint64_t call,
                                          struct jotkit_text cause);

/**
 * Writes the next step of a call that waits; it waits again if the refresh has not ended.
 *
 * Fails with the error of the refresh, which ends the call, and with `argument_invalid` for a call
 * that does not wait.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_resume(const struct jotkit_oauth_session *session,
                                          uint64_t call,
                                          struct jotkit_oauth_step **step);

/**
 * Ends a call that the program gives up. If it had the refresh, another call takes that over when
 * it is resumed.
 *
 * Fails with `argument_invalid` for a call that has ended, which can be ignored.
 */
JOTKIT_API
jotkit_status jotkit_oauth_session_cancel(const struct jotkit_oauth_session *session,
                                          uint64_t call);

/**
 * Writes the tokens that the session holds as the JSON object of
 * `jotkit_likecoin_parse_token_response`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_oauth_session_tokens(const struct jotkit_oauth_session *session,
                                          struct jotkit_string **tokens);

/**
 * Wipes and frees a session, its calls included.
 */
JOTKIT_API void jotkit_oauth_session_free(struct jotkit_oauth_session *session);

/**
 * What to do next.
 */
JOTKIT_API jotkit_oauth_next jotkit_oauth_step_next(const struct jotkit_oauth_step *step);

/**
 * The request to send, which belongs to the step and is freed with it; NULL if there is none.
 */
JOTKIT_API
const struct jotkit_http_request *jotkit_oauth_step_request(const struct jotkit_oauth_step *step);

/**
 * All tokens that the session holds, if a refresh has just changed any: store them before the
 * request is sent. The JSON object of `jotkit_likecoin_parse_token_response`.
 */
JOTKIT_API struct jotkit_text jotkit_oauth_step_store(const struct jotkit_oauth_step *step);

/**
 * The number of the call that refreshes the tokens, for a step that waits; otherwise 0.
 */
JOTKIT_API uint64_t jotkit_oauth_step_refreshing_call(const struct jotkit_oauth_step *step);

/**
 * Wipes and frees a step.
 */
JOTKIT_API void jotkit_oauth_step_free(struct jotkit_oauth_step *step);

/**
 * Answers with a server's reply, which is copied: any status, the headers, and the body as it was
 * received. A second answer replaces the first.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_http_reply_give(struct jotkit_http_reply *reply,
                                     uint16_t http_status,
                                     const struct jotkit_header *headers,
                                     size_t header_count,
                                     struct jotkit_text body);

/**
 * Answers that there is no reply. The cause is `timeout`, `network`, `tls` (the server could not
 * prove who it is), `too_large` or `redirect`. A second answer replaces the first.
 *
 * Fails with `argument_invalid` for another cause.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_http_reply_fail(struct jotkit_http_reply *reply,
                                     struct jotkit_text cause);

/**
 * Makes keys of a source: `{"issuer":"https://id.example"}`, whose discovery document names the
 * address of the keys, or `{"jwks_url":"https://id.example/keys"}`. docs/options.md lists all
 * options. Several sources are `{"issuers":[{"issuer":...},...]}`: a token's unverified `iss`
 * chooses among them. Nothing is sent yet.
 *
 * Fails with `argument_invalid`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_new(struct jotkit_text options,
                                     struct jotkit_remote_keys **keys);

/**
 * Fetches keys unless there are some that can be used, such as when the program starts. `issuer`
 * is one of several; without one, those of every source are fetched. A refresh that is due is sent
 * too: a thread that calls this at `jotkit_remote_keys_wake_at` keeps the keys fresh.
 *
 * Fails with `keys_unavailable` if there are no keys to use; `jotkit_last_error_retry_at` says
 * when to try again.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_warm(const struct jotkit_remote_keys *keys,
                                      struct jotkit_text issuer,
                                      struct jotkit_fetcher fetcher);

/**
 * Writes what to do to verify a token that names a key like this, as JSON. `ask` is
 * `{"kid"?,"x5t#S256"?,"x5t"?,"iss"?}`, all of it unverified.
 *
 * `{"step":"use","kids"}`: there are keys. `{"step":"fetch",...}`: send a GET, hand in what came
 * of it, and ask again. `{"step":"use_and_fetch",...}`: both, without waiting for the reply.
 * `{"step":"wait","until","generation"}`: another request is under way, so ask again after its
 * answer or at `until`. `{"step":"refuse","code","retry_at"?}`: refuse the token.
 *
 * A request has `lease`, `url`, `headers`, `timeout_ms` and `max_bytes`. Send exactly these
 * headers, keep to time and size, and follow no redirect.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_ask(const struct jotkit_remote_keys *keys,
                                     struct jotkit_text ask,
                                     int64_t now_ms,
                                     struct jotkit_string **step);

/**
 * Hands in the reply to a request, and writes what it changed as JSON. `lease` is the request's,
 * the body as it was received, `jitter` any random number: it spreads the pauses after failures.
 *
 * `{"change":"replaced","skipped"}`, `{"change":"unchanged","skipped"}`,
 * `{"change":"failed","cause","retry_at"}`, `{"change":"next"}` if another request has to follow,
 * or `{"change":"ignored"}` for a lease that is not out (any more).
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_answer(const struct jotkit_remote_keys *keys,
                                        uint64_t lease,
                                        uint16_t http_status,
                                        const struct jotkit_header *headers,
                                        size_t header_count,
                                        struct jotkit_text body,
                                        int64_t now_ms,
                                        uint32_t jitter,
                                        struct jotkit_string **change);

/**
 * Hands in that a request got no reply. The cause is one of `jotkit_http_reply_fail`; a request
 * that is given up has failed by `network`. Writes the same as `jotkit_remote_keys_answer`.
 *
 * Fails with `argument_invalid` for another cause.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_failed(const struct jotkit_remote_keys *keys,
                                        uint64_t lease,
                                        struct jotkit_text cause,
                                        int64_t now_ms,
                                        uint32_t jitter,
                                        struct jotkit_string **change);

/**
 * When a program that refreshes keys ahead of time should ask or warm again; 0 while there are no
 * keys.
 */
JOTKIT_API
int64_t jotkit_remote_keys_wake_at(const struct jotkit_remote_keys *keys,
                                   int64_t now_ms);

/**
 * Writes the keys that are held, for a later start without a request.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_export(const struct jotkit_remote_keys *keys,
                                        struct jotkit_string **snapshot);

/**
 * Takes keys that `jotkit_remote_keys_export` wrote. Keys held that are as new stay.
 *
 * Fails with `argument_invalid`, and changes nothing, for anything else, another source, and keys
 * that are too old to be used.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_seed(const struct jotkit_remote_keys *keys,
                                      struct jotkit_text snapshot,
                                      int64_t now_ms);

/**
 * Writes how the keys are, for health checks: `{"state","kids","skipped","failures","generation",
 * "since"?,"retry_at"?,"last_error"?}`. `state` is `fresh`, `ageing`, `stale` or `empty`. `issuer`
 * is as for `jotkit_remote_keys_warm`.
 *
 * Fails with `issuer_refused` for none of several issuers.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_status(const struct jotkit_remote_keys *keys,
                                        struct jotkit_text issuer,
                                        int64_t now_ms,
                                        struct jotkit_string **status);

/**
 * Writes what has happened since the last call, for metrics and logs: a JSON list of `{"event",
 * "source","at","cause"?,"retry_at"?,"skipped"?}`, at most 64 for each source. The events are
 * `fetched`, `rotated`, `unchanged`, `skipped`, `failed`, `stale_used` and `kid_unknown`.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_events(const struct jotkit_remote_keys *keys,
                                        struct jotkit_string **events);

/**
 * Makes a key set of the keys that can be used now. `issuer` is as for `jotkit_remote_keys_warm`.
 *
 * Fails with `keys_unavailable` if there are none, `issuer_refused` for none of several issuers.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_keys_key_set(const struct jotkit_remote_keys *keys,
                                         struct jotkit_text issuer,
                                         int64_t now_ms,
                                         struct jotkit_keyset **keyset);

/**
 * Frees keys. Verifiers made with them keep working, and share them on.
 */
JOTKIT_API void jotkit_remote_keys_free(struct jotkit_remote_keys *keys);

/**
 * Makes a verifier. The keys remain the caller's and may be freed; any number of verifiers share
 * them.
 *
 * Fails with `policy_invalid`, also for a policy that allows only algorithms of shared secrets,
 * which no server publishes.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_new(const struct jotkit_remote_keys *keys,
                                         struct jotkit_text policy,
                                         struct jotkit_remote_verifier **verifier);

/**
 * Verifies a token as `jotkit_verifier_verify` does, and writes its claims. The fetcher is called
 * if a key is needed that is not held. If another thread has sent that request already, this one
 * waits for it, at most until the request's time is up.
 *
 * When a refresh is due, from 80 % of the keys' lifetime on, one call of all threads sends it:
 * after it knows the verdict, which does not change any more, and before it returns. So only that
 * call takes longer, the fetcher never runs in a thread that the program did not start, and no
 * program forgets the refresh, without which withdrawn keys stay in use. A thread that calls
 * `jotkit_remote_keys_warm` at `jotkit_remote_keys_wake_at` mostly sends it first. A program
 * whose calls must never wait takes turns, which hand the request over next to the verdict.
 *
 * Fails as `jotkit_verifier_verify`, and with `keys_unavailable` if the keys cannot be fetched and
 * none can be used; `jotkit_last_error_retry_at` says when to try again.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_verify(const struct jotkit_remote_verifier *verifier,
                                            struct jotkit_text token,
                                            const double *now,
                                            struct jotkit_fetcher fetcher,
                                            struct jotkit_string **claims);

/**
 * As `jotkit_remote_verifier_verify`, and writes the header's JSON too.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_verify_full(const struct jotkit_remote_verifier *verifier,
                                                 struct jotkit_text token,
                                                 const double *now,
                                                 struct jotkit_fetcher fetcher,
                                                 struct jotkit_string **header,
                                                 struct jotkit_string **claims);

/**
 * As `jotkit_remote_verifier_verify_full`, with what `jotkit_verifier_verify_expecting` expects.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_verify_expecting(const struct jotkit_remote_verifier *verifier,
                                                      struct jotkit_text token,
                                                      struct jotkit_text expected,
                                                      const double *now,
                                                      struct jotkit_fetcher fetcher,
                                                      struct jotkit_string **header,
                                                      struct jotkit_string **claims);

/**
 * Takes a turn to verify a token, and never blocks. `now_ms` judges the claims too.
 *
 * `JOTKIT_OK` does **not** mean that the token is good, but that a turn was taken:
 * `jotkit_remote_turn_next` says what follows.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_turn(const struct jotkit_remote_verifier *verifier,
                                          struct jotkit_text token,
                                          int64_t now_ms,
                                          struct jotkit_remote_turn **turn);

/**
 * As `jotkit_remote_verifier_turn`, with what `jotkit_verifier_verify_expecting` expects.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_verifier_turn_expecting(const struct jotkit_remote_verifier *verifier,
                                                    struct jotkit_text token,
                                                    struct jotkit_text expected,
                                                    int64_t now_ms,
                                                    struct jotkit_remote_turn **turn);

/**
 * Frees a verifier. Turns that it has taken stay valid.
 */
JOTKIT_API void jotkit_remote_verifier_free(struct jotkit_remote_verifier *verifier);

/**
 * What to do next.
 */
JOTKIT_API jotkit_remote_next jotkit_remote_turn_next(const struct jotkit_remote_turn *turn);

/**
 * Writes header and claims of a verified token as `jotkit_verifier_verify_full` does, or fails
 * with the reason why it is refused. Fails with `argument_invalid` if it is not decided yet.
 */
JOTKIT_NODISCARD
JOTKIT_API
jotkit_status jotkit_remote_turn_verdict(const struct jotkit_remote_turn *turn,
                                         struct jotkit_string **header,
                                         struct jotkit_string **claims);

/**
 * The request to send, which belongs to the turn and is freed with it; NULL if there is none. The
 * rules for sending it are those of `jotkit_fetcher`.
 */
JOTKIT_API
const struct jotkit_http_request *jotkit_remote_turn_request(const struct jotkit_remote_turn *turn);

/**
 * What the request's reply is handed in with; 0 if there is no request.
 */
JOTKIT_API uint64_t jotkit_remote_turn_lease(const struct jotkit_remote_turn *turn);

/**
 * When to take another turn at the latest, for a turn that waits; otherwise 0.
 */
JOTKIT_API int64_t jotkit_remote_turn_until(const struct jotkit_remote_turn *turn);

/**
 * Wipes and frees a turn.
 */
JOTKIT_API void jotkit_remote_turn_free(struct jotkit_remote_turn *turn);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* JOTKIT_H */
