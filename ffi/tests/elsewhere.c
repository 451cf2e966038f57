/* Signatures that are made outside of jotkit: by a function that jotkit asks, and in two steps. The
 * device is played by another key handle, which the signer never sees. */
#include "check.h"

/* Decodes base64url in place; the length is that of the bytes. */
static size_t decode(char *text, size_t len) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned bits = 0, held = 0;
    size_t made = 0;
    for (size_t i = 0; i < len; i++) {
        bits = (bits << 6 | (unsigned)(strchr(digits, text[i]) - digits)) & 0xffff;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        text[made++] = (char)(bits >> held);
    }
    return made;
}

typedef struct device {
    enum { SIGN, SIGN_TWICE, SAY_NOTHING, SIGN_SHORT, BE_GONE, SAY_NO_STATUS, GIVE_NULL } mood;
    jotkit_key *key;
    char signature[64];
    int asked;
    int released;
} device;

/* Signs header.payload: jotkit's own signature of that payload, whose header is the same. */
static void device_sign(device *d, jotkit_text input) {
    OWNED(string) token = NULL;
    char copy[1024];
    CHECK(input.len < sizeof copy);
    memcpy(copy, input.data, input.len);
    char *payload = (char *)memchr(copy, '.', input.len) + 1;
    size_t len = decode(payload, input.len - (size_t)(payload - copy));
    WORKS(jotkit_jws_sign(d->key, JOTKIT_BYTES(payload, len), JOTKIT_TEXT("{\"typ\":\"JWT\",\"kid\":\"d1\"}"), &token));
    jotkit_text made = STRING(token);
    CHECK(made.len < sizeof copy && memcmp(made.data, input.data, input.len) == 0);
    memcpy(copy, made.data, made.len);
    CHECK(decode(copy + input.len + 1, made.len - input.len - 1) == sizeof d->signature);
    memcpy(d->signature, copy + input.len + 1, sizeof d->signature);
}

static bool device_signs(device *d, jotkit_text input, unsigned char *signature) {
    device_sign(d, input);
    memcpy(signature, d->signature, sizeof d->signature);
    return d->mood != BE_GONE;
}

/* snippet: external */
static jotkit_status sign_on_device(jotkit_text input, jotkit_signature_answer *answer, void *user_data) {
    unsigned char signature[64];
    if (!device_signs(user_data, input, signature)) return JOTKIT_SERVER_UNAVAILABLE;
    return jotkit_signature_answer_give(answer, JOTKIT_BYTES(signature, sizeof signature));
}
/* snippet end */

#define SIGNATURE(d) JOTKIT_BYTES((d)->signature, sizeof(d)->signature)

static jotkit_status ask(jotkit_text input, jotkit_signature_answer *answer, void *user_data) {
    device *d = user_data;
    d->asked++;
    if (d->mood == SIGN || d->mood == BE_GONE) return sign_on_device(input, answer, d);
    device_sign(d, input);
    switch (d->mood) {
    case SIGN_TWICE: WORKS(jotkit_signature_answer_give(answer, JOTKIT_TEXT("no signature"))); break;
    case SAY_NOTHING: return JOTKIT_OK;
    case SIGN_SHORT: return jotkit_signature_answer_give(answer, JOTKIT_BYTES(d->signature, 63));
    case SAY_NO_STATUS: return -1;
    case GIVE_NULL: return jotkit_signature_answer_give(answer, JOTKIT_ABSENT);
    case SIGN:
    case BE_GONE: break;
    }
    return jotkit_signature_answer_give(answer, SIGNATURE(d));
}

static void release(void *user_data) { ((device *)user_data)->released++; }

#define OPTIONS JOTKIT_TEXT("{\"kid\":\"d1\",\"lifetime\":60}")
#define CLAIMS JOTKIT_TEXT("{\"sub\":\"u1\"}")

static void verifies(const device *d, jotkit_text token, const char *in_claims) {
    OWNED(string) header = NULL, *claims = NULL;
    OWNED(verifier) verifier = new_verifier(d->key, "{}");
    const double now = 1800000000;
    WORKS(jotkit_verifier_verify_full(verifier, token, &now, &header, &claims));
    CHECK(contains(header, "\"kid\":\"d1\"") && contains(claims, in_claims));
}

static void function(device *d) {
    const jotkit_external_signer external = {ask, d, release};
    const jotkit_text eddsa = JOTKIT_TEXT("EdDSA");
    const double now = 1800000000;
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL;
    WORKS(jotkit_signer_new_external(eddsa, OPTIONS, external, &signer));
    for (d->mood = SIGN; d->mood <= SIGN_TWICE; d->mood++) {
        WORKS(jotkit_signer_sign(signer, CLAIMS, &now, &token));
        verifies(d, STRING(token), "\"exp\":1800000060");
        jotkit_string_free(token);
        token = NULL;
    }
    static const struct { int mood; jotkit_status status; } refusals[] = {
        {SAY_NOTHING, JOTKIT_ARGUMENT_INVALID}, {SIGN_SHORT, JOTKIT_ARGUMENT_INVALID},
        {BE_GONE, JOTKIT_SERVER_UNAVAILABLE},   {SAY_NO_STATUS, JOTKIT_ARGUMENT_INVALID},
        {GIVE_NULL, JOTKIT_ARGUMENT_INVALID},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        d->mood = refusals[i].mood;
        RETURNS(refusals[i].status, jotkit_signer_sign(signer, CLAIMS, &now, &token));
    }
    /* Claims that cannot be signed never reach the device. */
    RETURNS(JOTKIT_CLAIMS_INVALID, jotkit_signer_sign(signer, JOTKIT_TEXT("[]"), &now, &token));
    CHECK(token == NULL && d->asked == 7 && d->released == 0);
    jotkit_signer_free(signer);
    CHECK(d->released == 1);

    /* If the signer cannot be made, the data is released at once. */
    jotkit_signer *none = NULL;
    const struct { jotkit_status status; jotkit_external_signer external; jotkit_text algorithm, options; jotkit_signer **place; } wrong[] = {
        {JOTKIT_ARGUMENT_INVALID, external, JOTKIT_TEXT("EdDSB"), OPTIONS, &none},
        {JOTKIT_POLICY_INVALID, external, eddsa, JOTKIT_TEXT("{\"kid\":\"\"}"), &none},
        {JOTKIT_ARGUMENT_INVALID, {NULL, d, release}, eddsa, OPTIONS, &none},
        {JOTKIT_ARGUMENT_INVALID, external, eddsa, OPTIONS, NULL},
    };
    for (int i = 0; i < 4; i++) {
        RETURNS(wrong[i].status, jotkit_signer_new_external(wrong[i].algorithm, wrong[i].options, wrong[i].external, wrong[i].place));
        CHECK(d->released == i + 2 && none == NULL);
    }
}

static void as_documented(device *card) {
    const jotkit_text options = OPTIONS, claims = CLAIMS;
    OWNED(signer) signer = NULL;
    OWNED(string) token = NULL, *verified = NULL;
    OWNED(verifier) verifier = new_verifier(card->key, "{}");
    card->mood = SIGN;
    /* snippet: external_signer */
    const jotkit_external_signer external = {sign_on_device, card, release};
    jotkit_status status = jotkit_signer_new_external(JOTKIT_TEXT("EdDSA"), options, external, &signer);
    if (status == JOTKIT_OK) status = jotkit_signer_sign(signer, claims, NULL, &token);
    /* snippet end */
    CHECK(status == JOTKIT_OK);
    WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &verified));
}

static void two_steps(device *d) {
    const double now = 1800000000;
    const uint64_t lifetime = 30, nothing = 0;
    OWNED(signer) signer = NULL;
    OWNED(string) input = NULL, *token = NULL;
    jotkit_string *none = NULL;
    WORKS(jotkit_signer_new_keyless(JOTKIT_TEXT("EdDSA"), OPTIONS, &signer));
    WORKS(jotkit_signer_signing_input(signer, CLAIMS, JOTKIT_ABSENT, &lifetime, &now, &input));
    device_sign(d, STRING(input));
    WORKS(jotkit_signer_assemble(signer, STRING(input), SIGNATURE(d), &token));
    /* The lifetime is the call's. */
    verifies(d, STRING(token), "\"exp\":1800000030");

    RETURNS(JOTKIT_KEY_UNSUITABLE, jotkit_signer_sign(signer, CLAIMS, &now, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_signing_input(signer, CLAIMS, JOTKIT_ABSENT, &nothing, &now, &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_assemble(signer, STRING(token), SIGNATURE(d), &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_assemble(signer, STRING(input), JOTKIT_BYTES(d->signature, 63), &none));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_signer_assemble(signer, STRING(input), JOTKIT_ABSENT, &none));
    CHECK(none == NULL);
}

int main(void) {
    device d = {.mood = SIGN};
    WORKS(jotkit_key_generate(JOTKIT_TEXT("EdDSA"), &d.key));
    function(&d);
    as_documented(&d);
    two_steps(&d);
    jotkit_key_free(d.key);
    return report("elsewhere");
}
