/* The operations on tokens. */
#include "reply.h"

#include <string.h>

/* The answer of a call that takes a token apart. */
static void token_content(reply *r, jotkit_status status, jotkit_string **header, jotkit_string **payload) {
    if (!reply_done(r, status)) return;
    reply_begin(r);
    reply_add_json(r, "header", *header);
    reply_add_string(r, "payload", *payload);
    reply_end(r);
}

static jotkit_text policy_of(const reply *r) {
    json policy = json_member(r->request, "policy");
    return json_type(policy) == 0 ? JOTKIT_TEXT("{}") : JSON(policy);
}

/* The verifier that a request describes; NULL after an error was answered. */
static jotkit_verifier *verifier_of(reply *r) {
    jotkit_verifier *verifier = NULL;
    if (!reply_key(r, true)) return NULL;
    reply_done(r, r->keyset == NULL ? jotkit_verifier_new(r->key, policy_of(r), &verifier)
                                    : jotkit_verifier_new_with_keyset(r->keyset, policy_of(r), &verifier));
    return verifier;
}

void op_verify(reply *r) {
    jotkit_text token = reply_string(r, "token");
    const double *now = reply_number(r, "now");
    if (r->ill_formed) return;
    OWNED(verifier) verifier = verifier_of(r);
    jotkit_string *header = NULL, *claims = NULL;
    if (verifier == NULL) return;
    json expected = json_member(r->request, "expected");
    jotkit_status status = json_type(expected) == 0
        ? jotkit_verifier_verify_full(verifier, token, now, &header, &claims)
        : jotkit_verifier_verify_expecting(verifier, token, JSON(expected), now, &header, &claims);
    token_content(r, status, &header, &claims);
}

void op_explain(reply *r) {
    jotkit_text token = reply_string(r, "token");
    const double *now = reply_number(r, "now");
    if (r->ill_formed) return;
    OWNED(verifier) verifier = verifier_of(r);
    OWNED(string) findings = NULL;
    if (verifier == NULL || !reply_done(r, jotkit_verifier_explain(verifier, token, now, &findings))) return;
    jotkit_text list = jotkit_string_text(findings);
    reply_begin(r);
    ROWS(r, "findings", json_parse(list.data, list.len), "check", "code", "claim");
    reply_end(r);
}

void op_sign(reply *r) {
    json given = json_member(r->request, "options");
    bool with_header = json_type(json_member(r->request, "header_json")) != 0;
    jotkit_text claims = reply_string(r, "claims_json"), options = json_type(given) == 0 ? JOTKIT_TEXT("{}") : JSON(given);
    jotkit_text header = with_header ? reply_string(r, "header_json") : JOTKIT_ABSENT;
    const double *now = reply_number(r, "now");
    if (r->ill_formed || !reply_key(r, false)) return;
    OWNED(signer) signer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_signer_new(r->key, options, &signer))) return;
    jotkit_status status = with_header ? jotkit_signer_sign_with_header(signer, claims, header, now, &token)
                                       : jotkit_signer_sign(signer, claims, now, &token);
    reply_only_string(r, "token", status, &token);
}

void op_peek(reply *r) {
    bool with_policy = json_type(json_member(r->request, "policy")) != 0;
    jotkit_text token = reply_string(r, "token");
    jotkit_string *header = NULL, *payload = NULL;
    if (r->ill_formed) return;
    jotkit_status status = with_policy ? jotkit_token_peek_with_policy(token, policy_of(r), &header, &payload)
                                       : jotkit_token_peek(token, &header, &payload);
    token_content(r, status, &header, &payload);
}

void op_jws_sign(reply *r) {
    char detached = json_type(json_member(r->request, "detached"));
    bool with_header = json_type(json_member(r->request, "header_json")) != 0;
    jotkit_text payload, header = with_header ? reply_string(r, "header_json") : JOTKIT_ABSENT;
    if (detached != 0 && detached != 't' && detached != 'f') reply_ill_formed(r);
    if (r->ill_formed || !reply_hex(r, json_member(r->request, "payload_hex"), &payload)) return;
    jotkit_string *token = NULL;
    if (!reply_key(r, false)) return;
    jotkit_status status = detached == 't' ? jotkit_jws_sign_detached(r->key, payload, header, &token)
                                           : jotkit_jws_sign(r->key, payload, header, &token);
    reply_only_string(r, "token", status, &token);
}

void op_jws_verify(reply *r) {
    json hex = json_member(r->request, "payload_hex");
    bool detached = json_type(hex) != 0;
    jotkit_text token = reply_string(r, "token"), payload = JOTKIT_ABSENT;
    if (r->ill_formed || (detached && !reply_hex(r, hex, &payload)) || !reply_key(r, true)) return;
    OWNED(jws_verifier) verifier = NULL;
    jotkit_text policy = policy_of(r);
    if (!reply_done(r, r->keyset == NULL ? jotkit_jws_verifier_new(r->key, policy, &verifier)
                                         : jotkit_jws_verifier_new_with_keyset(r->keyset, policy, &verifier))) {
        return;
    }
    jotkit_string *header = NULL;
    OWNED(string) carried = NULL;
    if (!reply_done(r, detached ? jotkit_jws_verifier_verify_detached(verifier, token, payload, &header)
                                : jotkit_jws_verifier_verify(verifier, token, &header, &carried))) {
        return;
    }
    reply_begin(r);
    reply_add_hex(r, "payload_hex", detached ? payload : jotkit_string_text(carried));
    reply_add_json(r, "header", header);
    reply_end(r);
}

/* The status that has a code; JOTKIT_OK if none has. */
static jotkit_status status_of(jotkit_text code) {
    for (jotkit_status status = 1; status < 256; status++) {
        if (strcmp(jotkit_status_code(status), code.data) == 0) return status;
    }
    return JOTKIT_OK;
}

void op_challenge(reply *r) {
    static const jotkit_text empty[1];
    json words = json_member(r->request, "scope");
    const void *scope = NULL;
    size_t count = 0;
    uint16_t http_status = 0;
    jotkit_text code = reply_string(r, "code");
    jotkit_text realm = json_type(json_member(r->request, "realm")) != 0 ? reply_string(r, "realm") : JOTKIT_ABSENT;
    if (r->ill_formed || (json_type(words) != 0 && !reply_list(r, words, 'a', &scope, &count))) return;
    if (json_type(words) != 0 && count == 0) scope = empty;
    OWNED(string) header = NULL;
    if (!reply_done(r, jotkit_challenge(status_of(code), realm, scope, count, &http_status, &header))) return;
    reply_begin(r);
    reply_add_number(r, "status", http_status);
    if (jotkit_string_text(header).len > 0) reply_add_text(r, "www_authenticate", jotkit_string_text(header));
    reply_end(r);
}

void op_authorization_token(reply *r) {
    bool given = json_type(json_member(r->request, "header")) != 0;
    jotkit_text header = given ? reply_string(r, "header") : JOTKIT_ABSENT;
    jotkit_string *token = NULL;
    if (!r->ill_formed) reply_only_string(r, "token", jotkit_bearer_parse(header, &token), &token);
}
