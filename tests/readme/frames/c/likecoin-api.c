#include "frames.h"

static int answer(const char *common_secret, const char *client_id, const char *client_secret,
                  const char *authorization, const char **body) {
    /* README */

    if (!status) EXPECT(strstr(jotkit_string_data(access), "\"user\":\"u1\"") != NULL);
    *body = jotkit_likecoin_refusal_body(status);
    jotkit_string_free(access);
    jotkit_string_free(token);
    jotkit_likecoin_verifier_free(verifier);
    return reply;
}

static const char *asked(const char *scope, int expected) {
    jotkit_likecoin_issuer *issuer = NULL;
    jotkit_string *token = NULL, *authorization = NULL;
    const char *body;
    char grant[256];
    snprintf(grant, sizeof grant, "{\"client_id\":\"app\",\"client_secret\":\"cs\",\"user\":\"u1\",\"scope\":[\"%s\"]}",
             scope);
    EXPECT(jotkit_likecoin_issuer_new(JOTKIT_TEXT("common secret"), JOTKIT_TEXT("like.co"), &issuer) == JOTKIT_OK);
    EXPECT(jotkit_likecoin_issuer_sign(issuer, grant, strlen(grant), &token) == JOTKIT_OK);
    EXPECT(jotkit_bearer_format(JOTKIT_STRING(token), &authorization) == JOTKIT_OK);
    EXPECT(answer("common secret", "app", "cs", jotkit_string_data(authorization), &body) == expected);
    jotkit_string_free(authorization);
    jotkit_string_free(token);
    jotkit_likecoin_issuer_free(issuer);
    return body;
}

void likecoin_api(void) {
    EXPECT(asked("read:like", 200) == NULL);
    EXPECT(strcmp(asked("profile", 403), "INSUFFICIENT_PERMISSION") == 0);
    puts("ok likecoin-api");
}
