/* jotkit itself. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <jotkit.h>
#include <string.h>

typedef struct context {
    jotkit_signer *signer;
    jotkit_verifier *verifier;
    jotkit_text text;
} context;

static jotkit_text text(const char *string) { return JOTKIT_BYTES(string, strlen(string)); }

static bool take(jotkit_status status, jotkit_string *made, char **given) {
    if (status != JOTKIT_OK) return false;
    if (given != NULL) *given = strdup(jotkit_string_text(made).data);
    jotkit_string_free(made);
    return true;
}

static bool verify(void *argument, char **given) {
    const context *c = argument;
    jotkit_string *claims = NULL;
    jotkit_status status = jotkit_verifier_verify(c->verifier, c->text, NULL, &claims);
    return take(status, claims, given);
}

static bool sign(void *argument, char **given) {
    const context *c = argument;
    jotkit_string *token = NULL;
    jotkit_status status = jotkit_signer_sign(c->signer, c->text, NULL, &token);
    return take(status, token, given);
}

const char *bench_jotkit(const bench_task *task, bench_operation *made) {
    context *c = bench_allocate(sizeof *c);
    c->text = text(task->text);
    json_t *policy = json_pack("{s:s, s:s}", "issuer", task->issuer, "audience", task->audience);
    if (task->cached) json_object_set_new(policy, "cache", json_integer(1000));
    const char *policy_text = json_dumps(policy, JSON_COMPACT);
    const char *options = json_dumps(json_pack("{s:s}", "alg", task->algorithm), JSON_COMPACT);

    jotkit_key *key = NULL;
    jotkit_status status = jotkit_key_from_jwk(text(task->key), text(options), &key);
    if (status == JOTKIT_OK) {
        status = task->sign ? jotkit_signer_new(key, JOTKIT_TEXT("{}"), &c->signer)
                            : jotkit_verifier_new(key, text(policy_text), &c->verifier);
    }
    if (status != JOTKIT_OK) return jotkit_last_error_message().data;
    *made = (bench_operation){task->sign ? sign : verify, c};
    return NULL;
}
