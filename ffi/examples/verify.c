/*
 * Verifies a token that is read from a file:
 *
 *     verify KEY.pem POLICY.json TOKEN.jwt
 *
 * prints the claims and ends with 0, or says why not and ends with 1. With 2 the program was not used rightly.
 *
 *     cc verify.c $(pkg-config --cflags --libs jotkit) -o verify
 */
#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any token, key or policy has. */
#define MOST 300000

static size_t read_file(const char *path, char **data) {
    FILE *file = fopen(path, "rb");
    *data = malloc(MOST);
    if (file == NULL || *data == NULL) {
        perror(path);
        exit(2);
    }
    size_t len = fread(*data, 1, MOST, file);
    fclose(file);
    return len;
}

static int report(jotkit_status status) {
    fprintf(stderr, "%s: %s\n", jotkit_status_code(status), jotkit_last_error_message(NULL));
    return 1;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: verify KEY.pem POLICY.json TOKEN.jwt\n");
        return 2;
    }
    char *pem, *policy, *token;
    size_t pem_len = read_file(arguments[1], &pem);
    size_t policy_len = read_file(arguments[2], &policy);
    size_t token_len = read_file(arguments[3], &token);
    /* A line break that an editor put behind the token is not part of it. */
    while (token_len > 0 && (token[token_len - 1] == '\n' || token[token_len - 1] == '\r')) token_len--;

    jotkit_key *key = NULL;
    jotkit_verifier *verifier = NULL;
    jotkit_string *claims = NULL;
    jotkit_status status = jotkit_key_from_pem(pem, pem_len, JOTKIT_TEXT("{}"), &key);
    if (status == JOTKIT_OK) status = jotkit_verifier_new(key, policy, policy_len, &verifier);
    if (status == JOTKIT_OK) status = jotkit_verifier_verify(verifier, token, token_len, &claims);
    int result = status == JOTKIT_OK ? 0 : report(status);
    if (status == JOTKIT_OK) puts(jotkit_string_data(claims));

    jotkit_string_free(claims);
    jotkit_verifier_free(verifier);
    jotkit_key_free(key);
    free(token);
    free(policy);
    free(pem);
    return result;
}
