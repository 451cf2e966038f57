/* A program that a test starts, which prints one line and ends when its standard input closes. */
#ifndef JOTKIT_TESTS_STARTED_H
#define JOTKIT_TESTS_STARTED_H

#include "check.h"

#include <curl/curl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct started {
    pid_t child;
    int input;
    char line[1024];
} started;

/* Starts a Python program with one argument or none, and reads its line. */
static inline started start(const char *program, const char *argument) {
    int in[2], out[2];
    started s = {.line = {0}};
    if (pipe(in) != 0 || pipe(out) != 0) abort();
    s.child = fork();
    if (s.child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execlp("python3", "python3", program, argument, (char *)NULL);
        _exit(1);
    }
    close(in[0]);
    close(out[1]);
    for (size_t len = 0; len < sizeof s.line - 1 && strchr(s.line, '\n') == NULL; len++) {
        if (read(out[0], s.line + len, 1) != 1) break;
    }
    close(out[0]);
    s.input = in[1];
    return s;
}

static inline void end(const started *s) {
    close(s->input);
    CHECK(waitpid(s->child, NULL, 0) == s->child);
}

typedef struct page {
    char text[4096];
    size_t len;
} page;

static inline size_t read_page(char *data, size_t size, size_t count, void *user_data) {
    page *to = user_data;
    size_t len = size * count, room = sizeof to->text - 1 - to->len;
    memcpy(to->text + to->len, data, len < room ? len : room);
    to->len += len < room ? len : room;
    return len;
}

/* Posts JSON, or gets what is there if there is none to post. */
static inline page visit(const char *url, const char *json) {
    page answer = {.len = 0};
    CURL *curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    if (json != NULL) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_page);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    CHECK(curl_easy_perform(curl) == CURLE_OK);
    curl_easy_cleanup(curl);
    return answer;
}

#endif
