#include "exports.h"

#include "check.h"
#include "export_calls.h"

#include <time.h>

export exports[MOST_EXPORTS];
size_t export_count;

/* The living: one handle of each kind, and the texts that were made. */
static jotkit_keyset *keyset;
static jotkit_signer *signer;
static jotkit_verifier *verifier;
static jotkit_livelike_signer *livelike_signer;
static jotkit_livelike_verifier *livelike_verifier;
static jotkit_likecoin_issuer *likecoin_issuer;
static jotkit_likecoin_verifier *likecoin_verifier;
static jotkit_http_request *request;
static jotkit_token_response *response;
static jotkit_string *token, *livelike_token, *likecoin_token, *pem, *der, *jwk, *jwks;

#define SECRET_TEXT "a made-up secret for the tests, of the sixty-four bytes that HS512 takes"

static const jotkit_client clients[] = {{{JOTKIT_TEXT("client")}, {JOTKIT_TEXT("client-secret")}}};
static const jotkit_text words[] = {{JOTKIT_TEXT("read")}, {JOTKIT_TEXT("write:like")}};
static const jotkit_key *keys[1];
static double now;

#define GRANT                                                                                               \
    JOTKIT_TEXT("{\"client_id\":\"client\",\"client_secret\":\"client-secret\",\"user\":\"u\",\"scope\":[]}")
#define CLIENT                                                                                              \
    JOTKIT_TEXT("{\"client_id\":\"c\",\"client_secret\":\"s\",\"redirect_uri\":\"https://a.example/cb\"}")
#define REPLY JOTKIT_TEXT("{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"user\":\"u\"}")

static void make_handles(void) {
    now = (double)time(NULL);
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &key));
    keys[0] = key;
    WORKS(jotkit_keyset_new(keys, 1, &keyset));
    WORKS(jotkit_key_to_pem(key, &pem));
    WORKS(jotkit_key_to_der(key, &der));
    WORKS(jotkit_key_to_jwk(key, &jwk));
    WORKS(jotkit_keyset_to_public_jwks(keyset, &jwks));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{\"lifetime\":3600}"), &signer));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), &token));
    WORKS(jotkit_verifier_new(key, JOTKIT_TEXT("{}"), &verifier));
    WORKS(jotkit_livelike_signer_new(JOTKIT_TEXT("client"), JOTKIT_TEXT("client-secret"), &livelike_signer));
    WORKS(jotkit_livelike_signer_sign(livelike_signer, JOTKIT_TEXT("u"), &livelike_token));
    WORKS(jotkit_livelike_verifier_new(clients, 1, &livelike_verifier));
    WORKS(jotkit_likecoin_issuer_new(JOTKIT_TEXT("common"), JOTKIT_TEXT("like.co"), &likecoin_issuer));
    WORKS(jotkit_likecoin_issuer_sign(likecoin_issuer, GRANT, &likecoin_token));
    WORKS(jotkit_likecoin_verifier_new(JOTKIT_TEXT("common"), clients, 1, JOTKIT_TEXT("{}"), &likecoin_verifier));
    WORKS(jotkit_likecoin_token_request(CLIENT, JOTKIT_TEXT("code"), &request));
    WORKS(jotkit_likecoin_parse_token_response(200, REPLY, NULL, 0, &response));
}

static argument sample_of(char kind) {
    switch (kind) {
    case KEY: return (argument){.data = key};
    case KEYSET: return (argument){.data = keyset};
    case SIGNER: return (argument){.data = signer};
    case VERIFIER: return (argument){.data = verifier};
    case STRING_HANDLE: return (argument){.data = token};
    case LIVELIKE_SIGNER: return (argument){.data = livelike_signer};
    case LIVELIKE_VERIFIER: return (argument){.data = livelike_verifier};
    case LIKECOIN_ISSUER: return (argument){.data = likecoin_issuer};
    case LIKECOIN_VERIFIER: return (argument){.data = likecoin_verifier};
    case REQUEST: return (argument){.data = request};
    case RESPONSE: return (argument){.data = response};
    case KEYS: return (argument){.data = keys, .len = 1};
    case CLIENTS: return (argument){.data = clients, .len = 1};
    case WORDS: return (argument){.data = words, .len = 2};
    case NUMBER: return (argument){.number = now};
    case STATUS_NUMBER: return (argument){.number = JOTKIT_TOKEN_EXPIRED};
    case HTTP_STATUS: return (argument){.number = 200};
    case RESOLVER:
    case LOOKUP: return (argument){.data = &now};
    default: return (argument){0};
    }
}

static jotkit_text texts[MOST_ARGUMENTS];

/* Adds a function. Its texts are taken from `texts`, one after the other. */
static void add(const char *name, char result, const char *kinds, intptr_t (*call)(const argument *),
                intptr_t (*release)(const argument *)) {
    if (export_count == MOST_EXPORTS || strlen(kinds) > MOST_ARGUMENTS) abort();
    export *e = &exports[export_count++];
    *e = (export){.name = name, .result = result, .kinds = kinds, .call = call, .release = release};
    const jotkit_text *text = texts;
    for (size_t i = 0; kinds[i] != '\0'; i++) {
        e->sample[i] = sample_of(kinds[i]);
        if (strchr("tojby", kinds[i]) != NULL) {
            e->sample[i] = (argument){.data = text->data, .len = text->len};
            text++;
        }
    }
}

/* A row: what it returns, takes, is called, what frees its results, and its texts in their order. */
#define ADD(result, kinds, function, free_function, ...)                                                    \
    do {                                                                                                    \
        const jotkit_text given_[MOST_ARGUMENTS] = {__VA_ARGS__};                                           \
        memcpy(texts, given_, sizeof texts);                                                                \
        add("jotkit_" #function, result, kinds, call_##function, call_##free_function);                            \
    } while (0)

#define OPTIONS {JOTKIT_TEXT("{}")}
#define NONE {NULL, 0}
#define MADE(string) {STRING(string)}

static void fill_table(void) {
    const jotkit_text code = {JOTKIT_TEXT("code")}, user = {JOTKIT_TEXT("u")}, grant = {GRANT}, client = {CLIENT};
    ADD('p', "N", last_error_claim, nothing, NONE);
    ADD('p', "N", last_error_message, nothing, NONE);
    ADD('p', "S", status_code, nothing, NONE);
    ADD('p', "S", status_kind, nothing, NONE);
    ADD('p', "S", status_message, nothing, NONE);
    ADD('p', "", version, nothing, NONE);
    ADD('p', "s", string_data, nothing, NONE);
    ADD('n', "s", string_len, nothing, NONE);
    ADD('f', "s", string_free, nothing, NONE);
    ADD('s', "bO", key_hs256, key_free, {JOTKIT_TEXT(SECRET_TEXT)});
    ADD('s', "bO", key_hs384, key_free, {JOTKIT_TEXT(SECRET_TEXT)});
    ADD('s', "bO", key_hs512, key_free, {JOTKIT_TEXT(SECRET_TEXT)});
    ADD('s', "btO", key_from_secret, key_free, {JOTKIT_TEXT(SECRET_TEXT)}, {JOTKIT_TEXT("{\"alg\":\"HS256\"}")});
    ADD('s', "ttO", key_from_pem, key_free, MADE(pem), OPTIONS);
    ADD('s', "btO", key_from_der, key_free, MADE(der), OPTIONS);
    ADD('s', "ttO", key_from_jwk, key_free, MADE(jwk), OPTIONS);
    ADD('s', "tO", key_generate, key_free, {JOTKIT_TEXT("ES256")});
    ADD('s', "ktO", key_with_kid, key_free, {JOTKIT_TEXT("k1")});
    ADD('s', "kO", key_public, key_free, NONE);
    ADD('s', "kO", key_to_jwk, string_free, NONE);
    ADD('s', "kO", key_to_pem, string_free, NONE);
    ADD('s', "kO", key_to_der, string_free, NONE);
    ADD('s', "kO", key_info, string_free, NONE);
    ADD('f', "k", key_free, nothing, NONE);
    ADD('s', "ttO", keyset_from_jwks, keyset_free, MADE(jwks), OPTIONS);
    ADD('s', "qO", keyset_new, keyset_free, NONE);
    ADD('n', "K", keyset_len, nothing, NONE);
    ADD('n', "K", keyset_skipped, nothing, NONE);
    ADD('s', "KO", keyset_to_public_jwks, string_free, NONE);
    ADD('f', "K", keyset_free, nothing, NONE);
    ADD('s', "ktO", signer_new, signer_free, OPTIONS);
    ADD('s', "gtO", signer_sign, string_free, OPTIONS);
    ADD('s', "gttO", signer_sign_with_header, string_free, OPTIONS, OPTIONS);
    ADD('s', "gttnO", signer_sign_at, string_free, OPTIONS, OPTIONS);
    ADD('f', "g", signer_free, nothing, NONE);
    ADD('s', "ktO", verifier_new, verifier_free, OPTIONS);
    ADD('s', "KtO", verifier_new_with_keyset, verifier_free, OPTIONS);
    ADD('s', "ftO", verifier_new_with_resolver, verifier_free, OPTIONS);
    ADD('s', "vjO", verifier_verify, string_free, MADE(token));
    ADD('s', "vjnO", verifier_verify_at, string_free, MADE(token));
    ADD('s', "vjOO", verifier_verify_full, string_free, MADE(token));
    ADD('s', "vjnOO", verifier_verify_full_at, string_free, MADE(token));
    ADD('f', "v", verifier_free, nothing, NONE);
    ADD('s', "ak", key_answer_give, nothing, NONE);
    ADD('s', "at", secret_answer_give, nothing, code);
    ADD('s', "jOO", token_peek, string_free, MADE(token));
    ADD('s', "tO", bearer_parse, string_free, {JOTKIT_TEXT("Bearer a.b.c")});
    ADD('s', "tO", bearer_format, string_free, MADE(token));
    ADD('s', "ttO", livelike_signer_new, livelike_signer_free, code, code);
    ADD('s', "ltO", livelike_signer_sign, string_free, user);
    ADD('s', "ltppO", livelike_signer_sign_with, string_free, user);
    ADD('f', "l", livelike_signer_free, nothing, NONE);
    ADD('s', "cO", livelike_verifier_new, livelike_verifier_free, NONE);
    ADD('s', "FO", livelike_verifier_new_with_lookup, livelike_verifier_free, NONE);
    ADD('s', "LjO", livelike_verifier_verify, string_free, MADE(livelike_token));
    ADD('s', "LjnO", livelike_verifier_verify_at, string_free, MADE(livelike_token));
    ADD('f', "L", livelike_verifier_free, nothing, NONE);
    ADD('s', "ttO", likecoin_signing_key, string_free, code, code);
    ADD('s', "ttO", likecoin_issuer_new, likecoin_issuer_free, code, {JOTKIT_TEXT("like.co")});
    ADD('s', "itO", likecoin_issuer_sign, string_free, grant);
    ADD('s', "itnO", likecoin_issuer_sign_at, string_free, grant);
    ADD('f', "i", likecoin_issuer_free, nothing, NONE);
    ADD('s', "tctO", likecoin_verifier_new, likecoin_verifier_free, code, OPTIONS);
    ADD('s', "tFtO", likecoin_verifier_new_with_lookup, likecoin_verifier_free, code, OPTIONS);
    ADD('s', "VjO", likecoin_verifier_verify, string_free, MADE(likecoin_token));
    ADD('s', "VjnO", likecoin_verifier_verify_at, string_free, MADE(likecoin_token));
    ADD('f', "V", likecoin_verifier_free, nothing, NONE);
    ADD('s', "jO", likecoin_read, string_free, MADE(likecoin_token));
    ADD('s', "wtB", likecoin_scope_allows, nothing, {JOTKIT_TEXT("read:like")});
    ADD('n', "S", likecoin_refusal_status, nothing, NONE);
    ADD('p', "S", likecoin_refusal_body, nothing, NONE);
    ADD('s', "tOO", likecoin_authorize_url, string_free,
        {JOTKIT_TEXT("{\"client_id\":\"c\",\"scope\":[],\"redirect_uri\":\"https://a.example/cb\"}")});
    ADD('s', "ttO", likecoin_parse_callback, string_free, {JOTKIT_TEXT("https://a.example/cb?code=c&state=s")},
        {JOTKIT_TEXT("s")});
    ADD('s', "ttO", likecoin_token_request, http_request_free, client, code);
    ADD('s', "ttO", likecoin_refresh_request, http_request_free,
        {JOTKIT_TEXT("{\"client_id\":\"c\",\"client_secret\":\"s\"}")}, code);
    ADD('p', "r", http_request_method, nothing, NONE);
    ADD('p', "r", http_request_url, nothing, NONE);
    ADD('p', "rN", http_request_body, nothing, NONE);
    ADD('n', "r", http_request_header_count, nothing, NONE);
    ADD('p', "rx", http_request_header_name, nothing, NONE);
    ADD('p', "rx", http_request_header_value, nothing, NONE);
    ADD('f', "r", http_request_free, nothing, NONE);
    ADD('s', "hyoO", likecoin_parse_token_response, token_response_free, {REPLY}, NONE);
    ADD('p', "R", token_response_access_token, nothing, NONE);
    ADD('p', "R", token_response_refresh_token, nothing, NONE);
    ADD('p', "R", token_response_json, nothing, NONE);
    ADD('f', "R", token_response_free, nothing, NONE);
    ADD('s', "tO", likecoin_api_url, string_free, {JOTKIT_TEXT("https://api.like.co/x")});
    ADD('s', "toO", likecoin_call_url, string_free, {JOTKIT_TEXT("/x")}, {JOTKIT_TEXT("https://api.like.co")});
    ADD('s', "hyB", likecoin_reaction, nothing, {JOTKIT_TEXT("TOKEN_EXPIRED")});
    ADD('s', "hyB", likecoin_reaction_after_refresh, nothing, {JOTKIT_TEXT("TOKEN_EXPIRED")});
}

void exports_set_up(void) {
    make_handles();
    fill_table();
}

void exports_tear_down(void) {
    jotkit_string *const strings[] = {token, livelike_token, likecoin_token, pem, der, jwk, jwks};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) jotkit_string_free(strings[i]);
    jotkit_token_response_free(response);
    jotkit_http_request_free(request);
    jotkit_likecoin_verifier_free(likecoin_verifier);
    jotkit_likecoin_issuer_free(likecoin_issuer);
    jotkit_livelike_verifier_free(livelike_verifier);
    jotkit_livelike_signer_free(livelike_signer);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_keyset_free(keyset);
    jotkit_key_free(key);
    export_count = 0;
}
