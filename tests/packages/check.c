/* What an installed package must do: sign, verify and refuse, in every algorithm. */
#include <jotkit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const ALGORITHMS[] = {
    "HS256", "HS384", "HS512", "RS256", "RS384",  "RS512", "PS256",   "PS384",     "PS512",
    "ES256", "ES384", "ES512", "EdDSA", "ES256K", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87",
};
#define COUNT (sizeof ALGORITHMS / sizeof *ALGORITHMS)

static void expect(jotkit_status status, const char *code, const char *algorithm) {
    if (strcmp(jotkit_status_code(status), code) == 0) return;
    fprintf(stderr, "%s: %s is not %s\n", algorithm, jotkit_status_code(status), code);
    exit(1);
}

static void succeed(jotkit_status status, const char *algorithm) {
    if (status != JOTKIT_OK) expect(status, "ok", algorithm);
}

static void check(const char *algorithm) {
    const jotkit_text policy = JOTKIT_TEXT("{\"issuer\":\"https://id.example\",\"audience\":\"api\"}");
    const jotkit_text elsewhere = JOTKIT_TEXT("{\"issuer\":\"https://id.example\",\"audience\":\"other\"}");
    const jotkit_text options =
        JOTKIT_TEXT("{\"issuer\":\"https://id.example\",\"audience\":\"api\",\"lifetime\":60}");
    const double once = 1e9;
    const bool shared = strncmp(algorithm, "HS", 2) == 0;
    jotkit_key *key = NULL, *half = NULL;
    jotkit_signer *signer = NULL;
    jotkit_verifier *verifier = NULL, *other = NULL;
    jotkit_string *token = NULL, *late = NULL, *claims = NULL;

    succeed(jotkit_key_generate(JOTKIT_BYTES(algorithm, strlen(algorithm)), &key), algorithm);
    if (!shared) succeed(jotkit_key_public(key, &half), algorithm);
    succeed(jotkit_signer_new(key, options, &signer), algorithm);
    succeed(jotkit_verifier_new(shared ? key : half, policy, &verifier), algorithm);
    succeed(jotkit_verifier_new(shared ? key : half, elsewhere, &other), algorithm);
    succeed(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), NULL, &token), algorithm);
    succeed(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), &once, &late), algorithm);

    const jotkit_text text = jotkit_string_text(token);
    succeed(jotkit_verifier_verify(verifier, text, NULL, &claims), algorithm);
    if (strstr(jotkit_string_text(claims).data, "\"sub\":\"u1\"") == NULL) exit(1);
    jotkit_string_free(claims);
    claims = NULL;

    char *changed = malloc(text.len + 1);
    if (changed == NULL) exit(1);
    memcpy(changed, text.data, text.len);
    changed[text.len] = '\0';
    char *signature = strrchr(changed, '.') + 1;
    *signature = *signature == 'A' ? 'B' : 'A';
    expect(jotkit_verifier_verify(verifier, JOTKIT_BYTES(changed, text.len), NULL, &claims),
           "signature_invalid", algorithm);
    expect(jotkit_verifier_verify(verifier, jotkit_string_text(late), NULL, &claims), "token_expired", algorithm);
    expect(jotkit_verifier_verify(other, text, NULL, &claims), "audience_refused", algorithm);

    free(changed);
    jotkit_string_free(late);
    jotkit_string_free(token);
    jotkit_verifier_free(other);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_key_free(half);
    jotkit_key_free(key);
}

int main(void) {
    for (size_t i = 0; i < COUNT; i++) check(ALGORITHMS[i]);
    printf("%d algorithms: signed, verified, refused\n", (int)COUNT);
    return 0;
}
