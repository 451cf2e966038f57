/*
 * Verifies a token that is read from a file:
 *
 *     verify KEY.pem POLICY.json TOKEN.jwt
 *
 * prints the claims and exits with 0, or prints the reason and exits with 1. With 2 if a
 * file cannot be read.
 *
 *     cc verify.c $(pkg-config --cflags --libs jotkit) -o verify
 */
#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any token, key or policy has. */
#define MOST 300000

/* The content of a file, without a line break at its end. Never freed. */
static jotkit_text read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *data = malloc(MOST);
    if (file == NULL || data == NULL) {
        perror(path);
        exit(2);
    }
    size_t len = fread(data, 1, MOST, file);
    fclose(file);
    while (len > 0 && (data[len - 1] == '\n' || data[len - 1] == '\r')) len--;
    return JOTKIT_BYTES(data, len);
}

static int report(jotkit_status status) {
    fprintf(stderr, "%s: %s\n", jotkit_status_code(status), jotkit_last_error_message().data);
    return 1;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: verify KEY.pem POLICY.json TOKEN.jwt\n");
        return 2;
    }
    jotkit_text pem = read_file(arguments[1]), policy = read_file(arguments[2]), token = read_file(arguments[3]);

    /* snippet: verify */
    jotkit_key *key = NULL;
    jotkit_verifier *verifier = NULL;
    jotkit_string *claims = NULL;
    jotkit_status status = jotkit_key_from_pem(pem, JOTKIT_TEXT("{}"), &key);
    if (status == JOTKIT_OK) status = jotkit_verifier_new(key, policy, &verifier);
    if (status == JOTKIT_OK) status = jotkit_verifier_verify(verifier, token, NULL, &claims);
    if (status == JOTKIT_OK) puts(jotkit_string_text(claims).data);
    /* snippet end */
    int result = status == JOTKIT_OK ? 0 : report(status);

    jotkit_string_free(claims);
    jotkit_verifier_free(verifier);
    jotkit_key_free(key);
    return result;
}
