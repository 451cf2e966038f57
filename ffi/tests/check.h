/* Checks for the test programs: a failed one is printed and counted, and the program goes on. */
#ifndef JOTKIT_TESTS_CHECK_H
#define JOTKIT_TESTS_CHECK_H

#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                                                    \
    do {                                                                                                    \
        if (!(condition)) {                                                                                 \
            failures++;                                                                                     \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                          \
        }                                                                                                   \
    } while (0)

/* That a call returns a status. */
#define RETURNS(status, call)                                                                               \
    do {                                                                                                    \
        jotkit_status got_ = (call);                                                                        \
        if (got_ != (status)) {                                                                             \
            failures++;                                                                                     \
            printf("%s:%d: %s: %s\n", __FILE__, __LINE__, #call, jotkit_status_code(got_));                 \
        }                                                                                                   \
    } while (0)

#define WORKS(call) RETURNS(JOTKIT_OK, call)

static inline int report(const char *name) {
    printf("%s: %s\n", name, failures == 0 ? "passed" : "FAILED");
    return failures != 0;
}

/* A pointer, and a length that goes with it. */
#define STRING(text) JOTKIT_STRING(text)

static inline bool is(jotkit_string *text, const char *expected) {
    return text != NULL && jotkit_string_len(text) == strlen(expected) &&
           strcmp(jotkit_string_data(text), expected) == 0;
}

#define SECRET JOTKIT_TEXT("a made-up secret for the tests, 32 bytes and more")

#endif
