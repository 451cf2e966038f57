/* libjwt 3: keys, checkers and builders are made once. A checker shows the claims to a callback,
 * which takes their text. */
#define _POSIX_C_SOURCE 200809L
#include "bench.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

static const char library[] = "libjwt";

typedef struct context {
    jwt_checker_t *checker;
    jwt_builder_t *builder;
    /* The token to verify, or the claims to sign. */
    char *text;
    /* What the callback took. */
    char *claims;
} context;

static int take_claims(jwt_t *jwt, jwt_config_t *config) {
    context *c = config->ctx;
    jwt_value_t value;
    jwt_set_GET_JSON(&value, NULL);
    if (jwt_claim_get(jwt, &value) != JWT_VALUE_ERR_NONE) return 1;
    c->claims = value.json_val;
    return 0;
}

static void verify_once(void *argument, char **output) {
    context *c = argument;
    c->claims = NULL;
    bool verified = jwt_checker_verify(c->checker, c->text) == 0;
    if (!verified) jwt_checker_error_clear(c->checker);
    if (output == NULL || !verified) free(c->claims);
    else *output = c->claims;
}

static void sign_once(void *argument, char **output) {
    const context *c = argument;
    jwt_value_t value;
    jwt_set_SET_JSON(&value, NULL, c->text);
    value.replace = 1;
    if (jwt_builder_claim_set(c->builder, &value) != JWT_VALUE_ERR_NONE) return;
    char *token = jwt_builder_generate(c->builder);
    if (output == NULL) free(token);
    else *output = token;
}

/* A key, which stays for as long as the program runs; NULL if it cannot be read. */
static const jwk_item_t *key(const bench *b, const char *algorithm, const char *form) {
    char *jwk = bench_jwk(b, algorithm, strcmp(algorithm, "HS256") == 0 ? "jwk" : form);
    jwk_set_t *set = jwks_create(jwk);
    free(jwk);
    const jwk_item_t *item = jwks_item_get(set, 0);
    return item == NULL || jwks_item_error(item) ? NULL : item;
}

static context *checking(const bench *b, const char *algorithm, const char *token) {
    context *c = bench_allocate(sizeof *c);
    c->text = strdup(token);
    c->checker = jwt_checker_new();
    const jwk_item_t *item = key(b, algorithm, "public_jwk");
    bool made = item != NULL && jwt_checker_setkey(c->checker, jwt_str_alg(algorithm), item) == 0 &&
                jwt_checker_claim_set(c->checker, JWT_CLAIM_ISS, b->issuer) == 0 &&
                jwt_checker_claim_set(c->checker, JWT_CLAIM_AUD, b->audience) == 0 &&
                jwt_checker_setcb(c->checker, take_claims, c) == 0;
    if (made) return c;
    bench_skip(library, "verify", algorithm, jwt_checker_error_msg(c->checker));
    return NULL;
}

static context *building(const bench *b, const char *algorithm) {
    context *c = bench_allocate(sizeof *c);
    c->text = strdup(b->payload);
    c->builder = jwt_builder_new();
    jwt_builder_enable_iat(c->builder, 0);
    const jwk_item_t *item = key(b, algorithm, "private_jwk");
    if (item != NULL && jwt_builder_setkey(c->builder, jwt_str_alg(algorithm), item) == 0) return c;
    bench_skip(library, "sign", algorithm, jwt_builder_error_msg(c->builder));
    return NULL;
}

static void add_verifies(bench *b, const char *what, const char *const *names) {
    for (; *names != NULL; names++) {
        char work[24];
        snprintf(work, sizeof work, "%s-%s", what, *names);
        bench_add(b, library, LIBRARY_VERSION, what, *names, verify_once,
                  checking(b, "HS256", bench_token(b, work)));
    }
}

void bench_add_peer(bench *b);

void bench_add_peer(bench *b) {
    for (const char *const *name = bench_algorithms; *name != NULL; name++) {
        char work[24];
        snprintf(work, sizeof work, "verify-%s", *name);
        if (jwt_str_alg(*name) == JWT_ALG_INVAL) {
            bench_skip(library, "sign", *name, "it does not know the algorithm");
            bench_skip(library, "verify", *name, "it does not know the algorithm");
            continue;
        }
        context *builder = building(b, *name), *checker = checking(b, *name, bench_token(b, work));
        if (builder != NULL) bench_add(b, library, LIBRARY_VERSION, "sign", *name, sign_once, builder);
        if (checker != NULL) bench_add(b, library, LIBRARY_VERSION, "verify", *name, verify_once, checker);
    }
    add_verifies(b, "refuse", bench_refusals);
    add_verifies(b, "size", bench_sizes);
}
