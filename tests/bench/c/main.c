/* The bench's program in C: reads requests, one JSON object a line, and answers each on a line;
 * README.md in the folder above describes them. */
#define _GNU_SOURCE
#include "bench.h"

#include <gnu/libc-version.h>
#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bench_operation operations[256];
static size_t prepared_count;

void *bench_allocate(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL) abort();
    return memory;
}

static json_t *hello(void) {
    return json_pack("{s:s+, s:{s:s, s:s}}", "runtime", "gcc " __VERSION__ ", glibc ", gnu_get_libc_version(),
                     "versions", "jotkit", jotkit_version(), "libjwt", LIBJWT_VERSION);
}

/* The request is not freed, since operations use its strings. */
static json_t *prepare(json_t *request) {
    bench_task task = {0};
    const char *name = NULL;
    json_t *key = NULL;
    int sign = 0, cached = 0;
    if (json_unpack(request, "{s:s, s:b, s:b, s:s, s:s, s:s, s:s, s:{s:o}}", "library", &name, "sign", &sign,
                    "cached", &cached, "algorithm", &task.algorithm, "text", &task.text, "issuer", &task.issuer,
                    "audience", &task.audience, "key", "jwk", &key) != 0) {
        return NULL;
    }
    task.sign = sign != 0;
    task.cached = cached != 0;
    task.key = json_dumps(key, JSON_COMPACT);
    bench_library library = strcmp(name, "jotkit") == 0 ? bench_jotkit : bench_libjwt;
    if (prepared_count == sizeof operations / sizeof *operations) abort();
    bench_operation *made = &operations[prepared_count];
    const char *why = library(&task, made);
    if (why != NULL) return json_pack("{s:s}", "unable", why);
    prepared_count++;

    char *given = NULL;
    if (!made->once(made->context, &given)) return json_pack("{s:s}", "refused", "");
    json_t *result = task.sign ? json_string(given) : json_loads(given, 0, NULL);
    free(given);
    return json_pack("{s:o}", "given", result);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static json_t *run(json_t *request) {
    json_int_t number = json_integer_value(json_object_get(request, "case"));
    json_int_t count = json_integer_value(json_object_get(request, "count"));
    if (number < 0 || (size_t)number >= prepared_count) return NULL;
    const bench_operation *operation = &operations[number];
    json_int_t refused = 0;
    double start = now();
    for (json_int_t i = 0; i < count; i++) refused += !operation->once(operation->context, NULL);
    return json_pack("{s:f, s:I}", "ns", now() - start, "refused", refused);
}

static json_t *answer(json_t *request) {
    const char *op = json_string_value(json_object_get(request, "op"));
    if (op == NULL) return NULL;
    if (strcmp(op, "hello") == 0) return hello();
    if (strcmp(op, "prepare") == 0) return prepare(request);
    return strcmp(op, "run") == 0 ? run(request) : NULL;
}

int main(void) {
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        json_t *reply = answer(json_loads(line, 0, NULL));
        if (reply == NULL) {
            fprintf(stderr, "bench: invalid request: %.100s\n", line);
            return 1;
        }
        char *text = json_dumps(reply, JSON_COMPACT);
        puts(text);
        fflush(stdout);
        free(text);
        json_decref(reply);
    }
    free(line);
    return 0;
}
