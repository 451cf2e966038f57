/* The bench program: reads requests, one JSON object on a line, and answers each on a line.
 *
 *     bench WORK-FILE [PLUG-IN...]
 */
#define _GNU_SOURCE
#include "bench.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void parse_once(void *context, char **output) {
    json_t *parsed = json_loads(context, 0, NULL);
    if (output != NULL) *output = json_dumps(parsed, 0);
    json_decref(parsed);
}

static bool read_file(bench *b, const char *path) {
    json_error_t error;
    b->file = json_load_file(path, 0, &error);
    if (b->file == NULL) {
        fprintf(stderr, "bench: %s: %s\n", path, error.text);
        return false;
    }
    return json_unpack(b->file, "{s:s, s:s, s:s}", "issuer", &b->issuer, "audience", &b->audience, "payload",
                       &b->payload) == 0;
}

/* Two versions of one library have the same names inside, so each peer keeps its own to itself. */
static void add_peer(bench *b, const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void *symbol = library == NULL ? NULL : dlsym(library, BENCH_PEER);
    if (symbol == NULL) {
        fprintf(stderr, "bench: %s\n", dlerror());
        exit(1);
    }
    bench_peer add;
    memcpy(&add, &symbol, sizeof add);
    add(b);
}

/* Leaves out what does not do what it says; with jotkit that is a mistake to fix. */
static void keep_what_holds(bench *b) {
    size_t kept = 0;
    for (size_t i = 0; i < b->count; i++) {
        const bench_case *c = &b->cases[i];
        if (bench_holds(b, c)) {
            b->cases[kept++] = *c;
            continue;
        }
        fprintf(stderr, "bench: %s does not do %s\n", c->library, c->work);
        if (strcmp(c->library, "jotkit") == 0) exit(1);
    }
    b->count = kept;
}

static json_t *list(const bench *b) {
    json_t *cases = json_array();
    for (size_t i = 0; i < b->count; i++) {
        const bench_case *c = &b->cases[i];
        json_t *entry = json_pack("{s:s, s:s, s:s}", "library", c->library, "version", c->version, "work", c->work);
        json_array_append_new(cases, entry);
    }
    return json_pack("{s:s+, s:o}", "runtime", "gcc " __VERSION__ ", glibc ", gnu_get_libc_version(), "cases", cases);
}

static json_t *answer(bench *b, json_t *request) {
    const char *op = json_string_value(json_object_get(request, "op"));
    if (op == NULL) return NULL;
    if (strcmp(op, "list") == 0) return list(b);
    if (strcmp(op, "run") == 0) {
        json_int_t number = json_integer_value(json_object_get(request, "case"));
        double millis = json_number_value(json_object_get(request, "millis"));
        if (number < 0 || (size_t)number >= b->count || millis <= 0) return NULL;
        return json_pack("{s:f}", "ns", bench_measure(&b->cases[number], millis));
    }
    return NULL;
}

int main(int count, char **arguments) {
    static bench b;
    if (count < 2 || !read_file(&b, arguments[1])) return 2;
    bench_add_jotkit(&b);
    for (int i = 2; i < count; i++) add_peer(&b, arguments[i]);
    char *payload = strdup(b.payload);
    bench_add(&b, "jansson", jansson_version_str(), "parse", NULL, parse_once, payload);
    keep_what_holds(&b);

    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) > 0) {
        json_t *request = json_loads(line, 0, NULL), *reply = answer(&b, request);
        if (reply == NULL) {
            fprintf(stderr, "bench: a request that makes no sense: %s", line);
            return 1;
        }
        char *text = json_dumps(reply, JSON_COMPACT);
        puts(text);
        fflush(stdout);
        free(text);
        json_decref(reply);
        json_decref(request);
    }
    free(line);
    return 0;
}
