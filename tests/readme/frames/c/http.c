/* As much of an HTTP client as the snippets take as given. */
#define _POSIX_C_SOURCE 200809L
#include "frames.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#define API "https://api.like.co"

const char *setting(const char *name) {
    const char *value = getenv(name);
    EXPECT(value != NULL);
    return value;
}

static struct reply exchange(const char *method, const char *base, const char *path, const char *headers,
                             const char *body) {
    static char sent[8192], received[65536];
    char host[64], port[8];
    EXPECT(sscanf(base, "http://%63[^:]:%7[0-9]", host, port) == 2);
    int len = snprintf(sent, sizeof sent, "%s %s HTTP/1.0\r\nhost: %s\r\n%scontent-length: %zu\r\n\r\n%s", method, path,
                       host, headers, strlen(body), body);
    EXPECT(len > 0 && (size_t)len < sizeof sent);

    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *address;
    EXPECT(getaddrinfo(host, port, &hints, &address) == 0);
    int connection = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    EXPECT(connect(connection, address->ai_addr, address->ai_addrlen) == 0);
    freeaddrinfo(address);
    EXPECT(write(connection, sent, (size_t)len) == len);
    size_t total = 0;
    for (ssize_t more; (more = read(connection, received + total, sizeof received - 1 - total)) > 0;) total += (size_t)more;
    close(connection);
    received[total] = '\0';

    unsigned status = 0;
    const char *end = strstr(received, "\r\n\r\n");
    EXPECT(end != NULL && sscanf(received, "HTTP/%*s %u", &status) == 1);
    return (struct reply){(uint16_t)status, end + 4, total - (size_t)(end + 4 - received)};
}

/* Sends to the stand-in what is meant for api.like.co. */
struct reply send_request(const jotkit_http_request *request) {
    char headers[1024] = "";
    const char *url = jotkit_http_request_url(request);
    EXPECT(url != NULL && strncmp(url, API, sizeof API - 1) == 0);
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        size_t used = strlen(headers);
        snprintf(headers + used, sizeof headers - used, "%s: %s\r\n", jotkit_http_request_header_name(request, i),
                 jotkit_http_request_header_value(request, i));
    }
    return exchange(jotkit_http_request_method(request), setting("README_API"), url + sizeof API - 1, headers,
                    jotkit_http_request_body(request, NULL));
}

const char *visit(const char *page) { return exchange("POST", setting("README_VISITOR"), "/", "", page).body; }
