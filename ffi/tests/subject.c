/* The conformance subject in C: a request a line in, an answer a line out. */
#define _POSIX_C_SOURCE 200809L
#include "answer.h"

#include <stdio.h>
#include <stdlib.h>

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
