#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPACE " \t\r\n"

void buffer_add(buffer *to, const char *data, size_t len) {
    if (to->room - to->len < len + 1) {
        size_t room = to->room * 2 + len + 64;
        char *grown = realloc(to->data, room);
        if (grown == NULL) abort();
        to->data = grown;
        to->room = room;
    }
    if (len > 0) memcpy(to->data + to->len, data, len);
    to->len += len;
    to->data[to->len] = '\0';
}

void buffer_add_text(buffer *to, const char *text) { buffer_add(to, text, strlen(text)); }

void buffer_add_string(buffer *to, const char *data, size_t len) {
    buffer_add_text(to, "\"");
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)data[i];
        if (byte < 0x20 || byte == 0x7f) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", byte);
            buffer_add_text(to, escape);
        } else {
            if (byte == '"' || byte == '\\') buffer_add_text(to, "\\");
            buffer_add(to, &data[i], 1);
        }
    }
    buffer_add_text(to, "\"");
}

void buffer_free(buffer *to) {
    free(to->data);
    *to = (buffer){0};
}

static const char *skip(const char *at, const char *end, const char *marks) {
    while (at < end && memchr(marks, *at, strlen(marks)) != NULL) at++;
    return at;
}

/* Where the value ends that starts here; NULL if it does not. It is the writer's part that what is
 * between the brackets is JSON. */
static const char *value_end(const char *at, const char *end) {
    size_t depth = 0;
    bool simple = at < end && memchr("{[\"", *at, 3) == NULL;
    while (simple && at < end && memchr(",:]} \t\r\n", *at, 8) == NULL) at++;
    if (simple) return at;
    while (at < end) {
        char byte = *at++;
        if (byte == '{' || byte == '[') depth++;
        if (byte == '}' || byte == ']') depth--;
        if (byte == '"') {
            while (at < end && *at != '"') at += *at == '\\' ? 2 : 1;
            if (at++ >= end) return NULL;
        }
        if (depth == 0) return at;
    }
    return NULL;
}

json json_parse(const char *data, size_t len) {
    const char *start = skip(data, data + len, SPACE), *end = value_end(start, data + len);
    if (end == NULL || end == start || skip(end, data + len, SPACE) != data + len) return (json){0};
    return (json){start, (size_t)(end - start)};
}

char json_type(json value) {
    if (value.data == NULL) return 0;
    switch (*value.data) {
    case '{': return 'o';
    case '[': return 'a';
    case '"': return 's';
    case 't': return 't';
    case 'f': return 'f';
    case 'n': return 'z';
    default: return 'n';
    }
}

/* The next value between the brackets of a container. */
static bool next_value(json container, size_t *at, json *value) {
    const char *close = container.data + container.len - 1;
    const char *start = skip(container.data + *at, close, SPACE ",:"), *end = value_end(start, close);
    if (end == NULL || end == start) return false;
    *value = (json){start, (size_t)(end - start)};
    *at = (size_t)(end - container.data);
    return true;
}

bool json_next(json container, size_t *at, json *name, json *value) {
    char type = json_type(container);
    if (*at == 0) *at = 1;
    *name = (json){0};
    if (type == 'o' && (!next_value(container, at, name) || json_type(*name) != 's')) return false;
    return (type == 'o' || type == 'a') && next_value(container, at, value);
}

static bool is_named(json string, const char *name) {
    buffer text = {0};
    json_string(string, &text);
    bool same = text.len == strlen(name) && (text.len == 0 || memcmp(text.data, name, text.len) == 0);
    buffer_free(&text);
    return same;
}

json json_member(json object, const char *name) {
    json member, value;
    if (json_type(object) != 'o') return (json){0};
    for (size_t at = 0; json_next(object, &at, &member, &value);) {
        if (is_named(member, name)) return value;
    }
    return (json){0};
}

/* The four digits of an escape. */
static unsigned unit(const char **at, const char *end) {
    char digits[5] = {0};
    size_t count = end - *at < 4 ? (size_t)(end - *at) : 4;
    memcpy(digits, *at, count);
    *at += count;
    return (unsigned)strtoul(digits, NULL, 16) & 0xffff;
}

static void add_code_point(buffer *to, unsigned point) {
    static const unsigned starts[] = {0, 0x80, 0x800, 0x10000}, marks[] = {0, 0xc0, 0xe0, 0xf0};
    unsigned more = 3;
    while (point < starts[more]) more--;
    buffer_add(to, (const char[]){(char)(marks[more] | point >> 6 * more)}, 1);
    while (more-- > 0) buffer_add(to, (const char[]){(char)(0x80 | (point >> 6 * more & 0x3f))}, 1);
}

void json_string(json string, buffer *to) {
    buffer_add(to, "", 0);
    if (json_type(string) != 's') return;
    const char *at = string.data + 1;
    const char *end = string.data + string.len - 1;
    while (at < end) {
        const char *plain = at;
        while (at < end && *at != '\\') at++;
        buffer_add(to, plain, (size_t)(at - plain));
        if (at == end) return;
        char letter = at[1];
        at += 2;
        if (letter != 'u') {
            const char *from = "bfnrt";
            const char *known = strchr(from, letter);
            buffer_add(to, known == NULL ? &letter : &"\b\f\n\r\t"[known - from], 1);
            continue;
        }
        unsigned point = unit(&at, end);
        if (point >= 0xd800 && point < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
            const char *next = at + 2;
            unsigned low = unit(&next, end);
            if (low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                at = next;
            }
        }
        add_code_point(to, point);
    }
}

double json_number(json number) {
    buffer text = {0};
    buffer_add(&text, number.data, number.len);
    double value = strtod(text.data, NULL);
    buffer_free(&text);
    return value;
}
