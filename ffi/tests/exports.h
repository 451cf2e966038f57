/* Every function of the header as data: its arguments, its result, and a sample call. */
#ifndef JOTKIT_TESTS_EXPORTS_H
#define JOTKIT_TESTS_EXPORTS_H

#include <jotkit.h>
#include <stddef.h>
#include <stdint.h>

/* The kinds of arguments, a letter each. An array and its count are one. */
enum {
    /* A handle: NULL, and one of another type, are refused. */
    KEY = 'k', KEYSET = 'K', SIGNER = 'g', VERIFIER = 'v', STRING_HANDLE = 's', LIVELIKE_SIGNER = 'l',
    CLIENT_VERIFIER = 'L', LIKECOIN_ISSUER = 'i', UNVERIFIED = 'u', REQUEST = 'r', SESSION = 'e', STEP = 'E',
    /* A jotkit_text. Absent, kinds o and y are no mistake. */
    TEXT = 't', OPTIONAL_TEXT = 'o', TOKEN = 'j', BYTES = 'b', BODY = 'y',
    /* A pointer and a count. */
    KEYS = 'q', CLIENTS = 'c', WORDS = 'w', HEADERS = 'd',
    /* A pointer to a time that may be NULL, and other numbers. */
    OPTIONAL_NUMBER = 'p', STATUS_NUMBER = 'S', HTTP_STATUS = 'h', INDEX = 'x',
    RESOLVER = 'f', LOOKUP = 'F',
    /* What a callback answers through, and the number of a call that is under way. Their samples
     * are refused. */
    ANSWER = 'a', CALL = 'C',
    /* A place for a handle, and for a bool or a number. */
    PLACE = 'O', SMALL_PLACE = 'B',
};

typedef struct argument {
    const void *data;
    size_t len;
    double number;
} argument;

enum { MOST_ARGUMENTS = 7 };

typedef struct export {
    const char *name;
    /* What it returns: 's'tatus, 't'ext, 'p'ointer, 'n'umber, or nothing since it 'f'rees. */
    char result;
    const char *kinds;
    intptr_t (*call)(const argument *a);
    /* Frees what is in its places after a call. */
    intptr_t (*release)(const argument *made);
    /* With these it works. The places are the caller's. */
    argument sample[MOST_ARGUMENTS];
} export;

enum { MOST_EXPORTS = 128 };
extern export exports[MOST_EXPORTS];
extern size_t export_count;

/* Makes the table with its handles and texts, and frees them. */
void exports_set_up(void);
void exports_tear_down(void);

#endif
