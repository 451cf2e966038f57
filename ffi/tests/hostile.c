/* Every function, with a mistake in each argument: it returns a status and writes no output. */
#include "exports.h"

/* Calls a function with a mistake for one argument. It returns the status, or 0 if it returns
   none. */
static void refuses(const export *e, size_t place, argument wrong, jotkit_status status, const char *mistake) {
    argument a[MOST_ARGUMENTS];
    memcpy(a, e->sample, sizeof a);
    places p;
    places_give(&p, e, a);
    a[place] = wrong;
    intptr_t got = e->call(a);
    if (got != (e->result == 's' ? status : 0) || !places_untouched(&p)) {
        FAIL("%s, argument %zu, %s: %s\n", e->name, place, mistake,
               e->result == 's' ? jotkit_status_code((jotkit_status)got) : "not refused");
        if (got == JOTKIT_OK) places_release(&p, e);
    }
}

typedef void attempt(const export *e, size_t place);

/* Makes an attempt with each argument of each function. */
static void everywhere(attempt *try) {
    for (const export *e = exports; e < exports + export_count; e++) {
        for (size_t i = 0; e->kinds[i] != '\0'; i++) try(e, i);
    }
}

static void samples_work(void) {
    for (const export *e = exports; e < exports + export_count; e++) {
        if (e->result != 's') continue;
        places p;
        intptr_t got = places_sample(&p, e);
        if (got != places_status(e) || (got == JOTKIT_OK && !places_written(&p)))
            FAIL("%s: %s\n", e->name, jotkit_last_error_message().data);
        places_release(&p, e);
    }
}

static void null_pointer(const export *e, size_t place) {
    char kind = e->kinds[place];
    argument wrong = {.len = e->sample[place].len};
    if (strchr("pShxCDNMnA", kind) != NULL) return;
    if (e->result == 'f') {
        e->call(&wrong);
        return;
    }
    /* With a length of 0 they are absent or empty, which is correct. */
    if (strchr("oyqQcwd", kind) != NULL && wrong.len == 0) wrong.len = 1;
    refuses(e, place, wrong, JOTKIT_ARGUMENT_INVALID, "NULL");
    if (strchr("tjb", kind) != NULL) refuses(e, place, (argument){0}, JOTKIT_ARGUMENT_INVALID, "NULL and 0");
}

static void endless_length(const export *e, size_t place) {
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX - 1, (size_t)PTRDIFF_MAX + 1};
    char kind = e->kinds[place];
    if (!is_text(kind) && !is_array(kind)) return;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        argument wrong = e->sample[place];
        if (wrong.data == NULL) wrong.data = "";
        /* More items than memory has bytes. */
        wrong.len = is_array(kind) ? lengths[i] / 8 : lengths[i];
        refuses(e, place, wrong, JOTKIT_ARGUMENT_INVALID, "endless");
    }
}

static void not_utf8(const export *e, size_t place) {
    static const char *const texts[] = {"\xff\xfe", "{\"a\":\"\xc3\"}", "\xed\xa0\x80", "\xc0\x80"};
    char kind = e->kinds[place];
    if (kind != TEXT && kind != OPTIONAL_TEXT && kind != TOKEN) return;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const argument wrong = {.data = texts[i], .len = strlen(texts[i])};
        refuses(e, place, wrong, kind == TOKEN ? JOTKIT_TOKEN_MALFORMED : JOTKIT_ARGUMENT_INVALID, "no UTF-8");
    }
}

/* A handle of another type, and a pointer into the middle of one. */
static void other_handle(const export *e, size_t place) {
    if (!is_handle(e->kinds[place]) || e->result == 'f') return;
    const argument middle = {.data = (const char *)e->sample[place].data + 1};
    refuses(e, place, middle, JOTKIT_ARGUMENT_INVALID, "in the middle");
    for (const export *other = exports; other < exports + export_count; other++) {
        if (other->result != 'f' || other->kinds[0] == e->kinds[place]) continue;
        refuses(e, place, other->sample[0], JOTKIT_ARGUMENT_INVALID, "of another type");
    }
}

/* A zero byte does not end it. */
static void zero_byte(const export *e, size_t place) {
    const argument *sample = &e->sample[place];
    bool json = is_text(e->kinds[place]) && sample->len > 0 && *(const char *)sample->data == '{';
    if (!json && e->kinds[place] != TOKEN) return;
    argument a[MOST_ARGUMENTS];
    memcpy(a, e->sample, sizeof a);
    places p;
    places_give(&p, e, a);
    char *longer = calloc(1, sample->len + 1);
    if (longer == NULL) abort();
    a[place] = (argument){.data = memcpy(longer, sample->data, sample->len), .len = sample->len + 1};
    if (e->call(a) == JOTKIT_OK || !places_untouched(&p)) {
        FAIL("%s, argument %zu: a zero byte was overlooked\n", e->name, place);
        places_release(&p, e);
    }
    free(longer);
}

int main(int count, char **arguments) {
    exports_set_up();
    if (count == 2 && strcmp(arguments[1], "names") == 0) {
        for (size_t i = 0; i < export_count; i++) puts(exports[i].name);
        exports_tear_down();
        return 0;
    }
    samples_work();
    everywhere(null_pointer);
    everywhere(endless_length);
    everywhere(not_utf8);
    everywhere(other_handle);
    everywhere(zero_byte);
    exports_tear_down();
    return report("hostile");
}
