/*
 * JSON as slices of its text.
 *
 * Policies, keys and claims in requests must arrive at jotkit as they were written, with every
 * digit, escape and repeated member, which libraries that build values change. So a value is a
 * slice of the text, and only strings and numbers that are needed are decoded.
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

/* The value that a JSON text consists of; none if its brackets and quotes do not match. */
json json_parse(const char *data, size_t len);

/* 'o'bject, 'a'rray, 's'tring, 'n'umber, 't'rue, 'f'alse, 'z' for null; 0 for none. */
char json_type(json value);

/* The member of an object; none if it is not there. */
json json_member(json object, const char *name);

/* Steps through an array or an object; *at begins as 0. False at the end. */
bool json_next(json container, size_t *at, json *name, json *value);

/* Appends what a string holds, as UTF-8; half a surrogate pair becomes bytes that are not UTF-8. */
void json_string(json string, buffer *to);

double json_number(json number);

#endif
