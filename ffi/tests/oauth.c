/* LikeCoin's OAuth flow: the login, and sessions that refresh their tokens. */
#include "check.h"

#include <pthread.h>

#define CLIENT                                          \
    JOTKIT_TEXT("{\"client_id\":\"app\",\"client_secret\":\"s\"," \
                "\"redirect_uri\":\"https://a.example/cb\"}")
#define HELD JOTKIT_TEXT("{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"user\":\"u\"}")

/* The whole login; the server's part is played here. */
static void login(void) {
    jotkit_string *url = NULL, *state = NULL, *code = NULL, *tokens = NULL;
    jotkit_http_request *request = NULL;
    WORKS(jotkit_likecoin_authorize_url(
        JOTKIT_TEXT("{\"client_id\":\"app\",\"scope\":[\"read:like\"],\"redirect_uri\":\"https://a.example/cb\"}"), &url,
        &state));
    CHECK(contains(url, STRING(state).data) && STRING(state).len >= 22);
    char callback[200];
    snprintf(callback, sizeof callback, "https://a.example/cb?code=c%%2F1&state=%s", STRING(state).data);
    WORKS(jotkit_likecoin_parse_callback(CSTR(callback), STRING(state), &code));
    CHECK(is(code, "c/1"));
    WORKS(jotkit_likecoin_token_request(CLIENT, STRING(code), &request));
    CHECK(reads(jotkit_http_request_method(request), "POST"));
    CHECK(reads(jotkit_http_request_url(request), "https://api.like.co/oauth/access_token"));
    CHECK(strstr(jotkit_http_request_body(request).data, "code=c%2F1") != NULL);
    CHECK(jotkit_http_request_body(request).len == strlen(jotkit_http_request_body(request).data));
    CHECK(jotkit_http_request_header_count(request) == 2);
    CHECK(reads(jotkit_http_request_header_name(request, 0), "content-type"));
    CHECK(reads(jotkit_http_request_header_value(request, 0), "application/x-www-form-urlencoded"));
    CHECK(jotkit_http_request_header_name(request, 2).data == NULL);
    CHECK(jotkit_http_request_header_value(request, 2).data == NULL);
    jotkit_http_request_free(request);

    const jotkit_text none = JOTKIT_ABSENT, held = JOTKIT_TEXT("rt");
    RETURNS(JOTKIT_REQUEST_REFUSED,
            jotkit_likecoin_parse_token_response(400, JOTKIT_TEXT("INVALID"), none, &tokens));
    RETURNS(JOTKIT_RESPONSE_INVALID, jotkit_likecoin_parse_token_response(200, none, none, &tokens));
    WORKS(jotkit_likecoin_parse_token_response(200, JOTKIT_TEXT("{\"access_token\":\"at\"}"), none, &tokens));
    CHECK(is(tokens, "{\"access_token\":\"at\"}"));
    jotkit_string_free(tokens);
    WORKS(jotkit_likecoin_parse_token_response(200, JOTKIT_TEXT("{\"access_token\":\"at\"}"), held, &tokens));
    CHECK(is(tokens, "{\"access_token\":\"at\",\"refresh_token\":\"rt\"}"));
    jotkit_string_free(tokens);
    jotkit_string_free(code);
    jotkit_string_free(state);
    jotkit_string_free(url);
}

static jotkit_oauth_session *new_session(jotkit_text client, jotkit_text tokens) {
    jotkit_oauth_session *session = NULL;
    WORKS(jotkit_oauth_session_new(client, tokens, &session));
    return session;
}

/* Takes a step and frees it, if it is there, and returns what is to be done. */
static jotkit_oauth_next take(jotkit_status status, jotkit_oauth_step **step) {
    jotkit_oauth_next next = jotkit_oauth_step_next(*step);
    CHECK((status == JOTKIT_OK) == (next != JOTKIT_OAUTH_NEXT_NOTHING));
    CHECK((jotkit_oauth_step_request(*step) != NULL) == (next == JOTKIT_OAUTH_NEXT_SEND));
    jotkit_oauth_step_free(*step);
    *step = NULL;
    return next;
}

static jotkit_oauth_next begin(jotkit_oauth_session *session, uint64_t *call) {
    jotkit_oauth_step *step = NULL;
    return take(jotkit_oauth_session_call(session, JOTKIT_TEXT("GET"), JOTKIT_TEXT("/x"), NULL, 0, JOTKIT_ABSENT, call,
                                          &step),
                &step);
}

static jotkit_oauth_next answer(jotkit_oauth_session *session, uint64_t call, uint16_t status, const char *body) {
    jotkit_oauth_step *step = NULL;
    return take(jotkit_oauth_session_reply(session, call, status, NULL, 0, CSTR(body), &step), &step);
}

/* The token has expired: the tokens are refreshed and stored, and the call is sent again. */
static void refresh(void) {
    jotkit_oauth_session *session = new_session(CLIENT, HELD);
    jotkit_oauth_step *step = NULL;
    const jotkit_http_request *request;
    jotkit_string *tokens = NULL;
    uint64_t call = 0;
    const jotkit_header headers[] = {{JOTKIT_TEXT("X-Name"), JOTKIT_TEXT("value")}};
    const jotkit_text body = JOTKIT_TEXT("\0\xff");
    WORKS(jotkit_oauth_session_call(session, JOTKIT_TEXT("POST"), JOTKIT_TEXT("/x"), headers, 1, body, &call, &step));
    request = jotkit_oauth_step_request(step);
    CHECK(call == 1 && reads(jotkit_http_request_method(request), "POST"));
    CHECK(reads(jotkit_http_request_header_name(request, 0), "x-name"));
    CHECK(reads(jotkit_http_request_header_name(request, 1), "authorization"));
    CHECK(reads(jotkit_http_request_header_value(request, 1), "Bearer a1"));
    CHECK(jotkit_http_request_body(request).len == 2 && memcmp(jotkit_http_request_body(request).data, "\0\xff", 2) == 0);
    CHECK(jotkit_oauth_step_store(step).data == NULL);
    jotkit_oauth_step_free(step);

    CHECK(answer(session, call, 401, "TOKEN_EXPIRED") == JOTKIT_OAUTH_NEXT_SEND);
    const jotkit_text reply = JOTKIT_TEXT("{\"access_token\":\"a2\"}");
    const jotkit_header odd[] = {{JOTKIT_TEXT("X-Odd"), JOTKIT_TEXT("\xe9\x01")}};
    WORKS(jotkit_oauth_session_reply(session, call, 200, odd, 1, reply, &step));
    const char *now_held = "{\"access_token\":\"a2\",\"refresh_token\":\"r1\",\"user\":\"u\"}";
    CHECK(reads(jotkit_oauth_step_store(step), now_held));
    CHECK(reads(jotkit_http_request_header_value(jotkit_oauth_step_request(step), 1), "Bearer a2"));
    jotkit_oauth_step_free(step);
    WORKS(jotkit_oauth_session_tokens(session, &tokens));
    CHECK(is(tokens, now_held));
    jotkit_string_free(tokens);
    CHECK(answer(session, call, 200, "") == JOTKIT_OAUTH_NEXT_DONE);
    CHECK(answer(session, call, 200, "") == JOTKIT_OAUTH_NEXT_NOTHING);
    jotkit_oauth_session_free(session);
}

/* Calls that wait share the outcome of the refresh, and take it over if its call is cancelled. */
static void waiting(void) {
    jotkit_oauth_session *session = new_session(CLIENT, HELD);
    jotkit_oauth_step *step = NULL;
    uint64_t first, second, third;
    CHECK(begin(session, &first) == JOTKIT_OAUTH_NEXT_SEND && begin(session, &second) == JOTKIT_OAUTH_NEXT_SEND);
    CHECK(answer(session, first, 401, "LOGIN_NEEDED") == JOTKIT_OAUTH_NEXT_SEND);
    CHECK(answer(session, second, 401, "LOGIN_NEEDED") == JOTKIT_OAUTH_NEXT_WAIT);
    CHECK(begin(session, &third) == JOTKIT_OAUTH_NEXT_WAIT);
    WORKS(jotkit_oauth_session_resume(session, second, &step));
    CHECK(jotkit_oauth_step_refreshing_call(step) == first);
    CHECK(take(JOTKIT_OK, &step) == JOTKIT_OAUTH_NEXT_WAIT);
    WORKS(jotkit_oauth_session_cancel(session, first));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_oauth_session_cancel(session, first));
    WORKS(jotkit_oauth_session_resume(session, second, &step));
    CHECK(take(JOTKIT_OK, &step) == JOTKIT_OAUTH_NEXT_SEND);
    RETURNS(JOTKIT_REQUEST_REFUSED,
            jotkit_oauth_session_reply(session, second, 400, NULL, 0, JOTKIT_TEXT(" INVALID_CLIENT_CRED\n"), &step));
    CHECK(jotkit_last_error_http_status() == 400);
    CHECK(reads(jotkit_last_error_detail(), "INVALID_CLIENT_CRED"));
    RETURNS(JOTKIT_REQUEST_REFUSED, jotkit_oauth_session_resume(session, third, &step));
    CHECK(step == NULL);
    jotkit_oauth_session_free(session);
}

static void ends(void) {
    static const struct {
        const char *cause;
        jotkit_status status;
    } causes[] = {{"timeout", JOTKIT_SERVER_UNAVAILABLE},   {"network", JOTKIT_SERVER_UNAVAILABLE},
                  {"too_large", JOTKIT_RESPONSE_INVALID},   {"redirect", JOTKIT_RESPONSE_INVALID},
                  {"bad weather", JOTKIT_ARGUMENT_INVALID}, {"timeout", JOTKIT_SERVER_UNAVAILABLE}};
    jotkit_oauth_session *session = new_session(CLIENT, HELD);
    jotkit_oauth_step *step = NULL;
    const jotkit_header gzip[] = {{JOTKIT_TEXT("Content-Encoding"), JOTKIT_TEXT("gzip")}};
    uint64_t call = 0;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        CHECK(begin(session, &call) == JOTKIT_OAUTH_NEXT_SEND);
        RETURNS(causes[i].status, jotkit_oauth_session_failed(session, call, CSTR(causes[i].cause)));
        CHECK(jotkit_last_error_http_status() == 0 && jotkit_last_error_detail().data == NULL);
    }
    CHECK(begin(session, &call) == JOTKIT_OAUTH_NEXT_SEND);
    RETURNS(JOTKIT_RESPONSE_INVALID,
            jotkit_oauth_session_reply(session, call, 200, gzip, 1, JOTKIT_TEXT("x"), &step));
    CHECK(begin(session, &call) == JOTKIT_OAUTH_NEXT_SEND);
    /* A mistake of the program changes nothing: the reply can be handed in again. */
    RETURNS(JOTKIT_ARGUMENT_INVALID,
            jotkit_oauth_session_reply(session, call, 200, NULL, 0, JOTKIT_TEXT("x"), NULL));
    CHECK(answer(session, call, 403, "INSUFFICIENT_PERMISSION") == JOTKIT_OAUTH_NEXT_REAUTHORIZE);
    CHECK(begin(session, &call) == JOTKIT_OAUTH_NEXT_SEND && answer(session, call, 404, "") == JOTKIT_OAUTH_NEXT_FAILED);
    jotkit_oauth_session_free(session);
    session = NULL;
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_oauth_session_new(CLIENT, JOTKIT_TEXT("{\"access_token\":\"\"}"), &session));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_oauth_session_new(CLIENT, JOTKIT_TEXT("{\"access_token\":\"a\",\"x\":1}"), &session));
}

/* Where a call goes; NULL if it is refused. The first endpoint is the production service's. */
static void calls_stay_with_the_api(void) {
    const char *const endpoints[] = {"", ",\"endpoint\":\"http://localhost:1/base/\""};
    static const struct {
        int endpoint;
        const char *address, *called;
    } calls[] = {
        {0, "users/a:b?c=d#e", "https://api.like.co/users/a:b?c=d"},
        {0, "", "https://api.like.co/"},
        {0, "HTTPS://API.like.co:443/a", "https://api.like.co/a"},
        {0, "//evil.example/a", "https://api.like.co/evil.example/a"},
        {0, "@evil.example/a", "https://api.like.co/@evil.example/a"},
        {1, "a", "http://localhost:1/base/a"},
        {1, "http://localhost:1/a", "http://localhost:1/a"},
        {0, "https://evil.example/a", NULL},
        {0, "https:\\\\evil.example", NULL},
        {0, "https://api.like.co.evil.example/", NULL},
        {0, "https://api.like.co@evil.example/", NULL},
        {0, "https://api.like.co:8443/", NULL},
        {0, "http://api.like.co/", NULL},
        {0, " https://api.like.co/", NULL},
        {1, "http://localhost:2/a", NULL},
        {1, "https://api.like.co/a", NULL},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char client[200];
        snprintf(client, sizeof client, "{\"client_id\":\"c\",\"client_secret\":\"s\",\"redirect_uri\":\"https://a.example/\"%s}",
                 endpoints[calls[i].endpoint]);
        jotkit_oauth_session *session = new_session(CSTR(client), HELD);
        jotkit_oauth_step *step = NULL;
        uint64_t call = 0;
        RETURNS(calls[i].called == NULL ? JOTKIT_ARGUMENT_INVALID : JOTKIT_OK,
                jotkit_oauth_session_call(session, JOTKIT_TEXT("GET"), CSTR(calls[i].address), NULL, 0, JOTKIT_ABSENT,
                                          &call, &step));
        jotkit_text url = jotkit_http_request_url(jotkit_oauth_step_request(step));
        CHECK(calls[i].called == NULL ? url.data == NULL && call == 0 : reads(url, calls[i].called));
        jotkit_oauth_step_free(step);
        jotkit_oauth_session_free(session);
    }
}

/* Threads share a session, which refreshes once. */
enum { THREADS = 8, ROUNDS = 50 };

static int refreshes, stored;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t stepped = PTHREAD_COND_INITIALIZER;

typedef struct http_reply {
    uint16_t status;
    const char *body;
} http_reply;

/* Stores new tokens, and sends a request to a server for which the token `old` has expired. */
static http_reply send_request(const jotkit_oauth_step *step) {
    const jotkit_http_request *request = jotkit_oauth_step_request(step);
    size_t last = jotkit_http_request_header_count(request) - 1;
    bool refresh = strstr(jotkit_http_request_url(request).data, "/oauth/") != NULL;
    pthread_mutex_lock(&lock);
    refreshes += refresh;
    stored += jotkit_oauth_step_store(step).data != NULL;
    pthread_mutex_unlock(&lock);
    if (refresh) return (http_reply){200, "{\"access_token\":\"new\"}"};
    if (reads(jotkit_http_request_header_value(request, last), "Bearer new")) return (http_reply){200, "good"};
    return (http_reply){401, "TOKEN_EXPIRED"};
}

/* Whether a call of the API succeeds. */
static bool call_api(jotkit_oauth_session *session) {
    uint64_t call = 0;
    jotkit_oauth_step *step = NULL;
    /* snippet: session */
    jotkit_text method = JOTKIT_TEXT("GET"), url = JOTKIT_TEXT("/users/profile");
    jotkit_oauth_session_call(session, method, url, NULL, 0, JOTKIT_ABSENT, &call, &step);
    jotkit_oauth_next next;
    while ((next = jotkit_oauth_step_next(step)) == JOTKIT_OAUTH_NEXT_SEND ||
           next == JOTKIT_OAUTH_NEXT_WAIT) {
        jotkit_oauth_step *following = NULL;
        if (next == JOTKIT_OAUTH_NEXT_SEND) {
            /* A failure to send is handed in with jotkit_oauth_session_failed. */
            const http_reply reply = send_request(step);
            pthread_mutex_lock(&lock);
            jotkit_oauth_session_reply(session, call, reply.status, NULL, 0, CSTR(reply.body), &following);
            pthread_cond_broadcast(&stepped);
        } else {
            pthread_mutex_lock(&lock);
            jotkit_oauth_session_resume(session, call, &following);
            bool waits = jotkit_oauth_step_next(following) == JOTKIT_OAUTH_NEXT_WAIT;
            if (waits) pthread_cond_wait(&stepped, &lock);
        }
        pthread_mutex_unlock(&lock);
        jotkit_oauth_step_free(step);
        step = following;
    }
    /* NOTHING is an error, of which jotkit_last_error_message() says more. */
    jotkit_oauth_step_free(step);
    /* snippet end */
    return next == JOTKIT_OAUTH_NEXT_DONE;
}

static void *many_calls(void *session) {
    intptr_t wrong = 0;
    for (int i = 0; i < ROUNDS; i++) wrong += !call_api(session);
    return (void *)wrong;
}

static void threads(void) {
    jotkit_oauth_session *session =
        new_session(CLIENT, JOTKIT_TEXT("{\"access_token\":\"old\",\"refresh_token\":\"r1\"}"));
    pthread_t started[THREADS];
    for (size_t i = 0; i < THREADS; i++) CHECK(pthread_create(&started[i], NULL, many_calls, session) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(started[i], &wrong) == 0 && wrong == NULL);
    }
    CHECK(refreshes == 1 && stored == 1);
    jotkit_oauth_session_free(session);
}

int main(void) {
    login();
    refresh();
    waiting();
    ends();
    calls_stay_with_the_api();
    threads();
    return report("oauth");
}
