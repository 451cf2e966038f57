/* What vectors cannot say of a session: bytes that are not text, a program's mistakes, and
   threads. */
#include "check.h"

#include <pthread.h>

#define CLIENT                                          \
    JOTKIT_TEXT("{\"client_id\":\"app\",\"client_secret\":\"s\"," \
                "\"redirect_uri\":\"https://a.example/cb\"}")
#define HELD JOTKIT_TEXT("{\"access_token\":\"old\",\"refresh_token\":\"r1\"}")

static jotkit_oauth_session *new_session(void) {
    jotkit_oauth_session *session = NULL;
    WORKS(jotkit_oauth_session_new(CLIENT, HELD, &session));
    return session;
}

/* Takes a step and frees it, and returns what is to be done. */
static jotkit_oauth_next take(jotkit_oauth_step **step) {
    jotkit_oauth_next next = jotkit_oauth_step_next(*step);
    CHECK((jotkit_oauth_step_request(*step) != NULL) == (next == JOTKIT_OAUTH_NEXT_SEND));
    jotkit_oauth_step_free(*step);
    *step = NULL;
    return next;
}

static void bytes(void) {
    OWNED(oauth_session) session = new_session();
    jotkit_oauth_step *step = NULL;
    uint64_t call = 0;
    const jotkit_text body = JOTKIT_TEXT("\0\xff");
    const jotkit_header odd[] = {{JOTKIT_TEXT("X-Odd"), JOTKIT_TEXT("\xe9\x01")}};
    WORKS(jotkit_oauth_session_call(session, JOTKIT_TEXT("POST"), JOTKIT_TEXT("/x"), NULL, 0, body, &call, &step));
    const jotkit_http_request *request = jotkit_oauth_step_request(step);
    CHECK(jotkit_http_request_body(request).len == 2 && memcmp(jotkit_http_request_body(request).data, "\0\xff", 2) == 0);
    /* No header has this index. */
    size_t count = jotkit_http_request_header_count(request);
    CHECK(count == 1 && jotkit_http_request_header_name(request, count).data == NULL);
    CHECK(jotkit_http_request_header_value(request, count).data == NULL);
    CHECK(jotkit_oauth_step_store(step).data == NULL);
    CHECK(take(&step) == JOTKIT_OAUTH_NEXT_SEND);
    WORKS(jotkit_oauth_session_reply(session, call, 200, odd, 1, body, &step));
    CHECK(take(&step) == JOTKIT_OAUTH_NEXT_DONE);
}

static void mistakes(void) {
    OWNED(oauth_session) session = new_session();
    jotkit_oauth_step *step = NULL;
    uint64_t call = 0;
    const jotkit_text method = JOTKIT_TEXT("GET"), url = JOTKIT_TEXT("/x"), refused = JOTKIT_TEXT("INVALID_CLIENT_CRED");
    WORKS(jotkit_oauth_session_call(session, method, url, NULL, 0, JOTKIT_ABSENT, &call, &step));
    CHECK(take(&step) == JOTKIT_OAUTH_NEXT_SEND);
    /* Without a place for the step nothing has changed: the reply can be handed in again. */
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_oauth_session_reply(session, call, 401, NULL, 0, JOTKIT_TEXT("TOKEN_EXPIRED"), NULL));
    WORKS(jotkit_oauth_session_reply(session, call, 401, NULL, 0, JOTKIT_TEXT("TOKEN_EXPIRED"), &step));
    CHECK(take(&step) == JOTKIT_OAUTH_NEXT_SEND);
    RETURNS(JOTKIT_REQUEST_REFUSED, jotkit_oauth_session_reply(session, call, 400, NULL, 0, refused, &step));
    CHECK(jotkit_last_error_http_status() == 400 && reads(jotkit_last_error_detail(), "INVALID_CLIENT_CRED"));
    /* The call is over, and the next error is without the details of the last one. */
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_oauth_session_cancel(session, call));
    CHECK(jotkit_last_error_http_status() == 0 && jotkit_last_error_detail().data == NULL);
    CHECK(step == NULL && take(&step) == JOTKIT_OAUTH_NEXT_NOTHING);
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
    jotkit_status status =
        jotkit_oauth_session_call(session, method, url, NULL, 0, JOTKIT_ABSENT, &call, &step);
    jotkit_oauth_next next;
    while ((next = jotkit_oauth_step_next(step)) == JOTKIT_OAUTH_NEXT_SEND ||
           next == JOTKIT_OAUTH_NEXT_WAIT) {
        jotkit_oauth_step *following = NULL;
        if (next == JOTKIT_OAUTH_NEXT_SEND) {
            /* A failure to send is handed in with jotkit_oauth_session_failed. */
            const http_reply reply = send_request(step);
            jotkit_text body = JOTKIT_BYTES(reply.body, strlen(reply.body));
            pthread_mutex_lock(&lock);
            status = jotkit_oauth_session_reply(session, call, reply.status, NULL, 0, body, &following);
            pthread_cond_broadcast(&stepped);
        } else {
            pthread_mutex_lock(&lock);
            status = jotkit_oauth_session_resume(session, call, &following);
            bool waits = jotkit_oauth_step_next(following) == JOTKIT_OAUTH_NEXT_WAIT;
            if (waits) pthread_cond_wait(&stepped, &lock);
        }
        pthread_mutex_unlock(&lock);
        jotkit_oauth_step_free(step);
        step = following;
    }
    /* After a failure there is no step; jotkit_last_error_message() says more. */
    jotkit_oauth_step_free(step);
    /* snippet end */
    return status == JOTKIT_OK && next == JOTKIT_OAUTH_NEXT_DONE;
}

static void *many_calls(void *session) {
    intptr_t wrong = 0;
    for (int i = 0; i < ROUNDS; i++) wrong += !call_api(session);
    return (void *)wrong;
}

static void threads(void) {
    OWNED(oauth_session) session = new_session();
    pthread_t started[THREADS];
    for (size_t i = 0; i < THREADS; i++) CHECK(pthread_create(&started[i], NULL, many_calls, session) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(started[i], &wrong) == 0 && wrong == NULL);
    }
    CHECK(refreshes == 1 && stored == 1);
}

int main(void) {
    bytes();
    mistakes();
    threads();
    return report("oauth");
}
