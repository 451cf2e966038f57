/* Puts the shared vectors to the code of the subject: vectors FILE... */
#include "answer.h"

#include <stdio.h>
#include <string.h>

static bool read_file(const char *path, buffer *to) {
    char chunk[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    for (size_t len; (len = fread(chunk, 1, sizeof chunk, file)) > 0;) buffer_add(to, chunk, len);
    bool read = !ferror(file);
    fclose(file);
    return read;
}

static bool varies(json names, json name) {
    json none, listed;
    for (size_t at = 0; json_next(names, &at, &none, &listed);) {
        if (json_equal(listed, name)) return true;
    }
    return false;
}

static json find(json object, json name) {
    json other, value;
    for (size_t at = 0; json_next(object, &at, &other, &value);) {
        if (json_equal(other, name)) return value;
    }
    return (json){0};
}

static bool same_error(json expected, json got) {
    json claim = json_member(expected, "claim"), own = json_member(got, "claim");
    return json_equal(json_member(expected, "code"), json_member(got, "code")) && json_equal(claim, own) &&
           json_type(claim) == json_type(own) && json_type(json_member(got, "kind")) == 's';
}

/* Expected members are there and equal; others are there only if the vector says that they vary. */
static bool same_ok(json expected, json got, json varying) {
    json name, value;
    if (json_type(got) != 'o') return false;
    for (size_t at = 0; json_next(expected, &at, &name, &value);) {
        if (!json_equal(value, find(got, name))) return false;
    }
    for (size_t at = 0; json_next(got, &at, &name, &value);) {
        if (json_type(find(expected, name)) == 0 && !varies(varying, name)) return false;
    }
    return true;
}

static bool holds(json vector, buffer *answer) {
    buffer_add_text(answer, "{");
    answer_request(json_member(vector, "request"), answer);
    buffer_add_text(answer, "}");
    json got = json_parse(answer->data, answer->len);
    json expected = json_member(vector, "answer");
    json ok = json_member(expected, "ok"), error = json_member(expected, "error");
    if (json_type(ok) == 'o') return same_ok(ok, json_member(got, "ok"), json_member(vector, "varies"));
    return json_type(error) == 'o' && same_error(error, json_member(got, "error"));
}

int main(int count, char **files) {
    size_t passed = 0, failed = 0;
    for (int i = 1; i < count; i++) {
        buffer text = {0};
        json name, vector;
        json all = read_file(files[i], &text) ? json_member(json_parse(text.data, text.len), "vectors") : (json){0};
        if (json_type(all) != 'a') {
            fprintf(stderr, "%s is not a file of vectors\n", files[i]);
            return 1;
        }
        for (size_t at = 0; json_next(all, &at, &name, &vector);) {
            buffer answer = {0};
            if (holds(vector, &answer)) {
                passed++;
            } else {
                json label = json_member(vector, "name"), expected = json_member(vector, "answer");
                failed++;
                printf("FAILED %.*s\n  expected %.*s\n  got      %s\n", (int)label.len, label.data,
                       (int)expected.len, expected.data, answer.data);
            }
            buffer_free(&answer);
        }
        buffer_free(&text);
    }
    printf("vectors: %zu passed, %zu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
