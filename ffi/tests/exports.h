/* Every function of the header as data: its arguments, its result, and a sample call. */
#ifndef JOTKIT_TESTS_EXPORTS_H
#define JOTKIT_TESTS_EXPORTS_H

#include "check.h"

#include <stddef.h>
#include <stdint.h>

/* The kinds of arguments, a letter each. An array and its count are one. */
enum {
    /* A handle: NULL, and one of another type, are refused. */
    KEY = 'k', KEYSET = 'K', SIGNER = 'g', VERIFIER = 'v', STRING_HANDLE = 's', LIVELIKE_SIGNER = 'l',
    CLIENT_VERIFIER = 'L', JWS_VERIFIER = 'V', OBJECT = 'm', LIKECOIN_ISSUER = 'i', UNVERIFIED = 'u', REQUEST = 'r', SESSION = 'e', STEP = 'E',
    REMOTE_KEYS = 'R', REMOTE_VERIFIER = 'W', TURN = 'G',
    POLICY = '0', SIGNER_OPTIONS = '1', KEY_OPTIONS = '2', LIKECOIN_OPTIONS = '3', REMOTE_OPTIONS = '4',
    /* A jotkit_text. Absent, kinds o and y are no mistake. */
    TEXT = 't', OPTIONAL_TEXT = 'o', TOKEN = 'j', BYTES = 'b', BODY = 'y',
    /* A pointer and a count. */
    KEYS = 'q', OBJECTS = 'Q', CLIENTS = 'c', WORDS = 'w', HEADERS = 'd',
    /* A pointer to a time that may be NULL, and other numbers. */
    OPTIONAL_NUMBER = 'p', STATUS_NUMBER = 'S', HTTP_STATUS = 'h', INDEX = 'x', NUMBER = 'D', BOOL = 'N',
    /* A time in milliseconds, the number of a lease, and any number. */
    MILLIS = 'M', LEASE = 'n', JITTER = 'A',
    RESOLVER = 'f', LOOKUP = 'F', EXTERNAL = 'X', FETCHER = 'Y',
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

enum { MOST_ARGUMENTS = 8 };

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

enum { MOST_EXPORTS = 320 };
extern export exports[MOST_EXPORTS];
extern size_t export_count;

/* Makes the table with its handles and texts, and frees them. */
void exports_set_up(void);
void exports_tear_down(void);

/* Places of a call, which show whether they were written to. */
typedef struct places {
    void *made[2];
    size_t count;
    /* A bool or a number, which never is UNTOUCHED_SMALL. */
    uint64_t small;
} places;

/* The content of a place that was not written to. */
static char untouched_mark;
#define UNTOUCHED_SMALL UINT64_C(0x5a5a5a5a5a5a5a5a)

static inline void places_give(places *p, const export *e, argument *a) {
    *p = (places){.made = {&untouched_mark, &untouched_mark}, .small = UNTOUCHED_SMALL};
    for (size_t i = 0; e->kinds[i] != '\0'; i++) {
        if (e->kinds[i] == PLACE) a[i].data = &p->made[p->count++];
        if (e->kinds[i] == SMALL_PLACE) a[i].data = &p->small;
    }
}

/* Calls a function with its sample. */
static inline intptr_t places_sample(places *p, const export *e) {
    argument a[MOST_ARGUMENTS];
    memcpy(a, e->sample, sizeof a);
    places_give(p, e, a);
    return e->call(a);
}

static inline bool places_untouched(const places *p) {
    return p->made[0] == &untouched_mark && p->made[1] == &untouched_mark && p->small == UNTOUCHED_SMALL;
}

static inline bool places_written(const places *p) {
    for (size_t i = 0; i < p->count; i++) {
        if (p->made[i] == &untouched_mark || p->made[i] == NULL) return false;
    }
    return true;
}

static inline void places_release(const places *p, const export *e) {
    for (size_t i = 0; i < p->count; i++) {
        if (p->made[i] != &untouched_mark) e->release(&(argument){.data = p->made[i]});
    }
}

/* What the function returns for its sample. The objects are complete: setters are refused. */
static inline jotkit_status places_status(const export *e) {
    bool set = strstr(e->name, "_set_") != NULL;
    return strpbrk(e->kinds, "aC") == NULL && !set ? JOTKIT_OK : JOTKIT_ARGUMENT_INVALID;
}

static inline bool is_handle(char kind) { return strchr("kKgvslLVmireEuRWG01234", kind) != NULL; }
static inline bool is_text(char kind) { return strchr("tojby", kind) != NULL; }
static inline bool is_array(char kind) { return strchr("qQcwd", kind) != NULL; }

#endif
