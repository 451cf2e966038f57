/* How long an operation takes: the wall time of a batch. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double batch(const bench_case *c, long count) {
    double start = now();
    for (long i = 0; i < count; i++) c->operation(c->context, NULL);
    return now() - start;
}

double bench_measure(bench_case *c, double millis) {
    double goal = millis * 1e6;
    /* Longer and longer until the clock's own cost and cold caches no longer count. */
    for (long count = 1; c->guess == 0; count *= 4) {
        double taken = batch(c, count);
        if (taken > goal / 4) c->guess = taken / (double)count;
    }
    long count = (long)(goal / c->guess);
    if (count < 1) count = 1;
    c->guess = batch(c, count) / (double)count;
    return c->guess;
}
