/* Many verifies of all sorts, after which no more memory is in use than before. JOTKIT_SOAK is
 * their number; a million takes some ten seconds. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <unistd.h>

static long resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL) return 0;
    if (fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

typedef struct sort {
    jotkit_verifier *verifier;
    /* Instead of the verifier. */
    jotkit_remote_verifier *remote;
    jotkit_string *token;
    jotkit_status status;
} sort;

/* Says that a set is behind the URL, or that nothing is. */
static jotkit_status fetch(const jotkit_http_request *request, jotkit_http_reply *reply, void *jwks) {
    (void)request;
    if (jwks == NULL) return jotkit_http_reply_fail(reply, JOTKIT_TEXT("timeout"));
    return jotkit_http_reply_give(reply, 200, NULL, 0, STRING((const jotkit_string *)jwks));
}

static jotkit_status verify(const sort *s, jotkit_string **header, jotkit_string **claims) {
    if (s->verifier != NULL) return jotkit_verifier_verify_full(s->verifier, STRING(s->token), NULL, header, claims);
    const jotkit_fetcher fetcher = {fetch, NULL};
    return jotkit_remote_verifier_verify_full(s->remote, STRING(s->token), NULL, fetcher, header, claims);
}

/* A verifier whose keys have been fetched. */
static jotkit_remote_verifier *new_remote(const jotkit_key *key, bool are_there) {
    OWNED(keyset) keyset = NULL;
    OWNED(string) jwks = NULL;
    OWNED(remote_keys) keys = NULL;
    jotkit_remote_verifier *verifier = NULL;
    WORKS(jotkit_keyset_new(&key, 1, &keyset));
    WORKS(jotkit_keyset_to_public_jwks(keyset, &jwks));
    WORKS(jotkit_remote_keys_new(JOTKIT_TEXT("{\"jwks_url\":\"https://id.example/keys\",\"max_backoff_ms\":100,\"backoff_ms\":100}"), &keys));
    const jotkit_fetcher fetcher = {fetch, are_there ? jwks : NULL};
    RETURNS(are_there ? JOTKIT_OK : JOTKIT_KEYS_UNAVAILABLE, jotkit_remote_keys_warm(keys, JOTKIT_ABSENT, fetcher));
    WORKS(jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{\"cache\":16}"), &verifier));
    return verifier;
}

int main(void) {
    const char *wanted = getenv("JOTKIT_SOAK");
    long count = wanted == NULL ? 50000 : atol(wanted);
    static const char good[] = "{\"sub\":\"u1\",\"exp\":4000000000}", expired[] = "{\"sub\":\"u1\",\"exp\":1000000000}";
    OWNED(key) secret = NULL, *other = NULL, *curve = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("HS256"), &secret));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("HS256"), &other));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &curve));
    const sort sorts[] = {
        {new_verifier(secret, "{}"), NULL, sign(secret, "{}", good), JOTKIT_OK},
        {new_verifier(secret, "{}"), NULL, sign(secret, "{}", expired), JOTKIT_TOKEN_EXPIRED},
        {new_verifier(secret, "{}"), NULL, sign(other, "{}", good), JOTKIT_SIGNATURE_INVALID},
        {new_verifier(secret, "{\"issuer\":\"me\"}"), NULL, sign(secret, "{}", good), JOTKIT_ISSUER_REFUSED},
        {new_verifier(secret, "{\"cache\":16}"), NULL, sign(secret, "{}", good), JOTKIT_OK},
        {new_verifier(curve, "{}"), NULL, sign(secret, "{}", good), JOTKIT_ALGORITHM_REFUSED},
        {NULL, new_remote(curve, true), sign(curve, "{}", good), JOTKIT_OK},
        {NULL, new_remote(curve, true), sign(curve, "{\"kid\":\"x\"}", good), JOTKIT_KEY_UNKNOWN},
        {NULL, new_remote(curve, false), sign(curve, "{}", good), JOTKIT_KEYS_UNAVAILABLE},
        {new_verifier(curve, "{}"), NULL, sign(curve, "{}", good), JOTKIT_OK},
    };
    enum { SORTS = sizeof sorts / sizeof *sorts };
    long start = resident();
    for (long i = 0; i < count; i++) {
        /* The last one is as slow as a hundred others. */
        const sort *s = &sorts[i % 64 == 63 ? SORTS - 1 : i % (SORTS - 1)];
        OWNED(string) header = NULL, *claims = NULL;
        RETURNS(s->status, verify(s, &header, &claims));
        /* The texts of an error are made on demand. */
        CHECK(s->status == JOTKIT_OK || jotkit_last_error_message().data != NULL);
        if (i + 1 == count / 10) start = resident();
    }
    long end = resident();
    printf("soak: %ld verifies, resident %ld KiB after a tenth and %ld KiB at the end\n", count, start / 1024, end / 1024);
    /* The allocator may still settle, by less than a byte for each verify of a long run. */
    CHECK(end - start < 512 * 1024);
    for (size_t i = 0; i < SORTS; i++) {
        jotkit_verifier_free(sorts[i].verifier);
        jotkit_remote_verifier_free(sorts[i].remote);
        jotkit_string_free(sorts[i].token);
    }
    return report("soak");
}
