/* Answers one request of the conformance subject. */
#ifndef JOTKIT_TESTS_ANSWER_H
#define JOTKIT_TESTS_ANSWER_H

#include "json.h"

/* Appends the answer to any line, without a line break. */
void answer_line(const char *line, size_t len, buffer *to);

/* Appends {"ok":...} or {"error":...} without the braces around it. */
void answer_request(json request, buffer *to);

#endif
