/* libjwt 1, as Debian packages it: a token is decoded and its signature checked with the bytes of a
 * key, which it reads each time; claims are the program's to check. */
#include "bench.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char library[] = "libjwt-1";

typedef struct context {
    jwt_alg_t algorithm;
    const unsigned char *key;
    int key_len;
    const char *text;
    const char *issuer, *audience;
} context;

static bool is(const char *claim, const char *expected) { return claim != NULL && strcmp(claim, expected) == 0; }

static void verify_once(void *argument, char **output) {
    const context *c = argument;
    jwt_t *jwt = NULL;
    char *claims = NULL;
    if (jwt_decode(&jwt, c->text, c->key, c->key_len) != 0) return;
    if (jwt_get_alg(jwt) == c->algorithm && is(jwt_get_grant(jwt, "iss"), c->issuer) &&
        is(jwt_get_grant(jwt, "aud"), c->audience) && jwt_get_grant_int(jwt, "exp") > time(NULL)) {
        claims = jwt_get_grants_json(jwt, NULL);
    }
    jwt_free(jwt);
    if (output == NULL) free(claims);
    else *output = claims;
}

static void sign_once(void *argument, char **output) {
    const context *c = argument;
    jwt_t *jwt = NULL;
    char *token = NULL;
    if (jwt_new(&jwt) != 0) return;
    if (jwt_add_grants_json(jwt, c->text) == 0 && jwt_set_alg(jwt, c->algorithm, c->key, c->key_len) == 0) {
        token = jwt_encode_str(jwt);
    }
    jwt_free(jwt);
    if (output == NULL) free(token);
    else *output = token;
}

static void *make(const bench *b, const char *algorithm, const char *form, const char *text) {
    const char *key = bench_key(b, algorithm, strcmp(algorithm, "HS256") == 0 ? "secret" : form);
    context *c = bench_allocate(sizeof *c);
    *c = (context){jwt_str_alg(algorithm), (const unsigned char *)key, (int)strlen(key), text, b->issuer, b->audience};
    return c;
}

static void add_verifies(bench *b, const char *what, const char *const *names) {
    for (; *names != NULL; names++) {
        char work[24];
        snprintf(work, sizeof work, "%s-%s", what, *names);
        bench_add(b, library, LIBRARY_VERSION, what, *names, verify_once,
                  make(b, "HS256", NULL, bench_token(b, work)));
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
        bench_add(b, library, LIBRARY_VERSION, "sign", *name, sign_once, make(b, *name, "private_pem", b->payload));
        bench_add(b, library, LIBRARY_VERSION, "verify", *name, verify_once,
                  make(b, *name, "public_pem", bench_token(b, work)));
    }
    add_verifies(b, "refuse", bench_refusals);
    add_verifies(b, "size", bench_sizes);
}
