/* What several threads do at the same time: operations in a fixed time, not the time of so many operations, so that a
 * thread that starts late or ends late does not leave the others' cores idle in what is counted. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Opens when the last thread is at work. */
typedef struct gate {
    atomic_int missing;
    /* 0 as long as it is closed. */
    _Atomic double opened;
} gate;

typedef struct share {
    const bench_case *c;
    void *context;
    double length;
    gate *gate;
    /* Operations by nanoseconds. */
    double rate;
} share;

/* It is at work before the others are ready. */
static void *take_part(void *argument) {
    share *s = argument;
    bench_repeat(s->c, s->context, s->c->step);
    if (atomic_fetch_sub(&s->gate->missing, 1) == 1) atomic_store(&s->gate->opened, bench_now());
    double opened;
    while ((opened = atomic_load(&s->gate->opened)) == 0) bench_repeat(s->c, s->context, s->c->step);
    double start = bench_now(), end;
    long done = 0;
    do {
        bench_repeat(s->c, s->context, s->c->step);
        done += s->c->step;
        end = bench_now();
    } while (end - opened < s->length);
    s->rate = (double)done / (end - start);
    return NULL;
}

double bench_together(bench_case *c, double length) {
    /* A hundredth of the time or less, so that the end is met well. */
    for (long count = 1; c->step == 0; count *= 2) {
        double began = bench_now();
        bench_repeat(c, c->contexts[0], count);
        if (bench_now() - began >= length / 200) c->step = count;
    }
    pthread_t threads[BENCH_THREADS];
    share shares[BENCH_THREADS];
    gate start;
    atomic_init(&start.missing, c->threads);
    atomic_init(&start.opened, 0);
    for (int i = 0; i < c->threads; i++) {
        shares[i] = (share){c, c->contexts[i], length, &start, 0};
        if (pthread_create(&threads[i], NULL, take_part, &shares[i]) != 0) abort();
    }
    double rate = 0;
    for (int i = 0; i < c->threads; i++) {
        if (pthread_join(threads[i], NULL) != 0) abort();
        rate += shares[i].rate;
    }
    return 1 / rate;
}
