/* Sets, explanations, challenges, signatures over bytes, and keys as platforms hand them out. */
#include "check.h"

#include <stdint.h>

static const double now = 1800000000;

static void sets(void) {
    OWNED(keyset) set = NULL, *pems = NULL;
    OWNED(object) named = NULL;
    OWNED(key) found = NULL, *first = NULL, *of_pem = NULL, *plain = NULL;
    OWNED(string) info = NULL, *described = NULL, *pem = NULL;
    jotkit_key *none = NULL;
    const jotkit_text jwks = JOTKIT_TEXT(
        "{\"keys\":[{\"kty\":\"weird\",\"kid\":\"w\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"o\","
        "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}");
    WORKS(jotkit_keyset_from_jwks(jwks, JOTKIT_TEXT("{}"), &set));
    CHECK(jotkit_keyset_len(set) == 1 && jotkit_keyset_skipped(set) == 1);
    WORKS(jotkit_keyset_info(set, &info));
    CHECK(contains(info, "\"kid\":\"o\"") && contains(info, "\"index\":0") && contains(info, "\"code\":\"key_invalid\""));
    CHECK(contains(info, "\"kid\":\"w\"") && contains(info, "\"message\":\""));
    WORKS(jotkit_keyset_get(set, JOTKIT_TEXT("o"), &found));
    WORKS(jotkit_keyset_at(set, 0, &first));
    WORKS(jotkit_key_info(first, &described));
    CHECK(contains(described, "\"kid\":\"o\"") && contains(described, "\"thumbprint\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\""));
    RETURNS(JOTKIT_KEY_UNKNOWN, jotkit_keyset_get(set, JOTKIT_TEXT("w"), &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_keyset_at(set, 1, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_keyset_at(set, SIZE_MAX, &none));
    CHECK(none == NULL);

    /* PEMs by key id. A C string's zero byte at its end is no mistake. */
    WORKS(jotkit_key_to_pem(found, &pem));
    WORKS(jotkit_key_from_pem(JOTKIT_BYTES(STRING(pem).data, STRING(pem).len + 1), JOTKIT_TEXT("{}"), &plain));
    WORKS(jotkit_object_new(&named));
    WORKS(jotkit_object_set_string(named, JOTKIT_TEXT("p1"), STRING(pem)));
    WORKS(jotkit_object_set_string(named, JOTKIT_TEXT("p2"), JOTKIT_TEXT("none")));
    WORKS(jotkit_keyset_from_pems(jotkit_object_text(named), JOTKIT_TEXT("{}"), &pems));
    CHECK(jotkit_keyset_len(pems) == 1 && jotkit_keyset_skipped(pems) == 1);
    WORKS(jotkit_keyset_get(pems, JOTKIT_TEXT("p1"), &of_pem));
}

/* A shared secret has no thumbprint, which would be a hash of it. */
static void secrets(const jotkit_key *key) {
    OWNED(string) info = NULL;
    WORKS(jotkit_key_info(key, &info));
    CHECK(contains(info, "\"kty\":\"oct\"") && !contains(info, "thumbprint"));
}

/* An encrypted key, and the passphrase without JSON; made by openssl pkcs8 -topk8 -v2 aes256. */
static void passphrases(void) {
    OWNED(object) right = NULL, *wrong = NULL;
    OWNED(key) key = NULL;
    jotkit_key *none = NULL;
    const jotkit_text pem = JOTKIT_TEXT(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiRUmXoFRSFAAICCAAw\n"
        "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMAXUd2oPoIkOrD3cZMCLlYEgZAJ\n"
        "fGlVYUvXvapKNjtAIsLJpFD1Qyfn7lzcgjfzj/wLM5gEFVVwM9RvS3r/3fuBPZeM\n"
        "oIHZzMt4rESTopydNW0oSS5O7wu74z2PYuK/wpkYhYd32rWUBmjF0zbsHhSgraZp\n"
        "X7WZMuE3TF4a/tKliR2tedEZP4JcSb/5QxmyU+Id22TJIbSpbYMYJhLIFyAFes0=\n"
        "-----END ENCRYPTED PRIVATE KEY-----\n");
    WORKS(jotkit_object_new(&right));
    WORKS(jotkit_object_set_string(right, JOTKIT_TEXT("passphrase"), JOTKIT_TEXT("say \"open\"\\")));
    WORKS(jotkit_key_from_pem(pem, jotkit_object_text(right), &key));
    WORKS(jotkit_object_new(&wrong));
    WORKS(jotkit_object_set_string(wrong, JOTKIT_TEXT("passphrase"), JOTKIT_TEXT("say \"closed\"")));
    RETURNS(JOTKIT_KEY_INVALID, jotkit_key_from_pem(pem, jotkit_object_text(wrong), &none));
    CHECK(strstr(jotkit_last_error_message().data, "passphrase") != NULL);
    CHECK(strstr(jotkit_last_error_message().data, "closed") == NULL);
    RETURNS(JOTKIT_KEY_INVALID, jotkit_key_from_pem(pem, JOTKIT_TEXT("{}"), &none));
    CHECK(none == NULL);
}

static void expectations(const jotkit_key *key) {
    OWNED(string) token = sign(key, "{}", "{\"exp\":4000000000,\"nonce\":\"n1\"}"), *header = NULL, *claims = NULL;
    OWNED(verifier) verifier = new_verifier(key, "{}");
    jotkit_string *none = NULL;
    WORKS(jotkit_verifier_verify_expecting(verifier, STRING(token), JOTKIT_TEXT("{\"nonce\":\"n1\"}"), &now, &header, &claims));
    CHECK(contains(header, "HS256") && contains(claims, "n1"));
    RETURNS(JOTKIT_CLAIM_REFUSED, jotkit_verifier_verify_expecting(verifier, STRING(token), JOTKIT_TEXT("{\"nonce\":\"n2\"}"), &now, &none, &none));
    CHECK(reads(jotkit_last_error_claim(), "nonce"));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify_expecting(verifier, STRING(token), JOTKIT_TEXT("{}"), &now, &none, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify_expecting(verifier, STRING(token), JOTKIT_TEXT("{\"nonce\":null}"), &now, &none, &none));
    CHECK(none == NULL);
}

static void explanations(const jotkit_key *key) {
    OWNED(string) good = sign(key, "{}", "{\"exp\":4000000000}"), *old = sign(key, "{}", "{\"exp\":1,\"aud\":\"x\"}");
    OWNED(string) nothing = NULL, *findings = NULL;
    OWNED(verifier) verifier = new_verifier(key, "{}");
    WORKS(jotkit_verifier_explain(verifier, STRING(good), &now, &nothing));
    CHECK(is(nothing, "[]"));
    jotkit_text token = STRING(old);
    /* snippet: explain */
    jotkit_status status = jotkit_verifier_explain(verifier, token, NULL, &findings);
    if (status == JOTKIT_OK) printf("explain: %s\n", jotkit_string_text(findings).data);
    /* snippet end */
    CHECK(contains(findings, "{\"check\":\"exp\",\"code\":\"token_expired\",\"claim\":\"exp\","));
    CHECK(contains(findings, "{\"check\":\"aud\",\"code\":\"audience_refused\",\"claim\":\"aud\",\"message\":\""));
}

static void challenges(void) {
    OWNED(string) header = NULL, *empty = NULL;
    jotkit_string *none = NULL;
    uint16_t status = 0;
    const jotkit_text scope[] = {JOTKIT_TEXT("read"), JOTKIT_TEXT("write:like")}, realm = JOTKIT_TEXT("a \"b\"");
    WORKS(jotkit_challenge(JOTKIT_SCOPE_REFUSED, realm, scope, 2, &status, &header));
    CHECK(status == 403 && is(header, "Bearer realm=\"a \\\"b\\\"\", error=\"insufficient_scope\", scope=\"read write:like\""));
    WORKS(jotkit_challenge(JOTKIT_KEYS_UNAVAILABLE, JOTKIT_ABSENT, NULL, 0, &status, &empty));
    CHECK(status == 503 && is(empty, ""));
    status = 7;
    /* An empty list is not an absent one. */
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_challenge(JOTKIT_TOKEN_EXPIRED, realm, scope, 0, &status, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_challenge(JOTKIT_TOKEN_EXPIRED, JOTKIT_TEXT("a\r\nb"), NULL, 0, &status, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_challenge(JOTKIT_OK, realm, NULL, 0, &status, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_challenge(9999, realm, NULL, 0, &status, &none));
    CHECK(status == 7 && none == NULL);
    RETURNS(JOTKIT_AUTHORIZATION_MISSING, jotkit_bearer_parse(JOTKIT_ABSENT, &none));
    RETURNS(JOTKIT_AUTHORIZATION_MALFORMED, jotkit_bearer_parse(JOTKIT_TEXT("Bearer a b"), &none));
}

static void bytes(const jotkit_key *key) {
    const jotkit_text payload = JOTKIT_TEXT("\0\xff any \xfe bytes\0");
    OWNED(string) token = NULL, *header = NULL, *carried = NULL;
    OWNED(string) detached = NULL, *detached_header = NULL;
    OWNED(jws_verifier) verifier = NULL;
    jotkit_string *none = NULL;
    WORKS(jotkit_jws_verifier_new(key, JOTKIT_TEXT("{}"), &verifier));
    /* snippet: jws */
    jotkit_status status = jotkit_jws_sign(key, payload, JOTKIT_TEXT("{\"typ\":\"note\"}"), &token);
    if (status == JOTKIT_OK) {
        status = jotkit_jws_verifier_verify(verifier, jotkit_string_text(token), &header, &carried);
    }
    /* snippet end */
    CHECK(status == JOTKIT_OK && contains(header, "note"));
    CHECK(STRING(carried).len == payload.len && memcmp(STRING(carried).data, payload.data, payload.len) == 0);

    WORKS(jotkit_jws_sign_detached(key, payload, JOTKIT_ABSENT, &detached));
    CHECK(contains(detached, ".."));
    WORKS(jotkit_jws_verifier_verify_detached(verifier, STRING(detached), payload, &detached_header));
    RETURNS(JOTKIT_SIGNATURE_INVALID, jotkit_jws_verifier_verify_detached(verifier, STRING(detached), JOTKIT_TEXT("x"), &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_jws_verifier_verify_detached(verifier, STRING(token), payload, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_jws_sign(key, payload, JOTKIT_TEXT("{\"crit\":[]}"), &none));
    CHECK(none == NULL);
}

int main(void) {
    OWNED(key) key = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    sets();
    secrets(key);
    passphrases();
    expectations(key);
    explanations(key);
    challenges();
    bytes(key);
    return report("tokens");
}
