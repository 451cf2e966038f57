/* Lengths, and the details of errors. Mistakes that every function refuses are in hostile.c. */
#include "check.h"

#include <stdint.h>

static jotkit_key *key;
static jotkit_verifier *verifier;
static jotkit_string *token;

static void lengths(void) {
    const char *data = STRING(token).data;
    size_t len = STRING(token).len;
    const struct { size_t len; jotkit_status status; } cuts[] = {
        {0, JOTKIT_TOKEN_MALFORMED}, {10, JOTKIT_TOKEN_MALFORMED}, {len - 3, JOTKIT_SIGNATURE_INVALID},
        /* The zero byte at the end is not part of it. */
        {len + 1, JOTKIT_TOKEN_MALFORMED}, {SIZE_MAX, JOTKIT_ARGUMENT_INVALID},
    };
    jotkit_string *none = NULL;
    jotkit_verifier *no_verifier = NULL;
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        RETURNS(cuts[i].status, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, cuts[i].len), NULL, &none));
    }
    /* Empty is not absent: it is the policy that is wrong. */
    RETURNS(JOTKIT_POLICY_INVALID, jotkit_verifier_new(key, JOTKIT_TEXT(""), &no_verifier));
    CHECK(none == NULL && no_verifier == NULL);
}

static void statuses(void) {
    CHECK(strcmp(jotkit_status_code(JOTKIT_OK), "ok") == 0);
    CHECK(strcmp(jotkit_status_kind(JOTKIT_TOKEN_EXPIRED), "refused") == 0);
    CHECK(strcmp(jotkit_status_code(-1), "unknown") == 0 && strcmp(jotkit_status_kind(19), "unknown") == 0);
    CHECK(strcmp(jotkit_status_message(INT32_MAX), "unknown") == 0);
    CHECK(strchr(jotkit_version(), '.') != NULL);
}

static void details(void) {
    jotkit_string *none = NULL, *endless = sign(key, "{}", "{}");
    const jotkit_text forged = JOTKIT_TEXT("eyJhbGciOiJIUzI1NiJ9.e30.RrhOzHVpjFJ1aU6ZKCoxfZ8KwbM5b1xwqI3XRJxwU_8");
    RETURNS(JOTKIT_SIGNATURE_INVALID, jotkit_verifier_verify(verifier, forged, NULL, &none));
    CHECK(jotkit_last_error_claim().data == NULL && jotkit_last_error_claim().len == 0);
    CHECK(strncmp(jotkit_last_error_message().data, "The token's signature", 21) == 0);
    CHECK(reads(jotkit_last_error_message(), jotkit_last_error_message().data));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_verifier_verify(verifier, STRING(endless), NULL, &none));
    /* A success leaves the details as they were. */
    jotkit_string_free(endless);
    jotkit_string_free(sign(key, "{}", "{}"));
    CHECK(reads(jotkit_last_error_claim(), "exp"));
    /* A message contains nothing of a secret. */
    jotkit_key *no_key = NULL;
    RETURNS(JOTKIT_KEY_WEAK, jotkit_key_hs256(JOTKIT_TEXT("hunter2"), &no_key));
    CHECK(strstr(jotkit_last_error_message().data, "hunter2") == NULL && no_key == NULL);
}

int main(void) {
    CHECK(jotkit_last_error_message().data == NULL && jotkit_last_error_claim().data == NULL);
    WORKS(jotkit_key_hs256(SECRET, &key));
    verifier = new_verifier(key, "{}");
    token = sign(key, "{}", "{\"exp\":4000000000}");
    lengths();
    statuses();
    details();
    jotkit_string_free(token);
    jotkit_verifier_free(verifier);
    jotkit_key_free(key);
    return report("misuse");
}
