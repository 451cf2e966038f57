#include "frames.h"

static jotkit_string *signed_token(const char *secret) {
    jotkit_key *key = NULL;
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL;
    const char options[] = "{\"issuer\":\"https://id.example\",\"audience\":\"api\",\"lifetime\":60}";
    EXPECT(jotkit_key_hs256(secret, strlen(secret), &key) == JOTKIT_OK);
    EXPECT(jotkit_signer_new(key, options, strlen(options), &signer) == JOTKIT_OK);
    EXPECT(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\"}"), &token) == JOTKIT_OK);
    jotkit_signer_free(signer);
    jotkit_key_free(key);
    return token;
}

void verify(void) {
    const char *secret = "a secret of at least 32 bytes, kept safe";
    jotkit_string *made = signed_token(secret);
    const char *token = jotkit_string_data(made);

    /* README */

    EXPECT(status == JOTKIT_OK);
    EXPECT(strncmp(jotkit_string_data(claims), "{\"sub\":\"u1\",", 12) == 0);
    jotkit_string_free(claims);
    jotkit_string_free(made);
    jotkit_verifier_free(verifier);
    jotkit_key_free(key);
    puts("ok verify");
}
