/* What the operations of the subject share: reading a request, and writing its answer. */
#ifndef JOTKIT_TESTS_REPLY_H
#define JOTKIT_TESTS_REPLY_H

#include "json.h"
#include "owned.h"

/* A request and its answer. What the request needs for a while is freed with it. */
typedef struct reply {
    json request;
    buffer *out;
    buffer kept[16];
    size_t kept_count;
    double numbers[2];
    size_t number_count;
    /* Whether a member was not what it must be; then the answer says so. */
    bool ill_formed;
    jotkit_key *key;
    jotkit_keyset *keyset;
} reply;

/* Frees the texts of the request that were read so far, or everything. */
void reply_drop(reply *r);
void reply_free(reply *r);

/* The JSON text of a value. */
#define JSON(value) JOTKIT_BYTES((value).data, (value).len)

/* The content of a JSON string, which lives as long as the reply. */
jotkit_text reply_text(reply *r, json string);
/* The content of a JSON string; absent for anything else. */
jotkit_text reply_optional_text(reply *r, json value);
/* A whole number; 0 for anything else. */
int64_t reply_whole_number(json value);
/* The bytes of a string of hexadecimal digits. */
bool reply_hex(reply *r, json string, jotkit_text *decoded);
/* A member that must be a string. */
jotkit_text reply_string(reply *r, const char *name);
/* The place of a number that may be left out, or NULL. */
const double *reply_number(reply *r, const char *name);
/* An HTTP status; 0 for what does not fit. */
uint16_t reply_http_status(json value);
/* The strings of an array, or the names and the strings of an object in turn. */
bool reply_list(reply *r, json container, char type, const void **list, size_t *count);
/* A JSON object of those members that are there, as they were written. */
jotkit_text reply_object(reply *r, json from, const char *const *names);
#define OBJECT(r, from, ...) reply_object(r, from, (const char *const[]){__VA_ARGS__, NULL})

/* Answers with the error of a failed call; true if the call did not fail. */
bool reply_done(reply *r, jotkit_status status);
/* Answers for what a C program has to refuse itself, or cannot compile. Always false. */
bool reply_ill_formed(reply *r);

/* The answer as an object, member by member. */
void reply_begin(reply *r);
void reply_end(reply *r);
void reply_add_name(reply *r, const char *name);
void reply_add_number(reply *r, const char *name, uint64_t number);
void reply_add_text(reply *r, const char *name, jotkit_text text);
/* Adds a string of jotkit's as a JSON string, and frees it. */
void reply_add_string(reply *r, const char *name, jotkit_string *string);
/* Adds a string of jotkit's that is JSON, and frees it. */
void reply_add_json(reply *r, const char *name, jotkit_string *string);
/* Adds a list of objects, of each the named members that it has. */
void reply_add_rows(reply *r, const char *name, json list, const char *const *names);
#define ROWS(r, name, list, ...) \
    reply_add_rows(r, name, list, (const char *const[]){__VA_ARGS__, NULL})
/* Adds bytes as hexadecimal digits. */
void reply_add_hex(reply *r, const char *name, jotkit_text bytes);
/* The answer of a call that makes one string. */
void reply_only_string(reply *r, const char *name, jotkit_status status, jotkit_string **string);
/* The answer of a call that makes it as an object. */
void reply_whole(reply *r, jotkit_status status, jotkit_string **string);

/* Reads the request's key, or its key set if the operation takes one. */
bool reply_key(reply *r, bool set_too);

/* The operations, which are named after the "op" of their requests. */
#define OPERATIONS(X) \
    X(verify) X(sign) X(peek) X(explain) X(challenge) X(jws_sign) X(jws_verify) X(key_info) \
    X(key_export) X(keyset_info) X(livelike_sign) X(livelike_verify) \
    X(likecoin_signing_key) X(likecoin_sign) X(likecoin_verify) X(likecoin_read) \
    X(scope_allows) X(authorize_url) X(parse_callback) X(token_request) X(refresh_request) \
    X(parse_token_response) X(oauth_session) X(authorization_token) X(remote_keys)
#define DECLARE(name) void op_##name(reply *r);
OPERATIONS(DECLARE)

#endif
