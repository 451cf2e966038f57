/* Objects made without JSON: what a value contains stays in it, and policies, options and claims
 * are what was set. */
#include "check.h"

#include <math.h>

/* The content of an object, for as long as the object lives. */
#define TEXT_OF(object) jotkit_object_text(object)

/* Texts that would end a string or begin a member if they were pasted into JSON. */
#define RAW(literal) {literal, sizeof(literal) - 1}
static const jotkit_text hostile[] = {
    RAW("\""), RAW("\\"), RAW("me\",\"any_audience\":true,\"x\":\""),
    RAW("me\\\",\"any_audience\":true}"), RAW("\\u0022}"), RAW("a\nb\tc\x01\x1f\x7f"),
    RAW("\0"), RAW("a\0b"), RAW("\xc3\xa9\xe2\x80\xa8\xf0\x9f\x94\x91"), RAW(""),
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

static void text(void) {
    OWNED(object) object = NULL, *inner = NULL;
    const jotkit_text words[] = {JOTKIT_TEXT("a"), JOTKIT_TEXT("b\"")};
    WORKS(jotkit_object_new(&object));
    WORKS(jotkit_object_new(&inner));
    WORKS(jotkit_object_set_bool(inner, JOTKIT_TEXT("in"), true));
    WORKS(jotkit_object_set_string(object, JOTKIT_TEXT("s\"\\"), JOTKIT_TEXT("\"\\/\x01")));
    WORKS(jotkit_object_set_strings(object, JOTKIT_TEXT("l"), words, 2));
    WORKS(jotkit_object_set_strings(object, JOTKIT_TEXT("none"), NULL, 0));
    WORKS(jotkit_object_set_number(object, JOTKIT_TEXT("n"), 4000000000.0));
    WORKS(jotkit_object_set_number(object, JOTKIT_TEXT("f"), -0.5));
    WORKS(jotkit_object_set_bool(object, JOTKIT_TEXT("no"), false));
    WORKS(jotkit_object_set_object(object, JOTKIT_TEXT("o"), inner));
    WORKS(jotkit_object_set_objects(object, JOTKIT_TEXT("os"), (const jotkit_object *const[]){inner, inner}, 2));
    WORKS(jotkit_object_set_objects(object, JOTKIT_TEXT("no os"), NULL, 0));
    CHECK(reads(TEXT_OF(object), "{\"s\\\"\\\\\":\"\\\"\\\\/\\u0001\",\"l\":[\"a\",\"b\\\"\"],\"none\":[],"
                                 "\"n\":4000000000,\"f\":-0.5,\"no\":false,\"o\":{\"in\":true},"
                                 "\"os\":[{\"in\":true},{\"in\":true}],\"no os\":[]}"));
    /* The same text as long as the object lives. */
    CHECK(TEXT_OF(object).data == TEXT_OF(object).data);
    CHECK(TEXT_OF(NULL).data == NULL && TEXT_OF(NULL).len == 0);
}

/* A setter that fails spoils the object, whatever is set or read afterwards. */
#define SPOILS(set)                                                                               \
    do {                                                                                          \
        OWNED(object) object = NULL, *outer = NULL;                                               \
        WORKS(jotkit_object_new(&object));                                                        \
        WORKS(jotkit_object_new(&outer));                                                         \
        WORKS(jotkit_object_set_string(object, name, value));                                     \
        RETURNS(JOTKIT_ARGUMENT_INVALID, set);                                                    \
        WORKS(jotkit_object_set_bool(object, JOTKIT_TEXT("later"), true));                        \
        CHECK(TEXT_OF(object).data == NULL && TEXT_OF(object).len == 0);                          \
        RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_object_set_object(outer, name, object));          \
        CHECK(TEXT_OF(outer).data == NULL);                                                       \
    } while (0)

static void mistakes(void) {
    const jotkit_text name = JOTKIT_TEXT("issuer"), other = JOTKIT_TEXT("other"), value = JOTKIT_TEXT("me");
    /* Once each, whatever the type. */
    SPOILS(jotkit_object_set_string(object, name, value));
    SPOILS(jotkit_object_set_bool(object, name, true));
    SPOILS(jotkit_object_set_number(object, other, (double)NAN));
    SPOILS(jotkit_object_set_number(object, other, (double)INFINITY));
    SPOILS(jotkit_object_set_object(object, other, object));
    SPOILS(jotkit_object_set_object(object, other, NULL));
    SPOILS(jotkit_object_set_objects(object, other, (const jotkit_object *const[]){outer, object}, 2));
    SPOILS(jotkit_object_set_objects(object, other, (const jotkit_object *const[]){NULL}, 1));
    SPOILS(jotkit_object_set_string(object, other, JOTKIT_ABSENT));
    SPOILS(jotkit_object_set_string(object, other, JOTKIT_TEXT("\xff")));
    SPOILS(jotkit_object_set_strings(object, other, NULL, 1));
    SPOILS(jotkit_object_set_string(object, JOTKIT_ABSENT, value));
}

/* An object whose text was asked for keeps it, and takes no other member. */
static void complete(void) {
    OWNED(object) object = NULL;
    WORKS(jotkit_object_new(&object));
    WORKS(jotkit_object_set_string(object, JOTKIT_TEXT("a"), JOTKIT_TEXT("b")));
    CHECK(reads(TEXT_OF(object), "{\"a\":\"b\"}"));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_object_set_string(object, JOTKIT_TEXT("c"), JOTKIT_TEXT("d")));
    CHECK(strstr(jotkit_last_error_message().data, "complete") != NULL);
    CHECK(reads(TEXT_OF(object), "{\"a\":\"b\"}"));
    jotkit_object_set_string(NULL, JOTKIT_TEXT("c"), JOTKIT_TEXT("d"));
}

/* The status of a verifier with a policy of one member, of which `set` is the setter. */
#define POLICY_OF(expression, set)                                                                \
    do {                                                                                          \
        OWNED(object) policy = NULL;                                                              \
        OWNED(verifier) verifier = NULL;                                                          \
        WORKS(jotkit_object_new(&policy));                                                        \
        WORKS(set);                                                                               \
        RETURNS(expression, jotkit_verifier_new(key, TEXT_OF(policy), &verifier));                \
    } while (0)

/* A setting that came back empty, or is none, is refused as it is in JSON. */
static void settings(const jotkit_key *key) {
    const jotkit_text audience = JOTKIT_TEXT("audience");
    OWNED(object) empty = NULL;
    WORKS(jotkit_object_new(&empty));
    POLICY_OF(JOTKIT_OK, jotkit_object_set_string(policy, audience, JOTKIT_TEXT("api")));
    POLICY_OF(JOTKIT_OK, jotkit_object_set_strings(policy, audience, hostile, 1));
    POLICY_OF(JOTKIT_OK, jotkit_object_set_number(policy, JOTKIT_TEXT("leeway"), 60));
    POLICY_OF(JOTKIT_OK, jotkit_object_set_bool(policy, JOTKIT_TEXT("any_audience"), true));
    POLICY_OF(JOTKIT_POLICY_INVALID, jotkit_object_set_string(policy, audience, JOTKIT_TEXT("")));
    POLICY_OF(JOTKIT_POLICY_INVALID, jotkit_object_set_strings(policy, audience, NULL, 0));
    POLICY_OF(JOTKIT_POLICY_INVALID, jotkit_object_set_object(policy, JOTKIT_TEXT("expected"), empty));
    POLICY_OF(JOTKIT_POLICY_INVALID, jotkit_object_set_number(policy, JOTKIT_TEXT("leeway"), 1e9));
    POLICY_OF(JOTKIT_POLICY_INVALID, jotkit_object_set_string(policy, JOTKIT_TEXT("audiense"), JOTKIT_TEXT("api")));
}

/* Each text as an issuer: it comes back as the claim, and a policy takes it and no other. */
static void values_stay_values(const jotkit_key *key) {
    for (size_t i = 0; i < HOSTILE - 1; i++) {
        OWNED(object) options = NULL, *claims = NULL, *policy = NULL, *expected = NULL, *plain = NULL;
        OWNED(signer) signer = NULL;
        OWNED(verifier) verifier = NULL, *other = NULL;
        OWNED(string) token = NULL, *header = NULL, *verified = NULL;
        WORKS(jotkit_object_new(&options));
        WORKS(jotkit_object_set_string(options, JOTKIT_TEXT("issuer"), hostile[i]));
        WORKS(jotkit_object_set_number(options, JOTKIT_TEXT("lifetime"), 60));
        WORKS(jotkit_signer_new(key, TEXT_OF(options), &signer));
        WORKS(jotkit_object_new(&claims));
        WORKS(jotkit_object_set_string(claims, hostile[i], hostile[i]));
        WORKS(jotkit_object_set_string(claims, JOTKIT_TEXT("sub"), hostile[i]));
        WORKS(jotkit_object_set_string(claims, JOTKIT_TEXT("aud"), JOTKIT_TEXT("elsewhere")));
        WORKS(jotkit_signer_sign(signer, TEXT_OF(claims), NULL, &token));

        WORKS(jotkit_object_new(&expected));
        WORKS(jotkit_object_set_string(expected, hostile[i], hostile[i]));
        WORKS(jotkit_object_new(&policy));
        WORKS(jotkit_object_set_string(policy, JOTKIT_TEXT("issuer"), hostile[i]));
        WORKS(jotkit_object_set_string(policy, JOTKIT_TEXT("subject"), hostile[i]));
        WORKS(jotkit_object_set_object(policy, JOTKIT_TEXT("expected"), expected));
        WORKS(jotkit_object_set_string(policy, JOTKIT_TEXT("audience"), JOTKIT_TEXT("elsewhere")));
        WORKS(jotkit_verifier_new(key, TEXT_OF(policy), &verifier));
        WORKS(jotkit_verifier_verify_expecting(verifier, STRING(token), TEXT_OF(expected), NULL, &header, &verified));

        /* No option has come into a policy by its values: the audience is still refused. */
        WORKS(jotkit_object_new(&plain));
        WORKS(jotkit_object_set_string(plain, JOTKIT_TEXT("issuer"), hostile[i]));
        WORKS(jotkit_verifier_new(key, TEXT_OF(plain), &other));
        jotkit_string *none = NULL;
        RETURNS(JOTKIT_AUDIENCE_REFUSED, jotkit_verifier_verify(other, STRING(token), NULL, &none));
        CHECK(none == NULL);
    }
}

int main(void) {
    OWNED(key) key = NULL;
    WORKS(jotkit_key_hs256(SECRET, &key));
    text();
    mistakes();
    complete();
    settings(key);
    values_stay_values(key);
    return report("objects");
}
