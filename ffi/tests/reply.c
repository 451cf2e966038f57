#include "reply.h"

#include <stdlib.h>
#include <string.h>

buffer *reply_scratch(reply *r) {
    if (r->used == sizeof r->scratch / sizeof *r->scratch) abort();
    return &r->scratch[r->used++];
}

static void fail(reply *r, const char *code, const char *kind, const char *claim, size_t claim_len) {
    buffer_add_text(r->out, "\"error\":{\"code\":\"");
    buffer_add_text(r->out, code);
    buffer_add_text(r->out, "\",\"kind\":\"");
    buffer_add_text(r->out, kind);
    buffer_add_text(r->out, "\"");
    if (claim != NULL) {
        buffer_add_text(r->out, ",\"claim\":");
        buffer_add_string(r->out, claim, claim_len);
    }
    buffer_add_text(r->out, "}");
}

bool reply_ill_formed(reply *r) {
    fail(r, jotkit_status_code(JOTKIT_ARGUMENT_INVALID), jotkit_status_kind(JOTKIT_ARGUMENT_INVALID), NULL, 0);
    return false;
}

bool reply_done(reply *r, jotkit_status status) {
    if (status == JOTKIT_OK) return true;
    size_t len;
    const char *claim = jotkit_last_error_claim(&len);
    fail(r, jotkit_status_code(status), jotkit_status_kind(status), claim, len);
    return false;
}

json reply_member(reply *r, const char *name) { return json_member(r->request, name); }

bool reply_has(reply *r, const char *name) { return json_type(reply_member(r, name)) != 0; }

bool reply_get(reply *r, const char *name, buffer **text) {
    json value = reply_member(r, name);
    if (json_type(value) != 's') return reply_ill_formed(r);
    *text = reply_scratch(r);
    json_string(value, *text);
    return true;
}

bool reply_get_number(reply *r, const char *name, double *value, const double **place) {
    json number = reply_member(r, name);
    *place = NULL;
    if (json_type(number) == 0) return true;
    if (json_type(number) != 'n') return reply_ill_formed(r);
    *value = json_number(number);
    *place = value;
    return true;
}

buffer *reply_object(reply *r, json from, const char *const *names) {
    buffer *object = reply_scratch(r);
    buffer_add_text(object, "{");
    for (; *names != NULL; names++) {
        json value = json_member(from, *names);
        if (json_type(value) == 0) continue;
        if (object->len > 1) buffer_add_text(object, ",");
        buffer_add_string(object, *names, strlen(*names));
        buffer_add_text(object, ":");
        buffer_add(object, value.data, value.len);
    }
    buffer_add_text(object, "}");
    return object;
}

void reply_begin(reply *r) { buffer_add_text(r->out, "\"ok\":{"); }

void reply_end(reply *r) { buffer_add_text(r->out, "}"); }

void reply_add_name(reply *r, const char *name) {
    if (r->out->data[r->out->len - 1] != '{') buffer_add_text(r->out, ",");
    buffer_add_string(r->out, name, strlen(name));
    buffer_add_text(r->out, ":");
}

void reply_add_string(reply *r, const char *name, jotkit_string *text) {
    reply_add_name(r, name);
    buffer_add_string(r->out, jotkit_string_data(text), jotkit_string_len(text));
    jotkit_string_free(text);
}

/* On one line, whatever white space the token has: a line break in strict JSON is only ever that. */
void reply_add_json(reply *r, const char *name, jotkit_string *text) {
    const char *data = jotkit_string_data(text);
    reply_add_name(r, name);
    for (size_t i = 0; i < jotkit_string_len(text); i++) {
        bool breaks = data[i] == '\n' || data[i] == '\r';
        buffer_add(r->out, breaks ? " " : &data[i], 1);
    }
    jotkit_string_free(text);
}

void reply_only_string(reply *r, const char *name, jotkit_status status, jotkit_string **text) {
    if (!reply_done(r, status)) return;
    reply_begin(r);
    reply_add_string(r, name, *text);
    reply_end(r);
}

void reply_whole(reply *r, jotkit_status status, jotkit_string **text) {
    if (!reply_done(r, status)) return;
    buffer_add_text(r->out, "\"ok\":");
    buffer_add(r->out, jotkit_string_data(*text), jotkit_string_len(*text));
    jotkit_string_free(*text);
}
