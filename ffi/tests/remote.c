/* What vectors cannot say of keys behind a URL: turns, fetchers, settings. Nothing is sent. */
#define _POSIX_C_SOURCE 200809L
#include "remote.h"

/* An event loop without a loop. */
static void turns(void) {
    OWNED(remote_keys) keys = new_keys(SOURCE);
    OWNED(remote_verifier) verifier = new_remote(keys);
    const int64_t at = now_ms();
    OWNED(remote_turn) first = take(verifier, good, at, JOTKIT_REMOTE_NEXT_FETCH);
    OWNED(remote_turn) second = take(verifier, good, at, JOTKIT_REMOTE_NEXT_WAIT);
    OWNED(string) header = NULL, *claims = NULL;
    jotkit_string *change = NULL;
    const jotkit_http_request *request = jotkit_remote_turn_request(first);
    CHECK(reads(jotkit_http_request_method(request), "GET") && jotkit_http_request_body(request).data == NULL);
    CHECK(reads(jotkit_http_request_header_name(request, 0), "accept"));
    CHECK(jotkit_http_request_timeout_ms(request) == 5000 && jotkit_http_request_max_bytes(request) == 524288);
    CHECK(jotkit_remote_turn_lease(first) == 1 && jotkit_remote_turn_until(first) == 0);
    CHECK(jotkit_remote_turn_request(second) == NULL && jotkit_remote_turn_lease(second) == 0);
    CHECK(jotkit_remote_turn_until(second) == at + 6000);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_remote_turn_verdict(first, &header, &claims));
    CHECK(header == NULL && claims == NULL && jotkit_remote_turn_next(NULL) == JOTKIT_REMOTE_NEXT_NOTHING);

    CHECK(jotkit_remote_keys_wake_at(keys, at) == 0);
    CHECK(changes(jotkit_remote_keys_failed(keys, 7, JOTKIT_TEXT("timeout"), at, 0, &change), &change, "ignored"));
    CHECK(changes(jotkit_remote_keys_answer(keys, 1, 200, NULL, 0, STRING(jwks), at, 0, &change), &change, "replaced"));
    CHECK(jotkit_remote_keys_wake_at(keys, at) == at + 480000);

    OWNED(remote_turn) third = take(verifier, good, at, JOTKIT_REMOTE_NEXT_DECIDED);
    WORKS(jotkit_remote_turn_verdict(third, &header, &claims));
    CHECK(contains(header, "\"kid\":\"k1\"") && contains(claims, "\"sub\":\"u1\""));
    CHECK(jotkit_remote_turn_request(third) == NULL);

    /* One verdict carries the refresh, also if the token is refused, and others do not wait. */
    OWNED(remote_turn) ageing = take(verifier, expired, at + 480000, JOTKIT_REMOTE_NEXT_DECIDED);
    OWNED(remote_turn) next = take(verifier, good, at + 480000, JOTKIT_REMOTE_NEXT_DECIDED);
    jotkit_string *none = NULL;
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_remote_turn_verdict(ageing, &none, &none));
    CHECK(none == NULL && reads(jotkit_last_error_claim(), "exp"));
    CHECK(jotkit_remote_turn_request(ageing) != NULL && jotkit_remote_turn_lease(ageing) == 2);
    CHECK(jotkit_remote_turn_request(next) == NULL);
    CHECK(changes(jotkit_remote_keys_failed(keys, 2, JOTKIT_TEXT("network"), at + 480000, 0, &change), &change,
                  "\"cause\":\"network\""));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_remote_keys_failed(keys, 2, JOTKIT_TEXT("status"), at, 0, &change));

    OWNED(remote_turn) expecting = NULL;
    const jotkit_text nonce = JOTKIT_TEXT("{\"nonce\":\"n\"}");
    WORKS(jotkit_remote_verifier_turn_expecting(verifier, STRING(good), nonce, at, &expecting));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_remote_turn_verdict(expecting, &none, &none));
    CHECK(reads(jotkit_last_error_claim(), "nonce"));
}

/* What an event loop has sent and has no reply to. */
static uint64_t sent;

static void send_later(const jotkit_http_request *request, uint64_t lease) {
    CHECK(sent == 0 && reads(jotkit_http_request_url(request), "https://id.example/keys"));
    sent = lease;
}

/* Begins or goes on; `decided` says whether the status is the verdict. */
static jotkit_status go_on(jotkit_remote_verifier *verifier, jotkit_text token, bool *decided) {
    OWNED(string) header = NULL, *claims = NULL;
    /* snippet: turn */
    jotkit_remote_turn *turn = NULL;
    jotkit_status status = jotkit_remote_verifier_turn(verifier, token, now_ms(), &turn);
    const jotkit_http_request *request = jotkit_remote_turn_request(turn);
    /* Its reply goes to jotkit_remote_keys_answer with the lease. */
    if (request != NULL) send_later(request, jotkit_remote_turn_lease(turn));
    /* Otherwise there is another turn after the reply. */
    *decided = jotkit_remote_turn_next(turn) == JOTKIT_REMOTE_NEXT_DECIDED;
    if (*decided) status = jotkit_remote_turn_verdict(turn, &header, &claims);
    jotkit_remote_turn_free(turn);
    /* snippet end */
    CHECK((status == JOTKIT_OK && *decided) == contains(claims, "\"sub\":\"u1\""));
    return status;
}

static void event_loop(void) {
    OWNED(remote_keys) keys = new_keys(SOURCE);
    OWNED(remote_verifier) verifier = new_remote(keys);
    jotkit_string *change = NULL;
    bool decided = true;
    WORKS(go_on(verifier, STRING(good), &decided));
    CHECK(!decided && sent == 1);
    WORKS(go_on(verifier, STRING(good), &decided));
    CHECK(!decided && sent == 1);
    CHECK(changes(jotkit_remote_keys_answer(keys, sent, 200, NULL, 0, STRING(jwks), now_ms(), 0, &change), &change, "replaced"));
    sent = 0;
    WORKS(go_on(verifier, STRING(good), &decided));
    CHECK(decided && sent == 0);
    RETURNS(JOTKIT_TOKEN_EXPIRED, go_on(verifier, STRING(expired), &decided));
    CHECK(decided && sent == 0);
}

static void fetchers(void) {
    static const struct { int mood; const char *cause, *shown; } failing[] = {
        {FAIL_BY, "timeout", "timeout"}, {FAIL_BY, "tls", "tls"}, {FAIL_BY, "too_large", "too_large"},
        {FAIL_BY, "redirect", "redirect"}, {FAIL_BY_NOTHING, "", "network"}, {SAY_NOTHING, "", "network"},
        {SAY_NO_STATUS, "", "network"}, {GIVE_NULL, "", "network"}, {BE_BUSY, "", "status"},
    };
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        OWNED(remote_keys) keys = new_keys(SOURCE);
        OWNED(remote_verifier) verifier = new_remote(keys);
        server s = {.mood = failing[i].mood, .cause = failing[i].cause, .lock = PTHREAD_MUTEX_INITIALIZER};
        char shown[64];
        snprintf(shown, sizeof shown, "\"last_error\":\"%s\"", failing[i].shown);
        int64_t before = now_ms();
        RETURNS(JOTKIT_KEYS_UNAVAILABLE, verify(verifier, good, &s));
        int64_t retry_at = jotkit_last_error_retry_at();
        CHECK(shows(keys, shown) && retry_at >= before + (s.mood == BE_BUSY ? 120000 : 60000));
        /* The pause holds for every call, and the time is in the last error only. */
        RETURNS(JOTKIT_KEYS_UNAVAILABLE, jotkit_remote_keys_warm(keys, NONE, (jotkit_fetcher){fetch, &s}));
        CHECK(jotkit_last_error_retry_at() == retry_at && s.asked == 1);
        jotkit_keyset *none = NULL;
        RETURNS(JOTKIT_KEYS_UNAVAILABLE, jotkit_remote_keys_key_set(keys, NONE, now_ms(), &none));
        CHECK(jotkit_last_error_retry_at() == 0 && none == NULL);
    }
    for (int mood = GIVE; mood <= GIVE_TWICE; mood++) {
        jotkit_remote_keys *keys = new_keys(SOURCE);
        OWNED(remote_verifier) verifier = new_remote(keys);
        server s = {.mood = mood, .lock = PTHREAD_MUTEX_INITIALIZER};
        WORKS(jotkit_remote_keys_warm(keys, NONE, (jotkit_fetcher){fetch, &s}));
        /* Its verifiers keep them. */
        jotkit_remote_keys_free(keys);
        WORKS(verify(verifier, good, &s));
        RETURNS(JOTKIT_TOKEN_EXPIRED, verify(verifier, expired, &s));
        CHECK(s.asked == 1);
    }
}

static void settings(void) {
    OWNED(remote_keys) keys = new_keys(SOURCE);
    OWNED(remote_verifier) verifier = new_remote(keys);
    jotkit_remote_keys *no_keys = NULL;
    jotkit_remote_verifier *no_verifier = NULL;
    jotkit_string *none = NULL;
    const jotkit_text wrong[] = {JOTKIT_TEXT("{}"), JOTKIT_TEXT("{\"issuer\":\"\"}"), JOTKIT_TEXT("{\"issuers\":[]}"),
                                 JOTKIT_TEXT("{\"jwks_url\":null}"), JOTKIT_TEXT("{\"jwks_url\":\"http://id.example\"}")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_remote_keys_new(wrong[i], &no_keys));
    }
    RETURNS(JOTKIT_POLICY_INVALID, jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{\"audience\":\"\"}"), &no_verifier));
    RETURNS(JOTKIT_POLICY_INVALID,
            jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{\"algorithms\":[\"HS256\"]}"), &no_verifier));
    CHECK(no_keys == NULL && no_verifier == NULL);
    /* Without a function nothing was asked, so that no lease is out. */
    RETURNS(JOTKIT_ARGUMENT_INVALID,
            jotkit_remote_verifier_verify(verifier, STRING(good), NULL, (jotkit_fetcher){NULL, NULL}, &none));
    jotkit_remote_turn_free(take(verifier, good, now_ms(), JOTKIT_REMOTE_NEXT_FETCH));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_remote_keys_seed(keys, JOTKIT_TEXT("{}"), now_ms()));

    OWNED(remote_keys) several =
        new_keys("{\"issuers\":[{\"issuer\":\"https://id.example\",\"jwks_url\":\"https://id.example/keys\"}]}");
    server s = SERVER;
    const jotkit_fetcher fetcher = {fetch, &s};
    RETURNS(JOTKIT_ISSUER_REFUSED, jotkit_remote_keys_warm(several, JOTKIT_TEXT("https://other.example"), fetcher));
    WORKS(jotkit_remote_keys_warm(several, JOTKIT_TEXT("https://id.example"), fetcher));
    WORKS(jotkit_remote_keys_warm(several, NONE, fetcher));
    CHECK(s.asked == 1);
}

/* The refresh comes after the verdict, which it does not change. */
static void refreshes(void) {
    static const struct { int64_t age; int mood; const char *state; } cases[] = {
        {479, FAIL_BY, "fresh"}, {500, GIVE, "fresh"}, {500, FAIL_BY, "ageing"}, {700, FAIL_BY, "stale"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(remote_keys) keys = keys_of_age(cases[i].age);
        OWNED(remote_verifier) verifier = new_remote(keys);
        server s = {.mood = cases[i].mood, .cause = "timeout", .lock = PTHREAD_MUTEX_INITIALIZER};
        char state[32];
        snprintf(state, sizeof state, "\"state\":\"%s\"", cases[i].state);
        for (int round = 0; round < 5; round++) {
            WORKS(verify(verifier, good, &s));
            RETURNS(JOTKIT_TOKEN_EXPIRED, verify(verifier, expired, &s));
        }
        CHECK(s.asked == (i == 0 ? 0 : 1) && shows(keys, state));
    }
    OWNED(remote_keys) gone = keys_of_age(600 + 86400);
    OWNED(remote_verifier) verifier = new_remote(gone);
    server s = {.mood = FAIL_BY, .cause = "timeout", .lock = PTHREAD_MUTEX_INITIALIZER};
    RETURNS(JOTKIT_KEYS_UNAVAILABLE, verify(verifier, good, &s));
}

static void snapshots(void) {
    OWNED(remote_keys) keys = keys_of_age(1), *later = new_keys(SOURCE);
    OWNED(remote_verifier) verifier = new_remote(later);
    OWNED(string) snapshot = NULL, *events = NULL;
    OWNED(keyset) held = NULL;
    server s = SERVER;
    WORKS(jotkit_remote_keys_export(keys, &snapshot));
    WORKS(jotkit_remote_keys_seed(later, STRING(snapshot), now_ms()));
    WORKS(verify(verifier, good, &s));
    CHECK(s.asked == 0);
    WORKS(jotkit_remote_keys_key_set(later, NONE, now_ms(), &held));
    CHECK(jotkit_keyset_len(held) == 1);
    WORKS(jotkit_remote_keys_events(keys, &events));
    CHECK(contains(events, "\"event\":\"fetched\""));
    jotkit_string_free(events);
    WORKS(jotkit_remote_keys_events(keys, &events));
    CHECK(is(events, "[]"));
    /* For a key that a fresh set lacks there are two requests at most. */
    for (int i = 0; i < 20; i++) RETURNS(JOTKIT_KEY_UNKNOWN, verify(verifier, unknown, &s));
    CHECK(s.asked == 2);
}

int main(void) {
    tokens_set_up();
    CHECK(jotkit_last_error_retry_at() == 0);
    turns();
    event_loop();
    fetchers();
    settings();
    refreshes();
    snapshots();
    tokens_tear_down();
    return report("remote");
}
