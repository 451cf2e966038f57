#include "curl_fetcher.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_HEADERS = 64 };

typedef struct body {
    char *data;
    size_t len;
    size_t most;
    bool too_large;
} body;

static size_t receive(char *data, size_t size, size_t count, void *user_data) {
    body *to = user_data;
    size_t len = size * count;
    to->too_large = len > to->most - to->len;
    if (to->too_large) return 0;
    char *grown = realloc(to->data, to->len + len + 1);
    if (grown == NULL) return 0;
    memcpy(grown + to->len, data, len);
    to->data = grown;
    to->len += len;
    return len;
}

static struct curl_slist *headers_of(const jotkit_http_request *request) {
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        jotkit_text name = jotkit_http_request_header_name(request, i);
        jotkit_text value = jotkit_http_request_header_value(request, i);
        char *line = malloc(name.len + value.len + 3);
        if (line == NULL) break;
        memcpy(line, name.data, name.len);
        memcpy(line + name.len, ": ", 2);
        memcpy(line + name.len + 2, value.data, value.len + 1);
        struct curl_slist *longer = curl_slist_append(list, line);
        free(line);
        if (longer == NULL) break;
        list = longer;
    }
    return list;
}

static jotkit_text cause_of(CURLcode code, const body *received) {
    if (received->too_large) return JOTKIT_TEXT("too_large");
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return JOTKIT_TEXT("timeout");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return JOTKIT_TEXT("tls");
    default: return JOTKIT_TEXT("network");
    }
}

static jotkit_status give(CURL *curl, const body *received, jotkit_http_reply *reply) {
    long status = 0;
    jotkit_header headers[MOST_HEADERS];
    size_t count = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    struct curl_header *next = NULL;
    while (count < MOST_HEADERS && (next = curl_easy_nextheader(curl, CURLH_HEADER, -1, next)) != NULL) {
        jotkit_text name = JOTKIT_BYTES(next->name, strlen(next->name));
        jotkit_text value = JOTKIT_BYTES(next->value, strlen(next->value));
        headers[count++] = (jotkit_header){name, value};
    }
    jotkit_text content = JOTKIT_BYTES(received->data, received->len);
    return jotkit_http_reply_give(reply, (uint16_t)status, headers, count, content);
}

jotkit_status fetch_with_curl(const jotkit_http_request *request, jotkit_http_reply *reply, void *curl) {
    body received = {.most = (size_t)jotkit_http_request_max_bytes(request)};
    struct curl_slist *headers = headers_of(request);
    curl_easy_setopt(curl, CURLOPT_URL, jotkit_http_request_url(request).data);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)jotkit_http_request_timeout_ms(request));
    /* Threads and signals do not go together. */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
    CURLcode code = curl_easy_perform(curl);
    jotkit_status status = code == CURLE_OK ? give(curl, &received, reply)
                                            : jotkit_http_reply_fail(reply, cause_of(code, &received));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    free(received.data);
    return status;
}
