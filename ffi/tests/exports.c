#include "exports.h"

#include <time.h>

export exports[MOST_EXPORTS];
size_t export_count;

/* One handle of each kind, and the texts that they make. */
static jotkit_key *key;
static jotkit_keyset *keyset;
static jotkit_signer *signer;
static jotkit_verifier *verifier;
static jotkit_livelike_signer *livelike_signer;
static jotkit_client_verifier *client_verifier;
static jotkit_likecoin_issuer *likecoin_issuer;
static jotkit_likecoin_unverified *unverified;
static jotkit_http_request *request;
static jotkit_oauth_session *session;
static jotkit_oauth_step *step;
static jotkit_jws_verifier *jws_verifier;
static jotkit_object *object;
static jotkit_policy *policy;
static jotkit_signer_options *signer_options;
static jotkit_key_options *key_options;
static jotkit_likecoin_options *likecoin_options;
static jotkit_remote_options *remote_options;
static jotkit_remote_keys *remote_keys;
static jotkit_remote_verifier *remote_verifier;
static jotkit_remote_turn *turn;
static jotkit_string *token, *claims, *input, *detached, *livelike_token, *likecoin_token, *pem, *der, *jwk, *jwks, *snapshot;
static double millis;

static jotkit_client clients[1];
static jotkit_text words[2];
static jotkit_header headers[1];
static const jotkit_key *keys[1];
static const jotkit_object *objects[1];

#define NONE JOTKIT_ABSENT
#define EMPTY JOTKIT_TEXT("{}")
#define CODE JOTKIT_TEXT("code")
#define SECRET_64 \
    JOTKIT_TEXT("a made-up secret for the tests, of the sixty-four bytes that HS512 takes")
#define SIXTY_FOUR JOTKIT_TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
#define SEED JOTKIT_TEXT("0123456789abcdef0123456789abcdef")
/* The generator of P-256, compressed. */
#define POINT                                                                                     \
    JOTKIT_TEXT("\x03\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81" \
                "\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96")
/* The public key of RFC 8037, appendix A. */
#define ED25519                                                                                   \
    JOTKIT_TEXT("\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\x0e\xe1\x72\xf3\xda" \
                "\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a")
#define GRANT \
    JOTKIT_TEXT("{\"client_id\":\"c\",\"client_secret\":\"s\",\"user\":\"u\",\"scope\":[]}")
#define CLIENT                                        \
    JOTKIT_TEXT("{\"client_id\":\"c\",\"client_secret\":\"s\"," \
                "\"redirect_uri\":\"https://a.example/cb\"}")
#define TOKENS JOTKIT_TEXT("{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"user\":\"u\"}")

#define REMOTE JOTKIT_TEXT("{\"jwks_url\":\"https://id.example/keys\",\"timeout_ms\":100}")

static jotkit_status resolve(const jotkit_key_hint *hint, jotkit_key_answer *answer, void *user_data) {
    (void)hint, (void)user_data;
    return jotkit_key_answer_give(answer, key);
}

static jotkit_status look_up(jotkit_text id, jotkit_secret_answer *answer, void *user_data) {
    (void)id, (void)user_data;
    return jotkit_secret_answer_give(answer, CODE);
}

static jotkit_status sign_elsewhere(jotkit_text bytes, jotkit_signature_answer *answer, void *user_data) {
    (void)bytes, (void)user_data;
    return jotkit_signature_answer_give(answer, SIXTY_FOUR);
}

static jotkit_status fetch(const jotkit_http_request *wanted, jotkit_http_reply *reply, void *user_data) {
    (void)wanted, (void)user_data;
    return jotkit_http_reply_give(reply, 200, NULL, 0, STRING(jwks));
}

/* How the arguments of a kind are passed. */
#define H(i) a[i].data
#define T(i) JOTKIT_BYTES(a[i].data, a[i].len)
#define A(i) a[i].data, a[i].len
#define P(i) (void *)(uintptr_t)a[i].data
#define U(i) (uint16_t) a[i].number
#define Z(i) (size_t) a[i].number
#define S(i) (jotkit_status) a[i].number
#define C(i) (uint64_t) a[i].number
#define I(i) (int64_t) a[i].number
#define N(i) (uint32_t) a[i].number
#define D(i) a[i].number
#define B(i) (a[i].number != 0)
#define RESOLVER_OF(i) ((jotkit_resolver){H(i) == NULL ? NULL : resolve, NULL, NULL})
#define LOOKUP_OF(i) ((jotkit_lookup){H(i) == NULL ? NULL : look_up, NULL, NULL})

#define EXTERNAL_OF(i) ((jotkit_external_signer){H(i) == NULL ? NULL : sign_elsewhere, NULL, NULL})

#define FETCHER_OF(i) ((jotkit_fetcher){H(i) == NULL ? NULL : fetch, NULL})

static intptr_t of_text(jotkit_text text) { return (intptr_t)text.data | (intptr_t)text.len; }

/* How what it returns becomes a number: 0 for nothing. */
#define RETURNED_s(call) (intptr_t)(call)
#define RETURNED_n(call) (intptr_t)(call)
#define RETURNED_p(call) (intptr_t)(call)
#define RETURNED_t(call) of_text(call)
#define RETURNED_f(call) ((call), 0)

/* A caller for each function. */
#define EXPORT(result, kinds, function, arguments, release, ...)                                  \
    static intptr_t call_##function(const argument *a) {                                          \
        (void)a;                                                                                  \
        return RETURNED_##result(jotkit_##function arguments);                                    \
    }
#include "exports.inc"
#undef EXPORT

static intptr_t call_nothing(const argument *a) {
    (void)a;
    return 0;
}

static void make_handles(void) {
    clients[0] = (jotkit_client){JOTKIT_TEXT("client"), JOTKIT_TEXT("client-secret")};
    headers[0] = (jotkit_header){JOTKIT_TEXT("Accept"), JOTKIT_TEXT("text/plain")};
    words[0] = JOTKIT_TEXT("read");
    words[1] = JOTKIT_TEXT("write:like");
    OWNED(key) unnamed = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &unnamed));
    WORKS(jotkit_key_with_kid(unnamed, JOTKIT_TEXT("k1"), &key));
    keys[0] = key;
    WORKS(jotkit_keyset_new(keys, 1, &keyset));
    WORKS(jotkit_key_to_pem(key, &pem));
    WORKS(jotkit_key_to_der(key, &der));
    WORKS(jotkit_key_to_jwk(key, &jwk));
    WORKS(jotkit_keyset_to_public_jwks(keyset, &jwks));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{\"lifetime\":3600}"), &signer));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), NULL, &token));
    WORKS(jotkit_signer_signing_input(signer, EMPTY, NONE, NULL, NULL, &input));
    WORKS(jotkit_verifier_new(key, EMPTY, &verifier));
    OWNED(string) several = NULL;
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"s\":\"a\",\"n\":1,\"b\":true}"), NULL, &several));
    WORKS(jotkit_verifier_verify(verifier, STRING(several), NULL, &claims));
    WORKS(jotkit_jws_sign_detached(key, CODE, NONE, &detached));
    WORKS(jotkit_jws_verifier_new(key, EMPTY, &jws_verifier));
    WORKS(jotkit_object_new(&object));
    objects[0] = object;
    CHECK(reads(jotkit_object_text(object), "{}"));
#define COMPLETE(type, handle)                                                                    \
    WORKS(jotkit_##type##_new(&handle));                                                          \
    CHECK(reads(jotkit_##type##_text(handle), "{}"));
    COMPLETE(policy, policy)
    COMPLETE(signer_options, signer_options)
    COMPLETE(key_options, key_options)
    COMPLETE(likecoin_options, likecoin_options)
    COMPLETE(remote_options, remote_options)
    WORKS(jotkit_livelike_signer_new(clients[0].id, clients[0].secret, &livelike_signer));
    WORKS(jotkit_livelike_signer_sign(livelike_signer, JOTKIT_TEXT("u"), NULL, NULL, &livelike_token));
    WORKS(jotkit_livelike_verifier_new(clients, 1, &client_verifier));
    WORKS(jotkit_likecoin_issuer_new(JOTKIT_TEXT("common"), JOTKIT_TEXT("like.co"), &likecoin_issuer));
    WORKS(jotkit_likecoin_issuer_sign(likecoin_issuer, GRANT, NULL, &likecoin_token));
    WORKS(jotkit_likecoin_peek(STRING(likecoin_token), &unverified));
    WORKS(jotkit_likecoin_token_request(CLIENT, CODE, &request));
    uint64_t call = 0;
    WORKS(jotkit_oauth_session_new(CLIENT, TOKENS, &session));
    WORKS(jotkit_oauth_session_call(session, JOTKIT_TEXT("GET"), JOTKIT_TEXT("/x"), headers, 1, NONE, &call, &step));
    millis = (double)time(NULL) * 1000;
    WORKS(jotkit_remote_keys_new(REMOTE, &remote_keys));
    WORKS(jotkit_remote_keys_warm(remote_keys, NONE, (jotkit_fetcher){fetch, NULL}));
    WORKS(jotkit_remote_keys_export(remote_keys, &snapshot));
    WORKS(jotkit_remote_verifier_new(remote_keys, EMPTY, &remote_verifier));
    WORKS(jotkit_remote_verifier_turn(remote_verifier, STRING(token), (int64_t)millis, &turn));
}

static void add(const char *name, char result, const char *kinds, intptr_t (*call)(const argument *),
                intptr_t (*release)(const argument *), const jotkit_text *texts) {
    if (export_count == MOST_EXPORTS || strlen(kinds) > MOST_ARGUMENTS) abort();
    const argument samples[] = {
        [KEY] = {.data = key}, [KEYSET] = {.data = keyset}, [SIGNER] = {.data = signer},
        [VERIFIER] = {.data = verifier}, [STRING_HANDLE] = {.data = claims},
        [LIVELIKE_SIGNER] = {.data = livelike_signer}, [CLIENT_VERIFIER] = {.data = client_verifier},
        [LIKECOIN_ISSUER] = {.data = likecoin_issuer}, [UNVERIFIED] = {.data = unverified},
        [REQUEST] = {.data = request}, [JWS_VERIFIER] = {.data = jws_verifier},
        [POLICY] = {.data = policy}, [SIGNER_OPTIONS] = {.data = signer_options},
        [KEY_OPTIONS] = {.data = key_options}, [LIKECOIN_OPTIONS] = {.data = likecoin_options},
        [REMOTE_OPTIONS] = {.data = remote_options}, [OBJECTS] = {.data = objects, .len = 1},
        [OBJECT] = {.data = object}, [SESSION] = {.data = session}, [STEP] = {.data = step},
        [REMOTE_KEYS] = {.data = remote_keys}, [REMOTE_VERIFIER] = {.data = remote_verifier}, [TURN] = {.data = turn},
        [MILLIS] = {.number = millis}, [FETCHER] = {.data = exports},
        [KEYS] = {.data = keys, .len = 1}, [CLIENTS] = {.data = clients, .len = 1},
        [WORDS] = {.data = words, .len = 2}, [HEADERS] = {.data = headers, .len = 1},
        [STATUS_NUMBER] = {.number = JOTKIT_TOKEN_EXPIRED}, [HTTP_STATUS] = {.number = 200},
        /* Only whether it is NULL matters. */
        [RESOLVER] = {.data = exports}, [LOOKUP] = {.data = exports}, [EXTERNAL] = {.data = exports}, ['z'] = {0},
    };
    export *e = &exports[export_count++];
    *e = (export){.name = name, .result = result, .kinds = kinds, .call = call, .release = release};
    for (size_t i = 0; kinds[i] != '\0'; i++) {
        e->sample[i] = samples[(unsigned char)kinds[i]];
        if (strchr("tojby", kinds[i]) != NULL) {
            e->sample[i] = (argument){.data = texts->data, .len = texts->len};
            texts++;
        }
    }
}

void exports_set_up(void) {
    make_handles();
#define EXPORT(result, kinds, function, arguments, release, ...)                                  \
    add("jotkit_" #function, #result[0], kinds, call_##function, call_##release,                  \
        (const jotkit_text[MOST_ARGUMENTS]){__VA_ARGS__});
#include "exports.inc"
#undef EXPORT
}

void exports_tear_down(void) {
    jotkit_string *const strings[] = {token, input, detached, livelike_token, likecoin_token, pem, der, jwk, jwks, snapshot};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) jotkit_string_free(strings[i]);
    for (size_t i = 0; i < export_count; i++) {
        if (exports[i].result == 'f') exports[i].call(exports[i].sample);
    }
    export_count = 0;
}
