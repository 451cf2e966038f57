/* Keys of every algorithm or of those that are named, key sets, and the tokens of the two systems:
 * systems [ALGORITHM...] */
#include "check.h"

static const char *const algorithms[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256",
                                         "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA",
                                         "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"};

/* Signs with a new key; verifies with its public half, read from JWK, PEM and DER. */
static void algorithm(const char *name) {
    jotkit_key *key = NULL, *half = NULL, *from[3] = {NULL};
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL, *jwk = NULL, *pem = NULL, *der = NULL;
    bool secret = name[0] == 'H';
    char options[64];
    snprintf(options, sizeof options, "{\"alg\":\"%s\"}", name);
    WORKS(jotkit_key_generate(CSTR(name), &key));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{\"lifetime\":60}"), &signer));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{}"), NULL, &token));
    RETURNS(secret ? JOTKIT_KEY_UNSUITABLE : JOTKIT_OK, jotkit_key_public(key, &half));
    WORKS(jotkit_key_to_jwk(secret ? key : half, &jwk));
    WORKS(jotkit_key_from_jwk(STRING(jwk), JOTKIT_TEXT("{}"), &from[0]));
    if (!secret) {
        WORKS(jotkit_key_to_pem(half, &pem));
        WORKS(jotkit_key_to_der(half, &der));
        WORKS(jotkit_key_from_pem(STRING(pem), CSTR(options), &from[1]));
        WORKS(jotkit_key_from_der(STRING(der), CSTR(options), &from[2]));
        CHECK(contains(pem, "-----BEGIN PUBLIC KEY-----"));
        jotkit_signer *never = NULL;
        RETURNS(JOTKIT_KEY_UNSUITABLE, jotkit_signer_new(half, JOTKIT_TEXT("{}"), &never));
    }
    for (int i = 0; i < (secret ? 1 : 3); i++) {
        jotkit_verifier *verifier = NULL;
        jotkit_string *claims = NULL;
        WORKS(jotkit_verifier_new(from[i], JOTKIT_TEXT("{}"), &verifier));
        WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
        jotkit_string_free(claims);
        jotkit_verifier_free(verifier);
        jotkit_key_free(from[i]);
    }
    jotkit_string_free(der);
    jotkit_string_free(pem);
    jotkit_string_free(jwk);
    jotkit_string_free(token);
    jotkit_signer_free(signer);
    jotkit_key_free(half);
    jotkit_key_free(key);
}

static void key_sets(void) {
    jotkit_key *first = NULL, *second = NULL, *named[2] = {NULL};
    jotkit_keyset *set = NULL, *published = NULL;
    jotkit_string *jwks = NULL, *token = NULL, *header = NULL, *claims = NULL;
    jotkit_signer *signer = NULL;
    jotkit_verifier *verifier = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &first));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("EdDSA"), &second));
    WORKS(jotkit_key_with_kid(first, JOTKIT_TEXT("a"), &named[0]));
    WORKS(jotkit_key_with_kid(second, JOTKIT_TEXT("b"), &named[1]));
    WORKS(jotkit_keyset_new((const jotkit_key *const *)named, 2, &set));
    CHECK(jotkit_keyset_len(set) == 2 && jotkit_keyset_skipped(set) == 0);
    WORKS(jotkit_keyset_to_public_jwks(set, &jwks));
    CHECK(!contains(jwks, "\"d\""));
    WORKS(jotkit_keyset_from_jwks(STRING(jwks), JOTKIT_TEXT("{}"), &published));
    WORKS(jotkit_signer_new(named[1], JOTKIT_TEXT("{}"), &signer));
    WORKS(jotkit_signer_sign_with_header(signer, JOTKIT_TEXT("{\"exp\":200}"), JOTKIT_TEXT("{\"typ\":\"at+jwt\"}"),
                                         &(double){100}, &token));
    WORKS(jotkit_verifier_new_with_keyset(published, JOTKIT_TEXT("{\"types\":[\"at+jwt\"]}"), &verifier));
    WORKS(jotkit_verifier_verify_full(verifier, STRING(token), &(double){199.5}, &header, &claims));
    CHECK(is(header, "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"b\"}") && is(claims, "{\"exp\":200}"));
    jotkit_string_free(claims);
    WORKS(jotkit_verifier_verify(verifier, STRING(token), &(double){199.5}, &claims));
    jotkit_string_free(claims);
    claims = NULL;
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_verifier_verify(verifier, STRING(token), &(double){200}, &claims));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, STRING(token), &(double){1e300}, &claims));
    CHECK(claims == NULL);
    jotkit_keyset *one = NULL;
    WORKS(jotkit_keyset_from_jwks(JOTKIT_TEXT("{\"keys\":[{\"kty\":\"nonsense\"}]}"), JOTKIT_TEXT("{}"), &one));
    CHECK(jotkit_keyset_len(one) == 0 && jotkit_keyset_skipped(one) == 1);
    jotkit_keyset_free(one);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_string_free(header);
    jotkit_string_free(token);
    jotkit_string_free(jwks);
    jotkit_keyset_free(published);
    jotkit_keyset_free(set);
    jotkit_key_free(named[0]);
    jotkit_key_free(named[1]);
    jotkit_key_free(second);
    jotkit_key_free(first);
}

static void livelike(void) {
    jotkit_livelike_signer *signer = NULL;
    jotkit_client_verifier *verifier = NULL;
    jotkit_string *token = NULL, *profile = NULL;
    const jotkit_client applications[] = {{JOTKIT_TEXT("other"), JOTKIT_TEXT("s")},
                                          {JOTKIT_TEXT("app"), JOTKIT_TEXT("secret")}};
    const double issued_at = 1700000000, lifetime = 60, last = 1700000059;
    WORKS(jotkit_livelike_signer_new(JOTKIT_TEXT("app"), JOTKIT_TEXT("secret"), &signer));
    WORKS(jotkit_livelike_signer_sign(signer, JOTKIT_TEXT("u1"), &issued_at, &lifetime, &token));
    WORKS(jotkit_livelike_verifier_new(applications, 2, &verifier));
    WORKS(jotkit_client_verifier_verify(verifier, STRING(token), &last, &profile));
    CHECK(is(profile, "{\"client_id\":\"app\",\"custom_profile_id\":\"u1\",\"issued_at\":1700000000,"
                      "\"expires_at\":1700000060}"));
    jotkit_string_free(profile);
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_client_verifier_verify(verifier, STRING(token), NULL, &profile));
    jotkit_client_verifier_free(verifier);
    WORKS(jotkit_livelike_verifier_new(NULL, 0, &verifier));
    RETURNS(JOTKIT_CLIENT_UNKNOWN, jotkit_client_verifier_verify(verifier, STRING(token), &last, &profile));
    jotkit_client_verifier_free(verifier);
    jotkit_string_free(token);
    jotkit_livelike_signer_free(signer);
}

static void bearer(void) {
    jotkit_string *header = NULL, *token = NULL;
    WORKS(jotkit_bearer_format(JOTKIT_TEXT("a.b.c"), &header));
    WORKS(jotkit_bearer_parse(STRING(header), &token));
    CHECK(is(header, "Bearer a.b.c") && is(token, "a.b.c"));
    jotkit_string_free(token);
    jotkit_string_free(header);
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

static void likecoin_server(void) {
    jotkit_likecoin_issuer *issuer = NULL;
    jotkit_client_verifier *verifier = NULL;
    jotkit_string *token = NULL, *content = NULL, *key = NULL;
    const jotkit_client client = {JOTKIT_TEXT("app"), JOTKIT_TEXT("s")};
    const jotkit_text held[] = {JOTKIT_TEXT("read"), JOTKIT_TEXT("write:like")};
    bool allows = false;
    WORKS(jotkit_likecoin_signing_key(JOTKIT_TEXT("common"), client.secret, &key));
    CHECK(STRING(key).len == 64);
    WORKS(jotkit_likecoin_issuer_new(JOTKIT_TEXT("common"), JOTKIT_TEXT("like.co"), &issuer));
    WORKS(jotkit_likecoin_issuer_sign(
        issuer,
        JOTKIT_TEXT("{\"client_id\":\"app\",\"client_secret\":\"s\",\"user\":\"u\",\"scope\":[\"read:like\"],\"jti\":\"j\"}"),
        &(double){1000}, &token));
    WORKS(jotkit_likecoin_verifier_new(JOTKIT_TEXT("common"), &client, 1, JOTKIT_TEXT("{\"all\":[\"read:like.button\"]}"),
                                       &verifier));
    WORKS(jotkit_client_verifier_verify(verifier, STRING(token), &(double){4599}, &content));
    const char *expected = "{\"user\":\"u\",\"scope\":[\"read:like\"],\"client_id\":\"app\",\"issued_at\":1000,"
                           "\"expires_at\":4600,\"token_id\":\"j\"}";
    CHECK(is(content, expected));
    jotkit_string_free(content);
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_client_verifier_verify(verifier, STRING(token), NULL, &content));
    jotkit_likecoin_unverified *unverified = NULL;
    WORKS(jotkit_likecoin_peek(STRING(token), &unverified));
    CHECK(reads(jotkit_likecoin_unverified_json(unverified), expected));
    jotkit_likecoin_unverified_free(unverified);
    WORKS(jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("read:like"), &allows));
    CHECK(allows);
    WORKS(jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("write"), &allows));
    CHECK(!allows);
    WORKS(jotkit_likecoin_scope_allows(NULL, 0, JOTKIT_TEXT("write"), &allows));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("a:b:c"), &allows));
    jotkit_client_verifier_free(verifier);
    jotkit_likecoin_issuer_free(issuer);
    jotkit_string_free(token);
    jotkit_string_free(key);
}

int main(int count, char **names) {
    for (size_t i = 0; count == 1 && i < sizeof algorithms / sizeof *algorithms; i++) algorithm(algorithms[i]);
    for (int i = 1; i < count; i++) algorithm(names[i]);
    key_sets();
    livelike();
    bearer();
    likecoin_refusals();
    likecoin_server();
    return report("systems");
}
