/* One caller for each function of the header: it passes arguments of a table as the function wants them. */
#ifndef JOTKIT_TESTS_EXPORT_CALLS_H
#define JOTKIT_TESTS_EXPORT_CALLS_H

#include "exports.h"

/* The key that a resolver answers with. */
static jotkit_key *key;

/* How the arguments of a kind are passed. */
#define H(i) a[i].data
#define T(i) a[i].data, a[i].len
#define P(i) (void *)(uintptr_t)a[i].data
#define N(i) a[i].number
#define U(i) (uint16_t) a[i].number
#define Z(i) (size_t) a[i].number
#define S(i) (jotkit_status) a[i].number

#define GIVES(name, ...)                                                                                    \
    static intptr_t call_##name(const argument *a) {                                                        \
        (void)a;                                                                                            \
        return (intptr_t)jotkit_##name(__VA_ARGS__);                                                        \
    }
#define FREES(name)                                                                                         \
    static intptr_t call_##name(const argument *a) {                                                        \
        jotkit_##name(P(0));                                                                                \
        return 0;                                                                                           \
    }

static jotkit_status resolve(const jotkit_key_hint *hint, jotkit_key_answer *answer, void *user_data) {
    (void)hint, (void)user_data;
    return jotkit_key_answer_give(answer, key);
}

static jotkit_status look_up(const char *id, size_t len, jotkit_secret_answer *answer, void *user_data) {
    (void)id, (void)len, (void)user_data;
    return jotkit_secret_answer_give(answer, JOTKIT_TEXT("client-secret"));
}

/* Where nothing has to be freed. */
static intptr_t call_nothing(const argument *a) {
    (void)a;
    return 0;
}

GIVES(last_error_claim, P(0))
GIVES(last_error_message, P(0))
GIVES(status_code, S(0))
GIVES(status_kind, S(0))
GIVES(status_message, S(0))
GIVES(version, )
GIVES(string_data, H(0))
GIVES(string_len, H(0))
FREES(string_free)
GIVES(key_hs256, T(0), P(1))
GIVES(key_hs384, T(0), P(1))
GIVES(key_hs512, T(0), P(1))
GIVES(key_from_secret, T(0), T(1), P(2))
GIVES(key_from_pem, T(0), T(1), P(2))
GIVES(key_from_der, T(0), T(1), P(2))
GIVES(key_from_jwk, T(0), T(1), P(2))
GIVES(key_generate, T(0), P(1))
GIVES(key_with_kid, H(0), T(1), P(2))
GIVES(key_public, H(0), P(1))
GIVES(key_to_jwk, H(0), P(1))
GIVES(key_to_pem, H(0), P(1))
GIVES(key_to_der, H(0), P(1))
GIVES(key_info, H(0), P(1))
FREES(key_free)
GIVES(keyset_from_jwks, T(0), T(1), P(2))
GIVES(keyset_new, T(0), P(1))
GIVES(keyset_len, H(0))
GIVES(keyset_skipped, H(0))
GIVES(keyset_to_public_jwks, H(0), P(1))
FREES(keyset_free)
GIVES(signer_new, H(0), T(1), P(2))
GIVES(signer_sign, H(0), T(1), P(2))
GIVES(signer_sign_with_header, H(0), T(1), T(2), P(3))
GIVES(signer_sign_at, H(0), T(1), T(2), N(3), P(4))
FREES(signer_free)
GIVES(verifier_new, H(0), T(1), P(2))
GIVES(verifier_new_with_keyset, H(0), T(1), P(2))
GIVES(verifier_new_with_resolver, H(0) == NULL ? NULL : resolve, NULL, NULL, T(1), P(2))
GIVES(verifier_verify, H(0), T(1), P(2))
GIVES(verifier_verify_at, H(0), T(1), N(2), P(3))
GIVES(verifier_verify_full, H(0), T(1), P(2), P(3))
GIVES(verifier_verify_full_at, H(0), T(1), N(2), P(3), P(4))
FREES(verifier_free)
GIVES(key_answer_give, P(0), H(1))
GIVES(secret_answer_give, P(0), T(1))
GIVES(token_peek, T(0), P(1), P(2))
GIVES(bearer_parse, T(0), P(1))
GIVES(bearer_format, T(0), P(1))
GIVES(livelike_signer_new, T(0), T(1), P(2))
GIVES(livelike_signer_sign, H(0), T(1), P(2))
GIVES(livelike_signer_sign_with, H(0), T(1), H(2), H(3), P(4))
FREES(livelike_signer_free)
GIVES(livelike_verifier_new, T(0), P(1))
GIVES(livelike_verifier_new_with_lookup, H(0) == NULL ? NULL : look_up, NULL, NULL, P(1))
GIVES(livelike_verifier_verify, H(0), T(1), P(2))
GIVES(livelike_verifier_verify_at, H(0), T(1), N(2), P(3))
FREES(livelike_verifier_free)
GIVES(likecoin_signing_key, T(0), T(1), P(2))
GIVES(likecoin_issuer_new, T(0), T(1), P(2))
GIVES(likecoin_issuer_sign, H(0), T(1), P(2))
GIVES(likecoin_issuer_sign_at, H(0), T(1), N(2), P(3))
FREES(likecoin_issuer_free)
GIVES(likecoin_verifier_new, T(0), T(1), T(2), P(3))
GIVES(likecoin_verifier_new_with_lookup, T(0), H(1) == NULL ? NULL : look_up, NULL, NULL, T(2), P(3))
GIVES(likecoin_verifier_verify, H(0), T(1), P(2))
GIVES(likecoin_verifier_verify_at, H(0), T(1), N(2), P(3))
FREES(likecoin_verifier_free)
GIVES(likecoin_read, T(0), P(1))
GIVES(likecoin_scope_allows, T(0), T(1), P(2))
GIVES(likecoin_refusal_status, S(0))
GIVES(likecoin_refusal_body, S(0))
GIVES(likecoin_authorize_url, T(0), P(1), P(2))
GIVES(likecoin_parse_callback, T(0), T(1), P(2))
GIVES(likecoin_token_request, T(0), T(1), P(2))
GIVES(likecoin_refresh_request, T(0), T(1), P(2))
GIVES(http_request_method, H(0))
GIVES(http_request_url, H(0))
GIVES(http_request_body, H(0), P(1))
GIVES(http_request_header_count, H(0))
GIVES(http_request_header_name, H(0), Z(1))
GIVES(http_request_header_value, H(0), Z(1))
FREES(http_request_free)
GIVES(likecoin_parse_token_response, U(0), T(1), T(2), P(3))
GIVES(token_response_access_token, H(0))
GIVES(token_response_refresh_token, H(0))
GIVES(token_response_json, H(0))
FREES(token_response_free)
GIVES(likecoin_api_url, T(0), P(1))
GIVES(likecoin_call_url, T(0), T(1), P(2))
GIVES(likecoin_reaction, U(0), T(1), P(2))
GIVES(likecoin_reaction_after_refresh, U(0), T(1), P(2))

#endif
