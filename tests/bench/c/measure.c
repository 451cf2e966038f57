/* How long an operation takes: the wall time of a batch, shared by its threads. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

typedef struct share {
    const bench_case *c;
    void *context;
    long count;
    pthread_barrier_t *start;
} share;

static void repeat(const bench_case *c, void *context, long count) {
    for (long i = 0; i < count; i++) c->operation(context, NULL);
}

static void *take_part(void *argument) {
    const share *s = argument;
    pthread_barrier_wait(s->start);
    repeat(s->c, s->context, s->count);
    return NULL;
}

/* Nanoseconds that so many operations of each thread take together. */
static double batch(const bench_case *c, long count) {
    if (c->threads == 1) {
        double start = now();
        repeat(c, c->contexts[0], count);
        return now() - start;
    }
    pthread_t threads[BENCH_THREADS];
    share shares[BENCH_THREADS];
    pthread_barrier_t start;
    if (pthread_barrier_init(&start, NULL, (unsigned)c->threads) != 0) abort();
    for (int i = 1; i < c->threads; i++) {
        shares[i] = (share){c, c->contexts[i], count, &start};
        if (pthread_create(&threads[i], NULL, take_part, &shares[i]) != 0) abort();
    }
    pthread_barrier_wait(&start);
    double began = now();
    repeat(c, c->contexts[0], count);
    for (int i = 1; i < c->threads; i++) pthread_join(threads[i], NULL);
    double taken = now() - began;
    pthread_barrier_destroy(&start);
    return taken;
}

double bench_measure(bench_case *c, double millis) {
    double goal = millis * 1e6;
    /* Longer and longer until the clock's own cost and cold caches do not count any more. */
    for (long count = 1; c->guess == 0; count *= 4) {
        double taken = batch(c, count);
        if (taken > goal / 4) c->guess = taken / (double)count;
    }
    long count = (long)(goal / c->guess);
    if (count < 1) count = 1;
    double taken = batch(c, count);
    c->guess = taken / (double)count;
    return c->guess / c->threads;
}
