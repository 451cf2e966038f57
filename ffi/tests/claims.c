/* Claims that are read one by one, and the macros of the version. */
#include "check.h"

#include <stdint.h>

#define CLAIMS                                                                                    \
    "{\"sub\":\"u\\u00e9\\n\",\"exp\":4000000000,\"half\":1.5,\"whole\":60.0,\"e\":6e1,"          \
    "\"least\":-9223372036854775808,\"huge\":9223372036854775808,\"1e300\":1e300,\"ok\":true,"    \
    "\"no\":false,\"null\":null,\"roles\":[\"reader\",{\"x\":[\"admin\"]},[\"admin\"],7],"        \
    "\"nested\": { \"sub\" : \"inner\" , \"l\" : [ ] , \"o\" : { } , \"n\" : [ 1 , \"a\" , null ] },\"\":\"unnamed\"}"

static jotkit_string *claims;

#define NAME(literal) JOTKIT_TEXT(literal)

static void strings(void) {
    OWNED(string) sub = NULL, *unnamed = NULL, *none = NULL;
    WORKS(jotkit_claims_get_string(claims, NAME("sub"), &sub));
    CHECK(is(sub, "u\xc3\xa9\n"));
    WORKS(jotkit_claims_get_string(claims, NAME(""), &unnamed));
    CHECK(is(unnamed, "unnamed"));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_string(claims, NAME("exp"), &none));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_string(claims, NAME("null"), &none));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_string(claims, NAME("roles"), &none));
    /* A name within a claim, a value, and another spelling are no names of claims. */
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_get_string(claims, NAME("l"), &none));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_get_string(claims, NAME("reader"), &none));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_get_string(claims, NAME("Sub"), &none));
    CHECK(none == NULL);
}

static void numbers(void) {
    static const struct { const char *name; jotkit_status status; int64_t value; } cases[] = {
        {"exp", JOTKIT_OK, 4000000000}, {"whole", JOTKIT_OK, 60}, {"e", JOTKIT_OK, 60},
        {"least", JOTKIT_OK, INT64_MIN}, {"half", JOTKIT_CLAIM_MALFORMED, 0},
        {"huge", JOTKIT_CLAIM_MALFORMED, 0}, {"1e300", JOTKIT_CLAIM_MALFORMED, 0},
        {"sub", JOTKIT_CLAIM_MALFORMED, 0}, {"ok", JOTKIT_CLAIM_MALFORMED, 0}, {"nbf", JOTKIT_CLAIM_MISSING, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        RETURNS(cases[i].status, jotkit_claims_get_int(claims, CSTR(cases[i].name), &value));
        CHECK(value == cases[i].value);
    }
    double value = 0;
    WORKS(jotkit_claims_get_number(claims, NAME("half"), &value));
    CHECK(value > 1.49 && value < 1.51);
    WORKS(jotkit_claims_get_number(claims, NAME("1e300"), &value));
    CHECK(value > 9e299);
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_number(claims, NAME("no"), &value));
    bool flag = false;
    WORKS(jotkit_claims_get_bool(claims, NAME("ok"), &flag));
    CHECK(flag);
    WORKS(jotkit_claims_get_bool(claims, NAME("no"), &flag));
    CHECK(!flag);
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_bool(claims, NAME("exp"), &flag));
}

static void json(void) {
    static const struct { const char *name, *json; } cases[] = {
        {"roles", "[\"reader\",{\"x\":[\"admin\"]},[\"admin\"],7]"}, {"null", "null"}, {"whole", "60.0"},
        {"sub", "\"u\xc3\xa9\\u000a\""}, {"ok", "true"},
        {"nested", "{\"sub\":\"inner\",\"l\":[],\"o\":{},\"n\":[1,\"a\",null]}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        OWNED(string) value = NULL;
        WORKS(jotkit_claims_get_json(claims, CSTR(cases[i].name), &value));
        if (!is(value, cases[i].json)) FAIL("%s: %s\n", cases[i].name, STRING(value).data);
    }
    OWNED(string) nested = NULL, *inner = NULL, *roles = NULL, *none = NULL;
    WORKS(jotkit_claims_get_json(claims, NAME("nested"), &nested));
    WORKS(jotkit_claims_get_string(nested, NAME("sub"), &inner));
    CHECK(is(inner, "inner"));
    WORKS(jotkit_claims_get_json(claims, NAME("roles"), &roles));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_claims_get_string(roles, NAME("x"), &none));
}

static void contents(void) {
    static const struct { const char *name, *wanted; bool contains; } cases[] = {
        {"roles", "reader", true}, {"roles", "admin", false}, {"roles", "read", false}, {"roles", "", false},
        {"roles", "7", false}, {"", "unnamed", true}, {"nested", "inner", false}, {"exp", "4000000000", false},
        {"null", "null", false},
    };
    bool contains = false;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        WORKS(jotkit_claims_contain(claims, CSTR(cases[i].name), CSTR(cases[i].wanted), &contains));
        if (contains != cases[i].contains) FAIL("%s contains %s\n", cases[i].name, cases[i].wanted);
    }
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_contain(claims, NAME("groups"), NAME("admin"), &contains));
}

/* The last error names the claim that was asked for. */
static void names(void) {
    OWNED(string) none = NULL;
    int64_t number = 0;
    double real = 0;
    bool flag = false;
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_get_string(claims, NAME("groups"), &none));
    CHECK(reads(jotkit_last_error_claim(), "groups"));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_string(claims, NAME("exp"), &none));
    CHECK(reads(jotkit_last_error_claim(), "exp"));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_int(claims, NAME("half"), &number));
    CHECK(reads(jotkit_last_error_claim(), "half"));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_number(claims, NAME("ok"), &real));
    CHECK(reads(jotkit_last_error_claim(), "ok"));
    RETURNS(JOTKIT_CLAIM_MALFORMED, jotkit_claims_get_bool(claims, NAME(""), &flag));
    CHECK(reads(jotkit_last_error_claim(), ""));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_get_json(claims, NAME("r\xc3\xb4le"), &none));
    CHECK(reads(jotkit_last_error_claim(), "r\xc3\xb4le"));
    RETURNS(JOTKIT_CLAIM_MISSING, jotkit_claims_contain(claims, NAME("groups"), NAME("admin"), &flag));
    CHECK(reads(jotkit_last_error_claim(), "groups"));
    CHECK(none == NULL);
}

static void versions(void) {
    char numbers[32];
    snprintf(numbers, sizeof numbers, "%d.%d.%d", JOTKIT_VERSION_MAJOR, JOTKIT_VERSION_MINOR, JOTKIT_VERSION_PATCH);
    CHECK(strncmp(JOTKIT_VERSION, numbers, strlen(numbers)) == 0);
    CHECK(strcmp(JOTKIT_VERSION, jotkit_version()) == 0);
}

int main(void) {
    OWNED(key) key = NULL;
    OWNED(string) token = NULL, *none = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    token = sign(key, "{}", CLAIMS);
    OWNED(verifier) verifier = new_verifier(key, "{}");
    WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
    strings();
    numbers();
    json();
    contents();
    names();
    versions();
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_claims_get_string(token, NAME("sub"), &none));
    jotkit_string_free(claims);
    return report("claims");
}
