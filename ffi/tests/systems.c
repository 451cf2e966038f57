/* Keys of every algorithm, key sets, and the two token systems, as a C program goes through them. */
#include "check.h"

static const char *const algorithms[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256",
                                         "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA",
                                         "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"};

/* Signs with a fresh key; verifies with its public half after a way through JWK, PEM and DER. */
static void algorithm(const char *name) {
    jotkit_key *key = NULL, *half = NULL, *from[3] = {NULL};
    jotkit_signer *signer = NULL;
    jotkit_string *token = NULL, *jwk = NULL, *pem = NULL, *der = NULL;
    bool secret = name[0] == 'H';
    char options[64];
    int options_len = snprintf(options, sizeof options, "{\"alg\":\"%s\"}", name);
    WORKS(jotkit_key_generate(name, strlen(name), &key));
    WORKS(jotkit_signer_new(key, JOTKIT_TEXT("{\"lifetime\":60}"), &signer));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{}"), &token));
    RETURNS(secret ? JOTKIT_KEY_UNSUITABLE : JOTKIT_OK, jotkit_key_public(key, &half));
    WORKS(jotkit_key_to_jwk(secret ? key : half, &jwk));
    WORKS(jotkit_key_from_jwk(STRING(jwk), JOTKIT_TEXT("{}"), &from[0]));
    if (!secret) {
        WORKS(jotkit_key_to_pem(half, &pem));
        WORKS(jotkit_key_to_der(half, &der));
        WORKS(jotkit_key_from_pem(STRING(pem), options, (size_t)options_len, &from[1]));
        WORKS(jotkit_key_from_der(STRING(der), options, (size_t)options_len, &from[2]));
        CHECK(strncmp(jotkit_string_data(pem), "-----BEGIN PUBLIC KEY-----", 26) == 0);
        jotkit_signer *never = NULL;
        RETURNS(JOTKIT_KEY_UNSUITABLE, jotkit_signer_new(half, JOTKIT_TEXT("{}"), &never));
    }
    for (int i = 0; i < (secret ? 1 : 3); i++) {
        jotkit_verifier *verifier = NULL;
        jotkit_string *claims = NULL;
        WORKS(jotkit_verifier_new(from[i], JOTKIT_TEXT("{}"), &verifier));
        WORKS(jotkit_verifier_verify(verifier, STRING(token), &claims));
        jotkit_string_free(claims);
        jotkit_verifier_free(verifier);
        jotkit_key_free(from[i]);
    }
    jotkit_string_free(der);
    jotkit_string_free(pem);
    jotkit_string_free(jwk);
    jotkit_string_free(token);
    jotkit_signer_free(signer);
    jotkit_key_free(half);
    jotkit_key_free(key);
}

static void key_sets(void) {
    jotkit_key *first = NULL, *second = NULL, *named[2] = {NULL};
    jotkit_keyset *set = NULL, *published = NULL;
    jotkit_string *jwks = NULL, *token = NULL, *header = NULL, *claims = NULL;
    jotkit_signer *signer = NULL;
    jotkit_verifier *verifier = NULL;
    WORKS(jotkit_key_generate(JOTKIT_TEXT("ES256"), &first));
    WORKS(jotkit_key_generate(JOTKIT_TEXT("EdDSA"), &second));
    WORKS(jotkit_key_with_kid(first, JOTKIT_TEXT("a"), &named[0]));
    WORKS(jotkit_key_with_kid(second, JOTKIT_TEXT("b"), &named[1]));
    WORKS(jotkit_keyset_new((const jotkit_key *const *)named, 2, &set));
    CHECK(jotkit_keyset_len(set) == 2 && jotkit_keyset_skipped(set) == 0);
    WORKS(jotkit_keyset_to_public_jwks(set, &jwks));
    CHECK(strstr(jotkit_string_data(jwks), "\"d\"") == NULL);
    WORKS(jotkit_keyset_from_jwks(STRING(jwks), JOTKIT_TEXT("{}"), &published));
    WORKS(jotkit_signer_new(named[1], JOTKIT_TEXT("{}"), &signer));
    WORKS(jotkit_signer_sign_at(signer, JOTKIT_TEXT("{\"exp\":200}"), JOTKIT_TEXT("{\"typ\":\"at+jwt\"}"), 100, &token));
    WORKS(jotkit_verifier_new_with_keyset(published, JOTKIT_TEXT("{\"types\":[\"at+jwt\"]}"), &verifier));
    WORKS(jotkit_verifier_verify_full_at(verifier, STRING(token), 199.5, &header, &claims));
    CHECK(is(header, "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"b\"}") && is(claims, "{\"exp\":200}"));
    jotkit_string_free(claims);
    WORKS(jotkit_verifier_verify_at(verifier, STRING(token), 199.5, &claims));
    jotkit_string_free(claims);
    claims = NULL;
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_verifier_verify_at(verifier, STRING(token), 200, &claims));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_verifier_verify_at(verifier, STRING(token), 1e300, &claims));
    CHECK(claims == NULL);
    jotkit_keyset *one = NULL;
    WORKS(jotkit_keyset_from_jwks(JOTKIT_TEXT("{\"keys\":[{\"kty\":\"nonsense\"}]}"), JOTKIT_TEXT("{}"), &one));
    CHECK(jotkit_keyset_len(one) == 0 && jotkit_keyset_skipped(one) == 1);
    jotkit_keyset_free(one);
    jotkit_verifier_free(verifier);
    jotkit_signer_free(signer);
    jotkit_string_free(header);
    jotkit_string_free(token);
    jotkit_string_free(jwks);
    jotkit_keyset_free(published);
    jotkit_keyset_free(set);
    jotkit_key_free(named[0]);
    jotkit_key_free(named[1]);
    jotkit_key_free(second);
    jotkit_key_free(first);
}

static void livelike(void) {
    jotkit_livelike_signer *signer = NULL;
    jotkit_livelike_verifier *verifier = NULL;
    jotkit_string *token = NULL, *profile = NULL;
    const jotkit_client applications[] = {{{JOTKIT_TEXT("other")}, {JOTKIT_TEXT("s")}},
                                          {{JOTKIT_TEXT("app")}, {JOTKIT_TEXT("secret")}}};
    const double issued_at = 1700000000, lifetime = 60;
    WORKS(jotkit_livelike_signer_new(JOTKIT_TEXT("app"), JOTKIT_TEXT("secret"), &signer));
    WORKS(jotkit_livelike_signer_sign_with(signer, JOTKIT_TEXT("u1"), &issued_at, &lifetime, &token));
    WORKS(jotkit_livelike_verifier_new(applications, 2, &verifier));
    WORKS(jotkit_livelike_verifier_verify_at(verifier, STRING(token), 1700000059, &profile));
    CHECK(is(profile, "{\"client_id\":\"app\",\"custom_profile_id\":\"u1\",\"issued_at\":1700000000,"
                      "\"expires_at\":1700000060}"));
    jotkit_string_free(profile);
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_livelike_verifier_verify(verifier, STRING(token), &profile));
    jotkit_livelike_verifier_free(verifier);
    WORKS(jotkit_livelike_verifier_new(NULL, 0, &verifier));
    RETURNS(JOTKIT_CLIENT_UNKNOWN, jotkit_livelike_verifier_verify_at(verifier, STRING(token), 0, &profile));
    jotkit_livelike_verifier_free(verifier);
    jotkit_string_free(token);
    jotkit_livelike_signer_free(signer);
}

/* The whole login, with the server's part played here. */
static void likecoin_login(void) {
    jotkit_string *url = NULL, *state = NULL, *code = NULL, *bearer = NULL, *cut = NULL;
    jotkit_http_request *request = NULL;
    jotkit_token_response *response = NULL, *renewed = NULL;
    size_t len = 0;
    WORKS(jotkit_likecoin_authorize_url(
        JOTKIT_TEXT("{\"client_id\":\"app\",\"scope\":[\"read:like\"],\"redirect_uri\":\"https://a.example/cb\"}"), &url,
        &state));
    CHECK(strstr(jotkit_string_data(url), jotkit_string_data(state)) != NULL && jotkit_string_len(state) >= 22);
    char callback[200];
    int callback_len = snprintf(callback, sizeof callback, "https://a.example/cb?code=c%%2F1&state=%s",
                                jotkit_string_data(state));
    WORKS(jotkit_likecoin_parse_callback(callback, (size_t)callback_len, STRING(state), &code));
    CHECK(is(code, "c/1"));
    WORKS(jotkit_likecoin_token_request(
        JOTKIT_TEXT("{\"client_id\":\"app\",\"client_secret\":\"s\",\"redirect_uri\":\"https://a.example/cb\"}"),
        STRING(code), &request));
    CHECK(strcmp(jotkit_http_request_method(request), "POST") == 0);
    CHECK(strcmp(jotkit_http_request_url(request), "https://api.like.co/oauth/access_token") == 0);
    CHECK(strstr(jotkit_http_request_body(request, &len), "code=c%2F1") != NULL);
    CHECK(len == strlen(jotkit_http_request_body(request, NULL)));
    CHECK(jotkit_http_request_header_count(request) == 2);
    CHECK(strcmp(jotkit_http_request_header_name(request, 0), "content-type") == 0);
    CHECK(strcmp(jotkit_http_request_header_value(request, 0), "application/x-www-form-urlencoded") == 0);
    CHECK(jotkit_http_request_header_name(request, 2) == NULL && jotkit_http_request_header_value(request, 2) == NULL);
    jotkit_http_request_free(request);

    RETURNS(JOTKIT_REQUEST_REFUSED, jotkit_likecoin_parse_token_response(400, "INVALID", 7, NULL, 0, &response));
    RETURNS(JOTKIT_RESPONSE_INVALID, jotkit_likecoin_parse_token_response(200, NULL, 0, NULL, 0, &response));
    const char *reply = "{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"user\":\"u\"}";
    WORKS(jotkit_likecoin_parse_token_response(200, reply, strlen(reply), NULL, 0, &response));
    CHECK(strcmp(jotkit_token_response_access_token(response), "at") == 0);
    const char *held = jotkit_token_response_refresh_token(response);
    CHECK(strcmp(held, "rt") == 0);
    reply = "{\"access_token\":\"at2\"}";
    WORKS(jotkit_likecoin_parse_token_response(200, reply, strlen(reply), held, strlen(held), &renewed));
    CHECK(strcmp(jotkit_token_response_refresh_token(renewed), "rt") == 0);
    CHECK(strcmp(jotkit_token_response_json(renewed), "{\"access_token\":\"at2\",\"refresh_token\":\"rt\"}") == 0);
    jotkit_token_response_free(renewed);
    WORKS(jotkit_likecoin_parse_token_response(200, reply, strlen(reply), NULL, 0, &renewed));
    CHECK(jotkit_token_response_refresh_token(renewed) == NULL);

    WORKS(jotkit_bearer_format(JOTKIT_TEXT("at2"), &bearer));
    WORKS(jotkit_bearer_parse(STRING(bearer), &cut));
    CHECK(is(bearer, "Bearer at2") && is(cut, "at2"));
    jotkit_string_free(cut);
    WORKS(jotkit_likecoin_api_url(JOTKIT_TEXT("HTTPS://api.like.co/like?a=b#c"), &cut));
    CHECK(is(cut, "https://api.like.co/like?a=b"));
    jotkit_string_free(cut);
    cut = NULL;
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_likecoin_api_url(JOTKIT_TEXT("http://api.like.co/"), &cut));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_likecoin_api_url(NULL, 0, &cut));
    jotkit_token_response_free(renewed);
    jotkit_token_response_free(response);
    jotkit_string_free(cut);
    jotkit_string_free(bearer);
    jotkit_string_free(code);
    jotkit_string_free(state);
    jotkit_string_free(url);
}

/* Where an access token may be sent; NULL if nowhere. An endpoint of NULL is the production service. */
static void likecoin_calls_stay_with_the_api(void) {
    const char *local = "http://localhost:1/base/";
    const struct {
        const char *endpoint, *address, *called;
    } calls[] = {
        {NULL, "/users/profile", "https://api.like.co/users/profile"},
        {NULL, "users/a:b?c=d#e", "https://api.like.co/users/a:b?c=d"},
        {NULL, "", "https://api.like.co/"},
        {NULL, "HTTPS://API.like.co:443/a", "https://api.like.co/a"},
        {NULL, "//evil.example/a", "https://api.like.co/evil.example/a"},
        {NULL, "@evil.example/a", "https://api.like.co/@evil.example/a"},
        {local, "a", "http://localhost:1/base/a"},
        {local, "http://localhost:1/a", "http://localhost:1/a"},
        {NULL, "https://evil.example/a", NULL},
        {NULL, "https:\\\\evil.example", NULL},
        {NULL, "https://api.like.co.evil.example/", NULL},
        {NULL, "https://api.like.co@evil.example/", NULL},
        {NULL, "https://api.like.co:8443/", NULL},
        {NULL, "http://api.like.co/", NULL},
        {NULL, " https://api.like.co/", NULL},
        {NULL, "http://localhost:1/a", NULL},
        {local, "http://localhost:2/a", NULL},
        {local, "https://api.like.co/a", NULL},
        {"http://api.like.co", "/a", NULL},
        {"", "/a", NULL},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const char *address = calls[i].address, *endpoint = calls[i].endpoint;
        size_t endpoint_len = endpoint == NULL ? 0 : strlen(endpoint);
        jotkit_string *url = NULL;
        jotkit_status status = jotkit_likecoin_call_url(address, strlen(address), endpoint, endpoint_len, &url);
        CHECK(status == (calls[i].called == NULL ? JOTKIT_ARGUMENT_INVALID : JOTKIT_OK));
        CHECK(calls[i].called == NULL ? url == NULL : is(url, calls[i].called));
        jotkit_string_free(url);
    }
}

static void likecoin_reactions(void) {
    jotkit_reaction reaction = JOTKIT_REACTION_DONE;
    WORKS(jotkit_likecoin_reaction(401, "TOKEN_EXPIRED", 13, &reaction));
    CHECK(reaction == JOTKIT_REACTION_REFRESH_AND_RETRY);
    WORKS(jotkit_likecoin_reaction_after_refresh(401, "TOKEN_EXPIRED", 13, &reaction));
    CHECK(reaction == JOTKIT_REACTION_REAUTHORIZE);
    WORKS(jotkit_likecoin_reaction(500, NULL, 0, &reaction));
    CHECK(reaction == JOTKIT_REACTION_FAILED);
    WORKS(jotkit_likecoin_reaction(204, NULL, 0, &reaction));
    CHECK(reaction == JOTKIT_REACTION_DONE);
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_TOKEN_EXPIRED) == 401);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_TOKEN_EXPIRED), "TOKEN_EXPIRED") == 0);
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_SCOPE_REFUSED) == 403);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_SCOPE_REFUSED), "INSUFFICIENT_PERMISSION") == 0);
    CHECK(strcmp(jotkit_likecoin_refusal_body(JOTKIT_CLIENT_UNKNOWN), "LOGIN_NEEDED") == 0);
    /* A server's own fault, a success and no status at all are no refusals. */
    CHECK(jotkit_likecoin_refusal_status(JOTKIT_POLICY_INVALID) == 0);
    CHECK(jotkit_likecoin_refusal_body(JOTKIT_OK) == NULL && jotkit_likecoin_refusal_body(-1) == NULL);
}

static void likecoin_server(void) {
    jotkit_likecoin_issuer *issuer = NULL;
    jotkit_likecoin_verifier *verifier = NULL;
    jotkit_string *token = NULL, *content = NULL, *key = NULL;
    const jotkit_client clients[] = {{{JOTKIT_TEXT("app")}, {JOTKIT_TEXT("s")}}};
    const jotkit_text held[] = {{JOTKIT_TEXT("read")}, {JOTKIT_TEXT("write:like")}};
    bool allows = false;
    WORKS(jotkit_likecoin_signing_key(JOTKIT_TEXT("common"), JOTKIT_TEXT("s"), &key));
    CHECK(jotkit_string_len(key) == 64);
    WORKS(jotkit_likecoin_issuer_new(JOTKIT_TEXT("common"), JOTKIT_TEXT("like.co"), &issuer));
    WORKS(jotkit_likecoin_issuer_sign_at(
        issuer,
        JOTKIT_TEXT("{\"client_id\":\"app\",\"client_secret\":\"s\",\"user\":\"u\",\"scope\":[\"read:like\"],\"jti\":\"j\"}"),
        1000, &token));
    WORKS(jotkit_likecoin_verifier_new(JOTKIT_TEXT("common"), clients, 1, JOTKIT_TEXT("{\"all\":[\"read:like.button\"]}"),
                                       &verifier));
    WORKS(jotkit_likecoin_verifier_verify_at(verifier, STRING(token), 4599, &content));
    const char *expected = "{\"user\":\"u\",\"scope\":[\"read:like\"],\"client_id\":\"app\",\"issued_at\":1000,"
                           "\"expires_at\":4600,\"token_id\":\"j\"}";
    CHECK(is(content, expected));
    jotkit_string_free(content);
    WORKS(jotkit_likecoin_read(STRING(token), &content));
    CHECK(is(content, expected));
    jotkit_string_free(content);
    RETURNS(JOTKIT_TOKEN_EXPIRED, jotkit_likecoin_verifier_verify(verifier, STRING(token), &content));
    WORKS(jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("read:like"), &allows));
    CHECK(allows);
    WORKS(jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("write"), &allows));
    CHECK(!allows);
    WORKS(jotkit_likecoin_scope_allows(NULL, 0, JOTKIT_TEXT("write"), &allows));
    RETURNS(JOTKIT_ARGUMENT_INVALID, jotkit_likecoin_scope_allows(held, 2, JOTKIT_TEXT("a:b:c"), &allows));
    jotkit_likecoin_verifier_free(verifier);
    jotkit_likecoin_issuer_free(issuer);
    jotkit_string_free(token);
    jotkit_string_free(key);
}

int main(void) {
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) algorithm(algorithms[i]);
    key_sets();
    livelike();
    likecoin_login();
    likecoin_calls_stay_with_the_api();
    likecoin_reactions();
    likecoin_server();
    return report("systems");
}
