/*
 * JSON as slices of its text.
 *
 * The requests of the subject carry policies, keys and claims whose every digit, escape and repeated member
 * has to arrive at jotkit as it was written; libraries that build values round numbers and drop repeated members.
 * So a value stays the slice of text it was, and only strings and numbers that are needed are decoded.
 */
#ifndef JOTKIT_TESTS_JSON_H
#define JOTKIT_TESTS_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* The text of one JSON value, without white space around it. data is NULL if there is none. */
typedef struct json {
    const char *data;
    size_t len;
} json;

/* Bytes that grow; always terminated. */
typedef struct buffer {
    char *data;
    size_t len;
    size_t room;
} buffer;

void buffer_add(buffer *to, const char *data, size_t len);
void buffer_add_text(buffer *to, const char *text);
/* Adds a JSON string with these bytes of UTF-8 in it. */
void buffer_add_string(buffer *to, const char *data, size_t len);
void buffer_free(buffer *to);

/* The one value of a text; none if it is not valid JSON (RFC 8259) or has something else around it. */
json json_parse(const char *data, size_t len);

/* 'o'bject, 'a'rray, 's'tring, 'n'umber, 't'rue, 'f'alse, 'z' for null; 0 for none. */
char json_type(json value);

/* The member of an object; none if it is not there. */
json json_member(json object, const char *name);

/* Steps through the items of an array or the members of an object; *at begins as 0. False at the end. */
bool json_next(json container, size_t *at, json *name, json *value);

/* Appends what a string holds, as UTF-8; half a surrogate pair becomes bytes that are not UTF-8. */
void json_string(json string, buffer *to);

double json_number(json number);

/* Whether two values are the same: members in any order, numbers by their value. */
bool json_equal(json left, json right);

#endif
