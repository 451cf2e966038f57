#include "answer.h"

#include <jotkit.h>
#include <stdlib.h>
#include <string.h>

/* The answer on its way. Everything that a request needs for a while is freed with it. */
typedef struct reply {
    json request;
    buffer *out;
    buffer scratch[16];
    size_t used;
    jotkit_key *key;
    jotkit_keyset *keyset;
} reply;

static buffer *scratch(reply *r) {
    if (r->used == sizeof r->scratch / sizeof *r->scratch) abort();
    return &r->scratch[r->used++];
}

static void fail(reply *r, const char *code, const char *kind, const char *claim, size_t claim_len) {
    buffer_add_text(r->out, "\"error\":{\"code\":\"");
    buffer_add_text(r->out, code);
    buffer_add_text(r->out, "\",\"kind\":\"");
    buffer_add_text(r->out, kind);
    buffer_add_text(r->out, "\"");
    if (claim != NULL) {
        buffer_add_text(r->out, ",\"claim\":");
        buffer_add_string(r->out, claim, claim_len);
    }
    buffer_add_text(r->out, "}");
}

/* What a C program could not even have compiled, or has to refuse itself. */
static bool ill_formed(reply *r) {
    fail(r, jotkit_status_code(JOTKIT_ARGUMENT_INVALID), jotkit_status_kind(JOTKIT_ARGUMENT_INVALID), NULL, 0);
    return false;
}

static bool done(reply *r, jotkit_status status) {
    if (status == JOTKIT_OK) return true;
    size_t len;
    const char *claim = jotkit_last_error_claim(&len);
    fail(r, jotkit_status_code(status), jotkit_status_kind(status), claim, len);
    return false;
}

static json member(reply *r, const char *name) { return json_member(r->request, name); }

static bool has(reply *r, const char *name) { return json_type(member(r, name)) != 0; }

/* A member that must be a string. */
static bool get(reply *r, const char *name, buffer **text) {
    json value = member(r, name);
    if (json_type(value) != 's') return ill_formed(r);
    *text = scratch(r);
    json_string(value, *text);
    return true;
}

/* A number that may be left out: NULL then. */
static bool get_number(reply *r, const char *name, double *value, const double **place) {
    json number = member(r, name);
    *place = NULL;
    if (json_type(number) == 0) return true;
    if (json_type(number) != 'n') return ill_formed(r);
    *value = json_number(number);
    *place = value;
    return true;
}

/* A JSON object of those members that are there, as they were written. */
static buffer *object_of(reply *r, json from, const char *const *names) {
    buffer *object = scratch(r);
    buffer_add_text(object, "{");
    for (; *names != NULL; names++) {
        json value = json_member(from, *names);
        if (json_type(value) == 0) continue;
        if (object->len > 1) buffer_add_text(object, ",");
        buffer_add_string(object, *names, strlen(*names));
        buffer_add_text(object, ":");
        buffer_add(object, value.data, value.len);
    }
    buffer_add_text(object, "}");
    return object;
}

#define OBJECT(r, from, ...) object_of(r, from, (const char *const[]){__VA_ARGS__, NULL})

static void begin(reply *r) { buffer_add_text(r->out, "\"ok\":{"); }

static void end(reply *r) { buffer_add_text(r->out, "}"); }

static void add_name(reply *r, const char *name) {
    if (r->out->data[r->out->len - 1] != '{') buffer_add_text(r->out, ",");
    buffer_add_string(r->out, name, strlen(name));
    buffer_add_text(r->out, ":");
}

/* Takes a string of jotkit's: as a JSON string, or as the JSON text it is. */
static void add_string(reply *r, const char *name, jotkit_string *text) {
    add_name(r, name);
    buffer_add_string(r->out, jotkit_string_data(text), jotkit_string_len(text));
    jotkit_string_free(text);
}

/* JSON text as the token carries it, on one line: a line break in strict JSON is only ever white space. */
static void add_json(reply *r, const char *name, jotkit_string *text) {
    const char *data = jotkit_string_data(text);
    add_name(r, name);
    for (size_t i = 0; i < jotkit_string_len(text); i++) {
        bool breaks = data[i] == '\n' || data[i] == '\r';
        buffer_add(r->out, breaks ? " " : &data[i], 1);
    }
    jotkit_string_free(text);
}

static void only_string(reply *r, const char *name, jotkit_status status, jotkit_string **text) {
    if (!done(r, status)) return;
    begin(r);
    add_string(r, name, *text);
    end(r);
}

/* An answer that jotkit wrote as an object. */
static void whole(reply *r, jotkit_status status, jotkit_string **text) {
    if (!done(r, status)) return;
    buffer_add_text(r->out, "\"ok\":");
    buffer_add(r->out, jotkit_string_data(*text), jotkit_string_len(*text));
    jotkit_string_free(*text);
}

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
    json key = member(r, "key");
    json secret = json_member(key, "secret"), hex = json_member(key, "secret_hex");
    json pem = json_member(key, "pem"), jwk = json_member(key, "jwk"), jwks = json_member(key, "jwks");
    buffer *options = OBJECT(r, key, "alg", "allow_short");
    buffer *material = scratch(r);
    if (json_type(secret) == 's') {
        json_string(secret, material);
        return done(r, jotkit_key_from_secret(material->data, material->len, options->data, options->len,
                                              &r->key));
    }
    if (json_type(hex) == 's') {
        if (!from_hex(hex, material)) return ill_formed(r);
        return done(r, jotkit_key_from_secret(material->data, material->len, options->data, options->len,
                                              &r->key));
    }
    if (json_type(pem) == 's') {
        json_string(pem, material);
        return done(
            r, jotkit_key_from_pem(material->data, material->len, options->data, options->len, &r->key));
    }
    if (json_type(jwk) == 'o') {
        return done(r, jotkit_key_from_jwk(jwk.data, jwk.len, options->data, options->len, &r->key));
    }
    if (json_type(jwks) == 'o' && set_too) {
        return done(r, jotkit_keyset_from_jwks(jwks.data, jwks.len, options->data, options->len, &r->keyset));
    }
    return ill_formed(r);
}

static void op_verify(reply *r) {
    buffer *token;
    double number;
    const double *now;
    json policy = member(r, "policy");
    if (json_type(policy) == 0) policy = json_parse("{}", 2);
    if (!get(r, "token", &token) || !get_number(r, "now", &number, &now) || !get_key(r, true)) return;
    jotkit_verifier *verifier = NULL;
    jotkit_status status =
        r->keyset == NULL ? jotkit_verifier_new(r->key, policy.data, policy.len, &verifier)
                          : jotkit_verifier_new_with_keyset(r->keyset, policy.data, policy.len, &verifier);
    if (!done(r, status)) return;
    jotkit_string *header = NULL, *claims = NULL;
    status = now == NULL
                 ? jotkit_verifier_verify_full(verifier, token->data, token->len, &header, &claims)
                 : jotkit_verifier_verify_full_at(verifier, token->data, token->len, *now, &header, &claims);
    if (done(r, status)) {
        begin(r);
        add_json(r, "header", header);
        add_string(r, "payload", claims);
        end(r);
    }
    jotkit_verifier_free(verifier);
}

static void op_sign(reply *r) {
    buffer *claims, *header = NULL;
    if (!get(r, "claims_json", &claims)) return;
    if (has(r, "header_json") && !get(r, "header_json", &header)) return;
    if (!get_key(r, false)) return;
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL;
    if (!done(r, jotkit_signer_new(r->key, JOTKIT_TEXT("{}"), &signer))) return;
    jotkit_status status = header == NULL
                               ? jotkit_signer_sign(signer, claims->data, claims->len, &token)
                               : jotkit_signer_sign_with_header(signer, claims->data, claims->len,
                                                                header->data, header->len, &token);
    only_string(r, "token", status, &token);
    jotkit_signer_free(signer);
}

static void op_peek(reply *r) {
    buffer *token;
    jotkit_string *header = NULL, *payload = NULL;
    if (!get(r, "token", &token)) return;
    if (!done(r, jotkit_token_peek(token->data, token->len, &header, &payload))) return;
    begin(r);
    add_json(r, "header", header);
    add_string(r, "payload", payload);
    end(r);
}

static void op_key_info(reply *r) {
    jotkit_string *info = NULL;
    if (get_key(r, false)) whole(r, jotkit_key_info(r->key, &info), &info);
}

static void op_key_export(reply *r) {
    buffer *format;
    char public_half = json_type(member(r, "public"));
    if (!get(r, "format", &format)) return;
    bool as_jwk = strcmp(format->data, "jwk") == 0;
    if (!as_jwk && strcmp(format->data, "pem") != 0) {
        ill_formed(r);
        return;
    }
    if (public_half != 't' && public_half != 'f') {
        ill_formed(r);
        return;
    }
    if (!get_key(r, false)) return;
    if (public_half == 't') {
        jotkit_key *whole_key = r->key;
        r->key = NULL;
        bool halved = done(r, jotkit_key_public(whole_key, &r->key));
        jotkit_key_free(whole_key);
        if (!halved) return;
    }
    jotkit_string *text = NULL;
    if (!as_jwk) {
        only_string(r, "pem", jotkit_key_to_pem(r->key, &text), &text);
        return;
    }
    if (!done(r, jotkit_key_to_jwk(r->key, &text))) return;
    begin(r);
    add_json(r, "jwk", text);
    end(r);
}

static void op_livelike_sign(reply *r) {
    buffer *client_id, *client_secret, *id;
    double times[2];
    const double *issued_at, *lifetime;
    if (!get(r, "client_id", &client_id) || !get(r, "client_secret", &client_secret)) return;
    if (!get(r, "custom_profile_id", &id)) return;
    if (!get_number(r, "issued_at", &times[0], &issued_at)) return;
    if (!get_number(r, "lifetime", &times[1], &lifetime)) return;
    jotkit_livelike_signer *signer = NULL;
    jotkit_string *token = NULL;
    if (!done(r, jotkit_livelike_signer_new(client_id->data, client_id->len, client_secret->data,
                                            client_secret->len, &signer))) {
        return;
    }
    jotkit_status status =
        jotkit_livelike_signer_sign_with(signer, id->data, id->len, issued_at, lifetime, &token);
    only_string(r, "token", status, &token);
    jotkit_livelike_signer_free(signer);
}

/* The clients of a request. The texts are in one buffer, which must not move any more. */
static bool get_clients(reply *r, jotkit_client **clients, size_t *count) {
    json all = member(r, "clients"), id, secret;
    if (json_type(all) != 'o') return ill_formed(r);
    buffer *texts = scratch(r);
    *count = 0;
    for (size_t at = 0; json_next(all, &at, &id, &secret);) {
        if (json_type(secret) != 's') return ill_formed(r);
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

static void op_livelike_verify(reply *r) {
    buffer *token;
    double number;
    const double *now;
    jotkit_client *clients;
    size_t count;
    if (!get(r, "token", &token) || !get_number(r, "now", &number, &now)) return;
    if (!get_clients(r, &clients, &count)) return;
    jotkit_livelike_verifier *verifier = NULL;
    jotkit_string *profile = NULL;
    bool made = done(r, jotkit_livelike_verifier_new(clients, count, &verifier));
    free(clients);
    if (!made) return;
    whole(r,
          now == NULL
              ? jotkit_livelike_verifier_verify(verifier, token->data, token->len, &profile)
              : jotkit_livelike_verifier_verify_at(verifier, token->data, token->len, *now, &profile),
          &profile);
    jotkit_livelike_verifier_free(verifier);
}

static void op_likecoin_signing_key(reply *r) {
    buffer *common, *client;
    jotkit_string *key = NULL;
    if (!get(r, "common_secret", &common) || !get(r, "client_secret", &client)) return;
    only_string(r, "key",
                jotkit_likecoin_signing_key(common->data, common->len, client->data, client->len, &key),
                &key);
}

static void op_likecoin_sign(reply *r) {
    buffer *common, *host;
    double number;
    const double *now;
    if (!get(r, "common_secret", &common) || !get(r, "host", &host)) return;
    if (!get_number(r, "now", &number, &now)) return;
    buffer *grant = OBJECT(r, r->request, "client_id", "client_secret", "user", "scope", "jti");
    jotkit_likecoin_issuer *issuer = NULL;
    jotkit_string *token = NULL;
    if (!done(r, jotkit_likecoin_issuer_new(common->data, common->len, host->data, host->len, &issuer))) {
        return;
    }
    jotkit_status status = now == NULL
                               ? jotkit_likecoin_issuer_sign(issuer, grant->data, grant->len, &token)
                               : jotkit_likecoin_issuer_sign_at(issuer, grant->data, grant->len, *now, &token);
    only_string(r, "token", status, &token);
    jotkit_likecoin_issuer_free(issuer);
}

static void op_likecoin_verify(reply *r) {
    buffer *common, *host, *token;
    double number;
    const double *now;
    jotkit_client *clients;
    size_t count;
    if (!get(r, "common_secret", &common) || !get(r, "host", &host) || !get(r, "token", &token)) return;
    if (!get_number(r, "now", &number, &now) || !get_clients(r, &clients, &count)) return;
    buffer *options = OBJECT(r, r->request, "host", "all", "any");
    jotkit_likecoin_verifier *verifier = NULL;
    jotkit_string *content = NULL;
    bool made = done(r, jotkit_likecoin_verifier_new(common->data, common->len, clients, count, options->data,
                                                     options->len, &verifier));
    free(clients);
    if (!made) return;
    whole(r,
          now == NULL
              ? jotkit_likecoin_verifier_verify(verifier, token->data, token->len, &content)
              : jotkit_likecoin_verifier_verify_at(verifier, token->data, token->len, *now, &content),
          &content);
    jotkit_likecoin_verifier_free(verifier);
}

static void op_likecoin_read(reply *r) {
    buffer *token;
    jotkit_string *content = NULL;
    if (!get(r, "token", &token)) return;
    if (!done(r, jotkit_likecoin_read(token->data, token->len, &content))) return;
    json all = json_parse(jotkit_string_data(content), jotkit_string_len(content));
    buffer *answer = OBJECT(r, all, "user", "scope", "client_id", "issued_at", "expires_at");
    buffer_add_text(r->out, "\"ok\":");
    buffer_add(r->out, answer->data, answer->len);
    jotkit_string_free(content);
}

static void op_scope_allows(reply *r) {
    buffer *demanded, *texts = scratch(r);
    json held = member(r, "held"), name, word;
    if (!get(r, "demanded", &demanded)) return;
    if (json_type(held) != 'a') {
        ill_formed(r);
        return;
    }
    size_t count = 0;
    for (size_t at = 0; json_next(held, &at, &name, &word); count++) {
        if (json_type(word) != 's') {
            ill_formed(r);
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
    if (done(r, jotkit_likecoin_scope_allows(words, count, demanded->data, demanded->len, &allows))) {
        begin(r);
        add_name(r, "allows");
        buffer_add_text(r->out, allows ? "true" : "false");
        end(r);
    }
    free(words);
}

static void op_authorize_url(reply *r) {
    buffer *request =
        OBJECT(r, r->request, "client_id", "scope", "redirect_uri", "state", "endpoint");
    jotkit_string *url = NULL, *state = NULL;
    if (!done(r, jotkit_likecoin_authorize_url(request->data, request->len, &url, &state))) return;
    begin(r);
    add_string(r, "url", url);
    add_string(r, "state", state);
    end(r);
}

static void op_parse_callback(reply *r) {
    buffer *url, *state;
    jotkit_string *code = NULL;
    if (!get(r, "url", &url) || !get(r, "state", &state)) return;
    only_string(r, "code",
                jotkit_likecoin_parse_callback(url->data, url->len, state->data, state->len, &code), &code);
}

static void add_request(reply *r, jotkit_http_request *request) {
    size_t len;
    const char *body = jotkit_http_request_body(request, &len);
    const char *method = jotkit_http_request_method(request);
    const char *url = jotkit_http_request_url(request);
    begin(r);
    add_name(r, "method");
    buffer_add_string(r->out, method, strlen(method));
    add_name(r, "url");
    buffer_add_string(r->out, url, strlen(url));
    add_name(r, "headers");
    buffer_add_text(r->out, "{");
    for (size_t i = 0; i < jotkit_http_request_header_count(request); i++) {
        const char *value = jotkit_http_request_header_value(request, i);
        add_name(r, jotkit_http_request_header_name(request, i));
        buffer_add_string(r->out, value, strlen(value));
    }
    buffer_add_text(r->out, "}");
    add_name(r, "body");
    buffer_add_string(r->out, body, len);
    end(r);
    jotkit_http_request_free(request);
}

static void op_token_request(reply *r) {
    jotkit_http_request *http = NULL;
    buffer *code;
    buffer *client = OBJECT(r, r->request, "client_id", "client_secret", "redirect_uri", "endpoint");
    if (!get(r, "code", &code)) return;
    if (done(r, jotkit_likecoin_token_request(client->data, client->len, code->data, code->len, &http))) {
        add_request(r, http);
    }
}

static void op_refresh_request(reply *r) {
    jotkit_http_request *http = NULL;
    buffer *token;
    buffer *client = OBJECT(r, r->request, "client_id", "client_secret", "endpoint");
    if (!get(r, "refresh_token", &token)) return;
    if (done(r, jotkit_likecoin_refresh_request(client->data, client->len, token->data, token->len, &http))) {
        add_request(r, http);
    }
}

static void op_parse_token_response(reply *r) {
    buffer *body, none = {0}, *held = &none;
    json number = member(r, "status");
    double status = json_type(number) == 'n' ? json_number(number) : -1;
    if (!(status >= 0 && status <= UINT16_MAX) || status != (uint16_t)status) {
        ill_formed(r);
        return;
    }
    if (!get(r, "body", &body)) return;
    if (has(r, "refresh_token") && !get(r, "refresh_token", &held)) return;
    jotkit_token_response *response = NULL;
    if (!done(r, jotkit_likecoin_parse_token_response((uint16_t)status, body->data, body->len, held->data,
                                                      held->len, &response))) {
        return;
    }
    buffer_add_text(r->out, "\"ok\":");
    buffer_add_text(r->out, jotkit_token_response_json(response));
    jotkit_token_response_free(response);
}

static void op_authorization_token(reply *r) {
    buffer *header;
    jotkit_string *token = NULL;
    if (!get(r, "header", &header)) return;
    only_string(r, "token", jotkit_bearer_parse(header->data, header->len, &token), &token);
}

static const struct {
    const char *name;
    void (*answer)(reply *r);
} operations[] = {
    {"verify", op_verify},
    {"sign", op_sign},
    {"peek", op_peek},
    {"key_info", op_key_info},
    {"key_export", op_key_export},
    {"livelike_sign", op_livelike_sign},
    {"livelike_verify", op_livelike_verify},
    {"likecoin_signing_key", op_likecoin_signing_key},
    {"likecoin_sign", op_likecoin_sign},
    {"likecoin_verify", op_likecoin_verify},
    {"likecoin_read", op_likecoin_read},
    {"scope_allows", op_scope_allows},
    {"authorize_url", op_authorize_url},
    {"parse_callback", op_parse_callback},
    {"token_request", op_token_request},
    {"refresh_request", op_refresh_request},
    {"parse_token_response", op_parse_token_response},
    {"authorization_token", op_authorization_token},
};

void answer_request(json request, buffer *to) {
    reply r = {.request = request, .out = to};
    buffer name = {0};
    json_string(json_member(request, "op"), &name);
    void (*answer)(reply *) = NULL;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(operations[i].name, name.data) == 0) answer = operations[i].answer;
    }
    if (answer == NULL) {
        ill_formed(&r);
    } else {
        answer(&r);
    }
    buffer_free(&name);
    for (size_t i = 0; i < r.used; i++) buffer_free(&r.scratch[i]);
    jotkit_key_free(r.key);
    jotkit_keyset_free(r.keyset);
}

void answer_line(const char *line, size_t len, buffer *to) {
    json request = json_parse(line, len);
    json id = json_member(request, "id");
    buffer_add_text(to, "{\"id\":");
    if (json_type(id) == 's') {
        buffer_add(to, id.data, id.len);
    } else {
        buffer_add_text(to, "null");
    }
    buffer_add_text(to, ",");
    answer_request(request, to);
    buffer_add_text(to, "}");
}
