#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 10000

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

/* What is left to read. */
typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

static void skip_space(cursor *c) {
    while (c->at < c->end && strchr(" \t\r\n", *c->at) != NULL && *c->at != '\0') c->at++;
}

static bool take(cursor *c, char byte) {
    if (c->at == c->end || *c->at != byte) return false;
    c->at++;
    return true;
}

/* With white space around it. */
static bool take_mark(cursor *c, char byte) {
    skip_space(c);
    bool taken = take(c, byte);
    skip_space(c);
    return taken;
}

static bool take_word(cursor *c, const char *word) {
    size_t len = strlen(word);
    if ((size_t)(c->end - c->at) < len || memcmp(c->at, word, len) != 0) return false;
    c->at += len;
    return true;
}

static bool take_digits(cursor *c) {
    const char *start = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9') c->at++;
    return c->at > start;
}

static bool take_number(cursor *c) {
    take(c, '-');
    if (!take(c, '0') && !take_digits(c)) return false;
    if (take(c, '.') && !take_digits(c)) return false;
    if (take(c, 'e') || take(c, 'E')) {
        if (!take(c, '+')) take(c, '-');
        return take_digits(c);
    }
    return true;
}

static int hex(const char *at, const char *end) {
    char digits[5] = {0};
    if (end - at < 4) return -1;
    memcpy(digits, at, 4);
    return strspn(digits, "0123456789abcdefABCDEF") == 4 ? (int)strtol(digits, NULL, 16) : -1;
}

static bool take_string(cursor *c) {
    if (!take(c, '"')) return false;
    while (c->at < c->end && *c->at != '"') {
        if ((unsigned char)*c->at < 0x20) return false;
        if (!take(c, '\\')) {
            c->at++;
        } else if (take(c, 'u')) {
            if (hex(c->at, c->end) < 0) return false;
            c->at += 4;
        } else if (c->at == c->end || *c->at == '\0' || strchr("\"\\/bfnrt", *c->at) == NULL) {
            return false;
        } else {
            c->at++;
        }
    }
    return take(c, '"');
}

static bool take_value(cursor *c, int depth);

static bool take_items(cursor *c, char close, int depth) {
    skip_space(c);
    if (take(c, close)) return true;
    do {
        if (close == '}' && (!take_string(c) || !take_mark(c, ':'))) return false;
        if (!take_value(c, depth + 1)) return false;
    } while (take_mark(c, ','));
    return take(c, close);
}

static bool take_value(cursor *c, int depth) {
    skip_space(c);
    if (c->at == c->end || depth > MAX_DEPTH) return false;
    switch (*c->at) {
    case '{': c->at++; return take_items(c, '}', depth);
    case '[': c->at++; return take_items(c, ']', depth);
    case '"': return take_string(c);
    case 't': return take_word(c, "true");
    case 'f': return take_word(c, "false");
    case 'n': return take_word(c, "null");
    default: return take_number(c);
    }
}

json json_parse(const char *data, size_t len) {
    cursor c = {data, data + len};
    skip_space(&c);
    const char *start = c.at;
    if (!take_value(&c, 0)) return (json){0};
    json value = {start, (size_t)(c.at - start)};
    skip_space(&c);
    return c.at == c.end ? value : (json){0};
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

bool json_next(json container, size_t *at, json *name, json *value) {
    char type = json_type(container);
    if (type != 'o' && type != 'a') return false;
    /* What was parsed once is valid, so that nothing below can fail but at the end. */
    cursor c = {container.data + (*at == 0 ? 1 : *at), container.data + container.len};
    take_mark(&c, ',');
    const char *start = c.at;
    *name = (json){0};
    if (type == 'o') {
        if (!take_string(&c)) return false;
        *name = (json){start, (size_t)(c.at - start)};
        take_mark(&c, ':');
        start = c.at;
    }
    if (!take_value(&c, 0)) return false;
    *value = (json){start, (size_t)(c.at - start)};
    *at = (size_t)(c.at - container.data);
    return true;
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
        unsigned point = (unsigned)hex(at, end);
        at += 4;
        if (point >= 0xd800 && point < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
            unsigned low = (unsigned)hex(at + 2, end);
            if (low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                at += 6;
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
