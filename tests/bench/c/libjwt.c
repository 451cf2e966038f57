/* libjwt 3: keys, checkers and builders are made once. A checker shows the claims to a callback,
 * which takes their text. */
#include "bench.h"

#include <jwt.h>
#include <stdlib.h>

typedef struct context {
    jwt_checker_t *checker;
    jwt_builder_t *builder;
    const char *text;
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

static bool verify(void *argument, char **given) {
    context *c = argument;
    c->claims = NULL;
    bool verified = jwt_checker_verify(c->checker, c->text) == 0;
    if (!verified) jwt_checker_error_clear(c->checker);
    if (given == NULL || !verified) free(c->claims);
    else *given = c->claims;
    return verified;
}

static bool sign(void *argument, char **given) {
    context *c = argument;
    jwt_value_t value;
    jwt_set_SET_JSON(&value, NULL, (char *)c->text);
    value.replace = 1;
    if (jwt_builder_claim_set(c->builder, &value) != JWT_VALUE_ERR_NONE) return false;
    char *token = jwt_builder_generate(c->builder);
    if (given == NULL) free(token);
    else *given = token;
    return token != NULL;
}

const char *bench_libjwt(const bench_task *task, bench_operation *made) {
    const jwk_item_t *key = jwks_item_get(jwks_create(task->key), 0);
    if (key == NULL || jwks_item_error(key)) return "it cannot read the key";
    jwt_alg_t algorithm = jwt_str_alg(task->algorithm);
    context *c = bench_allocate(sizeof *c);
    c->text = task->text;
    if (task->sign) {
        c->builder = jwt_builder_new();
        jwt_builder_enable_iat(c->builder, 0);
        if (jwt_builder_setkey(c->builder, algorithm, key) != 0) return jwt_builder_error_msg(c->builder);
    } else {
        c->checker = jwt_checker_new();
        if (jwt_checker_setkey(c->checker, algorithm, key) != 0 ||
            jwt_checker_claim_set(c->checker, JWT_CLAIM_ISS, task->issuer) != 0 ||
            jwt_checker_claim_set(c->checker, JWT_CLAIM_AUD, task->audience) != 0 ||
            jwt_checker_setcb(c->checker, take_claims, c) != 0) {
            return jwt_checker_error_msg(c->checker);
        }
    }
    *made = (bench_operation){task->sign ? sign : verify, c};
    return NULL;
}
