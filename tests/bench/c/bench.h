/* What the parts of the C bench share. */
#ifndef JOTKIT_BENCH_H
#define JOTKIT_BENCH_H

#include <jansson.h>
#include <stdbool.h>

/* Does a work once; whether it was not refused. Unless `given` is NULL, it leaves a copy (to be
   freed) of the claims or the token there. */
typedef bool (*bench_once)(void *context, char **given);

typedef struct bench_operation {
    bench_once once;
    void *context;
} bench_operation;

/* What the driver asks to be prepared. Its strings live until the end. */
typedef struct bench_task {
    bool sign, cached;
    /* `key` is a JWK, `text` the claims to sign or the token to verify. */
    const char *algorithm, *key, *text, *issuer, *audience;
} bench_task;

/* Makes an operation; if the library cannot, returns why. */
typedef const char *(*bench_library)(const bench_task *task, bench_operation *made);

const char *bench_jotkit(const bench_task *task, bench_operation *made);
const char *bench_libjwt(const bench_task *task, bench_operation *made);

void *bench_allocate(size_t size);

#endif
