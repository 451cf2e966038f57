/*
 * Verifies a token with keys behind a URL:
 *
 *     remote OPTIONS.json POLICY.json TOKEN.jwt [AUTHORITY.pem [PROXY]]
 *
 * with options such as {"issuer":"https://id.example"}. The authority is one that the system does
 * not trust, the proxy an address such as http://proxy.example:3128. Prints the claims
 * and exits with 0, or prints the reason and exits with 1. With 2 if a file cannot be read.
 *
 *     cc remote.c curl_fetcher.c $(pkg-config --cflags --libs jotkit libcurl) -o remote
 */
#include "curl_fetcher.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

/* More than any token, options or policy has. */
#define MOST 300000

/* The content of a file, without a line break at its end. Never freed. */
static jotkit_text read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *data = malloc(MOST);
    if (file == NULL || data == NULL) {
        perror(path);
        exit(2);
    }
    size_t len = fread(data, 1, MOST, file);
    fclose(file);
    while (len > 0 && (data[len - 1] == '\n' || data[len - 1] == '\r')) len--;
    return JOTKIT_BYTES(data, len);
}

int main(int count, char **arguments) {
    if (count < 4 || count > 6) {
        fprintf(stderr, "usage: remote OPTIONS.json POLICY.json TOKEN.jwt [AUTHORITY.pem [PROXY]]\n");
        return 2;
    }
    jotkit_text options = read_file(arguments[1]), policy = read_file(arguments[2]), token = read_file(arguments[3]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const char *authority = count > 4 ? arguments[4] : NULL, *proxy = count > 5 ? arguments[5] : NULL;
    /* snippet: tls */
    CURL *curl = curl_easy_init();
    if (authority != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, authority);
    if (proxy != NULL) curl_easy_setopt(curl, CURLOPT_PROXY, proxy);
    /* snippet end */

    /* snippet: remote */
    jotkit_remote_keys *keys = NULL;
    jotkit_remote_verifier *verifier = NULL;
    jotkit_string *claims = NULL;
    const jotkit_fetcher fetcher = {fetch_with_curl, curl};
    jotkit_status status = jotkit_remote_keys_new(options, &keys);
    if (status == JOTKIT_OK) status = jotkit_remote_verifier_new(keys, policy, &verifier);
    if (status == JOTKIT_OK) status = jotkit_remote_verifier_verify(verifier, token, NULL, fetcher, &claims);
    if (status == JOTKIT_OK) puts(jotkit_string_text(claims).data);
    /* snippet end */
    if (status != JOTKIT_OK) fprintf(stderr, "%s: %s\n", jotkit_status_code(status), jotkit_last_error_message().data);

    jotkit_string_free(claims);
    jotkit_remote_verifier_free(verifier);
    jotkit_remote_keys_free(keys);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    return status == JOTKIT_OK ? 0 : 1;
}
