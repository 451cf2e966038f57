/* Threads that verify at once with keys behind a URL: one sends the request, the others wait. */
#define _POSIX_C_SOURCE 200809L
#include "remote.h"

enum { THREADS = 50 };

typedef struct crowd {
    jotkit_remote_verifier *verifier;
    server server;
    jotkit_status expected;
} crowd;

static void *one_of_many(void *user_data) {
    crowd *c = user_data;
    return (void *)(intptr_t)(verify(c->verifier, good, &c->server) != c->expected);
}

/* Their requests. */
static int together(crowd *c) {
    pthread_t started[THREADS];
    c->server.asked = 0;
    for (size_t i = 0; i < THREADS; i++) CHECK(pthread_create(&started[i], NULL, one_of_many, c) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(started[i], &wrong) == 0 && wrong == NULL);
    }
    return c->server.asked;
}

static void crowds(void) {
    OWNED(remote_keys) cold = new_keys(SOURCE), *broken = new_keys(SOURCE), *ageing = keys_of_age(500);
    crowd c = {.verifier = new_remote(cold), .server = {.delay = 100, .lock = PTHREAD_MUTEX_INITIALIZER}};
    CHECK(together(&c) == 1);
    CHECK(together(&c) == 0);
    jotkit_remote_verifier_free(c.verifier);
    c.verifier = new_remote(ageing);
    CHECK(together(&c) == 1);
    jotkit_remote_verifier_free(c.verifier);
    /* Who waited for a request that fails does not send another one. */
    c.verifier = new_remote(broken);
    c.expected = JOTKIT_KEYS_UNAVAILABLE;
    c.server.mood = SAY_NOTHING;
    CHECK(together(&c) == 1);
    jotkit_remote_verifier_free(c.verifier);
}

/* One thread waits for the request that a turn led to; then this happens. */
static void wait_for(const char *options, void (*happens)(jotkit_remote_keys *), int requests, int64_t least, int64_t most) {
    OWNED(remote_keys) keys = new_keys(options);
    crowd c = {.verifier = new_remote(keys), .server = SERVER};
    int64_t start = now_ms();
    pthread_t waits;
    void *wrong = NULL;
    jotkit_remote_turn_free(take(c.verifier, good, start, JOTKIT_REMOTE_NEXT_FETCH));
    CHECK(pthread_create(&waits, NULL, one_of_many, &c) == 0);
    pause_ms(100);
    happens(keys);
    CHECK(pthread_join(waits, &wrong) == 0 && wrong == NULL);
    int64_t took = now_ms() - start;
    CHECK(took >= least && took < most && c.server.asked == requests);
    jotkit_remote_verifier_free(c.verifier);
}

static void answers(jotkit_remote_keys *keys) {
    jotkit_string *change = NULL;
    jotkit_status status = jotkit_remote_keys_answer(keys, 1, 200, NULL, 0, STRING(jwks), now_ms(), 0, &change);
    CHECK(changes(status, &change, "replaced"));
}

static void is_seeded(jotkit_remote_keys *keys) {
    OWNED(remote_keys) from = keys_of_age(1);
    OWNED(string) snapshot = NULL;
    WORKS(jotkit_remote_keys_export(from, &snapshot));
    WORKS(jotkit_remote_keys_seed(keys, STRING(snapshot), now_ms()));
}

static void nothing_happens(jotkit_remote_keys *keys) { (void)keys; }

static void waits(void) {
    wait_for(SOURCE, answers, 0, 100, 4000);
    wait_for(SOURCE, is_seeded, 0, 100, 4000);
    /* The lease ends a second after the time limit, and the one who waited sends the request. */
    wait_for("{\"jwks_url\":\"https://id.example/keys\",\"timeout_ms\":100}", nothing_happens, 1, 1100, 4000);
}

int main(void) {
    tokens_set_up();
    crowds();
    waits();
    tokens_tear_down();
    return report("crowds");
}
