/* That a case does what it says, judged by its output once, before anything is measured. */
#include "bench.h"

#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static jotkit_text text(const char *string) { return JOTKIT_BYTES(string, strlen(string)); }

static bool starts(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

/* The claims that a token carries. */
static json_t *carried(const char *token) {
    jotkit_string *header = NULL, *payload = NULL;
    if (jotkit_token_peek(text(token), &header, &payload) != JOTKIT_OK) return NULL;
    json_t *claims = json_loads(jotkit_string_text(payload).data, 0, NULL);
    jotkit_string_free(header);
    jotkit_string_free(payload);
    return claims;
}

/* Whether jotkit takes a fresh token for what it should be. */
static bool verifies(const bench *b, const char *algorithm, const char *token) {
    bool secret = strcmp(algorithm, "HS256") == 0, held = false;
    char *jwk = bench_jwk(b, algorithm, secret ? "jwk" : "public_jwk");
    json_t *options = json_pack("{s:s}", "alg", algorithm), *policy = json_pack("{s:s}", "audience", b->audience);
    char *key_options = json_dumps(options, 0), *policy_text = json_dumps(policy, 0);
    jotkit_key *key = NULL;
    jotkit_verifier *verifier = NULL;
    jotkit_string *claims = NULL;
    held = jotkit_key_from_jwk(text(jwk), text(key_options), &key) == JOTKIT_OK &&
           jotkit_verifier_new(key, text(policy_text), &verifier) == JOTKIT_OK &&
           jotkit_verifier_verify(verifier, text(token), NULL, &claims) == JOTKIT_OK;
    jotkit_string_free(claims);
    jotkit_verifier_free(verifier);
    jotkit_key_free(key);
    free(key_options);
    free(policy_text);
    json_decref(options);
    json_decref(policy);
    free(jwk);
    return held;
}

static bool equal(json_t *one, json_t *other) { return one != NULL && other != NULL && json_equal(one, other); }

bool bench_holds(const bench *b, const bench_case *c) {
    char *output = NULL;
    c->operation(c->context, &output);
    if (starts(c->work, "refuse-")) {
        free(output);
        return output == NULL;
    }
    if (output == NULL) return false;
    json_t *expected, *got;
    bool held = true;
    if (starts(c->work, "sign-")) {
        expected = json_loads(b->payload, 0, NULL);
        got = carried(output);
        held = verifies(b, c->work + strlen("sign-"), output);
    } else if (strcmp(c->work, "parse") == 0) {
        expected = json_loads(b->payload, 0, NULL);
        got = json_loads(output, 0, NULL);
    } else {
        char token[40];
        const char *algorithm = strchr(c->work, '-') + 1;
        snprintf(token, sizeof token, "%s-%s", starts(c->work, "size-") ? "size" : "verify", algorithm);
        expected = carried(bench_token(b, token));
        got = json_loads(output, 0, NULL);
    }
    held = held && equal(expected, got);
    json_decref(expected);
    json_decref(got);
    free(output);
    return held;
}
