/* Checks for the test programs: a failed one is printed and counted, and the program goes on. */
#ifndef JOTKIT_TESTS_CHECK_H
#define JOTKIT_TESTS_CHECK_H

#include "owned.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define FAIL(...) (failures++, (void)printf(__VA_ARGS__))

#define CHECK(condition) \
    ((condition) ? (void)0 : FAIL("%s:%d: %s\n", __FILE__, __LINE__, #condition))

/* That a call returns a status. */
#define RETURNS(status, call)                                                                     \
    do {                                                                                          \
        jotkit_status got_ = (call);                                                              \
        if (got_ == (status)) break;                                                              \
        FAIL("%s:%d: %s: %s\n", __FILE__, __LINE__, #call, jotkit_status_code(got_));             \
    } while (0)

#define WORKS(call) RETURNS(JOTKIT_OK, call)

static inline int report(const char *name) {
    printf("%s: %s\n", name, failures == 0 ? "passed" : "FAILED");
    return failures != 0;
}

#define STRING(string) jotkit_string_text(string)
#define CSTR(string) JOTKIT_BYTES(string, strlen(string))

/* Whether jotkit's text is this one, and terminated. */
static inline bool reads(jotkit_text text, const char *expected) {
    return text.data != NULL && text.len == strlen(expected) && strcmp(text.data, expected) == 0;
}

static inline bool is(const jotkit_string *string, const char *expected) {
    return reads(jotkit_string_text(string), expected);
}

static inline bool contains(const jotkit_string *string, const char *expected) {
    return string != NULL && strstr(jotkit_string_text(string).data, expected) != NULL;
}

#define SECRET JOTKIT_TEXT("a made-up secret for the tests, 32 bytes and more")

static inline jotkit_string *sign(const jotkit_key *key, const char *options, const char *claims) {
    OWNED(signer) signer = NULL;
    jotkit_string *token = NULL;
    WORKS(jotkit_signer_new(key, CSTR(options), &signer));
    WORKS(jotkit_signer_sign(signer, CSTR(claims), NULL, &token));
    return token;
}

static inline jotkit_verifier *new_verifier(const jotkit_key *key, const char *policy) {
    jotkit_verifier *made = NULL;
    WORKS(jotkit_verifier_new(key, CSTR(policy), &made));
    return made;
}

#endif
