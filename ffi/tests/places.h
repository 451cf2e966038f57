/* Calls of the table of exports, with places that show whether they were written to. */
#ifndef JOTKIT_TESTS_PLACES_H
#define JOTKIT_TESTS_PLACES_H

#include "check.h"
#include "exports.h"

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

/* What the function returns for its sample. */
static inline jotkit_status places_status(const export *e) {
    return strpbrk(e->kinds, "aC") == NULL ? JOTKIT_OK : JOTKIT_ARGUMENT_INVALID;
}

static inline bool is_handle(char kind) { return strchr("kKgvslLireEu", kind) != NULL; }
static inline bool is_text(char kind) { return strchr("tojby", kind) != NULL; }
static inline bool is_array(char kind) { return strchr("qcwd", kind) != NULL; }

#endif
