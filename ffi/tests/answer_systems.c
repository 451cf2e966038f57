/* The operations of LiveLike and LikeCoin. */
#include "reply.h"

void op_livelike_sign(reply *r) {
    jotkit_text client_id = reply_string(r, "client_id"), secret = reply_string(r, "client_secret");
    jotkit_text id = reply_string(r, "custom_profile_id");
    const double *issued_at = reply_number(r, "issued_at"), *lifetime = reply_number(r, "lifetime");
    OWNED(livelike_signer) signer = NULL;
    jotkit_string *token = NULL;
    if (r->ill_formed || !reply_done(r, jotkit_livelike_signer_new(client_id, secret, &signer))) return;
    reply_only_string(r, "token", jotkit_livelike_signer_sign(signer, id, issued_at, lifetime, &token), &token);
}

/* The verdict of a new verifier. */
static void verify(reply *r, jotkit_status made, jotkit_client_verifier **verifier) {
    jotkit_text token = reply_string(r, "token");
    const double *now = reply_number(r, "now");
    jotkit_string *content = NULL;
    if (r->ill_formed || !reply_done(r, made)) return;
    reply_whole(r, jotkit_client_verifier_verify(*verifier, token, now, &content), &content);
}

void op_livelike_verify(reply *r) {
    const void *clients;
    size_t count;
    if (!reply_list(r, json_member(r->request, "clients"), 'o', &clients, &count)) return;
    OWNED(client_verifier) verifier = NULL;
    verify(r, jotkit_livelike_verifier_new(clients, count, &verifier), &verifier);
}

void op_likecoin_signing_key(reply *r) {
    jotkit_text common = reply_string(r, "common_secret"), client = reply_string(r, "client_secret");
    jotkit_string *key = NULL;
    if (r->ill_formed) return;
    reply_only_string(r, "key", jotkit_likecoin_signing_key(common, client, &key), &key);
}

void op_likecoin_sign(reply *r) {
    jotkit_text common = reply_string(r, "common_secret"), host = reply_string(r, "host");
    jotkit_text grant = OBJECT(r, r->request, "client_id", "client_secret", "user", "scope", "jti");
    const double *now = reply_number(r, "now");
    OWNED(likecoin_issuer) issuer = NULL;
    jotkit_string *token = NULL;
    if (r->ill_formed || !reply_done(r, jotkit_likecoin_issuer_new(common, host, &issuer))) return;
    reply_only_string(r, "token", jotkit_likecoin_issuer_sign(issuer, grant, now, &token), &token);
}

void op_likecoin_verify(reply *r) {
    jotkit_text common = reply_string(r, "common_secret");
    jotkit_text options = OBJECT(r, r->request, "host", "all", "any");
    const void *clients;
    size_t count;
    if (!reply_list(r, json_member(r->request, "clients"), 'o', &clients, &count) || r->ill_formed) return;
    OWNED(client_verifier) verifier = NULL;
    verify(r, jotkit_likecoin_verifier_new(common, clients, count, options, &verifier), &verifier);
}

void op_likecoin_read(reply *r) {
    jotkit_text token = reply_string(r, "token");
    OWNED(likecoin_unverified) unverified = NULL;
    if (r->ill_formed || !reply_done(r, jotkit_likecoin_peek(token, &unverified))) return;
    jotkit_text all = jotkit_likecoin_unverified_json(unverified);
    json content = json_parse(all.data, all.len);
    buffer_add_text(r->out, "\"ok\":");
    buffer_add_text(r->out, OBJECT(r, content, "user", "scope", "client_id", "issued_at", "expires_at").data);
}

void op_scope_allows(reply *r) {
    jotkit_text demanded = reply_string(r, "demanded");
    const void *held;
    size_t count;
    bool allows = false;
    if (!reply_list(r, json_member(r->request, "held"), 'a', &held, &count) || r->ill_formed) return;
    if (reply_done(r, jotkit_likecoin_scope_allows(held, count, demanded, &allows))) {
        reply_begin(r);
        reply_add_name(r, "allows");
        buffer_add_text(r->out, allows ? "true" : "false");
        reply_end(r);
    }
}
