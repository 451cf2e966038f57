/* What only the checked library shows: freed handles are detected, and every function catches
 * panics, which that library raises inside each guard on demand. */
#define _POSIX_C_SOURCE 200809L
#include "exports.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Only in the library of the tests. While it is on, every other function of this thread panics. */
void jotkit_test_panic(bool on);

static void after_the_end(void) {
    jotkit_key *key = NULL;
    jotkit_verifier *never = NULL;
    jotkit_string *text = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    jotkit_verifier *verifier = new_verifier(key, "{}");
    WORKS(jotkit_key_info(key, &text));
    jotkit_key_free(key);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_new(key, JOTKIT_TEXT("{}"), &never));
    CHECK(strstr(jotkit_last_error_message().data, "freed already") != NULL && never == NULL);
    jotkit_verifier_free(verifier);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, JOTKIT_TEXT("a.b.c"), NULL, &text));
    jotkit_string_free(text);
    CHECK(STRING(text).data == NULL && STRING(text).len == 0);
}

static bool aborts(void (*mistake)(jotkit_key *key)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        jotkit_key *key = NULL;
        /* Its complaint is expected. */
        if (freopen("/dev/null", "w", stderr) == NULL || jotkit_key_hs256(SECRET, &key) != JOTKIT_OK) _exit(1);
        mistake(key);
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void free_twice(jotkit_key *key) {
    jotkit_key_free(key);
    jotkit_key_free(key);
}

static void free_as_another(jotkit_key *key) { jotkit_verifier_free((void *)key); }

static void panics(const export *e) {
    places p;
    jotkit_test_panic(true);
    intptr_t got = places_sample(&p, e);
    jotkit_test_panic(false);
    if (got != (e->result == 's' ? JOTKIT_INTERNAL : 0) || !places_untouched(&p))
        FAIL("%s has no guard\n", e->name);
}

int main(void) {
    after_the_end();
    CHECK(aborts(free_twice));
    CHECK(aborts(free_as_another));
    exports_set_up();
    for (size_t i = 0; i < export_count; i++) panics(&exports[i]);
    /* The last one left an error like others, without the panic's own message. */
    CHECK(reads(jotkit_last_error_message(), jotkit_status_message(JOTKIT_INTERNAL)));
    /* Nothing was freed, and everything works again. */
    for (const export *e = exports; e < exports + export_count; e++) {
        if (e->result != 's') continue;
        places p;
        RETURNS(places_status(e), (jotkit_status)places_sample(&p, e));
        places_release(&p, e);
    }
    exports_tear_down();
    return report("handles");
}
