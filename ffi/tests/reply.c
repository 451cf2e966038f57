#include "reply.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static buffer *keep(reply *r) {
    if (r->kept_count == sizeof r->kept / sizeof *r->kept) abort();
    return &r->kept[r->kept_count++];
}

void reply_drop(reply *r) {
    while (r->kept_count > 0) buffer_free(&r->kept[--r->kept_count]);
    r->ill_formed = false;
}

void reply_free(reply *r) {
    reply_drop(r);
    jotkit_key_free(r->key);
    jotkit_keyset_free(r->keyset);
}

bool reply_ill_formed(reply *r) {
    if (r->ill_formed) return false;
    r->ill_formed = true;
    buffer_add_text(r->out, "\"error\":{\"code\":\"argument_invalid\",\"kind\":\"usage\"}");
    return false;
}

bool reply_done(reply *r, jotkit_status status) {
    if (status == JOTKIT_OK) return true;
    jotkit_text claim = jotkit_last_error_claim(), detail = jotkit_last_error_detail();
    const char *code = jotkit_status_code(status), *kind = jotkit_status_kind(status);
    buffer_add_text(r->out, "\"error\":{");
    reply_add_text(r, "code", JOTKIT_BYTES(code, strlen(code)));
    reply_add_text(r, "kind", JOTKIT_BYTES(kind, strlen(kind)));
    if (claim.data != NULL) reply_add_text(r, "claim", claim);
    if (jotkit_last_error_http_status() != 0) reply_add_number(r, "status", jotkit_last_error_http_status());
    if (detail.data != NULL) reply_add_text(r, "detail", detail);
    buffer_add_text(r->out, "}");
    return false;
}

jotkit_text reply_text(reply *r, json string) {
    buffer *text = keep(r);
    json_string(string, text);
    return JSON(*text);
}

jotkit_text reply_optional_text(reply *r, json value) {
    return json_type(value) == 's' ? reply_text(r, value) : JOTKIT_ABSENT;
}

int64_t reply_whole_number(json value) { return json_type(value) == 'n' ? (int64_t)json_number(value) : 0; }

bool reply_hex(reply *r, json string, jotkit_text *decoded) {
    if (json_type(string) != 's') return reply_ill_formed(r);
    *decoded = reply_text(r, string);
    /* In place. */
    char *bytes = (char *)(uintptr_t)decoded->data;
    for (size_t i = 0; i < decoded->len; i += 2) {
        char digits[3] = {bytes[i], i + 1 < decoded->len ? bytes[i + 1] : '\0', '\0'};
        if (strspn(digits, "0123456789abcdefABCDEF") != 2) return reply_ill_formed(r);
        bytes[i / 2] = (char)strtoul(digits, NULL, 16);
    }
    decoded->len /= 2;
    return true;
}

jotkit_text reply_string(reply *r, const char *name) {
    json value = json_member(r->request, name);
    if (json_type(value) != 's') reply_ill_formed(r);
    return reply_text(r, value);
}

const double *reply_number(reply *r, const char *name) {
    json number = json_member(r->request, name);
    if (json_type(number) == 0) return NULL;
    if (json_type(number) != 'n') reply_ill_formed(r);
    double *place = &r->numbers[r->number_count++];
    *place = json_number(number);
    return place;
}

uint16_t reply_http_status(json value) {
    double number = json_type(value) == 'n' ? json_number(value) : 0;
    return number >= 0 && number <= UINT16_MAX && number == (uint16_t)number ? (uint16_t)number : 0;
}

bool reply_list(reply *r, json container, char type, const void **list, size_t *count) {
    if (json_type(container) != type) return reply_ill_formed(r);
    /* The strings one after the other, then where each of them is. */
    buffer *strings = keep(r), *texts = keep(r);
    json name, value;
    for (int pass = 0; pass < 2; pass++) {
        size_t start = 0;
        *count = strings->len = 0;
        for (size_t at = 0; json_next(container, &at, &name, &value); ++*count) {
            if (json_type(value) != 's') return reply_ill_formed(r);
            for (int part = type == 'o' ? 0 : 1; part < 2; part++) {
                json_string(part == 0 ? name : value, strings);
                jotkit_text text = JOTKIT_BYTES(strings->data + start, strings->len - start);
                start = strings->len;
                if (pass == 1) buffer_add(texts, (const char *)&text, sizeof text);
            }
        }
    }
    *list = texts->data;
    return true;
}

static void add_object(buffer *to, json from, const char *const *names) {
    const char *comma = "";
    buffer_add_text(to, "{");
    for (; *names != NULL; names++) {
        json value = json_member(from, *names);
        if (json_type(value) == 0) continue;
        buffer_add_text(to, comma);
        comma = ",";
        buffer_add_string(to, *names, strlen(*names));
        buffer_add_text(to, ":");
        buffer_add(to, value.data, value.len);
    }
    buffer_add_text(to, "}");
}

jotkit_text reply_object(reply *r, json from, const char *const *names) {
    buffer *object = keep(r);
    add_object(object, from, names);
    return JSON(*object);
}

void reply_begin(reply *r) { buffer_add_text(r->out, "\"ok\":{"); }

void reply_end(reply *r) { buffer_add_text(r->out, "}"); }

void reply_add_name(reply *r, const char *name) {
    if (r->out->data[r->out->len - 1] != '{') buffer_add_text(r->out, ",");
    buffer_add_string(r->out, name, strlen(name));
    buffer_add_text(r->out, ":");
}

void reply_add_number(reply *r, const char *name, uint64_t number) {
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    reply_add_name(r, name);
    buffer_add_text(r->out, digits);
}

void reply_add_text(reply *r, const char *name, jotkit_text text) {
    reply_add_name(r, name);
    buffer_add_string(r->out, text.data, text.len);
}

void reply_add_string(reply *r, const char *name, jotkit_string *string) {
    reply_add_text(r, name, jotkit_string_text(string));
    jotkit_string_free(string);
}

/* On one line: the only line breaks in strict JSON are white space. */
void reply_add_json(reply *r, const char *name, jotkit_string *string) {
    jotkit_text text = jotkit_string_text(string);
    reply_add_name(r, name);
    for (size_t i = 0; i < text.len; i++) {
        bool breaks = text.data[i] == '\n' || text.data[i] == '\r';
        buffer_add(r->out, breaks ? " " : &text.data[i], 1);
    }
    jotkit_string_free(string);
}

void reply_add_rows(reply *r, const char *name, json list, const char *const *names) {
    const char *comma = "";
    json none, row;
    reply_add_name(r, name);
    buffer_add_text(r->out, "[");
    for (size_t at = 0; json_next(list, &at, &none, &row); comma = ",") {
        buffer_add_text(r->out, comma);
        add_object(r->out, row, names);
    }
    buffer_add_text(r->out, "]");
}

void reply_add_hex(reply *r, const char *name, jotkit_text bytes) {
    reply_add_name(r, name);
    buffer_add_text(r->out, "\"");
    for (size_t i = 0; i < bytes.len; i++) {
        char digits[3];
        snprintf(digits, sizeof digits, "%02x", (unsigned char)bytes.data[i]);
        buffer_add_text(r->out, digits);
    }
    buffer_add_text(r->out, "\"");
}

void reply_only_string(reply *r, const char *name, jotkit_status status, jotkit_string **string) {
    if (!reply_done(r, status)) return;
    reply_begin(r);
    reply_add_string(r, name, *string);
    reply_end(r);
}

void reply_whole(reply *r, jotkit_status status, jotkit_string **string) {
    if (!reply_done(r, status)) return;
    buffer_add_text(r->out, "\"ok\":");
    buffer_add_text(r->out, jotkit_string_text(*string).data);
    jotkit_string_free(*string);
}
