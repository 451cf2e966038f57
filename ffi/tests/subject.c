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

/* Appends the answer to any line, without a line break. */
static void answer(const char *line, size_t len, buffer *to) {
    reply r = {.request = json_parse(line, len), .out = to};
    json id = json_member(r.request, "id");
    buffer name = {0};
    json_string(json_member(r.request, "op"), &name);
    void (*run)(reply *) = NULL;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name.data) == 0) run = operations[i].run;
    }
    buffer_free(&name);
    buffer_add_text(to, "{\"id\":");
    if (json_type(id) != 's') id = (json){"null", 4};
    buffer_add(to, id.data, id.len);
    buffer_add_text(to, ",");
    if (run != NULL) run(&r);
    if (run == NULL) reply_ill_formed(&r);
    buffer_add_text(to, "}");
    reply_free(&r);
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    for (ssize_t len; (len = getline(&line, &room, stdin)) >= 0;) {
        buffer out = {0};
        answer(line, (size_t)len, &out);
        puts(out.data);
        buffer_free(&out);
        if (fflush(stdout) != 0) return 1;
    }
    free(line);
    return 0;
}
