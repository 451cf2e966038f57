/* jotkit's cases. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(jotkit_status status, const char *what) {
    if (status == JOTKIT_OK) return;
    fprintf(stderr, "bench: %s: %s\n", what, jotkit_last_error_message().data);
    exit(1);
}

static jotkit_text text(const char *string) { return JOTKIT_BYTES(string, strlen(string)); }

typedef struct verify {
    jotkit_verifier *verifier;
    jotkit_text token;
} verify;

static void verify_once(void *context, char **output) {
    const verify *v = context;
    jotkit_string *claims = NULL;
    if (jotkit_verifier_verify(v->verifier, v->token, NULL, &claims) != JOTKIT_OK) return;
    if (output != NULL) *output = strdup(jotkit_string_text(claims).data);
    jotkit_string_free(claims);
}

typedef struct sign {
    jotkit_signer *signer;
    jotkit_text claims;
} sign;

static void sign_once(void *context, char **output) {
    const sign *s = context;
    jotkit_string *token = NULL;
    if (jotkit_signer_sign(s->signer, s->claims, NULL, &token) != JOTKIT_OK) return;
    if (output != NULL) *output = strdup(jotkit_string_text(token).data);
    jotkit_string_free(token);
}

static jotkit_key *key(const bench *b, const char *algorithm, const char *form) {
    bool secret = strcmp(algorithm, "HS256") == 0;
    char *jwk = bench_jwk(b, algorithm, secret ? "jwk" : form);
    jotkit_key *made = NULL;
    char options[32];
    snprintf(options, sizeof options, "{\"alg\":\"%s\"}", algorithm);
    must(jotkit_key_from_jwk(text(jwk), text(options), &made), algorithm);
    free(jwk);
    return made;
}

/* A verifier that checks issuer and audience, with one more member of the policy. */
static jotkit_verifier *verifier(const bench *b, const char *algorithm, const char *member, long value) {
    json_t *policy = json_pack("{s:s, s:s}", "issuer", b->issuer, "audience", b->audience);
    if (member != NULL) json_object_set_new(policy, member, json_integer(value));
    char *json = json_dumps(policy, JSON_COMPACT);
    jotkit_key *public_key = key(b, algorithm, "public_jwk");
    jotkit_verifier *made = NULL;
    must(jotkit_verifier_new(public_key, text(json), &made), "verifier");
    jotkit_key_free(public_key);
    free(json);
    json_decref(policy);
    return made;
}

static verify *verifying(jotkit_verifier *verifier, const char *token) {
    verify *v = bench_allocate(sizeof *v);
    *v = (verify){verifier, text(token)};
    return v;
}

static void add(bench *b, const char *what, const char *name, bench_operation operation, void *context) {
    bench_add(b, "jotkit", jotkit_version(), what, name, operation, context);
}

static void add_verifies(bench *b, const char *what, const char *const *names, jotkit_verifier *verifier) {
    for (; *names != NULL; names++) {
        char work[24];
        snprintf(work, sizeof work, "%s-%s", what, *names);
        add(b, what, *names, verify_once, verifying(verifier, bench_token(b, work)));
    }
}

void bench_add_jotkit(bench *b) {
    for (const char *const *algorithm = bench_algorithms; *algorithm != NULL; algorithm++) {
        jotkit_key *private_key = key(b, *algorithm, "private_jwk");
        sign *s = bench_allocate(sizeof *s);
        must(jotkit_signer_new(private_key, JOTKIT_TEXT("{}"), &s->signer), "signer");
        jotkit_key_free(private_key);
        s->claims = text(b->payload);
        add(b, "sign", *algorithm, sign_once, s);
        const char *const name[] = {*algorithm, NULL};
        add_verifies(b, "verify", name, verifier(b, *algorithm, NULL, 0));
    }
    add_verifies(b, "refuse", bench_refusals, verifier(b, "HS256", NULL, 0));
    /* The largest is longer than a token may be by default. */
    add_verifies(b, "size", bench_sizes, verifier(b, "HS256", "max_token_bytes", 1 << 20));
    static const char *const common[] = {"HS256", "RS256", "ES256"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        char work[24];
        snprintf(work, sizeof work, "verify-%s", common[i]);
        jotkit_verifier *cached = verifier(b, common[i], "cache", 1000);
        add(b, "cached", common[i], verify_once, verifying(cached, bench_token(b, work)));
    }
}
