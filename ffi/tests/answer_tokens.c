/* The operations on tokens and keys. */
#include "reply.h"

#include <stdlib.h>
#include <string.h>

/* Decodes hexadecimal digits in place. */
static bool from_hex(jotkit_text *text) {
    char *bytes = (char *)(uintptr_t)text->data;
    size_t len = text->len;
    for (size_t i = 0; i < len; i += 2) {
        char digits[3] = {bytes[i], i + 1 < len ? bytes[i + 1] : '\0', '\0'};
        if (strspn(digits, "0123456789abcdefABCDEF") != 2) return false;
        bytes[i / 2] = (char)strtoul(digits, NULL, 16);
    }
    text->len = len / 2;
    return true;
}

static bool get_key(reply *r, bool set_too) {
    json key = json_member(r->request, "key");
    json secret = json_member(key, "secret"), hex = json_member(key, "secret_hex");
    json pem = json_member(key, "pem"), jwk = json_member(key, "jwk"), jwks = json_member(key, "jwks");
    jotkit_text options = OBJECT(r, key, "alg", "allow_short");
    if (json_type(secret) == 's' || json_type(hex) == 's') {
        jotkit_text bytes = reply_text(r, json_type(hex) == 's' ? hex : secret);
        if (json_type(hex) == 's' && !from_hex(&bytes)) return reply_ill_formed(r);
        return reply_done(r, jotkit_key_from_secret(bytes, options, &r->key));
    }
    if (json_type(pem) == 's') return reply_done(r, jotkit_key_from_pem(reply_text(r, pem), options, &r->key));
    if (json_type(jwk) == 'o') return reply_done(r, jotkit_key_from_jwk(JSON(jwk), options, &r->key));
    if (json_type(jwks) == 'o' && set_too) return reply_done(r, jotkit_keyset_from_jwks(JSON(jwks), options, &r->keyset));
    return reply_ill_formed(r);
}

/* The answer of a call that takes a token apart. */
static void token_content(reply *r, jotkit_status status, jotkit_string **header, jotkit_string **payload) {
    if (!reply_done(r, status)) return;
    reply_begin(r);
    reply_add_json(r, "header", *header);
    reply_add_string(r, "payload", *payload);
    reply_end(r);
}

void op_verify(reply *r) {
    json given = json_member(r->request, "policy");
    jotkit_text token = reply_string(r, "token"), policy = json_type(given) == 0 ? JOTKIT_TEXT("{}") : JSON(given);
    const double *now = reply_number(r, "now");
    if (r->ill_formed || !get_key(r, true)) return;
    OWNED(verifier) verifier = NULL;
    jotkit_string *header = NULL, *claims = NULL;
    if (!reply_done(r, r->keyset == NULL ? jotkit_verifier_new(r->key, policy, &verifier)
                                         : jotkit_verifier_new_with_keyset(r->keyset, policy, &verifier))) {
        return;
    }
    token_content(r, jotkit_verifier_verify_full(verifier, token, now, &header, &claims), &header, &claims);
}

void op_sign(reply *r) {
    bool with_header = json_type(json_member(r->request, "header_json")) != 0;
    jotkit_text claims = reply_string(r, "claims_json");
    jotkit_text header = with_header ? reply_string(r, "header_json") : JOTKIT_ABSENT;
    if (r->ill_formed || !get_key(r, false)) return;
    OWNED(signer) signer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_signer_new(r->key, JOTKIT_TEXT("{}"), &signer))) return;
    jotkit_status status = with_header ? jotkit_signer_sign_with_header(signer, claims, header, NULL, &token)
                                       : jotkit_signer_sign(signer, claims, NULL, &token);
    reply_only_string(r, "token", status, &token);
}

void op_peek(reply *r) {
    jotkit_text token = reply_string(r, "token");
    jotkit_string *header = NULL, *payload = NULL;
    if (!r->ill_formed) token_content(r, jotkit_token_peek(token, &header, &payload), &header, &payload);
}

void op_key_info(reply *r) {
    jotkit_string *info = NULL;
    if (get_key(r, false)) reply_whole(r, jotkit_key_info(r->key, &info), &info);
}

void op_key_export(reply *r) {
    jotkit_text format = reply_string(r, "format");
    char public_half = json_type(json_member(r->request, "public"));
    bool as_jwk = strcmp(format.data, "jwk") == 0;
    if ((!as_jwk && strcmp(format.data, "pem") != 0) || (public_half != 't' && public_half != 'f')) {
        reply_ill_formed(r);
        return;
    }
    if (!get_key(r, false)) return;
    if (public_half == 't') {
        OWNED(key) whole = r->key;
        r->key = NULL;
        if (!reply_done(r, jotkit_key_public(whole, &r->key))) return;
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
    jotkit_text header = reply_string(r, "header");
    jotkit_string *token = NULL;
    if (!r->ill_formed) reply_only_string(r, "token", jotkit_bearer_parse(header, &token), &token);
}
