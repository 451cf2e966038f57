/* Keys over HTTPS with libcurl: a certificate that is not trusted, an authority of the program's
 * own, and a proxy:
 *
 *     tls ../../tests/stand_ins/https.py
 */
#define _POSIX_C_SOURCE 200809L
#include "../examples/curl_fetcher.h"
#include "started.h"

#include <time.h>

static int port, control, proxy;
static char authority[512];
static jotkit_string *token;

/* The value of a string in a line of JSON. */
static void find(const char *line, const char *name, char *value, size_t room) {
    const char *at = strstr(line, name), *begin = at == NULL ? NULL : at + strlen(name) + strlen("\": \"");
    size_t len = begin == NULL ? 0 : strcspn(begin, "\"");
    CHECK(len > 0 && len < room);
    if (len < room) memcpy(value, begin, len);
}

static int tunnels(void) {
    char url[64];
    int count = -1;
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", proxy);
    CHECK(sscanf(visit(url, NULL).text, "{\"tunnels\": %d}", &count) == 1);
    return count;
}

/* Verifies with new keys, and an HTTP client that is set so. The cause is that of the failure. */
static void verify(jotkit_status expected, const char *cause, const char *ca, int through) {
    OWNED(remote_options) options = NULL;
    OWNED(remote_keys) keys = NULL;
    OWNED(remote_verifier) verifier = NULL;
    OWNED(string) claims = NULL, *status = NULL;
    char url[64], address[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%d/provider/jwks", port);
    snprintf(address, sizeof address, "http://127.0.0.1:%d", through);
    WORKS(jotkit_remote_options_new(&options));
    jotkit_remote_options_set_jwks_url(options, CSTR(url));
    jotkit_remote_options_set_timeout_ms(options, 30000);
    WORKS(jotkit_remote_keys_new(jotkit_remote_options_text(options), &keys));
    WORKS(jotkit_remote_verifier_new(keys, JOTKIT_TEXT("{}"), &verifier));
    CURL *curl = curl_easy_init();
    if (ca != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
    if (through != 0) curl_easy_setopt(curl, CURLOPT_PROXY, address);
    const jotkit_fetcher fetcher = {fetch_with_curl, curl};
    RETURNS(expected, jotkit_remote_verifier_verify(verifier, STRING(token), NULL, fetcher, &claims));
    WORKS(jotkit_remote_keys_status(keys, JOTKIT_ABSENT, (int64_t)time(NULL) * 1000, &status));
    if (!contains(status, cause)) FAIL("%s: %s\n", cause, STRING(status).data);
    curl_easy_cleanup(curl);
}

int main(int count, char **arguments) {
    char folder[] = "/tmp/jotkit-tls-XXXXXX", url[64];
    if (count != 2 || mkdtemp(folder) == NULL) return 2;
    started server = start(arguments[1], folder);
    CHECK(sscanf(server.line, "{\"port\": %d, \"control\": %d, \"proxy\": %d", &port, &control, &proxy) == 3);
    find(server.line, "authority", authority, sizeof authority);
    curl_global_init(CURL_GLOBAL_DEFAULT);

    OWNED(key) key = NULL;
    OWNED(keyset) set = NULL;
    OWNED(string) jwks = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &key));
    WORKS(jotkit_keyset_new((const jotkit_key *const[]){key}, 1, &set));
    WORKS(jotkit_keyset_to_public_jwks(set, &jwks));
    token = sign(key, "{}", "{\"exp\":4000000000}");
    snprintf(url, sizeof url, "http://127.0.0.1:%d/control/provider", control);
    visit(url, STRING(jwks).data);

    verify(JOTKIT_KEYS_UNAVAILABLE, "\"last_error\":\"tls\"", NULL, 0);
    verify(JOTKIT_OK, "\"state\":\"fresh\"", authority, 0);
    CHECK(tunnels() == 0);
    verify(JOTKIT_OK, "\"state\":\"fresh\"", authority, proxy);
    CHECK(tunnels() == 1);
    /* A proxy proves nothing about the server. */
    verify(JOTKIT_KEYS_UNAVAILABLE, "\"last_error\":\"tls\"", NULL, proxy);
    verify(JOTKIT_KEYS_UNAVAILABLE, "\"last_error\":\"network\"", authority, 1);

    jotkit_string_free(token);
    curl_global_cleanup();
    end(&server);
    return report("tls");
}
