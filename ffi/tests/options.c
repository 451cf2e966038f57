/* Policies and options that are set one by one: what is set is judged, nothing else. */
#include "check.h"

static jotkit_key *key;
static jotkit_string *token;

/* The status of a verifier with a policy that was set so. */
#define POLICY(expression, ...)                                                                   \
    do {                                                                                          \
        OWNED(policy) policy = NULL;                                                              \
        OWNED(verifier) verifier = NULL;                                                          \
        WORKS(jotkit_policy_new(&policy));                                                        \
        __VA_ARGS__;                                                                              \
        RETURNS(expression, jotkit_verifier_new(key, jotkit_policy_text(policy), &verifier));     \
    } while (0)

static void policies(void) {
    const jotkit_text words[] = {JOTKIT_TEXT("a"), JOTKIT_TEXT("b")};
    POLICY(JOTKIT_OK, (void)0);
    POLICY(JOTKIT_OK, jotkit_policy_set_issuers(policy, words, 2), jotkit_policy_set_leeway(policy, 60),
           jotkit_policy_set_required(policy, words, 1), jotkit_policy_set_any_audience(policy, true));
    POLICY(JOTKIT_POLICY_INVALID, jotkit_policy_set_audience(policy, JOTKIT_TEXT("")));
    POLICY(JOTKIT_POLICY_INVALID, jotkit_policy_set_audiences(policy, NULL, 0));
    POLICY(JOTKIT_POLICY_INVALID, jotkit_policy_set_leeway(policy, 86401));
    POLICY(JOTKIT_POLICY_INVALID, jotkit_policy_set_leeway(policy, (uint64_t)-1));
    POLICY(JOTKIT_POLICY_INVALID, jotkit_policy_set_algorithms(policy, words, 1));
    /* What could not be set is not left out, although the status was ignored. */
    POLICY(JOTKIT_ARGUMENT_INVALID, jotkit_policy_set_issuer(policy, JOTKIT_TEXT("\xff")));
    POLICY(JOTKIT_ARGUMENT_INVALID, jotkit_policy_set_issuer(policy, JOTKIT_ABSENT));
    POLICY(JOTKIT_ARGUMENT_INVALID, jotkit_policy_set_expected(policy, NULL));
    POLICY(JOTKIT_ARGUMENT_INVALID, jotkit_policy_set_issuer(policy, words[0]), jotkit_policy_set_issuers(policy, words, 2));
    CHECK(strstr(jotkit_last_error_message().data, "setter") != NULL);
}

/* A verifier with a policy from the setters accepts what it should and refuses the rest. */
static void verdicts(void) {
    OWNED(policy) policy = NULL;
    OWNED(object) expected = NULL;
    OWNED(verifier) verifier = NULL;
    OWNED(string) claims = NULL, *other = NULL, *none = NULL;
    WORKS(jotkit_object_new(&expected));
    jotkit_object_set_number(expected, JOTKIT_TEXT("level"), 3);
    WORKS(jotkit_policy_new(&policy));
    jotkit_policy_set_issuer(policy, JOTKIT_TEXT("https://id.example"));
    jotkit_policy_set_audience(policy, JOTKIT_TEXT("api"));
    jotkit_policy_set_subject(policy, JOTKIT_TEXT("u1"));
    jotkit_policy_set_max_age(policy, 60);
    jotkit_policy_set_expected(policy, expected);
    WORKS(jotkit_verifier_new(key, jotkit_policy_text(policy), &verifier));
    CHECK(reads(jotkit_policy_text(policy), "{\"issuer\":\"https://id.example\",\"audience\":\"api\",\"subject\":\"u1\","
                                            "\"max_age\":60,\"expected\":{\"level\":3}}"));
    WORKS(jotkit_verifier_verify(verifier, STRING(token), NULL, &claims));
    other = sign(key, "{\"issuer\":\"https://id.example\",\"audience\":\"api\",\"lifetime\":60}", "{\"sub\":\"u1\",\"level\":2}");
    RETURNS(JOTKIT_CLAIM_REFUSED, jotkit_verifier_verify(verifier, STRING(other), NULL, &none));
}

static void signers(void) {
    OWNED(signer_options) options = NULL;
    OWNED(signer) signer = NULL;
    WORKS(jotkit_signer_options_new(&options));
    jotkit_signer_options_set_issuer(options, JOTKIT_TEXT("https://id.example"));
    jotkit_signer_options_set_audience(options, JOTKIT_TEXT("api"));
    jotkit_signer_options_set_lifetime(options, 60);
    jotkit_signer_options_set_jti(options, true);
    WORKS(jotkit_signer_new(key, jotkit_signer_options_text(options), &signer));
    WORKS(jotkit_signer_sign(signer, JOTKIT_TEXT("{\"sub\":\"u1\",\"level\":3}"), NULL, &token));
}

static void others(void) {
    const jotkit_text word = JOTKIT_TEXT("read:like");
    const jotkit_client client = {JOTKIT_TEXT("c"), JOTKIT_TEXT("s")};
    OWNED(key_options) options = NULL;
    OWNED(key) short_key = NULL;
    WORKS(jotkit_key_options_new(&options));
    jotkit_key_options_set_alg(options, JOTKIT_TEXT("HS256"));
    jotkit_key_options_set_allow_short(options, true);
    WORKS(jotkit_key_from_secret(JOTKIT_TEXT("short"), jotkit_key_options_text(options), &short_key));

    OWNED(likecoin_options) likecoin = NULL;
    OWNED(client_verifier) verifier = NULL;
    WORKS(jotkit_likecoin_options_new(&likecoin));
    jotkit_likecoin_options_set_all(likecoin, &word, 1);
    jotkit_likecoin_options_set_leeway(likecoin, 5);
    WORKS(jotkit_likecoin_verifier_new(JOTKIT_TEXT("s"), &client, 1, jotkit_likecoin_options_text(likecoin), &verifier));

    OWNED(remote_options) remote = NULL;
    OWNED(remote_keys) keys = NULL;
    WORKS(jotkit_remote_options_new(&remote));
    jotkit_remote_options_set_issuer(remote, JOTKIT_TEXT("https://id.example"));
    jotkit_remote_options_set_timeout_ms(remote, 1000);
    WORKS(jotkit_remote_keys_new(jotkit_remote_options_text(remote), &keys));

    OWNED(object) one = NULL, *two = NULL, *several = NULL;
    OWNED(remote_keys) all = NULL;
    WORKS(jotkit_object_new(&one));
    WORKS(jotkit_object_new(&two));
    WORKS(jotkit_object_new(&several));
    jotkit_object_set_string(one, JOTKIT_TEXT("issuer"), JOTKIT_TEXT("https://one.example"));
    jotkit_object_set_string(two, JOTKIT_TEXT("issuer"), JOTKIT_TEXT("https://two.example"));
    jotkit_object_set_objects(several, JOTKIT_TEXT("issuers"), (const jotkit_object *const[]){one, two}, 2);
    WORKS(jotkit_remote_keys_new(jotkit_object_text(several), &all));
}

int main(void) {
    WORKS(jotkit_key_hs256(SECRET, &key));
    policies();
    signers();
    verdicts();
    others();
    jotkit_string_free(token);
    jotkit_key_free(key);
    return report("options");
}
