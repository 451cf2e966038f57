/*
 * Signs a token in two steps, with a key that stays where it is; here openssl has it:
 *
 *     sign input KID SUBJECT >input
 *     openssl dgst -sha256 -sign key.pem input >signature
 *     sign token KID input signature
 *
 * The key is of the curve P-256. Prints to standard output and exits with 0, or prints the reason
 * and exits with 1. With 2 if a file cannot be read.
 *
 *     cc sign.c $(pkg-config --cflags --libs jotkit) -o sign
 */
#include <jotkit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any of the files has. */
#define MOST 300000

/* The content of a file. Never freed. */
static jotkit_text read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    char *data = malloc(MOST);
    if (file == NULL || data == NULL) {
        perror(path);
        exit(2);
    }
    size_t len = fread(data, 1, MOST, file);
    fclose(file);
    return JOTKIT_BYTES(data, len);
}

static jotkit_text text(const char *string) { return JOTKIT_BYTES(string, strlen(string)); }

/* A signer without a key. What the options contain cannot leave their quotes. */
static jotkit_status make_signer(const char *kid, jotkit_signer **signer) {
    /* snippet: object */
    jotkit_object *options = NULL;
    jotkit_status status = jotkit_object_new(&options);
    if (status == JOTKIT_OK) status = jotkit_object_set_string(options, JOTKIT_TEXT("kid"), text(kid));
    if (status == JOTKIT_OK) status = jotkit_object_set_number(options, JOTKIT_TEXT("lifetime"), 3600);
    if (status == JOTKIT_OK) {
        status = jotkit_signer_new_keyless(JOTKIT_TEXT("ES256"), jotkit_object_text(options), signer);
    }
    jotkit_object_free(options);
    /* snippet end */
    return status;
}

static jotkit_status make_input(const jotkit_signer *signer, const char *subject, jotkit_string **input) {
    jotkit_object *claims = NULL;
    jotkit_status status = jotkit_object_new(&claims);
    if (status == JOTKIT_OK) status = jotkit_object_set_string(claims, JOTKIT_TEXT("sub"), text(subject));
    if (status == JOTKIT_OK) {
        status = jotkit_signer_signing_input(signer, jotkit_object_text(claims), JOTKIT_ABSENT, NULL, NULL, input);
    }
    jotkit_object_free(claims);
    return status;
}

int main(int count, char **arguments) {
    bool first = count == 4 && strcmp(arguments[1], "input") == 0;
    if (!first && (count != 5 || strcmp(arguments[1], "token") != 0)) {
        fprintf(stderr, "usage: sign input KID SUBJECT | sign token KID INPUT SIGNATURE\n");
        return 2;
    }
    jotkit_signer *signer = NULL;
    jotkit_string *made = NULL;
    jotkit_status status = make_signer(arguments[2], &signer);
    if (status == JOTKIT_OK && first) status = make_input(signer, arguments[3], &made);
    if (status == JOTKIT_OK && !first) {
        jotkit_text input = read_file(arguments[3]), signature = read_file(arguments[4]);
        status = jotkit_signer_assemble(signer, input, signature, &made);
    }
    /* Without a line break, which would be signed too. */
    if (status == JOTKIT_OK) fputs(jotkit_string_text(made).data, stdout);
    if (status != JOTKIT_OK) fprintf(stderr, "%s: %s\n", jotkit_status_code(status), jotkit_last_error_message().data);
    jotkit_string_free(made);
    jotkit_signer_free(signer);
    return status == JOTKIT_OK ? 0 : 1;
}
