/* Threads share handles of every type in every function; each thread has its own last error. */
#include "exports.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 200 };

static jotkit_verifier *verifier, *resolving;
static jotkit_signer *signer;
static jotkit_string *good;
static jotkit_key *key;

static jotkit_status resolve(const jotkit_key_hint *hint, jotkit_key_answer *answer, void *user_data) {
    (void)hint;
    /* A failure in a callback does not change the verdict. */
    jotkit_key *none = NULL;
    if (jotkit_key_hs256(JOTKIT_TEXT("short"), &none) != JOTKIT_KEY_WEAK) return JOTKIT_INTERNAL;
    return jotkit_key_answer_give(answer, user_data);
}

static void *work(void *number) {
    intptr_t wrong = 0;
    bool odd = (intptr_t)number % 2 == 1;
    for (int i = 0; i < ROUNDS; i++) {
        OWNED(string) claims = NULL, *token = NULL, *none = NULL;
        wrong += jotkit_verifier_verify(i % 2 == 0 ? verifier : resolving, STRING(good), NULL, &claims) != JOTKIT_OK;
        wrong += !is(claims, "{\"sub\":\"u1\",\"exp\":4000000000}");
        /* Half of the threads fail one way, half another. */
        const char *text = odd ? "{\"sub\":1}" : "{\"iss\":1}";
        wrong += jotkit_signer_sign(signer, CSTR(text), NULL, &none) != JOTKIT_CLAIMS_INVALID;
        wrong += !reads(jotkit_last_error_claim(), odd ? "sub" : "iss");
        wrong += jotkit_signer_sign(signer, JOTKIT_TEXT("{}"), NULL, &token) != JOTKIT_OK;
    }
    return (void *)wrong;
}

/* Calls every function but those that free, with the same handles as the other threads. */
static void *work_with_everything(void *unused) {
    intptr_t wrong = 0;
    for (const export *e = exports; e < exports + export_count; e++) {
        if (e->result == 'f') continue;
        places p;
        intptr_t got = places_sample(&p, e);
        if (e->result == 's') wrong += got != places_status(e);
        places_release(&p, e);
    }
    (void)unused;
    return (void *)wrong;
}

static void in_threads(void *(*run)(void *)) {
    pthread_t threads[THREADS];
    for (intptr_t i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, run, (void *)i) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        CHECK(pthread_join(threads[i], &wrong) == 0 && wrong == NULL);
    }
}

int main(void) {
    WORKS(jotkit_key_hs256(SECRET, &key));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{}"), &signer));
    good = sign(key, "{}", "{\"sub\":\"u1\",\"exp\":4000000000}");
    verifier = new_verifier(key, "{}");
    WORKS(jotkit_verifier_new_with_resolver((jotkit_resolver){resolve, key, NULL}, JOTKIT_TEXT("{}"), &resolving));
    in_threads(work);
    exports_set_up();
    for (int i = 0; i < 5; i++) in_threads(work_with_everything);
    exports_tear_down();
    jotkit_verifier_free(resolving);
    jotkit_verifier_free(verifier);
    jotkit_string_free(good);
    jotkit_signer_free(signer);
    jotkit_key_free(key);
    return report("threads");
}
