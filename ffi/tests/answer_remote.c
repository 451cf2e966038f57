/* Keys behind a URL: a script of steps. */
#include "reply.h"

#include <stdlib.h>
#include <string.h>

/* The keys of a script. Lease numbers go on after a restart. */
typedef struct script {
    json options;
    jotkit_remote_keys *keys;
    /* The leases that earlier keys handed out, and all. */
    uint64_t before, leases;
    /* What each step exported; NULL for most. */
    jotkit_string **exported;
    size_t steps;
} script;

/* A step of `ask`, whose lease is counted through the whole script. */
static bool add_asked(reply *r, script *s, json ask, int64_t at) {
    OWNED(string) made = NULL;
    json name, value;
    if (!reply_done(r, jotkit_remote_keys_ask(s->keys, JSON(ask), at, &made))) return false;
    json step = json_parse(jotkit_string_text(made).data, jotkit_string_text(made).len);
    buffer_add_text(r->out, "{");
    for (size_t i = 0; json_next(step, &i, &name, &value);) {
        jotkit_text member = reply_text(r, name);
        if (strcmp(member.data, "lease") == 0) {
            s->leases = s->before + (uint64_t)reply_whole_number(value);
            reply_add_number(r, "lease", s->leases);
        } else {
            reply_add_name(r, member.data);
            buffer_add(r->out, value.data, value.len);
        }
    }
    buffer_add_text(r->out, "}");
    return true;
}

/* Adds JSON of jotkit's. */
static bool add_whole(reply *r, jotkit_status status, jotkit_string **made) {
    if (!reply_done(r, status)) return false;
    buffer_add_text(r->out, jotkit_string_text(*made).data);
    jotkit_string_free(*made);
    return true;
}

static bool add_changed(reply *r, script *s, json step, json answer, int64_t at) {
    json headers = json_member(answer, "headers");
    jotkit_text cause = reply_optional_text(r, json_member(answer, "failed"));
    jotkit_text body = reply_optional_text(r, json_member(answer, "body"));
    uint32_t jitter = (uint32_t)reply_whole_number(json_member(step, "jitter"));
    uint64_t lease = (uint64_t)reply_whole_number(json_member(answer, "lease"));
    /* 0 is a lease that was never handed out. */
    lease = lease > s->before ? lease - s->before : 0;
    const void *list = NULL;
    size_t count = 0;
    jotkit_string *made = NULL;
    if (cause.data != NULL) {
        return add_whole(r, jotkit_remote_keys_failed(s->keys, lease, cause, at, jitter, &made), &made);
    }
    if (json_type(headers) != 0 && !reply_list(r, headers, 'o', &list, &count)) return false;
    uint16_t status = reply_http_status(json_member(answer, "status"));
    return add_whole(r, jotkit_remote_keys_answer(s->keys, lease, status, list, count, body, at, jitter, &made), &made);
}

static bool add_seeded(reply *r, script *s, json seed, int64_t at) {
    size_t of = (size_t)reply_whole_number(json_member(seed, "of"));
    jotkit_text text = reply_optional_text(r, seed);
    if (text.data == NULL) {
        if (of >= s->steps || s->exported[of] == NULL) return reply_ill_formed(r);
        text = jotkit_string_text(s->exported[of]);
    }
    buffer_add_text(r->out, "{");
    reply_done(r, jotkit_remote_keys_seed(s->keys, text, at));
    buffer_add_text(r->out, "}");
    return true;
}

static bool add_exported(reply *r, script *s) {
    jotkit_string **kept = &s->exported[s->steps];
    if (!reply_done(r, jotkit_remote_keys_export(s->keys, kept))) return false;
    buffer_add_text(r->out, "{");
    reply_add_text(r, "text", jotkit_string_text(*kept));
    buffer_add_text(r->out, "}");
    return true;
}

static bool restart(reply *r, script *s) {
    jotkit_remote_keys_free(s->keys);
    s->keys = NULL;
    s->before = s->leases;
    return reply_done(r, jotkit_remote_keys_new(JSON(s->options), &s->keys));
}

static bool add_result(reply *r, script *s, json step) {
    int64_t at = reply_whole_number(json_member(step, "at"));
    json ask = json_member(step, "ask"), answer = json_member(step, "answer"), seed = json_member(step, "seed");
    if (json_type(ask) == 'o') return add_asked(r, s, ask, at);
    if (json_type(answer) == 'o') return add_changed(r, s, step, answer, at);
    if (json_type(seed) != 0) return add_seeded(r, s, seed, at);
    if (json_type(json_member(step, "status")) == 't') {
        jotkit_string *made = NULL;
        jotkit_text issuer = reply_optional_text(r, json_member(step, "iss"));
        return add_whole(r, jotkit_remote_keys_status(s->keys, issuer, at, &made), &made);
    }
    if (json_type(json_member(step, "export")) == 't') return add_exported(r, s);
    int64_t wake_at = 0;
    if (json_type(json_member(step, "wake_at")) == 't') {
        wake_at = jotkit_remote_keys_wake_at(s->keys, at);
    } else if (json_type(json_member(step, "restart")) != 't') {
        return reply_ill_formed(r);
    } else if (!restart(r, s)) {
        return false;
    }
    buffer_add_text(r->out, "{");
    if (wake_at != 0) reply_add_number(r, "wake_at", (uint64_t)wake_at);
    buffer_add_text(r->out, "}");
    return true;
}

/* Adds the results of all steps; false if one failed, which then is an error alone in `to`. */
static bool add_results(reply *r, script *s, buffer *to) {
    buffer *all = r->out;
    json steps = json_member(r->request, "steps"), name, step;
    for (size_t at = 0; json_next(steps, &at, &name, &step); s->steps++) {
        s->exported = realloc(s->exported, (s->steps + 1) * sizeof *s->exported);
        if (s->exported == NULL) abort();
        s->exported[s->steps] = NULL;
        to->len = 0;
        r->out = to;
        bool done = add_result(r, s, step);
        r->out = all;
        if (!done) return false;
        buffer_add_text(all, s->steps > 0 ? "," : "");
        buffer_add(all, to->data, to->len);
        reply_drop(r);
    }
    return true;
}

void op_remote_keys(reply *r) {
    script s = {.options = json_member(r->request, "options")};
    if (!reply_done(r, jotkit_remote_keys_new(JSON(s.options), &s.keys))) return;
    size_t start = r->out->len;
    buffer last = {0};
    buffer_add_text(r->out, "\"ok\":{\"results\":[");
    if (add_results(r, &s, &last)) {
        buffer_add_text(r->out, "]}");
    } else {
        r->out->len = start;
        buffer_add(r->out, last.data, last.len);
    }
    buffer_free(&last);
    for (size_t i = 0; i < s.steps; i++) jotkit_string_free(s.exported[i]);
    free(s.exported);
    jotkit_remote_keys_free(s.keys);
}
