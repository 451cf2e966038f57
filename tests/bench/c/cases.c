/* The list of cases, and the work file that they are made from. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const bench_algorithms[] = {"HS256", "RS256", "PS256", "ES256", "ES384", "EdDSA", "ML-DSA-44", NULL};
const char *const bench_sizes[] = {"0.4k", "4k", "40k", "256k", NULL};
const char *const bench_refusals[] = {"expired", "signature", "garbage", NULL};

static const char *demand(json_t *value, const char *what) {
    if (json_is_string(value)) return json_string_value(value);
    fprintf(stderr, "bench: the work file has no %s\n", what);
    exit(1);
}

static json_t *key(const bench *b, const char *algorithm, const char *form) {
    return json_object_get(json_object_get(json_object_get(b->file, "keys"), algorithm), form);
}

const char *bench_token(const bench *b, const char *work) {
    return demand(json_object_get(json_object_get(b->file, "tokens"), work), work);
}

const char *bench_key(const bench *b, const char *algorithm, const char *form) {
    return demand(key(b, algorithm, form), form);
}

char *bench_jwk(const bench *b, const char *algorithm, const char *form) {
    char *text = json_dumps(key(b, algorithm, form), JSON_COMPACT);
    if (text == NULL) demand(NULL, form);
    return text;
}

void *bench_allocate(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL) abort();
    return memory;
}

void bench_add(bench *b, const char *library, const char *version, const char *what, const char *name,
               bench_operation operation, void *context) {
    if (b->count == sizeof b->cases / sizeof *b->cases) abort();
    bench_case *c = &b->cases[b->count++];
    *c = (bench_case){.library = library, .version = version, .operation = operation, .context = context};
    if (name == NULL) snprintf(c->work, sizeof c->work, "%s", what);
    else snprintf(c->work, sizeof c->work, "%s-%s", what, name);
}

void bench_skip(const char *library, const char *what, const char *name, const char *why) {
    fprintf(stderr, "bench: %s has no %s-%s: %s\n", library, what, name, why);
}
