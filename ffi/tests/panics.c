/* That a panic stays inside, in every function: the library of the tests panics behind each guard when it is told to. */
#include "places.h"

/* Only in the library of the tests. While it is on, every other function of this thread panics. */
void jotkit_test_panic(bool on);

static void panics(const export *e) {
    argument a[MOST_ARGUMENTS];
    memcpy(a, e->sample, sizeof a);
    places p;
    places_give(&p, e, a);
    jotkit_test_panic(true);
    intptr_t got = e->call(a);
    jotkit_test_panic(false);
    bool right = got == (e->result == 's' ? JOTKIT_INTERNAL : 0) && places_untouched(&p);
    if (!right) {
        failures++;
        printf("%s has no guard\n", e->name);
    }
}

int main(void) {
    exports_set_up();
    for (size_t i = 0; i < export_count; i++) panics(&exports[i]);
    /* The last one was an error like others, and says nothing of its origin. */
    CHECK(strcmp(jotkit_last_error_message(NULL), jotkit_status_message(JOTKIT_INTERNAL)) == 0);
    /* Life goes on: nothing was freed, and everything works again. */
    for (const export *e = exports; e < exports + export_count; e++) {
        if (e->result != 's' || e->kinds[0] == ANSWER) continue;
        argument a[MOST_ARGUMENTS];
        memcpy(a, e->sample, sizeof a);
        places p;
        places_give(&p, e, a);
        RETURNS(JOTKIT_OK, (jotkit_status)e->call(a));
        places_release(&p, e);
    }
    exports_tear_down();
    return report("panics");
}
