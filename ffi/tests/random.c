/* Random arguments for every function: it returns a known status, writes outputs on success only,
 * and has no argument in its error messages.
 *
 *     random [ROUNDS [SEED]]
 */
#include "exports.h"

#include <math.h>
#include <time.h>

static uint64_t state;

/* SplitMix64. */
static uint64_t draw(uint64_t below) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (z ^ (z >> 31)) % below;
}

/* Texts in memory of their exact size, so that reading beyond is detected. */
typedef struct heap {
    void *blocks[MOST_ARGUMENTS];
    size_t count;
} heap;

/* The text of any function: cut, lengthened, changed in places, or replaced by noise. */
static argument any_text(heap *h) {
    const export *e = &exports[draw(export_count)];
    size_t place = draw(MOST_ARGUMENTS);
    size_t kinds = strlen(e->kinds);
    argument from = {.data = "{}", .len = 2};
    if (place < kinds && is_text(e->kinds[place]) && e->sample[place].data != NULL) from = e->sample[place];
    size_t len = from.len;
    char *text = malloc(len + 300);
    if (text == NULL) abort();
    memcpy(text, from.data, len);
    switch (draw(5)) {
    case 0: len = draw(len + 1); break;
    case 1:
        for (uint64_t more = draw(40); more > 0; more--) text[len++] = (char)draw(256);
        break;
    case 2:
        len = draw(300);
        for (size_t i = 0; i < len; i++) text[i] = (char)draw(256);
        break;
    case 3: break;
    default:
        for (uint64_t i = 1 + draw(3); i > 0 && len > 0; i--) text[draw(len)] ^= (char)(1 << draw(8));
    }
    text = realloc(text, len == 0 ? 1 : len);
    if (text == NULL) abort();
    h->blocks[h->count++] = text;
    return (argument){.data = text, .len = len};
}

static argument any_argument(const export *e, size_t place, heap *h) {
    static const double times[] = {0, -1, 0.5, 1e9, 1e300, -1e300, 9007199254740994, (double)INFINITY, (double)NAN};
    static const double spans[] = {0, -1, 1e12, 1.8e12, 4e12, 9e18, -9e18};
    static double held;
    char kind = e->kinds[place];
    if (is_text(kind)) return any_text(h);
    /* Handles of another type and NULL arrays are in hostile.c. */
    switch (kind) {
    case OPTIONAL_NUMBER: held = times[draw(sizeof times / sizeof *times)]; return (argument){.data = &held};
    case STATUS_NUMBER: return (argument){.number = (double)draw(200) - 50};
    case NUMBER: return (argument){.number = times[draw(sizeof times / sizeof *times)]};
    case BOOL: return (argument){.number = (double)draw(2)};
    case HTTP_STATUS: return (argument){.number = (double)draw(65536)};
    case MILLIS: return (argument){.number = spans[draw(sizeof spans / sizeof *spans)]};
    case LEASE: return (argument){.number = (double)draw(20)};
    case JITTER: return (argument){.number = (double)draw(UINT64_C(1) << 32)};
    case INDEX: return (argument){.number = (double)draw(5)};
    default: return e->sample[place];
    }
}

/* Whether ten bytes in a row of an argument are in a message. Names of members in backticks may be:
 * jotkit's, and an unknown one, which a program wrote and has to find. */
static bool leaks(const char *full_message, const argument *text) {
    enum { WINDOW = 10 };
    char message[512];
    snprintf(message, sizeof message, "%s", full_message);
    for (char *name = message; (name = strchr(name, '`')) != NULL;) {
        size_t len = strspn(++name, "abcdefghijklmnopqrstuvwxyz_");
        if (name[len] == '`') {
            memset(name, ' ', len + 1);
        } else if (strstr(message, "There is no option `") == name - strlen("There is no option `")) {
            *name = '\0';
        }
    }
    /* The name of a claim that the program itself expects ends the sentence. */
    char *claim = strstr(message, "Claim: ");
    if (claim != NULL) *claim = '\0';
    for (size_t at = 0; at + WINDOW <= text->len; at++) {
        char window[WINDOW + 1] = {0};
        memcpy(window, (const char *)text->data + at, WINDOW);
        if (strlen(window) == WINDOW && strstr(message, window) != NULL) return true;
    }
    return false;
}

static void one(const export *e) {
    argument a[MOST_ARGUMENTS];
    heap h = {.count = 0};
    memcpy(a, e->sample, sizeof a);
    for (size_t i = 0; e->kinds[i] != '\0'; i++) {
        if (draw(2) == 0) a[i] = any_argument(e, i, &h);
    }
    places p;
    places_give(&p, e, a);
    intptr_t got = e->call(a);
    if (e->result == 's') {
        jotkit_status status = (jotkit_status)got;
        CHECK(status != JOTKIT_INTERNAL && strcmp(jotkit_status_code(status), "unknown") != 0);
        CHECK(status == JOTKIT_OK ? places_written(&p) : places_untouched(&p));
        const char *message = status == JOTKIT_OK ? "" : jotkit_last_error_message().data;
        for (size_t i = 0; e->kinds[i] != '\0'; i++) {
            if (is_text(e->kinds[i]) && leaks(message, &a[i]))
                FAIL("%s, argument %zu is in the error's text: %s\n", e->name, i, message);
        }
        places_release(&p, e);
    }
    for (size_t i = 0; i < h.count; i++) free(h.blocks[i]);
}

int main(int count, char **arguments) {
    long rounds = count > 1 ? atol(arguments[1]) : 100000;
    uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : (uint64_t)time(NULL);
    state = seed;
    exports_set_up();
    for (long i = 0; i < rounds; i++) {
        const export *e = &exports[draw(export_count)];
        if (e->result != 'f') one(e);
    }
    exports_tear_down();
    if (failures != 0) printf("random: the seed was %llu\n", (unsigned long long)seed);
    return report("random");
}
