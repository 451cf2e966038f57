/* What the operations of the subject share: reading a request, and writing its answer. */
#ifndef JOTKIT_TESTS_REPLY_H
#define JOTKIT_TESTS_REPLY_H

#include "json.h"

#include <jotkit.h>

/* The answer on its way. Everything that a request needs for a while is freed with it. */
typedef struct reply {
    json request;
    buffer *out;
    buffer scratch[16];
    size_t used;
    jotkit_key *key;
    jotkit_keyset *keyset;
} reply;

/* An empty buffer that lives as long as the reply. */
buffer *reply_scratch(reply *r);

/* A member of the request. */
json reply_member(reply *r, const char *name);
bool reply_has(reply *r, const char *name);
/* A member that must be a string. */
bool reply_get(reply *r, const char *name, buffer **text);
/* A number that may be left out: NULL then. */
bool reply_get_number(reply *r, const char *name, double *value, const double **place);
/* A JSON object of those members that are there, as they were written. */
buffer *reply_object(reply *r, json from, const char *const *names);
#define OBJECT(r, from, ...) reply_object(r, from, (const char *const[]){__VA_ARGS__, NULL})

/* Answers with the error of a failed call; true if the call did not fail. */
bool reply_done(reply *r, jotkit_status status);
/* Answers for what a C program could not even have compiled, or has to refuse itself. Always false. */
bool reply_ill_formed(reply *r);

/* The answer as an object, member by member. */
void reply_begin(reply *r);
void reply_end(reply *r);
void reply_add_name(reply *r, const char *name);
/* Takes a string of jotkit's, as a JSON string. */
void reply_add_string(reply *r, const char *name, jotkit_string *text);
/* Takes a string of jotkit's that is JSON text, as the value it is. */
void reply_add_json(reply *r, const char *name, jotkit_string *text);
/* The answer of a call that gives one string. */
void reply_only_string(reply *r, const char *name, jotkit_status status, jotkit_string **text);
/* The answer of a call that wrote it as an object. */
void reply_whole(reply *r, jotkit_status status, jotkit_string **text);

#endif
