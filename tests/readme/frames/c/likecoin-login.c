#include "frames.h"

#define LOGIN login
#define CLIENT client

void likecoin_login(void) {
    const char *id = setting("README_CLIENT_ID"), *back = setting("README_REDIRECT_URI");
    char login[256], client[256];
    snprintf(login, sizeof login, "{\"client_id\":\"%s\",\"scope\":[\"profile\"],\"redirect_uri\":\"%s\"}", id, back);
    snprintf(client, sizeof client, "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"redirect_uri\":\"%s\"}", id,
             setting("README_CLIENT_SECRET"), back);

    /* README */

    EXPECT(status == JOTKIT_OK);
    EXPECT(strstr(jotkit_token_response_json(tokens), "\"display_name\":\"William Chong\"") != NULL);
    EXPECT(jotkit_token_response_refresh_token(tokens) != NULL);
    jotkit_token_response_free(tokens);
    jotkit_http_request_free(request);
    jotkit_string_free(code);
    jotkit_string_free(state);
    jotkit_string_free(url);
    puts("ok likecoin-login");
}
