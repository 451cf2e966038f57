/* The conformance subject in C: reads requests and writes answers, a line each. */
#define _POSIX_C_SOURCE 200809L
#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    void (*run)(reply *r);
} operations[] = {
#define OPERATION(name) {#name, op_##name},
    OPERATIONS(OPERATION)
};

/* Appends {"ok":...} or {"error":...} without the braces around it. */
static void answer(json request, buffer *to) {
    reply r = {.request = request, .out = to};
    buffer name = {0};
    json_string(json_member(request, "op"), &name);
    void (*run)(reply *) = NULL;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name.data) == 0) run = operations[i].run;
    }
    if (run == NULL) {
        reply_ill_formed(&r);
    } else {
        run(&r);
    }
    buffer_free(&name);
    reply_free(&r);
}

/* Appends the answer to any line, without a line break. */
static void answer_line(const char *line, size_t len, buffer *to) {
    json request = json_parse(line, len);
    json id = json_member(request, "id");
    buffer_add_text(to, "{\"id\":");
    if (json_type(id) == 's') {
        buffer_add(to, id.data, id.len);
    } else {
        buffer_add_text(to, "null");
    }
    buffer_add_text(to, ",");
    answer(request, to);
    buffer_add_text(to, "}");
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    for (ssize_t len; (len = getline(&line, &room, stdin)) >= 0;) {
        buffer answer = {0};
        answer_line(line, (size_t)len, &answer);
        buffer_add_text(&answer, "\n");
        fwrite(answer.data, 1, answer.len, stdout);
        if (fflush(stdout) != 0) return 1;
        buffer_free(&answer);
    }
    free(line);
    return 0;
}
