/* The operations of LikeCoin's OAuth flow. */
#include "reply.h"

#include <string.h>

void op_authorize_url(reply *r) {
    jotkit_text request = OBJECT(r, r->request, "client_id", "scope", "redirect_uri", "state", "endpoint");
    jotkit_string *url = NULL, *state = NULL;
    if (!reply_done(r, jotkit_likecoin_authorize_url(request, &url, &state))) return;
    reply_begin(r);
    reply_add_string(r, "url", url);
    reply_add_string(r, "state", state);
    reply_end(r);
}

void op_parse_callback(reply *r) {
    jotkit_text url = reply_string(r, "url"), state = reply_string(r, "state");
    jotkit_string *code = NULL;
    if (r->ill_formed) return;
    reply_only_string(r, "code", jotkit_likecoin_parse_callback(url, state, &code), &code);
}

/* Adds a request as an object. */
static void add_request(reply *r, const jotkit_http_request *request) {
    jotkit_text body = jotkit_http_request_body(request);
    buffer_add_text(r->out, "{");
    reply_add_text(r, "method", jotkit_http_request_method(request));
    reply_add_text(r, "url", jotkit_http_request_url(request));
    reply_add_name(r, "headers");
    buffer_add_text(r->out, "{");
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        reply_add_text(r, jotkit_http_request_header_name(request, i).data,
                       jotkit_http_request_header_value(request, i));
    }
    buffer_add_text(r->out, "}");
    if (body.data != NULL) reply_add_text(r, "body", body);
    buffer_add_text(r->out, "}");
}

/* The answer of a call that makes a request. */
static void only_request(reply *r, jotkit_status status, jotkit_http_request **request) {
    if (!reply_done(r, status)) return;
    buffer_add_text(r->out, "\"ok\":");
    add_request(r, *request);
    jotkit_http_request_free(*request);
}

void op_token_request(reply *r) {
    jotkit_http_request *http = NULL;
    jotkit_text code = reply_string(r, "code"), client = OBJECT(r, r->request, "client_id", "client_secret", "redirect_uri", "endpoint");
    if (!r->ill_formed) only_request(r, jotkit_likecoin_token_request(client, code, &http), &http);
}

void op_refresh_request(reply *r) {
    jotkit_http_request *http = NULL;
    jotkit_text token = reply_string(r, "refresh_token"), client = OBJECT(r, r->request, "client_id", "client_secret", "endpoint");
    if (!r->ill_formed) only_request(r, jotkit_likecoin_refresh_request(client, token, &http), &http);
}

void op_parse_token_response(reply *r) {
    bool holds = json_type(json_member(r->request, "refresh_token")) != 0;
    jotkit_text body = reply_string(r, "body"), held = holds ? reply_string(r, "refresh_token") : JOTKIT_ABSENT;
    jotkit_string *tokens = NULL;
    uint16_t status = reply_http_status(json_member(r->request, "status"));
    if (!r->ill_formed) reply_whole(r, jotkit_likecoin_parse_token_response(status, body, held, &tokens), &tokens);
}

static const char *const reactions[] = {
    [JOTKIT_OAUTH_NEXT_DONE] = "done",
    [JOTKIT_OAUTH_NEXT_REAUTHORIZE] = "reauthorize",
    [JOTKIT_OAUTH_NEXT_FAILED] = "failed",
};

/* The result of a step; `given` is the reply that led to it. */
static void add_step(reply *r, json given, jotkit_status status, jotkit_oauth_step **step) {
    if (!reply_done(r, status)) return;
    jotkit_oauth_next next = jotkit_oauth_step_next(*step);
    jotkit_text store = jotkit_oauth_step_store(*step);
    if (next == JOTKIT_OAUTH_NEXT_WAIT) {
        reply_add_number(r, "wait", jotkit_oauth_step_refreshing_call(*step));
    } else if (next == JOTKIT_OAUTH_NEXT_SEND) {
        reply_add_name(r, "send");
        add_request(r, jotkit_oauth_step_request(*step));
    } else {
        reply_add_name(r, "done");
        buffer_add_text(r->out, "{");
        reply_add_number(r, "status", reply_http_status(json_member(given, "status")));
        reply_add_text(r, "reaction", JOTKIT_BYTES(reactions[next], strlen(reactions[next])));
        reply_add_text(r, "body", reply_text(r, json_member(given, "body")));
        buffer_add_text(r->out, "}");
    }
    if (store.data != NULL) {
        reply_add_name(r, "store");
        buffer_add(r->out, store.data, store.len);
    }
    jotkit_oauth_step_free(*step);
}

/* The number of a call. */
static uint64_t number_of(json value) { return (uint64_t)reply_whole_number(value); }

static void add_result(reply *r, jotkit_oauth_session *session, json step) {
    json call = json_member(step, "call"), given = json_member(step, "reply"), failed = json_member(step, "failed");
    json resume = json_member(step, "resume"), cancel = json_member(step, "cancel");
    json headers = json_member(json_type(call) == 'o' ? call : given, "headers");
    const void *list = NULL;
    size_t count = 0;
    uint64_t number;
    jotkit_oauth_step *next = NULL;
    if (json_type(headers) != 0 && !reply_list(r, headers, 'o', &list, &count)) return;
    if (json_type(call) == 'o') {
        jotkit_text method = reply_optional_text(r, json_member(call, "method"));
        jotkit_text url = reply_optional_text(r, json_member(call, "url"));
        jotkit_text body = reply_optional_text(r, json_member(call, "body"));
        add_step(r, given, jotkit_oauth_session_call(session, method, url, list, count, body, &number, &next), &next);
    } else if (json_type(given) == 'o') {
        uint16_t status = reply_http_status(json_member(given, "status"));
        jotkit_text body = reply_optional_text(r, json_member(given, "body"));
        number = number_of(json_member(given, "call"));
        add_step(r, given, jotkit_oauth_session_reply(session, number, status, list, count, body, &next), &next);
    } else if (json_type(failed) == 'o') {
        jotkit_text cause = reply_optional_text(r, json_member(failed, "cause"));
        reply_done(r, jotkit_oauth_session_failed(session, number_of(json_member(failed, "call")), cause));
    } else if (json_type(resume) == 'n') {
        add_step(r, given, jotkit_oauth_session_resume(session, number_of(resume), &next), &next);
    } else if (reply_done(r, jotkit_oauth_session_cancel(session, number_of(cancel)))) {
        buffer_add_text(r->out, "\"cancelled\":true");
    }
}

void op_oauth_session(reply *r) {
    OWNED(oauth_session) session = NULL;
    json client = json_member(r->request, "client"), tokens = json_member(r->request, "tokens");
    if (!reply_done(r, jotkit_oauth_session_new(JSON(client), JSON(tokens), &session))) return;
    json name, step;
    reply_begin(r);
    buffer_add_text(r->out, "\"results\":[");
    for (size_t at = 0; json_next(json_member(r->request, "steps"), &at, &name, &step);) {
        if (r->out->data[r->out->len - 1] != '[') buffer_add_text(r->out, ",");
        buffer_add_text(r->out, "{");
        add_result(r, session, step);
        buffer_add_text(r->out, "}");
        reply_drop(r);
    }
    buffer_add_text(r->out, "]");
    reply_end(r);
}
