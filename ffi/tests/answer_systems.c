/* The operations of LiveLike and LikeCoin. */
#include "answer_operations.h"

#include <stdlib.h>
#include <string.h>

void op_livelike_sign(reply *r) {
    buffer *client_id, *client_secret, *id;
    double times[2];
    const double *issued_at, *lifetime;
    if (!reply_get(r, "client_id", &client_id) || !reply_get(r, "client_secret", &client_secret)) return;
    if (!reply_get(r, "custom_profile_id", &id)) return;
    if (!reply_get_number(r, "issued_at", &times[0], &issued_at)) return;
    if (!reply_get_number(r, "lifetime", &times[1], &lifetime)) return;
    jotkit_livelike_signer *signer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_livelike_signer_new(client_id->data, client_id->len, client_secret->data,
                                            client_secret->len, &signer))) {
        return;
    }
    jotkit_status status =
        jotkit_livelike_signer_sign_with(signer, id->data, id->len, issued_at, lifetime, &token);
    reply_only_string(r, "token", status, &token);
    jotkit_livelike_signer_free(signer);
}

/* The clients of a request. The texts are in one buffer, which must not move any more. */
static bool get_clients(reply *r, jotkit_client **clients, size_t *count) {
    json all = reply_member(r, "clients"), id, secret;
    if (json_type(all) != 'o') return reply_ill_formed(r);
    buffer *texts = reply_scratch(r);
    *count = 0;
    for (size_t at = 0; json_next(all, &at, &id, &secret);) {
        if (json_type(secret) != 's') return reply_ill_formed(r);
        json_string(id, texts);
        json_string(secret, texts);
        ++*count;
    }
    /* The same texts once more, now that their place is known. */
    *clients = calloc(*count + 1, sizeof **clients);
    if (*clients == NULL) abort();
    const char *text = texts->data;
    jotkit_client *client = *clients;
    for (size_t at = 0; json_next(all, &at, &id, &secret); client++) {
        buffer length = {0};
        json_string(id, &length);
        client->id = (jotkit_text){text, length.len};
        text += length.len;
        length.len = 0;
        json_string(secret, &length);
        client->secret = (jotkit_text){text, length.len};
        text += length.len;
        buffer_free(&length);
    }
    return true;
}

void op_livelike_verify(reply *r) {
    buffer *token;
    double number;
    const double *now;
    jotkit_client *clients;
    size_t count;
    if (!reply_get(r, "token", &token) || !reply_get_number(r, "now", &number, &now)) return;
    if (!get_clients(r, &clients, &count)) return;
    jotkit_livelike_verifier *verifier = NULL;
    jotkit_string *profile = NULL;
    bool made = reply_done(r, jotkit_livelike_verifier_new(clients, count, &verifier));
    free(clients);
    if (!made) return;
    reply_whole(r,
          now == NULL
              ? jotkit_livelike_verifier_verify(verifier, token->data, token->len, &profile)
              : jotkit_livelike_verifier_verify_at(verifier, token->data, token->len, *now, &profile),
          &profile);
    jotkit_livelike_verifier_free(verifier);
}

void op_likecoin_signing_key(reply *r) {
    buffer *common, *client;
    jotkit_string *key = NULL;
    if (!reply_get(r, "common_secret", &common) || !reply_get(r, "client_secret", &client)) return;
    reply_only_string(r, "key",
                jotkit_likecoin_signing_key(common->data, common->len, client->data, client->len, &key),
                &key);
}

void op_likecoin_sign(reply *r) {
    buffer *common, *host;
    double number;
    const double *now;
    if (!reply_get(r, "common_secret", &common) || !reply_get(r, "host", &host)) return;
    if (!reply_get_number(r, "now", &number, &now)) return;
    buffer *grant = OBJECT(r, r->request, "client_id", "client_secret", "user", "scope", "jti");
    jotkit_likecoin_issuer *issuer = NULL;
    jotkit_string *token = NULL;
    if (!reply_done(r, jotkit_likecoin_issuer_new(common->data, common->len, host->data, host->len, &issuer))) {
        return;
    }
    jotkit_status status = now == NULL
                               ? jotkit_likecoin_issuer_sign(issuer, grant->data, grant->len, &token)
                               : jotkit_likecoin_issuer_sign_at(issuer, grant->data, grant->len, *now, &token);
    reply_only_string(r, "token", status, &token);
    jotkit_likecoin_issuer_free(issuer);
}

void op_likecoin_verify(reply *r) {
    buffer *common, *host, *token;
    double number;
    const double *now;
    jotkit_client *clients;
    size_t count;
    if (!reply_get(r, "common_secret", &common) || !reply_get(r, "host", &host)) return;
    if (!reply_get(r, "token", &token)) return;
    if (!reply_get_number(r, "now", &number, &now) || !get_clients(r, &clients, &count)) return;
    buffer *options = OBJECT(r, r->request, "host", "all", "any");
    jotkit_likecoin_verifier *verifier = NULL;
    jotkit_string *content = NULL;
    bool made = reply_done(r, jotkit_likecoin_verifier_new(common->data, common->len, clients, count, options->data,
                                                     options->len, &verifier));
    free(clients);
    if (!made) return;
    reply_whole(r,
          now == NULL
              ? jotkit_likecoin_verifier_verify(verifier, token->data, token->len, &content)
              : jotkit_likecoin_verifier_verify_at(verifier, token->data, token->len, *now, &content),
          &content);
    jotkit_likecoin_verifier_free(verifier);
}

void op_likecoin_read(reply *r) {
    buffer *token;
    jotkit_string *content = NULL;
    if (!reply_get(r, "token", &token)) return;
    if (!reply_done(r, jotkit_likecoin_read(token->data, token->len, &content))) return;
    json all = json_parse(jotkit_string_data(content), jotkit_string_len(content));
    buffer *answer = OBJECT(r, all, "user", "scope", "client_id", "issued_at", "expires_at");
    buffer_add_text(r->out, "\"ok\":");
    buffer_add(r->out, answer->data, answer->len);
    jotkit_string_free(content);
}

void op_scope_allows(reply *r) {
    buffer *demanded, *texts = reply_scratch(r);
    json held = reply_member(r, "held"), name, word;
    if (!reply_get(r, "demanded", &demanded)) return;
    if (json_type(held) != 'a') {
        reply_ill_formed(r);
        return;
    }
    size_t count = 0;
    for (size_t at = 0; json_next(held, &at, &name, &word); count++) {
        if (json_type(word) != 's') {
            reply_ill_formed(r);
            return;
        }
        json_string(word, texts);
    }
    jotkit_text *words = calloc(count + 1, sizeof *words);
    if (words == NULL) abort();
    const char *text = texts->data;
    size_t next = 0;
    for (size_t at = 0; json_next(held, &at, &name, &word); next++) {
        buffer length = {0};
        json_string(word, &length);
        words[next] = (jotkit_text){text, length.len};
        text += length.len;
        buffer_free(&length);
    }
    bool allows = false;
    if (reply_done(r, jotkit_likecoin_scope_allows(words, count, demanded->data, demanded->len, &allows))) {
        reply_begin(r);
        reply_add_name(r, "allows");
        buffer_add_text(r->out, allows ? "true" : "false");
        reply_end(r);
    }
    free(words);
}

void op_authorize_url(reply *r) {
    buffer *request =
        OBJECT(r, r->request, "client_id", "scope", "redirect_uri", "state", "endpoint");
    jotkit_string *url = NULL, *state = NULL;
    if (!reply_done(r, jotkit_likecoin_authorize_url(request->data, request->len, &url, &state))) return;
    reply_begin(r);
    reply_add_string(r, "url", url);
    reply_add_string(r, "state", state);
    reply_end(r);
}

void op_parse_callback(reply *r) {
    buffer *url, *state;
    jotkit_string *code = NULL;
    if (!reply_get(r, "url", &url) || !reply_get(r, "state", &state)) return;
    reply_only_string(r, "code",
                jotkit_likecoin_parse_callback(url->data, url->len, state->data, state->len, &code), &code);
}

static void add_request(reply *r, jotkit_http_request *request) {
    size_t len;
    const char *body = jotkit_http_request_body(request, &len);
    const char *method = jotkit_http_request_method(request);
    const char *url = jotkit_http_request_url(request);
    reply_begin(r);
    reply_add_name(r, "method");
    buffer_add_string(r->out, method, strlen(method));
    reply_add_name(r, "url");
    buffer_add_string(r->out, url, strlen(url));
    reply_add_name(r, "headers");
    buffer_add_text(r->out, "{");
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        const char *value = jotkit_http_request_header_value(request, i);
        reply_add_name(r, jotkit_http_request_header_name(request, i));
        buffer_add_string(r->out, value, strlen(value));
    }
    buffer_add_text(r->out, "}");
    reply_add_name(r, "body");
    buffer_add_string(r->out, body, len);
    reply_end(r);
    jotkit_http_request_free(request);
}

void op_token_request(reply *r) {
    jotkit_http_request *http = NULL;
    buffer *code;
    buffer *client = OBJECT(r, r->request, "client_id", "client_secret", "redirect_uri", "endpoint");
    if (!reply_get(r, "code", &code)) return;
    if (reply_done(r, jotkit_likecoin_token_request(client->data, client->len, code->data, code->len, &http))) {
        add_request(r, http);
    }
}

void op_refresh_request(reply *r) {
    jotkit_http_request *http = NULL;
    buffer *token;
    buffer *client = OBJECT(r, r->request, "client_id", "client_secret", "endpoint");
    if (!reply_get(r, "refresh_token", &token)) return;
    if (reply_done(r, jotkit_likecoin_refresh_request(client->data, client->len, token->data, token->len, &http))) {
        add_request(r, http);
    }
}

void op_parse_token_response(reply *r) {
    buffer *body, none = {0}, *held = &none;
    json number = reply_member(r, "status");
    double status = json_type(number) == 'n' ? json_number(number) : -1;
    if (!(status >= 0 && status <= UINT16_MAX) || status != (uint16_t)status) {
        reply_ill_formed(r);
        return;
    }
    if (!reply_get(r, "body", &body)) return;
    if (reply_has(r, "refresh_token") && !reply_get(r, "refresh_token", &held)) return;
    jotkit_token_response *response = NULL;
    if (!reply_done(r, jotkit_likecoin_parse_token_response((uint16_t)status, body->data, body->len, held->data,
                                                      held->len, &response))) {
        return;
    }
    buffer_add_text(r->out, "\"ok\":");
    buffer_add_text(r->out, jotkit_token_response_json(response));
    jotkit_token_response_free(response);
}
