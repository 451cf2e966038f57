/* Every function of the header as data: what it takes, what it gives, and arguments by which it works. */
#ifndef JOTKIT_TESTS_EXPORTS_H
#define JOTKIT_TESTS_EXPORTS_H

#include <jotkit.h>
#include <stddef.h>
#include <stdint.h>

/* The kinds of arguments, a letter each. Two arguments of C that belong together, such as a text and its length, are one. */
enum {
    /* A handle: NULL, and one of another type, are refused. */
    KEY = 'k', KEYSET = 'K', SIGNER = 'g', VERIFIER = 'v', STRING_HANDLE = 's', LIVELIKE_SIGNER = 'l',
    LIVELIKE_VERIFIER = 'L', LIKECOIN_ISSUER = 'i', LIKECOIN_VERIFIER = 'V', REQUEST = 'r', RESPONSE = 'R',
    /* A pointer and a length. */
    TEXT = 't', OPTIONAL_TEXT = 'o', TOKEN = 'j', BYTES = 'b', BODY = 'y',
    /* A pointer and a count. */
    KEYS = 'q', CLIENTS = 'c', WORDS = 'w',
    /* A time, a pointer to one that may be NULL, and other numbers. */
    NUMBER = 'n', OPTIONAL_NUMBER = 'p', STATUS_NUMBER = 'S', HTTP_STATUS = 'h', INDEX = 'x',
    RESOLVER = 'f', LOOKUP = 'F',
    /* What a callback is given to answer; nobody has one outside. */
    ANSWER = 'a',
    /* A place for a handle, for a bool or a reaction, and for a length, which may be NULL. */
    PLACE = 'O', SMALL_PLACE = 'B', LENGTH_PLACE = 'N',
};

typedef struct argument {
    const void *data;
    size_t len;
    double number;
} argument;

enum { MOST_ARGUMENTS = 7 };

typedef struct export {
    const char *name;
    /* What it returns: 's'tatus, 'p'ointer, 'n'umber, or nothing since it 'f'rees. */
    char result;
    const char *kinds;
    intptr_t (*call)(const argument *a);
    /* Frees what comes out of its places. */
    intptr_t (*release)(const argument *made);
    /* With these it works. Places are the caller's to give. */
    argument sample[MOST_ARGUMENTS];
} export;

enum { MOST_EXPORTS = 128 };
extern export exports[MOST_EXPORTS];
extern size_t export_count;

/* Makes the table and the handles and texts in it, and takes them down again. */
void exports_set_up(void);
void exports_tear_down(void);

#endif
