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
    jotkit_string *token;
    jotkit_status status;
} sort;

int main(void) {
    const char *wanted = getenv("JOTKIT_SOAK");
    long count = wanted == NULL ? 50000 : atol(wanted);
    static const char good[] = "{\"sub\":\"u1\",\"exp\":4000000000}", expired[] = "{\"sub\":\"u1\",\"exp\":1000000000}";
    OWNED(key) secret = NULL, *other = NULL, *curve = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("HS256"), &secret));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("HS256"), &other));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &curve));
    const sort sorts[] = {
        {new_verifier(secret, "{}"), sign(secret, "{}", good), JOTKIT_OK},
        {new_verifier(secret, "{}"), sign(secret, "{}", expired), JOTKIT_TOKEN_EXPIRED},
        {new_verifier(secret, "{}"), sign(other, "{}", good), JOTKIT_SIGNATURE_INVALID},
        {new_verifier(secret, "{\"issuer\":\"me\"}"), sign(secret, "{}", good), JOTKIT_ISSUER_REFUSED},
        {new_verifier(secret, "{\"cache\":16}"), sign(secret, "{}", good), JOTKIT_OK},
        {new_verifier(curve, "{}"), sign(secret, "{}", good), JOTKIT_ALGORITHM_REFUSED},
        {new_verifier(curve, "{}"), sign(curve, "{}", good), JOTKIT_OK},
    };
    enum { SORTS = sizeof sorts / sizeof *sorts };
    long start = resident();
    for (long i = 0; i < count; i++) {
        /* The last one is as slow as a hundred others. */
        const sort *s = &sorts[i % 64 == 63 ? SORTS - 1 : i % (SORTS - 1)];
        OWNED(string) header = NULL, *claims = NULL;
        RETURNS(s->status, jotkit_verifier_verify_full(s->verifier, STRING(s->token), NULL, &header, &claims));
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
        jotkit_string_free(sorts[i].token);
    }
    return report("soak");
}
