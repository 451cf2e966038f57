/* Answers one request of the conformance subject. */
#ifndef JOTKIT_TESTS_ANSWER_H
#define JOTKIT_TESTS_ANSWER_H

#include "json.h"

/* Appends the answer to a line of text, without a line break. Whatever the line holds, there is an answer. */
void answer_line(const char *line, size_t len, buffer *to);

/* Appends {"ok":...} or {"error":...} without the braces around it. */
void answer_request(json request, buffer *to);

#endif
