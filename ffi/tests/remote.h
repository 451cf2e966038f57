/* Keys behind a URL without a network: a server that is a function, and the tokens of its key.
 * _POSIX_C_SOURCE has to be defined before anything is included. */
#ifndef JOTKIT_TESTS_REMOTE_H
#define JOTKIT_TESTS_REMOTE_H

#include "check.h"

#include <pthread.h>
#include <time.h>

/* The pause after a failure is longer than any test, under valgrind too. */
#define SOURCE "{\"jwks_url\":\"https://id.example/keys\",\"backoff_ms\":60000}"
#define NONE JOTKIT_ABSENT

static jotkit_key *key, *other;
static jotkit_string *jwks, *good, *expired, *unknown;

static inline int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline void pause_ms(long ms) {
    const struct timespec span = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&span, NULL);
}

static inline jotkit_key *named_key(const char *kid) {
    OWNED(key) unnamed = NULL;
    jotkit_key *named = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &unnamed));
    WORKS(jotkit_key_with_kid(unnamed, CSTR(kid), &named));
    return named;
}

/* A server that answers one way and counts. */
typedef struct server {
    enum { GIVE, GIVE_TWICE, BE_BUSY, FAIL_BY, FAIL_BY_NOTHING, SAY_NOTHING, SAY_NO_STATUS, GIVE_NULL } mood;
    const char *cause;
    long delay;
    int asked;
    pthread_mutex_t lock;
} server;

#define SERVER {.lock = PTHREAD_MUTEX_INITIALIZER}

static inline jotkit_status fetch(const jotkit_http_request *request, jotkit_http_reply *reply, void *user_data) {
    server *s = user_data;
    const jotkit_header wait[] = {{JOTKIT_TEXT("Retry-After"), JOTKIT_TEXT("120")}};
    pthread_mutex_lock(&s->lock);
    s->asked++;
    pthread_mutex_unlock(&s->lock);
    CHECK(reads(jotkit_http_request_url(request), "https://id.example/keys"));
    pause_ms(s->delay);
    switch (s->mood) {
    case GIVE: return jotkit_http_reply_give(reply, 200, NULL, 0, STRING(jwks));
    case GIVE_TWICE:
        WORKS(jotkit_http_reply_fail(reply, JOTKIT_TEXT("tls")));
        return jotkit_http_reply_give(reply, 200, NULL, 0, STRING(jwks));
    case BE_BUSY: return jotkit_http_reply_give(reply, 429, wait, 1, NONE);
    case FAIL_BY: return jotkit_http_reply_fail(reply, CSTR(s->cause));
    /* The status of a call that failed, though there was an answer before. */
    case FAIL_BY_NOTHING:
        WORKS(jotkit_http_reply_give(reply, 200, NULL, 0, STRING(jwks)));
        return jotkit_http_reply_fail(reply, JOTKIT_TEXT("boredom"));
    case SAY_NOTHING: return JOTKIT_OK;
    case SAY_NO_STATUS: return -5;
    case GIVE_NULL: return jotkit_http_reply_give(reply, 200, NULL, 3, STRING(jwks));
    }
    return JOTKIT_INTERNAL;
}

static inline jotkit_remote_keys *new_keys(const char *options) {
    jotkit_remote_keys *made = NULL;
    WORKS(jotkit_remote_keys_new(CSTR(options), &made));
    return made;
}

static inline jotkit_remote_verifier *new_remote(const jotkit_remote_keys *keys) {
    jotkit_remote_verifier *made = NULL;
    WORKS(jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{}"), &made));
    return made;
}

static inline jotkit_status verify(const jotkit_remote_verifier *verifier, const jotkit_string *token, server *s) {
    OWNED(string) claims = NULL;
    jotkit_status status =
        jotkit_remote_verifier_verify(verifier, STRING(token), NULL, (jotkit_fetcher){fetch, s}, &claims);
    CHECK((status == JOTKIT_OK) == contains(claims, "\"sub\":\"u1\""));
    return status;
}

/* Whether the status of the keys has this in it. */
static inline bool shows(const jotkit_remote_keys *keys, const char *expected) {
    OWNED(string) status = NULL;
    WORKS(jotkit_remote_keys_status(keys, NONE, now_ms(), &status));
    return contains(status, expected);
}

static inline bool changes(jotkit_status status, jotkit_string **change, const char *expected) {
    WORKS(status);
    bool found = contains(*change, expected);
    jotkit_string_free(*change);
    *change = NULL;
    return found;
}

/* Keys that were fetched some seconds ago, when they were to live for ten minutes. */
static inline jotkit_remote_keys *keys_of_age(int64_t seconds) {
    jotkit_remote_keys *keys = new_keys(SOURCE);
    OWNED(string) step = NULL;
    jotkit_string *change = NULL;
    int64_t then = now_ms() - seconds * 1000;
    WORKS(jotkit_remote_keys_ask(keys, JOTKIT_TEXT("{}"), then, &step));
    CHECK(contains(step, "\"lease\":1"));
    CHECK(changes(jotkit_remote_keys_answer(keys, 1, 200, NULL, 0, STRING(jwks), then, 0, &change), &change, "replaced"));
    return keys;
}

static inline jotkit_remote_turn *take(const jotkit_remote_verifier *verifier, const jotkit_string *token, int64_t at,
                                jotkit_remote_next next) {
    jotkit_remote_turn *turn = NULL;
    WORKS(jotkit_remote_verifier_turn(verifier, STRING(token), at, &turn));
    CHECK(jotkit_remote_turn_next(turn) == next);
    return turn;
}

static inline void tokens_set_up(void) {
    key = named_key("k1");
    other = named_key("k2");
    OWNED(keyset) keyset = NULL;
    WORKS(jotkit_keyset_new((const jotkit_key *const[]){key}, 1, &keyset));
    WORKS(jotkit_keyset_to_public_jwks(keyset, &jwks));
    good = sign(key, "{}", "{\"sub\":\"u1\",\"exp\":4000000000}");
    expired = sign(key, "{}", "{\"sub\":\"u1\",\"exp\":1000000000}");
    unknown = sign(other, "{}", "{\"sub\":\"u1\",\"exp\":4000000000}");
}

static inline void tokens_tear_down(void) {
    jotkit_string *const strings[] = {jwks, good, expired, unknown};
    for (size_t i = 0; i < 4; i++) jotkit_string_free(strings[i]);
    jotkit_key_free(key);
    jotkit_key_free(other);
}

#endif
