/* Keys of identity providers that were started for this, honest and not, over HTTP with libcurl:
 *
 *     providers ../../tests/stand_ins/jwks.py
 */
#define _POSIX_C_SOURCE 200809L
#include "../examples/curl_fetcher.h"
#include "started.h"

#include <pthread.h>
#include <time.h>

#define NONE JOTKIT_ABSENT

static jotkit_key *old_key, *new_key;
static jotkit_string *old_jwks, *new_jwks, *old_token, *new_token;
static int port;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sets a provider's state, or reads what it counts if there is none to set. */
static page control(const char *provider, const char *state) {
    char url[128];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/control/%s", port, provider);
    return visit(url, state);
}

static int requests(const char *provider) {
    page counted = control(provider, NULL);
    int jwks = -1;
    const char *at = strstr(counted.text, "\"jwks\": ");
    CHECK(at != NULL && sscanf(at, "\"jwks\": %d", &jwks) == 1);
    return jwks;
}

/* Keys of a provider, which is made with the old key and a mode; `more` are further options. */
static jotkit_remote_keys *keys_of(const char *provider, const char *mode, const char *more) {
    jotkit_remote_keys *keys = NULL;
    char text[256];
    snprintf(text, sizeof text, "{\"mode\":\"%s\"}", mode);
    control(provider, STRING(old_jwks).data);
    control(provider, text);
    snprintf(text, sizeof text, "{\"jwks_url\":\"http://127.0.0.1:%d/%s/jwks\"%s}", port, provider, more);
    WORKS(jotkit_remote_keys_new(CSTR(text), &keys));
    return keys;
}

static jotkit_remote_verifier *verifier_of(const jotkit_remote_keys *keys) {
    jotkit_remote_verifier *verifier = NULL;
    WORKS(jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{}"), &verifier));
    return verifier;
}

static jotkit_status verify(const jotkit_remote_verifier *verifier, jotkit_text token) {
    OWNED(string) claims = NULL;
    CURL *curl = curl_easy_init();
    jotkit_status status =
        jotkit_remote_verifier_verify(verifier, token, NULL, (jotkit_fetcher){fetch_with_curl, curl}, &claims);
    CHECK((status == JOTKIT_OK) == contains(claims, "\"sub\":\"u1\""));
    curl_easy_cleanup(curl);
    return status;
}

static void *verify_old(void *verifier) { return (void *)(intptr_t)verify(verifier, STRING(old_token)); }

/* How many threads of some were refused. */
static int refused_of(size_t threads, jotkit_remote_verifier *verifier) {
    pthread_t running[50];
    int refused = 0;
    for (size_t i = 0; i < threads; i++) CHECK(pthread_create(&running[i], NULL, verify_old, verifier) == 0);
    for (size_t i = 0; i < threads; i++) {
        void *status = NULL;
        CHECK(pthread_join(running[i], &status) == 0);
        refused += status != NULL;
    }
    return refused;
}

static void cold_start(void) {
    OWNED(remote_keys) keys = keys_of("cold", "ok", "");
    OWNED(remote_verifier) verifier = verifier_of(keys);
    control("cold", "{\"delay\":0.2}");
    CHECK(refused_of(50, verifier) == 0 && requests("cold") == 1);
}

static void random_kids(void) {
    OWNED(remote_keys) keys = keys_of("flood", "ok", "");
    OWNED(remote_verifier) verifier = verifier_of(keys);
    WORKS(verify(verifier, STRING(old_token)));
    for (int i = 0; i < 300; i++) {
        OWNED(key) named = NULL;
        char kid[32];
        snprintf(kid, sizeof kid, "random-%d", i);
        WORKS(jotkit_key_with_kid(new_key, CSTR(kid), &named));
        OWNED(string) token = sign(named, "{}", "{\"sub\":\"u1\",\"exp\":4000000000}");
        RETURNS(JOTKIT_KEY_UNKNOWN, verify(verifier, STRING(token)));
    }
    CHECK(requests("flood") <= 3);
    WORKS(verify(verifier, STRING(old_token)));
}

static void rotation(void) {
    OWNED(remote_keys) keys = keys_of("rotates", "ok", "");
    OWNED(remote_verifier) verifier = verifier_of(keys);
    WORKS(verify(verifier, STRING(old_token)));
    control("rotates", STRING(new_jwks).data);
    WORKS(verify(verifier, STRING(new_token)));
    RETURNS(JOTKIT_KEY_UNKNOWN, verify(verifier, STRING(old_token)));
    page counted = control("rotates", NULL);
    CHECK(strstr(counted.text, "\"cache-control\": \"no-cache\"") != NULL);
}

/* Keys whose lifetime has ended, when the provider does not give them any more. */
static void outages(void) {
    static const char *const modes[] = {"status", "hang", "close"};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        OWNED(remote_keys) keys = keys_of(modes[i], modes[i], ",\"timeout_ms\":1000,\"backoff_ms\":60000");
        OWNED(remote_verifier) verifier = verifier_of(keys);
        OWNED(string) step = NULL, *change = NULL, *status = NULL;
        int64_t then = now_ms() - 700 * 1000;
        WORKS(jotkit_remote_keys_ask(keys, JOTKIT_TEXT("{}"), then, &step));
        WORKS(jotkit_remote_keys_answer(keys, 1, 200, NULL, 0, STRING(old_jwks), then, 0, &change));
        CHECK(refused_of(50, verifier) == 0 && requests(modes[i]) == 1);
        WORKS(jotkit_remote_keys_status(keys, NONE, now_ms(), &status));
        CHECK(contains(status, "\"state\":\"stale\""));
        control(modes[i], "{\"mode\":\"ok\"}");
    }
}

static void misbehaviour(void) {
    static const struct { const char *mode, *cause; bool late; } cases[] = {
        {"hang", "timeout", true}, {"drip", "timeout", true}, {"redirect", "redirect", false},
        {"huge", "too_large", false}, {"not_json", "malformed", false}, {"close", "network", false},
        {"status", "status", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(remote_keys) keys = keys_of("misbehaves", cases[i].mode, ",\"timeout_ms\":1000");
        OWNED(remote_verifier) verifier = verifier_of(keys);
        OWNED(string) status = NULL;
        char shown[64];
        snprintf(shown, sizeof shown, "\"last_error\":\"%s\"", cases[i].cause);
        int64_t start = now_ms();
        RETURNS(JOTKIT_KEYS_UNAVAILABLE, verify(verifier, STRING(old_token)));
        int64_t took = now_ms() - start;
        CHECK(jotkit_last_error_retry_at() > start);
        CHECK(took < 3000 && (!cases[i].late || took >= 990));
        WORKS(jotkit_remote_keys_status(keys, NONE, now_ms(), &status));
        if (!contains(status, shown)) FAIL("%s: %s\n", cases[i].mode, STRING(status).data);
    }
    /* The page that a redirect names was not asked for. */
    CHECK(requests("misbehaves-elsewhere") == 0);
}

static void discovery(void) {
    static const struct { const char *mode; jotkit_status status; } cases[] = {
        {"ok", JOTKIT_OK}, {"wrong_issuer", JOTKIT_KEYS_UNAVAILABLE},
    };
    for (size_t i = 0; i < 2; i++) {
        jotkit_remote_keys_free(keys_of("issuer", cases[i].mode, ""));
        OWNED(remote_keys) keys = NULL;
        char options[128];
        snprintf(options, sizeof options, "{\"issuer\":\"http://127.0.0.1:%d/issuer\"}", port);
        WORKS(jotkit_remote_keys_new(CSTR(options), &keys));
        OWNED(remote_verifier) verifier = verifier_of(keys);
        RETURNS(cases[i].status, verify(verifier, STRING(old_token)));
    }
}

static void snapshots(void) {
    OWNED(remote_keys) keys = keys_of("snapshot", "ok", "");
    CURL *curl = curl_easy_init();
    OWNED(string) snapshot = NULL, *change = NULL;
    WORKS(jotkit_remote_keys_warm(keys, NONE, (jotkit_fetcher){fetch_with_curl, curl}));
    WORKS(jotkit_remote_keys_export(keys, &snapshot));
    OWNED(remote_keys) later = keys_of("snapshot", "close", ""), *another = keys_of("other", "ok", "");
    OWNED(remote_verifier) verifier = verifier_of(later);
    WORKS(jotkit_remote_keys_seed(later, STRING(snapshot), now_ms()));
    WORKS(verify(verifier, STRING(old_token)));
    CHECK(requests("snapshot") == 1);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_remote_keys_seed(another, STRING(snapshot), now_ms()));

    /* The refresh of a set that came with an ETag is answered by 304. */
    control("snapshot", "{\"mode\":\"ok\"}");
    int64_t soon = jotkit_remote_keys_wake_at(later, now_ms());
    OWNED(remote_turn) turn = NULL;
    WORKS(jotkit_remote_verifier_turn(verifier, STRING(old_token), soon, &turn));
    const jotkit_http_request *request = jotkit_remote_turn_request(turn);
    CHECK(request != NULL);
    page seen = {.len = 0};
    struct curl_slist *headers = NULL;
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        char line[256];
        snprintf(line, sizeof line, "%s: %s", jotkit_http_request_header_name(request, i).data,
                 jotkit_http_request_header_value(request, i).data);
        headers = curl_slist_append(headers, line);
    }
    long status = 0;
    curl_easy_setopt(curl, CURLOPT_URL, jotkit_http_request_url(request).data);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_page);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &seen);
    CHECK(curl_easy_perform(curl) == CURLE_OK);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    CHECK(status == 304);
    uint64_t lease = jotkit_remote_turn_lease(turn);
    WORKS(jotkit_remote_keys_answer(later, lease, (uint16_t)status, NULL, 0, NONE, soon, 0, &change));
    CHECK(contains(change, "\"change\":\"unchanged\""));
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}

static jotkit_string *make(const char *kid, jotkit_key **key, jotkit_string **jwks) {
    OWNED(key) unnamed = NULL;
    OWNED(keyset) keyset = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &unnamed));
    WORKS(jotkit_key_with_kid(unnamed, CSTR(kid), key));
    WORKS(jotkit_keyset_new((const jotkit_key *const[]){*key}, 1, &keyset));
    WORKS(jotkit_keyset_to_public_jwks(keyset, jwks));
    return sign(*key, "{}", "{\"sub\":\"u1\",\"exp\":4000000000}");
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    started server = start(arguments[1], NULL);
    CHECK(sscanf(server.line, "{\"port\": %d}", &port) == 1);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    old_token = make("old", &old_key, &old_jwks);
    new_token = make("new", &new_key, &new_jwks);
    cold_start();
    random_kids();
    rotation();
    outages();
    misbehaviour();
    discovery();
    snapshots();
    jotkit_string *const strings[] = {old_jwks, new_jwks, old_token, new_token};
    for (size_t i = 0; i < 4; i++) jotkit_string_free(strings[i]);
    jotkit_key_free(old_key);
    jotkit_key_free(new_key);
    curl_global_cleanup();
    end(&server);
    return report("providers");
}
