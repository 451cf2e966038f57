/* Many verifies of good and bad tokens, and what they leave in memory. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1) abort();
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static const bench_case *find(const bench *b, const char *work) {
    for (size_t i = 0; i < b->count; i++) {
        if (strcmp(b->cases[i].library, "jotkit") == 0 && strcmp(b->cases[i].work, work) == 0) return &b->cases[i];
    }
    abort();
}

void bench_soak(const bench *b, long count, long *start, long *end) {
    const bench_case *const turns[] = {find(b, "verify-HS256"), find(b, "refuse-expired"),
                                       find(b, "refuse-signature"), find(b, "refuse-garbage")};
    const bench_case *rare = find(b, "verify-ES256");
    *start = resident();
    for (long i = 0; i < count; i++) {
        const bench_case *c = i % 64 == 63 ? rare : turns[i % 4];
        c->operation(c->contexts[0], NULL);
        if (i + 1 == count / 10) *start = resident();
    }
    *end = resident();
}
