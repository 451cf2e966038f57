/* Keys of every algorithm or of those that are named, key sets, and LikeCoin's refusals:
 * systems [ALGORITHM...] */
#include "check.h"

static const char *const algorithms[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256",
                                         "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA",
                                         "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"};

/* Signs with a new key; verifies with its public half, read from DER, or with the secret. */
static void algorithm(const char *name) {
    OWNED(key) key = NULL, *half = NULL, *read = NULL;
    OWNED(string) der = NULL, *claims = NULL;
    bool secret = name[0] == 'H';
    char options[64];
    snprintf(options, sizeof options, "{\"alg\":\"%s\"}", name);
    WORKS(jotkit_key_generate(CSTR(name), &key));
    OWNED(string) token = sign(key, "{\"lifetime\":60}", "{}");
    RETURNS(secret ? JOTKIT_KEY_UNSUITABLE : JOTKIT_OK, jotkit_key_public(key, &half));
    if (!secret) {
        WORKS(jotkit_key_to_der(half, &der));
        WORKS(jotkit_key_from_der(STRING(der), CSTR(options), &read));
    }
    OWNED(verifier) verifier = new_verifier(secret ? key : read, "{}");
    WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
}

static void key_sets(void) {
    OWNED(key) key = NULL, *one = NULL, *two = NULL;
    OWNED(keyset) set = NULL, *read = NULL;
    OWNED(string) token = NULL, *header = NULL, *claims = NULL, *none = NULL;
    OWNED(signer) signer = NULL;
    OWNED(verifier) verifier = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("EdDSA"), &key));
    WORKS(jotkit_key_with_kid(key, JOTKIT_TEXT("a"), &one));
    WORKS(jotkit_key_with_kid(key, JOTKIT_TEXT("b"), &two));
    WORKS(jotkit_keyset_new((const jotkit_key *const[]){one, two}, 2, &set));
    CHECK(jotkit_keyset_len(set) == 2 && jotkit_keyset_skipped(set) == 0);
    WORKS(jotkit_signer_new(two, JOTKIT_TEXT("{}"), &signer));
    WORKS(jotkit_signer_sign_with_header(signer, JOTKIT_TEXT("{\"exp\":200}"), JOTKIT_TEXT("{\"typ\":\"at+jwt\"}"),
                                         &(double){100}, &token));
    WORKS(jotkit_verifier_new_with_keyset(set, JOTKIT_TEXT("{\"types\":[\"at+jwt\"]}"), &verifier));
    WORKS(jotkit_verifier_verify_full(verifier, STRING(token), &(double){199.5}, &header, &claims));
    CHECK(is(header, "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"b\"}") && is(claims, "{\"exp\":200}"));
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_verifier_verify(verifier, STRING(token), &(double){200}, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, STRING(token), &(double){1e300}, &none));
    CHECK(none == NULL);
    WORKS(jotkit_keyset_from_jwks(JOTKIT_TEXT("{\"keys\":[{\"kty\":\"nonsense\"}]}"), JOTKIT_TEXT("{}"), &read));
    CHECK(jotkit_keyset_len(read) == 0 && jotkit_keyset_skipped(read) == 1);
}

static void likecoin_refusals(void) {
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_TOKEN_EXPIRED) == 401);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_TOKEN_EXPIRED), "TOKEN_EXPIRED") == 0);
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_SCOPE_REFUSED) == 403);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_SCOPE_REFUSED), "INSUFFICIENT_PERMISSION") == 0);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_CLIENT_UNKNOWN), "LOGIN_NEEDED") == 0);
    /* A server's own fault, a success and an unknown status are not refusals. */
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_POLICY_INVALID) == 0);
    CHECK(jotkit_likecoin_refusal_body(JOTKIT_OK) == NULL && jotkit_likecoin_refusal_body(-1) == NULL);
}

/* Where vectors have arrays, C may pass NULL and 0; no vector formats a header. */
static void empty_lists(void) {
    OWNED(client_verifier) verifier = NULL;
    OWNED(string) profile = NULL, *header = NULL;
    bool allows = true;
    WORKS(jotkit_likecoin_scope_allows(NULL, 0, JOTKIT_TEXT("write"), &allows));
    CHECK(!allows);
    WORKS(jotkit_livelike_verifier_new(NULL, 0, &verifier));
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_client_verifier_verify(verifier, JOTKIT_TEXT("a.b"), NULL, &profile));
    WORKS(jotkit_bearer_format(JOTKIT_TEXT("a.b.c"), &header));
    CHECK(is(header, "Bearer a.b.c"));
}

int main(int count, char **names) {
    for (size_t i = 0; count == 1 && i < sizeof algorithms / sizeof *algorithms; i++) algorithm(algorithms[i]);
    for (int i = 1; i < count; i++) algorithm(names[i]);
    key_sets();
    likecoin_refusals();
    empty_lists();
    return report("systems");
}
