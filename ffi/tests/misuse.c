/* Mistakes that only one function allows, and the details of errors. Others are in hostile.c. */
#include "check.h"

#include <stdint.h>

/* An output that was not written points here. */
static char mark;
#define UNTOUCHED ((void *)&mark)

static jotkit_key *key;
static jotkit_signer *signer;
static jotkit_verifier *verifier;
static jotkit_string *token;

static void set_up(void) {
    WORKS(jotkit_key_hs256(SECRET, &key));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{\"lifetime\":600}"), &signer));
    WORKS(jotkit_verifier_new(key, JOTKIT_TEXT("{}"), &verifier));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), NULL, &token));
}

static void tear_down(void) {
    jotkit_string_free(token);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_key_free(key);
}

static void null_outputs(void) {
    jotkit_string *no_text = UNTOUCHED;
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_key_hs256(SECRET, NULL));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_sign(signer, JOTKIT_TEXT("{}"), NULL, NULL));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, STRING(token), NULL, NULL));
    /* With one of two, nothing is written. */
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify_full(verifier, STRING(token), NULL, &no_text, NULL));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify_full(verifier, STRING(token), NULL, NULL, &no_text));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_token_peek(STRING(token), &no_text, NULL));
    CHECK(no_text == UNTOUCHED);
}

static void lengths(void) {
    jotkit_string *no_text = UNTOUCHED;
    const char *data = STRING(token).data;
    size_t len = STRING(token).len;
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, SIZE_MAX), NULL, &no_text));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, (size_t)-2), NULL, &no_text));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_sign(signer, JOTKIT_BYTES("{}", (size_t)PTRDIFF_MAX + 1), NULL, &no_text));
    jotkit_client client = {JOTKIT_TEXT("c"), JOTKIT_TEXT("s")};
    jotkit_client_verifier *no_verifier = UNTOUCHED;
    /* The length in bytes of so many clients is out of range. */
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_livelike_verifier_new(&client, SIZE_MAX / 8, &no_verifier));
    /* A token cut short is another token. */
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, 0), NULL, &no_text));
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, 10), NULL, &no_text));
    RETURNS(JOTKIT_SIGNATURE_INVALID, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, len - 3), NULL, &no_text));
    /* The zero byte at the end is not part of it. */
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_verifier_verify(verifier, JOTKIT_BYTES(data, len + 1), NULL, &no_text));
    CHECK(no_text == UNTOUCHED && no_verifier == UNTOUCHED);
}

static void encodings(void) {
    jotkit_string *no_text = UNTOUCHED;
    jotkit_verifier *no_verifier = UNTOUCHED;
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_verifier_verify(verifier, JOTKIT_TEXT("\xff\xfe"), NULL, &no_text));
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_verifier_verify(verifier, JOTKIT_TEXT("a.b\xc3.c"), NULL, &no_text));
    RETURNS(JOTKIT_TOKEN_MALFORMED, jotkit_token_peek(JOTKIT_TEXT("\xc0\x80"), &no_text, &no_text));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_sign(signer, JOTKIT_TEXT("{\"a\":\"\xff\"}"), NULL, &no_text));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_new(key, JOTKIT_TEXT("{\"issuer\":\"\xed\xa0\x80\"}"), &no_verifier));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_bearer_parse(JOTKIT_TEXT("Bearer \xff"), &no_text));
    /* Empty is not absent: it is the policy that is wrong. */
    RETURNS(JOTKIT_POLICY_INVALID, jotkit_verifier_new(key, JOTKIT_TEXT(""), &no_verifier));
    CHECK(no_text == UNTOUCHED && no_verifier == UNTOUCHED);
}

static void frees_null(void) {
    jotkit_string_free(NULL);
    jotkit_key_free(NULL);
    jotkit_keyset_free(NULL);
    jotkit_signer_free(NULL);
    jotkit_verifier_free(NULL);
    jotkit_livelike_signer_free(NULL);
    jotkit_client_verifier_free(NULL);
    jotkit_likecoin_issuer_free(NULL);
    jotkit_http_request_free(NULL);
    jotkit_likecoin_unverified_free(NULL);
    jotkit_oauth_session_free(NULL);
    jotkit_oauth_step_free(NULL);
    CHECK(STRING(NULL).data == NULL && STRING(NULL).len == 0);
    CHECK(jotkit_keyset_len(NULL) == 0 && jotkit_keyset_skipped(NULL) == 0);
    CHECK(jotkit_http_request_url(NULL).data == NULL && jotkit_http_request_body(NULL).len == 0);
    CHECK(jotkit_http_request_header_count(NULL) == 0);
    CHECK(jotkit_oauth_step_next(NULL) == JOTKIT_OAUTH_NEXT_NOTHING && jotkit_oauth_step_request(NULL) == NULL);
}

static void statuses(void) {
    CHECK(strcmp(jotkit_status_code(JOTKIT_OK), "ok") == 0);
    CHECK(strcmp(jotkit_status_code(JOTKIT_TOKEN_EXPIRED), "token_expired") == 0);
    CHECK(strcmp(jotkit_status_kind(JOTKIT_TOKEN_EXPIRED), "refused") == 0);
    CHECK(strcmp(jotkit_status_kind(JOTKIT_INTERNAL), "internal") == 0);
    CHECK(strstr(jotkit_status_message(JOTKIT_TOKEN_EXPIRED), "expired") != NULL);
    CHECK(strcmp(jotkit_status_code(-1), "unknown") == 0 && strcmp(jotkit_status_kind(19), "unknown") == 0);
    CHECK(strcmp(jotkit_status_message(INT32_MAX), "unknown") == 0);
    CHECK(strchr(jotkit_version(), '.') != NULL);
}

static void details(void) {
    jotkit_string *no_text = UNTOUCHED;
    const jotkit_text forged = JOTKIT_TEXT("eyJhbGciOiJIUzI1NiJ9.e30.RrhOzHVpjFJ1aU6ZKCoxfZ8KwbM5b1xwqI3XRJxwU_8");
    RETURNS(JOTKIT_SIGNATURE_INVALID, jotkit_verifier_verify(verifier, forged, NULL, &no_text));
    CHECK(jotkit_last_error_claim().data == NULL && jotkit_last_error_claim().len == 0);
    CHECK(strncmp(jotkit_last_error_message().data, "The token's signature", 21) == 0);
    CHECK(reads(jotkit_last_error_message(), jotkit_last_error_message().data));
    jotkit_string *endless = NULL;
    jotkit_signer *bare = NULL;
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{}"), &bare));
    WORKS(jotkit_signer_sign(bare, JOTKIT_TEXT("{}"), NULL, &endless));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_verifier_verify(verifier, STRING(endless), NULL, &no_text));
    CHECK(reads(jotkit_last_error_claim(), "exp"));
    /* A success leaves the details as they were. */
    jotkit_string_free(endless);
    WORKS(jotkit_signer_sign(bare, JOTKIT_TEXT("{}"), NULL, &endless));
    CHECK(reads(jotkit_last_error_claim(), "exp"));
    jotkit_string_free(endless);
    jotkit_signer_free(bare);
    /* A message contains nothing of a secret. */
    jotkit_key *no_key = UNTOUCHED;
    RETURNS(JOTKIT_KEY_WEAK, jotkit_key_hs256(JOTKIT_TEXT("hunter2"), &no_key));
    CHECK(strstr(jotkit_last_error_message().data, "hunter2") == NULL && no_key == UNTOUCHED);
}

int main(void) {
    CHECK(jotkit_last_error_message().data == NULL && jotkit_last_error_claim().data == NULL);
    set_up();
    null_outputs();
    lengths();
    encodings();
    frees_null();
    statuses();
    details();
    tear_down();
    return report("misuse");
}
