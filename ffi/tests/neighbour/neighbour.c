/* jotkit in a program that links another static library with a Rust and an aws-lc of its own. */
#include <jotkit.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int neighbour_hash(size_t count, uint8_t *first);

int main(void) {
    const jotkit_text secret = JOTKIT_TEXT("a made-up secret for the tests, 32 bytes and more");
    jotkit_key *key = NULL, *pair = NULL;
    jotkit_signer *signer = NULL;
    jotkit_verifier *verifier = NULL;
    jotkit_string *token = NULL, *claims = NULL;
    uint8_t first = 0, last = 0;
    jotkit_status status = JOTKIT_OK;
    /* The SHA-256 of "aaa" begins with 98, that of "aa" with 96. */
    int failed = neighbour_hash(3, &first);
    status = jotkit_key_hs256(secret, &key);
    if (status == JOTKIT_OK) status = jotkit_key_generate(JOTKIT_TEXT("ES256"), &pair);
    if (status == JOTKIT_OK) status = jotkit_signer_new(pair, JOTKIT_TEXT("{\"lifetime\":60}"), &signer);
    if (status == JOTKIT_OK) status = jotkit_signer_sign(signer, JOTKIT_TEXT("{}"), NULL, &token);
    if (status == JOTKIT_OK) status = jotkit_verifier_new(pair, JOTKIT_TEXT("{}"), &verifier);
    if (status == JOTKIT_OK) status = jotkit_verifier_verify(verifier, jotkit_string_text(token), NULL, &claims);
    failed |= neighbour_hash(2, &last);
    bool passed = status == JOTKIT_OK && failed == 0 && first == 0x98 && last == 0x96 && claims != NULL;
    jotkit_string_free(claims);
    jotkit_string_free(token);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_key_free(pair);
    jotkit_key_free(key);
    printf("neighbour: %s\n", passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
}
