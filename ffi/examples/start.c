/*
 * Signs a token, verifies it and reads its claims. Prints who it is for and exits with 0, or prints
 * the reason and exits with 1.
 *
 *     cc start.c $(pkg-config --cflags --libs jotkit) -o start
 */
#include <inttypes.h>
#include <jotkit.h>
#include <stdio.h>

static jotkit_status sign(jotkit_text secret, jotkit_string **token) {
    /* snippet: sign */
    jotkit_key *key = NULL;
    jotkit_signer_options *options = NULL;
    jotkit_object *claims = NULL;
    jotkit_signer *signer = NULL;
    jotkit_status status = jotkit_key_hs256(secret, &key);
    if (status == JOTKIT_OK) status = jotkit_signer_options_new(&options);
    jotkit_signer_options_set_issuer(options, JOTKIT_TEXT("https://id.example"));
    jotkit_signer_options_set_audience(options, JOTKIT_TEXT("api"));
    jotkit_signer_options_set_lifetime(options, 3600);
    if (status == JOTKIT_OK) status = jotkit_signer_new(key, jotkit_signer_options_text(options), &signer);
    if (status == JOTKIT_OK) status = jotkit_object_new(&claims);
    jotkit_object_set_string(claims, JOTKIT_TEXT("sub"), JOTKIT_TEXT("u1"));
    if (status == JOTKIT_OK) status = jotkit_signer_sign(signer, jotkit_object_text(claims), NULL, token);
    jotkit_object_free(claims);
    jotkit_signer_free(signer);
    jotkit_signer_options_free(options);
    jotkit_key_free(key);
    /* snippet end */
    return status;
}

static jotkit_status make_verifier(jotkit_text secret, jotkit_verifier **verifier) {
    /* snippet: policy */
    jotkit_key *key = NULL;
    jotkit_policy *policy = NULL;
    jotkit_status status = jotkit_key_hs256(secret, &key);
    if (status == JOTKIT_OK) status = jotkit_policy_new(&policy);
    jotkit_policy_set_issuer(policy, JOTKIT_TEXT("https://id.example"));
    jotkit_policy_set_audience(policy, JOTKIT_TEXT("api"));
    if (status == JOTKIT_OK) status = jotkit_verifier_new(key, jotkit_policy_text(policy), verifier);
    jotkit_policy_free(policy);
    jotkit_key_free(key);
    /* snippet end */
    return status;
}

static jotkit_status greet(const jotkit_verifier *verifier, jotkit_text token) {
    /* snippet: claims */
    jotkit_string *claims = NULL, *subject = NULL;
    int64_t until = 0;
    jotkit_status status = jotkit_verifier_verify(verifier, token, NULL, &claims);
    if (status == JOTKIT_OK) status = jotkit_claims_get_string(claims, JOTKIT_TEXT("sub"), &subject);
    if (status == JOTKIT_OK) status = jotkit_claims_get_int(claims, JOTKIT_TEXT("exp"), &until);
    if (status == JOTKIT_OK) printf("Hello, %s, until %" PRId64 "\n", jotkit_string_text(subject).data, until);
    jotkit_string_free(subject);
    jotkit_string_free(claims);
    /* snippet end */
    return status;
}

int main(void) {
    const jotkit_text secret = JOTKIT_TEXT("a secret of at least 32 bytes, kept safe");
    jotkit_string *token = NULL;
    jotkit_verifier *verifier = NULL;
    jotkit_status status = sign(secret, &token);
    if (status == JOTKIT_OK) status = make_verifier(secret, &verifier);
    if (status == JOTKIT_OK) status = greet(verifier, jotkit_string_text(token));
    /* snippet: error */
    if (status != JOTKIT_OK) {
        fprintf(stderr, "%s: %s\n", jotkit_status_code(status), jotkit_last_error_message().data);
    }
    /* snippet end */
    jotkit_verifier_free(verifier);
    jotkit_string_free(token);
    return status == JOTKIT_OK ? 0 : 1;
}
