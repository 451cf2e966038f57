#include "frames.h"

void livelike(void) {
    const char *client_id = "client-id-1", *client_secret = "livelike-client-secret";

    /* README */

    EXPECT(status == JOTKIT_OK);
    EXPECT(strstr(jotkit_string_data(profile), "\"custom_profile_id\":\"user-1\"") != NULL);
    EXPECT(strstr(jotkit_string_data(profile), "\"expires_at\":") != NULL);
    jotkit_string_free(profile);
    jotkit_string_free(token);
    jotkit_livelike_verifier_free(verifier);
    jotkit_livelike_signer_free(signer);
    puts("ok livelike");
}
