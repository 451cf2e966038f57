/* The operations of LiveLike and LikeCoin. */
#include "reply.h"

void op_livelike_sign(reply *r) {
    jotkit_text client_id, client_secret, id;
    double times[2];
    const double *issued_at, *lifetime;
    if (!reply_get(r, "client_id", &client_id, "client_secret", &client_secret, "custom_profile_id", &id) ||
        !reply_get_number(r, "issued_at", &times[0], &issued_at) ||
        !reply_get_number(r, "lifetime", &times[1], &lifetime)) {
        return;
    }
    OWNED(livelike_signer) signer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_livelike_signer_new(client_id, client_secret, &signer))) return;
    reply_only_string(r, "token", jotkit_livelike_signer_sign(signer, id, issued_at, lifetime, &token), &token);
}

/* The verdict of a new verifier, which is freed. */
static void verify(reply *r, jotkit_status made, jotkit_client_verifier **verifier) {
    jotkit_text token;
    double number;
    const double *now;
    jotkit_string *content = NULL;
    if (!reply_done(r, made)) return;
    if (reply_get(r, "token", &token) && reply_get_number(r, "now", &number, &now)) {
        reply_whole(r, jotkit_client_verifier_verify(*verifier, token, now, &content), &content);
    }
    jotkit_client_verifier_free(*verifier);
}

void op_livelike_verify(reply *r) {
    const void *clients;
    size_t count;
    if (!reply_list(r, json_member(r->request, "clients"), 'o', &clients, &count)) return;
    jotkit_client_verifier *verifier = NULL;
    verify(r, jotkit_livelike_verifier_new(clients, count, &verifier), &verifier);
}

void op_likecoin_signing_key(reply *r) {
    jotkit_text common, client;
    jotkit_string *key = NULL;
    if (!reply_get(r, "common_secret", &common, "client_secret", &client)) return;
    reply_only_string(r, "key", jotkit_likecoin_signing_key(common, client, &key), &key);
}

void op_likecoin_sign(reply *r) {
    jotkit_text common, host;
    double number;
    const double *now;
    if (!reply_get(r, "common_secret", &common, "host", &host) || !reply_get_number(r, "now", &number, &now)) return;
    jotkit_text grant = OBJECT(r, r->request, "client_id", "client_secret", "user", "scope", "jti");
    OWNED(likecoin_issuer) issuer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_likecoin_issuer_new(common, host, &issuer))) return;
    reply_only_string(r, "token", jotkit_likecoin_issuer_sign(issuer, grant, now, &token), &token);
}

void op_likecoin_verify(reply *r) {
    jotkit_text common, options = OBJECT(r, r->request, "host", "all", "any");
    const void *clients;
    size_t count;
    if (!reply_get(r, "common_secret", &common)) return;
    if (!reply_list(r, json_member(r->request, "clients"), 'o', &clients, &count)) return;
    jotkit_client_verifier *verifier = NULL;
    verify(r, jotkit_likecoin_verifier_new(common, clients, count, options, &verifier), &verifier);
}

void op_likecoin_read(reply *r) {
    jotkit_text token;
    OWNED(likecoin_unverified) unverified = NULL;
    if (!reply_get(r, "token", &token)) return;
    if (!reply_done(r, jotkit_likecoin_peek(token, &unverified))) return;
    jotkit_text all = jotkit_likecoin_unverified_json(unverified);
    json content = json_parse(all.data, all.len);
    buffer_add_text(r->out, "\"ok\":");
    buffer_add_text(r->out, OBJECT(r, content, "user", "scope", "client_id", "issued_at", "expires_at").data);
}

void op_scope_allows(reply *r) {
    jotkit_text demanded;
    const void *held;
    size_t count;
    bool allows = false;
    if (!reply_get(r, "demanded", &demanded)) return;
    if (!reply_list(r, json_member(r->request, "held"), 'a', &held, &count)) return;
    if (reply_done(r, jotkit_likecoin_scope_allows(held, count, demanded, &allows))) {
        reply_begin(r);
        reply_add_name(r, "allows");
        buffer_add_text(r->out, allows ? "true" : "false");
        reply_end(r);
    }
}
