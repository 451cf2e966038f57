/* What the checked library detects: freed handles, and handles of another type. */
#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void after_the_end(void) {
    jotkit_key *key = NULL;
    jotkit_verifier *verifier = NULL, *never = NULL;
    jotkit_string *text = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    WORKS(jotkit_verifier_new(key, JOTKIT_TEXT("{}"), &verifier));
    WORKS(jotkit_key_info(key, &text));
    jotkit_key_free(key);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_new(key, JOTKIT_TEXT("{}"), &never));
    CHECK(strstr(jotkit_last_error_message().data, "freed already") != NULL && never == NULL);
    jotkit_verifier_free(verifier);
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(verifier, JOTKIT_TEXT("a.b.c"), NULL, &text));
    jotkit_string_free(text);
    CHECK(STRING(text).data == NULL && STRING(text).len == 0);
}

static void of_another_type(void) {
    jotkit_key *key = NULL;
    jotkit_signer *signer = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    const void *disguised = key;
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify(disguised, JOTKIT_TEXT("a.b.c"), NULL, (jotkit_string **)&signer));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_new((const void *)((const char *)disguised + 1), JOTKIT_TEXT("{}"), &signer));
    CHECK(signer == NULL);
    jotkit_key_free(key);
}

static bool aborts(void (*mistake)(void)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        /* Its complaint is expected. */
        if (freopen("/dev/null", "w", stderr) == NULL) _exit(1);
        mistake();
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void free_twice(void) {
    jotkit_key *key = NULL;
    jotkit_key_hs256(SECRET, &key);
    jotkit_key_free(key);
    jotkit_key_free(key);
}

static void free_as_another(void) {
    jotkit_key *key = NULL;
    jotkit_key_hs256(SECRET, &key);
    void *disguised = key;
    jotkit_verifier_free(disguised);
}

int main(void) {
    after_the_end();
    of_another_type();
    CHECK(aborts(free_twice));
    CHECK(aborts(free_as_another));
    return report("handles");
}
