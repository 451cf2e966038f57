/* Every function catches panics: the library of the tests panics inside each guard on demand. */
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
    /* The last one left an error like others, without the panic's own message. */
    CHECK(reads(jotkit_last_error_message(), jotkit_status_message(JOTKIT_INTERNAL)));
    /* Nothing was freed, and everything works again. */
    for (const export *e = exports; e < exports + export_count; e++) {
        if (e->result != 's') continue;
        argument a[MOST_ARGUMENTS];
        memcpy(a, e->sample, sizeof a);
        places p;
        places_give(&p, e, a);
        RETURNS(places_status(e), (jotkit_status)e->call(a));
        places_release(&p, e);
    }
    exports_tear_down();
    return report("panics");
}
