/* What the parts of the C bench share: the cases, and what they are made of. */
#ifndef JOTKIT_BENCH_H
#define JOTKIT_BENCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Does a work once. Asked for its output, it leaves a copy (to be freed) of the claims or the
   token; none if it refused. */
typedef void (*bench_operation)(void *context, char **output);

typedef struct bench_case {
    const char *library, *version;
    char work[24];
    bench_operation operation;
    void *context;
    /* Nanoseconds per operation, as far as is known; 0 before the first run. */
    double guess;
} bench_case;

typedef struct bench {
    /* The work file. */
    json_t *file;
    const char *issuer, *audience, *payload;
    bench_case cases[128];
    size_t count;
} bench;

/* Texts of the work file; they end the program if they are missing. */
const char *bench_token(const bench *b, const char *work);
const char *bench_key(const bench *b, const char *algorithm, const char *form);
/* The text of a JWK, to be freed. */
char *bench_jwk(const bench *b, const char *algorithm, const char *form);

/* The algorithms that works are named after, up to a NULL. */
extern const char *const bench_algorithms[];
/* The tokens of many sizes, up to a NULL. */
extern const char *const bench_sizes[];
extern const char *const bench_refusals[];

/* Adds a work: "<what>-<name>", or only what if there is no name. */
void bench_add(bench *b, const char *library, const char *version, const char *what, const char *name,
               bench_operation operation, void *context);
/* Says on standard error which work is left out. */
void bench_skip(const char *library, const char *what, const char *name, const char *why);

void *bench_allocate(size_t size);

/* Adds jotkit's cases. */
void bench_add_jotkit(bench *b);
/* Whether the output is what the case is about. */
bool bench_holds(const bench *b, const bench_case *c);
/* Nanoseconds per operation, in a batch of about so many milliseconds. */
double bench_measure(bench_case *c, double millis);
/* What a plug-in with a peer exports. */
#define BENCH_PEER "bench_add_peer"
typedef void (*bench_peer)(bench *b);

#endif
