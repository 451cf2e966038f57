/* Resolvers and lookups: what they see, what they may answer, and when they are released. */
#include "check.h"

/* A mood for each way to answer. */
typedef struct context {
    enum { GIVE, GIVE_TWICE, GIVE_NOTHING, SAY_UNKNOWN, SAY_NO_STATUS, GIVE_NULL, GIVE_EMPTY, ASK_AGAIN } mood;
    jotkit_key *key;
    /* The verifier that asks, and its token. */
    jotkit_verifier *verifier;
    jotkit_string *token;
    const char *secret;
    int asked;
    int released;
    bool saw_hint;
} context;

/* Whether an unterminated text is this one. */
static bool equals(jotkit_text text, const char *expected) {
    return text.data != NULL && text.len == strlen(expected) && memcmp(text.data, expected, text.len) == 0;
}

static jotkit_status resolve(const jotkit_key_hint *hint, jotkit_key_answer *answer, void *user_data) {
    context *c = user_data;
    c->asked++;
    c->saw_hint = equals(hint->algorithm, "HS256") && equals(hint->kid, "k1") && equals(hint->issuer, "me") &&
                  hint->authorized_party.data == NULL;
    switch (c->mood) {
    case GIVE: return jotkit_key_answer_give(answer, c->key);
    case GIVE_TWICE: {
        /* A new key that is freed at the end of this block, and before that the right one. */
        OWNED(key) other = NULL;
        WORKS(jotkit_key_generate(JOTKIT_TEXT("HS256"), &other));
        WORKS(jotkit_key_answer_give(answer, other));
        return jotkit_key_answer_give(answer, c->key);
    }
    case GIVE_NOTHING: return JOTKIT_OK;
    case SAY_UNKNOWN: return JOTKIT_KEY_UNKNOWN;
    case SAY_NO_STATUS: return -5;
    case GIVE_NULL: return jotkit_key_answer_give(answer, NULL);
    case GIVE_EMPTY: break;
    case ASK_AGAIN: {
        /* The same verifier asks again before its first question is answered. */
        jotkit_string *claims = NULL;
        c->mood = GIVE;
        WORKS(jotkit_verifier_verify(c->verifier, STRING(c->token), NULL, &claims));
        jotkit_string_free(claims);
        c->mood = SAY_UNKNOWN;
        RETURNS(JOTKIT_KEY_UNKNOWN, jotkit_verifier_verify(c->verifier, STRING(c->token), NULL, &claims));
        c->mood = ASK_AGAIN;
        return jotkit_key_answer_give(answer, c->key);
    }
    }
    return JOTKIT_INTERNAL;
}

static void release(void *user_data) { ((context *)user_data)->released++; }

static void resolvers(void) {
    context c = {.mood = GIVE};
    const jotkit_resolver resolver = {resolve, &c, release};
    jotkit_verifier *verifier = NULL;
    jotkit_string *claims = NULL;
    WORKS(jotkit_key_hs256(SECRET, &c.key));
    jotkit_string *token = sign(c.key, "{\"issuer\":\"me\",\"kid\":\"k1\",\"lifetime\":60}", "{\"azp\":1}");
    WORKS(jotkit_verifier_new_with_resolver(resolver, JOTKIT_TEXT("{}"), &verifier));

    for (c.mood = GIVE; c.mood <= GIVE_TWICE; c.mood++) {
        WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
        CHECK(c.saw_hint);
        jotkit_string_free(claims);
    }
    c.mood = ASK_AGAIN;
    c.verifier = verifier;
    c.token = token;
    WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
    CHECK(c.asked == 5 && contains(claims, "\"azp\":1"));
    jotkit_string_free(claims);
    claims = NULL;

    static const struct { int mood; jotkit_status status; } refusals[] = {
        {GIVE_NOTHING, JOTKIT_KEY_UNKNOWN},   {SAY_UNKNOWN, JOTKIT_KEY_UNKNOWN},
        {SAY_NO_STATUS, JOTKIT_ARGUMENT_INVALID}, {GIVE_NULL, JOTKIT_ARGUMENT_INVALID},
        {GIVE_EMPTY, JOTKIT_INTERNAL},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        c.mood = refusals[i].mood;
        RETURNS(refusals[i].status, jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
    }
    CHECK(claims == NULL && c.released == 0);
    jotkit_verifier_free(verifier);
    CHECK(c.released == 1);

    /* If the verifier cannot be made, the data is released at once. */
    const struct { jotkit_status status; jotkit_resolver resolver; jotkit_text policy; jotkit_verifier **place; } wrong[] = {
        {JOTKIT_POLICY_INVALID, resolver, JOTKIT_TEXT("{\"x\":1}"), &verifier},
        {JOTKIT_ARGUMENT_INVALID, {NULL, &c, release}, JOTKIT_TEXT("{}"), &verifier},
        {JOTKIT_ARGUMENT_INVALID, resolver, JOTKIT_ABSENT, &verifier},
        {JOTKIT_ARGUMENT_INVALID, resolver, JOTKIT_TEXT("{}"), NULL},
    };
    for (int i = 0; i < 4; i++) {
        RETURNS(wrong[i].status, jotkit_verifier_new_with_resolver(wrong[i].resolver, wrong[i].policy, wrong[i].place));
        CHECK(c.released == i + 2);
    }

    jotkit_string_free(token);
    jotkit_key_free(c.key);
}

static jotkit_status look_up(jotkit_text id, jotkit_secret_answer *answer, void *user_data) {
    context *c = user_data;
    c->asked++;
    c->saw_hint = equals(id, "client");
    switch (c->mood) {
    case GIVE: return jotkit_secret_answer_give(answer, CSTR(c->secret));
    case GIVE_TWICE:
        WORKS(jotkit_secret_answer_give(answer, JOTKIT_TEXT("another")));
        return jotkit_secret_answer_give(answer, CSTR(c->secret));
    case GIVE_NOTHING: return JOTKIT_OK;
    case SAY_UNKNOWN: return JOTKIT_CLIENT_UNKNOWN;
    case SAY_NO_STATUS: return 7777;
    case GIVE_NULL: return jotkit_secret_answer_give(answer, JOTKIT_ABSENT);
    case GIVE_EMPTY: return jotkit_secret_answer_give(answer, JOTKIT_TEXT(""));
    case ASK_AGAIN: break;
    }
    return JOTKIT_INTERNAL;
}

static const struct { int mood; jotkit_status status; } lookups_refuse[] = {
    {GIVE_NOTHING, JOTKIT_CLIENT_UNKNOWN},    {SAY_UNKNOWN, JOTKIT_CLIENT_UNKNOWN},
    {SAY_NO_STATUS, JOTKIT_ARGUMENT_INVALID}, {GIVE_NULL, JOTKIT_ARGUMENT_INVALID},
    {GIVE_EMPTY, JOTKIT_KEY_WEAK},
};

/* A verifier that looks the client's secret up, with its token; both are freed. */
static void lookups(context *c, jotkit_client_verifier *verifier, jotkit_string *token) {
    jotkit_string *content = NULL;
    for (c->mood = GIVE; c->mood <= GIVE_TWICE; c->mood++) {
        WORKS(jotkit_client_verifier_verify(verifier, STRING(token), NULL, &content));
        CHECK(c->saw_hint && contains(content, "\"client_id\":\"client\""));
        jotkit_string_free(content);
    }
    CHECK(c->asked == 2);
    for (size_t i = 0; i < sizeof lookups_refuse / sizeof *lookups_refuse; i++) {
        c->mood = lookups_refuse[i].mood;
        RETURNS(lookups_refuse[i].status, jotkit_client_verifier_verify(verifier, STRING(token), NULL, &content));
    }
    CHECK(c->released == 0);
    jotkit_client_verifier_free(verifier);
    CHECK(c->released == 1);
    jotkit_string_free(token);
}

static void livelike_lookups(void) {
    context c = {.secret = "platform"};
    OWNED(livelike_signer) signer = NULL;
    jotkit_client_verifier *verifier = NULL;
    jotkit_string *token = NULL;
    WORKS(jotkit_livelike_signer_new(JOTKIT_TEXT("client"), JOTKIT_TEXT("platform"), &signer));
    WORKS(jotkit_livelike_signer_sign(signer, JOTKIT_TEXT("user"), NULL, NULL, &token));
    WORKS(jotkit_livelike_verifier_new_with_lookup((jotkit_lookup){look_up, &c, release}, &verifier));
    lookups(&c, verifier, token);
    /* `release` may be NULL. */
    WORKS(jotkit_livelike_verifier_new_with_lookup((jotkit_lookup){look_up, NULL, NULL}, &verifier));
    jotkit_client_verifier_free(verifier);
}

static void likecoin_lookups(void) {
    context c = {.secret = "client-secret"};
    const jotkit_lookup lookup = {look_up, &c, release};
    const jotkit_text empty = JOTKIT_TEXT("{}"), common = JOTKIT_TEXT("common");
    const jotkit_text grant = JOTKIT_TEXT(
        "{\"client_id\":\"client\",\"client_secret\":\"client-secret\",\"user\":\"u\",\"scope\":[]}");
    OWNED(likecoin_issuer) issuer = NULL;
    jotkit_client_verifier *verifier = NULL;
    jotkit_string *token = NULL;
    WORKS(jotkit_likecoin_issuer_new(common, JOTKIT_TEXT("like.co"), &issuer));
    WORKS(jotkit_likecoin_issuer_sign(issuer, grant, NULL, &token));
    WORKS(jotkit_likecoin_verifier_new_with_lookup(common, lookup, empty, &verifier));
    lookups(&c, verifier, token);
    RETURNS(JOTKIT_KEY_WEAK, jotkit_likecoin_verifier_new_with_lookup(JOTKIT_TEXT(" "), lookup, empty, &verifier));
    CHECK(c.released == 2);
}

int main(void) {
    resolvers();
    livelike_lookups();
    likecoin_lookups();
    return report("callbacks");
}
