/*
 * jotkit signs and verifies JSON Web Tokens (RFC 7519); strict by default.
 *
 * The rules, which hold for every function:
 *
 * - Functions that can fail return a jotkit_status: JOTKIT_OK (0) or why not. Results come last, through
 *   pointers, which are written on success only; after a failure they hold what they held before.
 *   jotkit_last_error_message() and jotkit_last_error_claim() say more about a failure.
 * - Inputs are a pointer and a length in bytes; nothing needs to be terminated. JOTKIT_TEXT("literal") and
 *   JOTKIT_STRING(string) stand for both. Nothing is kept: an input may be changed or freed as soon as a function has returned.
 * - Texts, and everything that is said to be JSON, are UTF-8. A text that is not, a required pointer
 *   that is NULL and a length beyond PTRDIFF_MAX are JOTKIT_ARGUMENT_INVALID; token bytes that are not
 *   UTF-8 are JOTKIT_TOKEN_MALFORMED. An array of no items may be NULL.
 * - Options and policies are JSON objects. An unknown member, a null and a value out of range are errors. There
 *   is no NULL for "no options": "{}" says that.
 * - Every type jotkit_x that is only declared here is made by a function of jotkit and freed by
 *   jotkit_x_free(), which takes NULL. Freeing one twice ends the process. (Hints and answers belong to callbacks
 *   and are not freed.)
 * - Handles do not change once made: any number of threads may use one at the same time, as long as
 *   none of them frees it.
 * - Times are in seconds since 1970-01-01T00:00:00Z; a fraction is allowed where nothing else is said.
 * - Nothing of Rust comes out: a panic inside becomes JOTKIT_INTERNAL.
 */


#ifndef JOTKIT_H
#define JOTKIT_H

/* Written by cbindgen from ffi/src; `.ci/c gen` writes it again. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A string literal where a function wants a pointer and a length, or in braces where a jotkit_text is wanted. */
#define JOTKIT_TEXT(literal) "" literal, sizeof(literal) - 1

/* A jotkit_string where a function wants a pointer and a length. */
#define JOTKIT_STRING(string) jotkit_string_data(string), jotkit_string_len(string)

/**
 * What an OAuth client does about an API's reply.
 */
enum jotkit_reaction
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * The call succeeded.
     */
    JOTKIT_REACTION_DONE = 0,
    /**
     * Get a new access token with the refresh token, and send the request again, once.
     */
    JOTKIT_REACTION_REFRESH_AND_RETRY = 1,
    /**
     * Send the user through the consent page again.
     */
    JOTKIT_REACTION_REAUTHORIZE = 2,
    /**
     * The call failed for a reason that has nothing to do with the token.
     */
    JOTKIT_REACTION_FAILED = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum jotkit_reaction jotkit_reaction;
#else
typedef int32_t jotkit_reaction;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * The numbers that a `jotkit_status` can be.
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
     * The token is not three base64url segments separated by dots.
     */
    JOTKIT_TOKEN_MALFORMED = 1,
    /**
     * The token or its header is longer than the policy's limit.
     */
    JOTKIT_TOKEN_TOO_LARGE = 2,
    /**
     * The token's header is not one strict JSON object with members of the right types.
     */
    JOTKIT_HEADER_MALFORMED = 3,
    /**
     * The token's payload is not one strict JSON object.
     */
    JOTKIT_PAYLOAD_MALFORMED = 4,
    /**
     * A claim has a value of the wrong type or out of its range.
     */
    JOTKIT_CLAIM_MALFORMED = 5,
    /**
     * The token's algorithm is not one that the key and the policy allow.
     */
    JOTKIT_ALGORITHM_REFUSED = 20,
    /**
     * The token's header demands an extension that is not supported.
     */
    JOTKIT_HEADER_UNSUPPORTED = 21,
    /**
     * The token's signature does not match its content and the key.
     */
    JOTKIT_SIGNATURE_INVALID = 22,
    /**
     * The token has expired; get a new one.
     */
    JOTKIT_TOKEN_EXPIRED = 23,
    /**
     * The token is not valid yet; check both clocks.
     */
    JOTKIT_TOKEN_NOT_YET_VALID = 24,
    /**
     * The token was issued longer ago than the policy's max_age.
     */
    JOTKIT_TOKEN_TOO_OLD = 25,
    /**
     * The token claims to be issued in the future; check both clocks.
     */
    JOTKIT_ISSUED_IN_FUTURE = 26,
    /**
     * The token's typ is not one that the policy accepts.
     */
    JOTKIT_TYPE_REFUSED = 27,
    /**
     * The token is not meant for this audience; name the expected one as the policy's audience.
     */
    JOTKIT_AUDIENCE_REFUSED = 28,
    /**
     * The token was not issued by an expected issuer.
     */
    JOTKIT_ISSUER_REFUSED = 29,
    /**
     * The token is not about the expected subject.
     */
    JOTKIT_SUBJECT_REFUSED = 30,
    /**
     * A required claim is missing.
     */
    JOTKIT_CLAIM_MISSING = 31,
    /**
     * A claim does not have the expected value.
     */
    JOTKIT_CLAIM_REFUSED = 32,
    /**
     * The token's scopes do not cover what is demanded.
     */
    JOTKIT_SCOPE_REFUSED = 33,
    /**
     * No key of the set has the token's kid.
     */
    JOTKIT_KEY_UNKNOWN = 40,
    /**
     * The token names no kid and more than one key fits it.
     */
    JOTKIT_KEY_AMBIGUOUS = 41,
    /**
     * The key could not be read.
     */
    JOTKIT_KEY_INVALID = 42,
    /**
     * The key is too short for its algorithm.
     */
    JOTKIT_KEY_WEAK = 43,
    /**
     * The key is meant for something else.
     */
    JOTKIT_KEY_UNSUITABLE = 44,
    /**
     * The token names no client that is known here.
     */
    JOTKIT_CLIENT_UNKNOWN = 45,
    /**
     * The policy is not valid.
     */
    JOTKIT_POLICY_INVALID = 60,
    /**
     * The claims are not one strict JSON object with registered claims of the right types.
     */
    JOTKIT_CLAIMS_INVALID = 61,
    /**
     * An argument is not valid.
     */
    JOTKIT_ARGUMENT_INVALID = 62,
    /**
     * The callback's state is not the one that was sent; start the login again.
     */
    JOTKIT_STATE_MISMATCH = 80,
    /**
     * The callback URL is not a valid answer of the authorization page.
     */
    JOTKIT_CALLBACK_INVALID = 81,
    /**
     * The user declined to give access.
     */
    JOTKIT_ACCESS_DENIED = 82,
    /**
     * The server refused the authorization request.
     */
    JOTKIT_AUTHORIZATION_FAILED = 83,
    /**
     * The server's response could not be understood.
     */
    JOTKIT_RESPONSE_INVALID = 84,
    /**
     * The server refused the request.
     */
    JOTKIT_REQUEST_REFUSED = 85,
    /**
     * Something went wrong inside jotkit; please report it.
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
 * An HTTP request for the program's HTTP client to send, without following redirects.
 *
 * The body holds the client's secret: it belongs neither in a log nor in a URL.
 */
typedef struct jotkit_http_request jotkit_http_request;

/**
 * A key, bound to its algorithm when it is imported; a token's header never chooses.
 *
 * Where options are asked for, they are a JSON object with the members `alg` (the name of an algorithm),
 * `kid` (a string) and `allow_short` (`true`: take an HMAC secret that is shorter than the hash), each of
 * which may be left out; `{}` says nothing.
 */
typedef struct jotkit_key jotkit_key;

/**
 * Where a resolver leaves a key, by `jotkit_key_answer_give`. Valid until the resolver returns.
 */
typedef struct jotkit_key_answer jotkit_key_answer;

/**
 * Many keys, of which a token's `kid` chooses one. A token without `kid` gets the only key that fits
 * its algorithm; one with an unknown `kid` gets none.
 */
typedef struct jotkit_keyset jotkit_keyset;

/**
 * Issues LikeCoin access tokens as the real service does, byte for byte.
 */
typedef struct jotkit_likecoin_issuer jotkit_likecoin_issuer;

/**
 * Verifies LikeCoin access tokens and the scopes they carry.
 *
 * A token is good until it expires; a revocation cannot be seen from it.
 *
 * Its options are a JSON object: `host` (a string; `like.co` if left out), `all` and `any` (non-empty lists
 * of demanded scopes), `expiry_optional` (`true`), `leeway` (whole seconds). `{}` takes production tokens,
 * whatever their scopes.
 */
typedef struct jotkit_likecoin_verifier jotkit_likecoin_verifier;

/**
 * Mints LiveLike profile access tokens for one application.
 */
typedef struct jotkit_livelike_signer jotkit_livelike_signer;

/**
 * Verifies LiveLike profile access tokens of one application or of many.
 */
typedef struct jotkit_livelike_verifier jotkit_livelike_verifier;

/**
 * A text or bytes that jotkit hands out. The memory is wiped when it is freed.
 */
typedef struct jotkit_string jotkit_string;

/**
 * Where a lookup leaves a client secret, by `jotkit_secret_answer_give`. Valid until the lookup returns.
 */
typedef struct jotkit_secret_answer jotkit_secret_answer;

/**
 * Signs tokens with one key.
 */
typedef struct jotkit_signer jotkit_signer;

/**
 * What the token endpoint granted.
 */
typedef struct jotkit_token_response jotkit_token_response;

/**
 * Verifies tokens under one policy.
 *
 * A policy is a JSON object. `{}` is the strict default: the key's own algorithm, `exp` required, a
 * token that carries an audience refused. Its members, each of which may be left out:
 *
 * - `algorithms`: a list of names; what the key allows
 * - `issuer`, `audience`: a string or a list of those accepted
 * - `any_audience`: `true`, instead of `audience`
 * - `subject`: a string
 * - `types`: a list of `typ` values; absent, `JWT` and `at+jwt` pass by default
 * - `required`: a list of names of claims that must be there
 * - `expected`: an object of claims and the string, number or boolean each must equal
 * - `expiry_optional`: `true`
 * - `leeway`, `max_age`: whole seconds; the leeway is 0 by default and at most 86400
 * - `max_token_bytes`, `max_header_bytes`, `max_depth`: 262144, 8192 and 64 by default
 * - `cache`: how many good tokens to keep, so that one seen again costs a hash; 1 to 1000000
 *
 * An unknown member, a null or an empty list is `policy_invalid`: a setting that came back empty must not
 * switch a check off.
 */
typedef struct jotkit_verifier jotkit_verifier;

/**
 * What a function that can fail returns: `JOTKIT_OK`, or one of the other numbers of `jotkit_code`.
 * The numbers are never reused; a later version may add some.
 */
typedef int32_t jotkit_status;

/**
 * A text that somebody else holds: `len` bytes of UTF-8 from `data` on, not terminated.
 *
 * `{JOTKIT_TEXT("like.co")}` makes one of a string literal.
 */
typedef struct jotkit_text {
    /**
     * The first byte; NULL where a text is absent.
     */
    const char *data;
    /**
     * The number of bytes.
     */
    size_t len;
} jotkit_text;

/**
 * What a resolver may look at to find a key. All of it is **unverified**: it selects a key, and proves
 * nothing. The texts are valid until the resolver returns.
 */
typedef struct jotkit_key_hint {
    /**
     * The algorithm that the header names. A key for another one is refused afterwards.
     */
    struct jotkit_text algorithm;
    /**
     * The header's `kid`, or NULL.
     */
    struct jotkit_text kid;
    /**
     * The payload's `iss`, or NULL if it is not a string.
     */
    struct jotkit_text issuer;
    /**
     * The payload's `azp`, or NULL if it is not a string.
     */
    struct jotkit_text authorized_party;
} jotkit_key_hint;

/**
 * Finds the key for a token. `JOTKIT_OK` without an answer means `key_unknown`; any other status is what
 * verifying fails with. It must not answer with a default key for what it does not know.
 *
 * Any thread that verifies may call it, several at once. It must return: no `longjmp`, no C++ exception.
 */
typedef jotkit_status (*jotkit_key_resolver)(const struct jotkit_key_hint *hint,
                                             struct jotkit_key_answer *answer,
                                             void *user_data);

/**
 * Lets go of a callback's `user_data`.
 */
typedef void (*jotkit_release)(void *user_data);

/**
 * A client of LiveLike or LikeCoin: `{{JOTKIT_TEXT("id")}, {JOTKIT_TEXT("secret")}}`.
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
 * Finds the secret of a client by its id, which is **unverified**. `JOTKIT_OK` without an answer means
 * `client_unknown`; otherwise as with `jotkit_key_resolver`.
 */
typedef jotkit_status (*jotkit_secret_lookup)(const char *client_id,
                                              size_t client_id_len,
                                              struct jotkit_secret_answer *answer,
                                              void *user_data);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The claim that the last failed call of this thread was about, such as `aud`; NULL if it was about
 * none, or none has failed yet. Terminated; its length is also written to `len`, unless that is NULL.
 *
 * Valid until the next failing call on the same thread. A call that succeeds changes nothing, so ask
 * only after a failure.
 */
const char *jotkit_last_error_claim(size_t *len);

/**
 * What happened in the last failed call of this thread, in English: the sentence of its status, the
 * claim, and often a hint. It holds no byte of a token, key or secret, so it may be logged. NULL if none
 * has failed yet. Length and validity are as with `jotkit_last_error_claim`.
 */
const char *jotkit_last_error_message(size_t *len);

/**
 * The code of a status, such as `token_expired`: the same string in every language jotkit speaks. `ok` for
 * `JOTKIT_OK`, `unknown` for a number that is no status. Static.
 */
const char *jotkit_status_code(jotkit_status status);

/**
 * The kind of a status: `malformed`, `refused`, `key`, `usage`, `flow` or `internal`. `ok` and `unknown`
 * as with `jotkit_status_code`. Static.
 */
const char *jotkit_status_kind(jotkit_status status);

/**
 * The fixed English sentence that explains a status. Static.
 */
const char *jotkit_status_message(jotkit_status status);

/**
 * jotkit's version, such as `1.2.3`. Static.
 */
const char *jotkit_version(void);

/**
 * The bytes of a string, with a zero byte behind them that is not counted. Valid until the string is
 * freed. NULL for NULL.
 *
 * A payload is UTF-8 JSON, in which a zero byte can only stand escaped; DER has zero bytes inside.
 */
const char *jotkit_string_data(const struct jotkit_string *string);

/**
 * The number of bytes of a string; 0 for NULL.
 */
size_t jotkit_string_len(const struct jotkit_string *string);

/**
 * Wipes and frees a string.
 */
void jotkit_string_free(struct jotkit_string *string);

/**
 * Imports a shared secret for HS256, of at least 32 bytes, taken as they are.
 *
 * Fails with `key_weak` for a shorter one and with `key_unsuitable` for one that looks like a key of
 * another kind (PEM, DER, OpenSSH, JWK).
 */
jotkit_status jotkit_key_hs256(const void *secret,
                               size_t secret_len,
                               struct jotkit_key **key);

/**
 * Imports a shared secret for HS384, of at least 48 bytes. Fails as `jotkit_key_hs256`.
 */
jotkit_status jotkit_key_hs384(const void *secret, size_t secret_len, struct jotkit_key **key);

/**
 * Imports a shared secret for HS512, of at least 64 bytes. Fails as `jotkit_key_hs256`.
 */
jotkit_status jotkit_key_hs512(const void *secret, size_t secret_len, struct jotkit_key **key);

/**
 * Imports a shared secret for the algorithm that the options name, such as `{"alg":"HS256"}`.
 *
 * Fails with `argument_invalid` if they name none, otherwise as `jotkit_key_hs256`.
 */
jotkit_status jotkit_key_from_secret(const void *secret,
                                     size_t secret_len,
                                     const char *options,
                                     size_t options_len,
                                     struct jotkit_key **key);

/**
 * Imports a PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo, or an X.509 certificate, of which only
 * the public key is taken.
 *
 * A curve dictates its algorithm; an RSA key needs one named in the options. Fails with
 * `key_invalid`, `key_weak` (RSA under 2048 bits) or `key_unsuitable`.
 */
jotkit_status jotkit_key_from_pem(const char *pem,
                                  size_t pem_len,
                                  const char *options,
                                  size_t options_len,
                                  struct jotkit_key **key);

/**
 * Imports DER of any of the forms that `jotkit_key_from_pem` takes, and fails like it.
 */
jotkit_status jotkit_key_from_der(const void *der,
                                  size_t der_len,
                                  const char *options,
                                  size_t options_len,
                                  struct jotkit_key **key);

/**
 * Imports the text of a JWK (RFC 7517). Its `kid`, `use` and `key_ops` are kept and obeyed.
 *
 * A JWK without `alg` takes the algorithm its curve dictates. An RSA or secret JWK without one needs the
 * options or the policy's `algorithms` to name it. Fails as `jotkit_key_from_pem`.
 */
jotkit_status jotkit_key_from_jwk(const char *jwk,
                                  size_t jwk_len,
                                  const char *options,
                                  size_t options_len,
                                  struct jotkit_key **key);

/**
 * Makes a fresh key for an algorithm, such as `ES256`: a secret as long as the hash, RSA of 2048 bits,
 * or the algorithm's curve or parameters.
 *
 * Fails with `argument_invalid` for a name that is no algorithm's.
 */
jotkit_status jotkit_key_generate(const char *algorithm,
                                  size_t algorithm_len,
                                  struct jotkit_key **key);

/**
 * Makes the same key with another key id.
 */
jotkit_status jotkit_key_with_kid(const struct jotkit_key *key,
                                  const char *kid,
                                  size_t kid_len,
                                  struct jotkit_key **renamed);

/**
 * Makes a key of the public half. Fails with `key_unsuitable` for a shared secret, which has none.
 */
jotkit_status jotkit_key_public(const struct jotkit_key *key, struct jotkit_key **public_key);

/**
 * Writes the key as a JWK, **private members included** where there are any.
 *
 * Fails with `key_invalid` while the key's algorithm is not known.
 */
jotkit_status jotkit_key_to_jwk(const struct jotkit_key *key, struct jotkit_string **jwk);

/**
 * Writes the key as PEM: PKCS#8 if it is **private**, SubjectPublicKeyInfo otherwise.
 *
 * Fails with `key_unsuitable` for a shared secret, which has no PEM form.
 */
jotkit_status jotkit_key_to_pem(const struct jotkit_key *key, struct jotkit_string **pem);

/**
 * Writes the key as DER of the form that `jotkit_key_to_pem` writes. The result is bytes, not text.
 */
jotkit_status jotkit_key_to_der(const struct jotkit_key *key, struct jotkit_string **der);

/**
 * Describes the key without its secret, as a JSON object: `alg`, `kty`, `kid` where there is one,
 * `thumbprint` (RFC 7638, SHA-256, base64url), `private`.
 *
 * Of a shared secret the thumbprint is a hash of the secret: show it to nobody. Fails with `key_invalid`
 * while the key's algorithm is not known.
 */
jotkit_status jotkit_key_info(const struct jotkit_key *key,
                              struct jotkit_string **info);

/**
 * Frees a key. Signers and verifiers made of it go on working.
 */
void jotkit_key_free(struct jotkit_key *key);

/**
 * Reads the text of a JWK Set (RFC 7517, section 5). Entries that cannot be used are skipped and
 * counted by `jotkit_keyset_skipped`. The options are those of a key, without `kid`; their `alg` is
 * for entries that name none.
 *
 * Fails with `key_invalid` if the text is not one strict JSON object with an array `keys`.
 */
jotkit_status jotkit_keyset_from_jwks(const char *jwks,
                                      size_t jwks_len,
                                      const char *options,
                                      size_t options_len,
                                      struct jotkit_keyset **keyset);

/**
 * Makes a set of keys, which stay the caller's.
 */
jotkit_status jotkit_keyset_new(const struct jotkit_key *const *keys,
                                size_t count,
                                struct jotkit_keyset **keyset);

/**
 * The number of usable keys in a set; 0 for NULL.
 */
size_t jotkit_keyset_len(const struct jotkit_keyset *keyset);

/**
 * The number of entries of a JWK Set that could not be used; 0 for NULL.
 */
size_t jotkit_keyset_skipped(const struct jotkit_keyset *keyset);

/**
 * Writes the public halves as a JWK Set, ready to be published. Shared secrets are left out.
 */
jotkit_status jotkit_keyset_to_public_jwks(const struct jotkit_keyset *keyset,
                                           struct jotkit_string **jwks);

/**
 * Frees a key set. Verifiers made of it go on working.
 */
void jotkit_keyset_free(struct jotkit_keyset *keyset);

/**
 * Makes a signer. The options are a JSON object; what they say is added to claims and headers that lack
 * it: `issuer` (a string), `audience` (a string or a list), `lifetime` (whole seconds; adds `iat` and
 * `exp`), `iat` (`true`), `jti` (`true`: a random UUID), `kid`, `typ` (strings). `{}` adds nothing.
 *
 * Fails with `key_unsuitable` for a key that cannot or may not sign, `key_invalid` for one whose algorithm
 * is not known, `policy_invalid` for options that make no sense.
 */
jotkit_status jotkit_signer_new(const struct jotkit_key *key,
                                const char *options,
                                size_t options_len,
                                struct jotkit_signer **signer);

/**
 * Signs claims: the text of a JSON object, which the token carries byte for byte.
 *
 * Fails with `claims_invalid` if it is not one strict JSON object or gives a registered claim the
 * wrong type.
 */
jotkit_status jotkit_signer_sign(const struct jotkit_signer *signer,
                                 const char *claims,
                                 size_t claims_len,
                                 struct jotkit_string **token);

/**
 * Signs claims, with further header members: the text of a JSON object. A `typ` or `kid` among them takes
 * the place of the signer's.
 *
 * Fails as `jotkit_signer_sign`, and with `argument_invalid` for header members of the wrong type or that
 * a verifier would refuse or ignore (another `alg`, `crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`).
 */
jotkit_status jotkit_signer_sign_with_header(const struct jotkit_signer *signer,
                                             const char *claims,
                                             size_t claims_len,
                                             const char *header,
                                             size_t header_len,
                                             struct jotkit_string **token);

/**
 * As `jotkit_signer_sign_with_header`, as if it were `now`, in seconds since 1970. `{}` adds no header member.
 */
jotkit_status jotkit_signer_sign_at(const struct jotkit_signer *signer,
                                    const char *claims,
                                    size_t claims_len,
                                    const char *header,
                                    size_t header_len,
                                    double now,
                                    struct jotkit_string **token);

/**
 * Frees a signer.
 */
void jotkit_signer_free(struct jotkit_signer *signer);

/**
 * Makes a verifier with one key.
 *
 * Fails with `policy_invalid`; `key_unsuitable` for a key that may not verify; `key_invalid` for one whose
 * algorithm nobody names.
 */
jotkit_status jotkit_verifier_new(const struct jotkit_key *key,
                                  const char *policy,
                                  size_t policy_len,
                                  struct jotkit_verifier **verifier);

/**
 * Makes a verifier with a key set, in which keys that may not verify are left out. Fails with
 * `policy_invalid`.
 */
jotkit_status jotkit_verifier_new_with_keyset(const struct jotkit_keyset *keyset,
                                              const char *policy,
                                              size_t policy_len,
                                              struct jotkit_verifier **verifier);

/**
 * Makes a verifier that asks for the key of each token.
 *
 * `release`, unless it is NULL, is called with `user_data` once: when the verifier is freed, or at once if
 * this function fails. Fails with `policy_invalid`.
 */
jotkit_status jotkit_verifier_new_with_resolver(jotkit_key_resolver resolver,
                                                void *user_data,
                                                jotkit_release release,
                                                const char *policy,
                                                size_t policy_len,
                                                struct jotkit_verifier **verifier);

/**
 * Verifies a token and gives its claims: the payload's JSON text, byte for byte as it was signed.
 *
 * Fails with what is wrong with the token first, in this order: size, structure, header, algorithm, key,
 * signature, payload, types of claims, `nbf`, `exp`, `iat`, `typ`, `aud`, `iss`, `sub`, other claims.
 */
jotkit_status jotkit_verifier_verify(const struct jotkit_verifier *verifier,
                                     const char *token,
                                     size_t token_len,
                                     struct jotkit_string **claims);

/**
 * As `jotkit_verifier_verify`, as if it were `now`, in seconds since 1970.
 */
jotkit_status jotkit_verifier_verify_at(const struct jotkit_verifier *verifier,
                                        const char *token,
                                        size_t token_len,
                                        double now,
                                        struct jotkit_string **claims);

/**
 * As `jotkit_verifier_verify`, and gives the header's JSON text too.
 */
jotkit_status jotkit_verifier_verify_full(const struct jotkit_verifier *verifier,
                                          const char *token,
                                          size_t token_len,
                                          struct jotkit_string **header,
                                          struct jotkit_string **claims);

/**
 * As `jotkit_verifier_verify_full`, as if it were `now`, in seconds since 1970.
 */
jotkit_status jotkit_verifier_verify_full_at(const struct jotkit_verifier *verifier,
                                             const char *token,
                                             size_t token_len,
                                             double now,
                                             struct jotkit_string **header,
                                             struct jotkit_string **claims);

/**
 * Frees a verifier.
 */
void jotkit_verifier_free(struct jotkit_verifier *verifier);

/**
 * Answers a resolver's question with a key, which stays the caller's: it may be freed right after this
 * call or be used again. A second answer takes the place of the first.
 */
jotkit_status jotkit_key_answer_give(struct jotkit_key_answer *answer,
                                     const struct jotkit_key *key);

/**
 * Answers a lookup's question with a client secret, of which jotkit makes a copy. A second answer
 * takes the place of the first.
 */
jotkit_status jotkit_secret_answer_give(struct jotkit_secret_answer *answer,
                                        const char *secret,
                                        size_t secret_len);

/**
 * Reads a token **without verifying it**, for display and for finding a key; never to decide anything:
 * anybody may have written it. Gives the JSON texts of header and payload.
 *
 * Fails with `token_too_large`, `token_malformed`, `header_malformed` or `payload_malformed`.
 */
jotkit_status jotkit_token_peek(const char *token,
                                size_t token_len,
                                struct jotkit_string **unverified_header,
                                struct jotkit_string **unverified_payload);

/**
 * Takes the token out of the value of an `Authorization` header (RFC 6750). The token is only cut out,
 * not looked at.
 *
 * Fails with `argument_invalid` unless the value is `Bearer`, one space and a token.
 */
jotkit_status jotkit_bearer_parse(const char *header_value,
                                  size_t header_value_len,
                                  struct jotkit_string **token);

/**
 * Makes the value of an `Authorization` header for a token. It is as secret as the token.
 *
 * Fails with `argument_invalid` if the token is empty or holds anything but visible ASCII.
 */
jotkit_status jotkit_bearer_format(const char *token,
                                   size_t token_len,
                                   struct jotkit_string **header_value);

/**
 * Makes a signer for the application with this Client ID and Client Secret. The secret is taken as
 * text; any length but zero will do, since LiveLike chose it.
 *
 * Fails with `argument_invalid` for a blank Client ID, `key_weak` for an empty secret.
 */
jotkit_status jotkit_livelike_signer_new(const char *client_id,
                                         size_t client_id_len,
                                         const char *client_secret,
                                         size_t client_secret_len,
                                         struct jotkit_livelike_signer **signer);

/**
 * Mints a token for a user, issued now and without an end. An id that is a number is written in
 * decimal digits first.
 *
 * Fails with `argument_invalid` if the id is blank or longer than 255 Unicode code points.
 */
jotkit_status jotkit_livelike_signer_sign(const struct jotkit_livelike_signer *signer,
                                          const char *custom_profile_id,
                                          size_t custom_profile_id_len,
                                          struct jotkit_string **token);

/**
 * Mints a token for a user, issued at a given time (seconds since 1970; NULL: now) and valid for a
 * lifetime (seconds; NULL: without an end), both whole.
 *
 * Fails as `jotkit_livelike_signer_sign`, and with `argument_invalid` for a time that is negative, has a
 * fraction or must be meant in milliseconds, and for a lifetime that is not a whole number above 0.
 */
jotkit_status jotkit_livelike_signer_sign_with(const struct jotkit_livelike_signer *signer,
                                               const char *custom_profile_id,
                                               size_t custom_profile_id_len,
                                               const double *issued_at,
                                               const double *lifetime,
                                               struct jotkit_string **token);

/**
 * Frees a signer.
 */
void jotkit_livelike_signer_free(struct jotkit_livelike_signer *signer);

/**
 * Makes a verifier for applications given by their Client IDs and Client Secrets.
 *
 * Fails with `key_weak` for an empty secret.
 */
jotkit_status jotkit_livelike_verifier_new(const struct jotkit_client *applications,
                                           size_t count,
                                           struct jotkit_livelike_verifier **verifier);

/**
 * Makes a verifier that looks an application's Client Secret up by its Client ID.
 *
 * `release` and `user_data` are as with `jotkit_verifier_new_with_resolver`.
 */
jotkit_status jotkit_livelike_verifier_new_with_lookup(jotkit_secret_lookup lookup,
                                                       void *user_data,
                                                       jotkit_release release,
                                                       struct jotkit_livelike_verifier **verifier);

/**
 * Verifies a token and gives the profile as a JSON object: `client_id`, `custom_profile_id`, `issued_at`,
 * and `expires_at` where the token ends; times in seconds since 1970.
 *
 * Fails with `client_unknown` for an application that is not known, otherwise as
 * `jotkit_verifier_verify`.
 */
jotkit_status jotkit_livelike_verifier_verify(const struct jotkit_livelike_verifier *verifier,
                                              const char *token,
                                              size_t token_len,
                                              struct jotkit_string **profile);

/**
 * As `jotkit_livelike_verifier_verify`, as if it were `now`, in seconds since 1970.
 */
jotkit_status jotkit_livelike_verifier_verify_at(const struct jotkit_livelike_verifier *verifier,
                                                 const char *token,
                                                 size_t token_len,
                                                 double now,
                                                 struct jotkit_string **profile);

/**
 * Frees a verifier.
 */
void jotkit_livelike_verifier_free(struct jotkit_livelike_verifier *verifier);

/**
 * Derives a client's signing key: HMAC-SHA-256 under the common secret over the client's secret, as 64
 * hexadecimal characters. Those characters, not the bytes they stand for, are the HS256 key.
 *
 * Fails with `key_weak` for a blank common secret or an empty client secret.
 */
jotkit_status jotkit_likecoin_signing_key(const char *common_secret,
                                          size_t common_secret_len,
                                          const char *client_secret,
                                          size_t client_secret_len,
                                          struct jotkit_string **key);

/**
 * Makes an issuer with the service's common secret and its bare host name, such as `like.co`.
 *
 * Fails with `key_weak` for a blank common secret, `argument_invalid` for a blank host.
 */
jotkit_status jotkit_likecoin_issuer_new(const char *common_secret,
                                         size_t common_secret_len,
                                         const char *host,
                                         size_t host_len,
                                         struct jotkit_likecoin_issuer **issuer);

/**
 * Issues a token now, valid for one hour. The grant is a JSON object: `client_id`, `client_secret`, `user`
 * (strings), `scope` (a list of strings) and, unless it is to be a random UUID, `jti` (a string).
 *
 * Fails with `argument_invalid` for a blank member or a scope that is not one word, `key_weak` for an empty
 * client secret.
 */
jotkit_status jotkit_likecoin_issuer_sign(const struct jotkit_likecoin_issuer *issuer,
                                          const char *grant,
                                          size_t grant_len,
                                          struct jotkit_string **token);

/**
 * As `jotkit_likecoin_issuer_sign`, as if it were `now`, in seconds since 1970.
 */
jotkit_status jotkit_likecoin_issuer_sign_at(const struct jotkit_likecoin_issuer *issuer,
                                             const char *grant,
                                             size_t grant_len,
                                             double now,
                                             struct jotkit_string **token);

/**
 * Frees an issuer.
 */
void jotkit_likecoin_issuer_free(struct jotkit_likecoin_issuer *issuer);

/**
 * Makes a verifier for clients given by their ids and secrets.
 *
 * Fails with `key_weak` for a blank common secret or an empty client secret, `policy_invalid` for options
 * out of range or scopes that are not well formed.
 */
jotkit_status jotkit_likecoin_verifier_new(const char *common_secret,
                                           size_t common_secret_len,
                                           const struct jotkit_client *known_clients,
                                           size_t count,
                                           const char *options,
                                           size_t options_len,
                                           struct jotkit_likecoin_verifier **verifier);

/**
 * Makes a verifier that looks a client's secret up by its id.
 *
 * `release` and `user_data` are as with `jotkit_verifier_new_with_resolver`. Fails as
 * `jotkit_likecoin_verifier_new`.
 */
jotkit_status jotkit_likecoin_verifier_new_with_lookup(const char *common_secret,
                                                       size_t common_secret_len,
                                                       jotkit_secret_lookup lookup,
                                                       void *user_data,
                                                       jotkit_release release,
                                                       const char *options,
                                                       size_t options_len,
                                                       struct jotkit_likecoin_verifier **verifier);

/**
 * Verifies an access token and gives its content as a JSON object: `user`, `scope` (a list), `client_id`,
 * `issued_at`, `expires_at`, `token_id` (the last two where the token has them); times in seconds since 1970.
 *
 * Fails with `client_unknown`, `scope_refused`, otherwise as `jotkit_verifier_verify`.
 * `jotkit_likecoin_refusal_status` and `jotkit_likecoin_refusal_body` make the service's reply of the
 * status.
 */
jotkit_status jotkit_likecoin_verifier_verify(const struct jotkit_likecoin_verifier *verifier,
                                              const char *token,
                                              size_t token_len,
                                              struct jotkit_string **access_token);

/**
 * As `jotkit_likecoin_verifier_verify`, as if it were `now`, in seconds since 1970.
 */
jotkit_status jotkit_likecoin_verifier_verify_at(const struct jotkit_likecoin_verifier *verifier,
                                                 const char *token,
                                                 size_t token_len,
                                                 double now,
                                                 struct jotkit_string **access_token);

/**
 * Frees a verifier.
 */
void jotkit_likecoin_verifier_free(struct jotkit_likecoin_verifier *verifier);

/**
 * Reads an access token as an OAuth client does: decoded, **not verified**, since a client does not have
 * the key. The result is as with `jotkit_likecoin_verifier_verify`.
 */
jotkit_status jotkit_likecoin_read(const char *token,
                                   size_t token_len,
                                   struct jotkit_string **unverified_access_token);

/**
 * Says whether held scopes cover a demanded one: itself, or one below it.
 *
 * Fails with `argument_invalid` if the demand is malformed: empty, with white space, with an empty segment
 * or with more than one colon.
 */
jotkit_status jotkit_likecoin_scope_allows(const struct jotkit_text *held,
                                           size_t held_count,
                                           const char *demanded,
                                           size_t demanded_len,
                                           bool *allows);

/**
 * The HTTP status with which an API refuses a request, of the status with which reading its
 * `Authorization` header or verifying its token failed: 401 or 403.
 *
 * 0 if the failure is not the token's (and for `JOTKIT_OK`): logging in again would not mend that, and
 * the answer is a 500.
 */
uint16_t jotkit_likecoin_refusal_status(jotkit_status status);

/**
 * The body of that refusal, as `text/plain`: `LOGIN_NEEDED`, `TOKEN_EXPIRED` or `INSUFFICIENT_PERMISSION`.
 * NULL where there is none. Static.
 */
const char *jotkit_likecoin_refusal_body(jotkit_status status);

/**
 * Makes the address of the consent page to send the user to, and the state to remember with this user's
 * session until they come back.
 *
 * The request is a JSON object: `client_id`, `scope` (a list of words, which may be empty), `redirect_uri`
 * and, where they are wanted, `state` (192 random bits if left out) and `endpoint`. Fails with
 * `argument_invalid`.
 */
jotkit_status jotkit_likecoin_authorize_url(const char *request,
                                            size_t request_len,
                                            struct jotkit_string **url,
                                            struct jotkit_string **state);

/**
 * Reads the address the user came back to, and gives the authorization code. The expected state is this
 * user's; forget it after this call, whatever comes of it.
 *
 * Fails with `state_mismatch`, `access_denied` (the user declined), `authorization_failed` (the server refused),
 * `callback_invalid`, or `argument_invalid` for a blank expected state.
 */
jotkit_status jotkit_likecoin_parse_callback(const char *url,
                                             size_t url_len,
                                             const char *expected_state,
                                             size_t expected_state_len,
                                             struct jotkit_string **code);

/**
 * Makes the HTTP request that exchanges a code, once, for an access token.
 *
 * The client is a JSON object: `client_id`, `client_secret`, `redirect_uri` (the very text that the
 * authorization was requested with) and, where it is wanted, `endpoint`. The code stands beside it, since what a
 * browser brought must not be pasted into JSON text. Fails with `argument_invalid`, or `key_weak` for an
 * empty client secret.
 */
jotkit_status jotkit_likecoin_token_request(const char *client,
                                            size_t client_len,
                                            const char *code,
                                            size_t code_len,
                                            struct jotkit_http_request **http_request);

/**
 * Makes the HTTP request that gets a new access token for a refresh token.
 *
 * The client is a JSON object: `client_id`, `client_secret` and, where it is wanted, `endpoint`. Fails as
 * `jotkit_likecoin_token_request`.
 */
jotkit_status jotkit_likecoin_refresh_request(const char *client,
                                              size_t client_len,
                                              const char *refresh_token,
                                              size_t refresh_token_len,
                                              struct jotkit_http_request **http_request);

/**
 * The method, such as `POST`. Like all parts of a request it is terminated, valid until the request is freed,
 * and NULL for NULL.
 */
const char *jotkit_http_request_method(const struct jotkit_http_request *request);

/**
 * The address.
 */
const char *jotkit_http_request_url(const struct jotkit_http_request *request);

/**
 * The body. Its length is also written to `len`, unless that is NULL.
 */
const char *jotkit_http_request_body(const struct jotkit_http_request *request, size_t *len);

/**
 * The number of headers.
 */
size_t jotkit_http_request_header_count(const struct jotkit_http_request *request);

/**
 * The name of a header, in lower case; NULL from the last index on.
 */
const char *jotkit_http_request_header_name(const struct jotkit_http_request *request,
                                            size_t index);

/**
 * The value of a header; NULL from the last index on.
 */
const char *jotkit_http_request_header_value(const struct jotkit_http_request *request,
                                             size_t index);

/**
 * Wipes and frees a request.
 */
void jotkit_http_request_free(struct jotkit_http_request *request);

/**
 * Reads the HTTP response to a token or refresh request. Give the refresh token held so far, or NULL and 0
 * if there is none: it is kept if the reply has none.
 *
 * Fails with `request_refused` unless the HTTP status is from 200 to 299, `response_invalid` for a body that is
 * over 1 MiB or not what the endpoint sends, `argument_invalid` for a blank refresh token.
 */
jotkit_status jotkit_likecoin_parse_token_response(uint16_t http_status,
                                                   const void *response_body,
                                                   size_t response_body_len,
                                                   const char *held_refresh_token,
                                                   size_t held_refresh_token_len,
                                                   struct jotkit_token_response **response);

/**
 * The token to call the API with, for an hour. Terminated, valid until the response is freed, NULL for NULL.
 */
const char *jotkit_token_response_access_token(const struct jotkit_token_response *response);

/**
 * The token to get the next access token with, which is not a JWT; NULL if there is none.
 */
const char *jotkit_token_response_refresh_token(const struct jotkit_token_response *response);

/**
 * All of the response as a JSON object: `access_token`, `refresh_token`, `user`, `display_name`, `avatar`, `scope`
 * (a list) and `expires_at` (seconds since 1970), without those that are absent. As secret as the tokens.
 */
const char *jotkit_token_response_json(const struct jotkit_token_response *response);

/**
 * Wipes and frees a response.
 */
void jotkit_token_response_free(struct jotkit_token_response *response);

/**
 * Checks the address of an API before an access token is sent to it, and brings it into the form that every
 * URL parser reads alike. What comes back is what to call.
 *
 * Fails with `argument_invalid` unless it is an absolute `https` URL (`http` is for localhost) without a
 * user name.
 */
jotkit_status jotkit_likecoin_api_url(const char *address,
                                      size_t address_len,
                                      struct jotkit_string **url);

/**
 * Makes the address to send an access token to: one of the API's own, which nothing but the API gets.
 *
 * The address is a path under the API's address, or an absolute URL with the same scheme, host and port. The endpoint
 * is the API's address, as the client's requests name it, or NULL and 0 for the production service. Fails with
 * `argument_invalid` for an address elsewhere, one that `jotkit_likecoin_api_url` refuses, and an endpoint that
 * `jotkit_likecoin_token_request` refuses.
 */
jotkit_status jotkit_likecoin_call_url(const char *address,
                                       size_t address_len,
                                       const char *endpoint,
                                       size_t endpoint_len,
                                       struct jotkit_string **url);

/**
 * Says what to do about an API's reply to a request that was sent for the first time.
 *
 * A 403 never leads to a refresh: the new token would have the same scopes. A body may be NULL if its
 * length is 0.
 */
jotkit_status jotkit_likecoin_reaction(uint16_t http_status,
                                       const void *response_body,
                                       size_t response_body_len,
                                       jotkit_reaction *reaction);

/**
 * Says what to do about the reply to a request that was sent again after a refresh: it is not refreshed
 * twice.
 */
jotkit_status jotkit_likecoin_reaction_after_refresh(uint16_t http_status,
                                                     const void *response_body,
                                                     size_t response_body_len,
                                                     jotkit_reaction *reaction);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* JOTKIT_H */
