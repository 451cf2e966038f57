/* The operations on tokens and keys. */
#include "answer_operations.h"

#include <stdlib.h>
#include <string.h>

static bool from_hex(json string, buffer *bytes) {
    buffer text = {0};
    json_string(string, &text);
    bool valid = text.len % 2 == 0;
    for (size_t i = 0; valid && i < text.len; i += 2) {
        char digits[3] = {text.data[i], text.data[i + 1], '\0'};
        valid = strspn(digits, "0123456789abcdefABCDEF") == 2;
        char byte = (char)strtoul(digits, NULL, 16);
        buffer_add(bytes, &byte, 1);
    }
    buffer_free(&text);
    buffer_add(bytes, "", 0);
    return valid;
}

static bool get_key(reply *r, bool set_too) {
    json key = reply_member(r, "key");
    json secret = json_member(key, "secret"), hex = json_member(key, "secret_hex");
    json pem = json_member(key, "pem"), jwk = json_member(key, "jwk"), jwks = json_member(key, "jwks");
    buffer *options = OBJECT(r, key, "alg", "allow_short");
    buffer *material = reply_scratch(r);
    if (json_type(secret) == 's') {
        json_string(secret, material);
        return reply_done(r, jotkit_key_from_secret(material->data, material->len, options->data, options->len,
                                              &r->key));
    }
    if (json_type(hex) == 's') {
        if (!from_hex(hex, material)) return reply_ill_formed(r);
        return reply_done(r, jotkit_key_from_secret(material->data, material->len, options->data, options->len,
                                              &r->key));
    }
    if (json_type(pem) == 's') {
        json_string(pem, material);
        return reply_done(
            r, jotkit_key_from_pem(material->data, material->len, options->data, options->len, &r->key));
    }
    if (json_type(jwk) == 'o') {
        return reply_done(r, jotkit_key_from_jwk(jwk.data, jwk.len, options->data, options->len, &r->key));
    }
    if (json_type(jwks) == 'o' && set_too) {
        return reply_done(r, jotkit_keyset_from_jwks(jwks.data, jwks.len, options->data, options->len, &r->keyset));
    }
    return reply_ill_formed(r);
}

void op_verify(reply *r) {
    buffer *token;
    double number;
    const double *now;
    json policy = reply_member(r, "policy");
    if (json_type(policy) == 0) policy = json_parse("{}", 2);
    if (!reply_get(r, "token", &token) || !reply_get_number(r, "now", &number, &now) || !get_key(r, true)) return;
    jotkit_verifier *verifier = NULL;
    jotkit_status status =
        r->keyset == NULL ? jotkit_verifier_new(r->key, policy.data, policy.len, &verifier)
                          : jotkit_verifier_new_with_keyset(r->keyset, policy.data, policy.len, &verifier);
    if (!reply_done(r, status)) return;
    jotkit_string *header = NULL, *claims = NULL;
    status = now == NULL
                 ? jotkit_verifier_verify_full(verifier, token->data, token->len, &header, &claims)
                 : jotkit_verifier_verify_full_at(verifier, token->data, token->len, *now, &header, &claims);
    if (reply_done(r, status)) {
        reply_begin(r);
        reply_add_json(r, "header", header);
        reply_add_string(r, "payload", claims);
        reply_end(r);
    }
    jotkit_verifier_free(verifier);
}

void op_sign(reply *r) {
    buffer *claims, *header = NULL;
    if (!reply_get(r, "claims_json", &claims)) return;
    if (reply_has(r, "header_json") && !reply_get(r, "header_json", &header)) return;
    if (!get_key(r, false)) return;
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_signer_new(r->key, JOTKIT_TEXT("{}"), &signer))) return;
    jotkit_status status = header == NULL
                               ? jotkit_signer_sign(signer, claims->data, claims->len, &token)
                               : jotkit_signer_sign_with_header(signer, claims->data, claims->len,
                                                                header->data, header->len, &token);
    reply_only_string(r, "token", status, &token);
    jotkit_signer_free(signer);
}

void op_peek(reply *r) {
    buffer *token;
    jotkit_string *header = NULL, *payload = NULL;
    if (!reply_get(r, "token", &token)) return;
    if (!reply_done(r, jotkit_token_peek(token->data, token->len, &header, &payload))) return;
    reply_begin(r);
    reply_add_json(r, "header", header);
    reply_add_string(r, "payload", payload);
    reply_end(r);
}

void op_key_info(reply *r) {
    jotkit_string *info = NULL;
    if (get_key(r, false)) reply_whole(r, jotkit_key_info(r->key, &info), &info);
}

void op_key_export(reply *r) {
    buffer *format;
    char public_half = json_type(reply_member(r, "public"));
    if (!reply_get(r, "format", &format)) return;
    bool as_jwk = strcmp(format->data, "jwk") == 0;
    if (!as_jwk && strcmp(format->data, "pem") != 0) {
        reply_ill_formed(r);
        return;
    }
    if (public_half != 't' && public_half != 'f') {
        reply_ill_formed(r);
        return;
    }
    if (!get_key(r, false)) return;
    if (public_half == 't') {
        jotkit_key *whole_key = r->key;
        r->key = NULL;
        bool halved = reply_done(r, jotkit_key_public(whole_key, &r->key));
        jotkit_key_free(whole_key);
        if (!halved) return;
    }
    jotkit_string *text = NULL;
    if (!as_jwk) {
        reply_only_string(r, "pem", jotkit_key_to_pem(r->key, &text), &text);
        return;
    }
    if (!reply_done(r, jotkit_key_to_jwk(r->key, &text))) return;
    reply_begin(r);
    reply_add_json(r, "jwk", text);
    reply_end(r);
}

void op_authorization_token(reply *r) {
    buffer *header;
    jotkit_string *token = NULL;
    if (!reply_get(r, "header", &header)) return;
    reply_only_string(r, "token", jotkit_bearer_parse(header->data, header->len, &token), &token);
}
