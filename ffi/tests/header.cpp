// The header in C++, and the library used from there.
#include <jotkit.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

struct Free {
    void operator()(jotkit_key *key) const { jotkit_key_free(key); }
    void operator()(jotkit_signer *signer) const { jotkit_signer_free(signer); }
    void operator()(jotkit_verifier *verifier) const { jotkit_verifier_free(verifier); }
    void operator()(jotkit_remote_keys *keys) const { jotkit_remote_keys_free(keys); }
    void operator()(jotkit_string *text) const { jotkit_string_free(text); }
};

template <typename T> using Handle = std::unique_ptr<T, Free>;

template <typename T, typename... Arguments, typename... Given>
Handle<T> make(jotkit_status (*function)(Arguments...), Given... given) {
    T *made = nullptr;
    if (function(given..., &made) != JOTKIT_OK) std::printf("header: %s\n", jotkit_last_error_message().data);
    return Handle<T>(made);
}

int main() {
    const std::string secret(32, 's');
    const auto text = JOTKIT_BYTES(secret.data(), secret.size());
    const double *const now = nullptr;
    const auto key = make<jotkit_key>(jotkit_key_hs256, text);
    const auto signer = make<jotkit_signer>(jotkit_signer_new, key.get(), JOTKIT_TEXT("{\"lifetime\":60}"));
    const auto token = make<jotkit_string>(jotkit_signer_sign, signer.get(), JOTKIT_TEXT("{\"sub\":\"u1\"}"), now);
    const jotkit_resolver resolver{[](const jotkit_key_hint *, jotkit_key_answer *answer, void *data) {
                                       return jotkit_key_answer_give(answer, static_cast<const jotkit_key *>(data));
                                   },
                                   key.get(), nullptr};
    const auto verifier = make<jotkit_verifier>(jotkit_verifier_new_with_resolver, resolver, JOTKIT_TEXT("{}"));
    const auto claims =
        make<jotkit_string>(jotkit_verifier_verify, verifier.get(), jotkit_string_text(token.get()), now);
    const jotkit_client clients[] = {{JOTKIT_TEXT("id"), JOTKIT_TEXT("secret")}};
    const auto remote = make<jotkit_remote_keys>(jotkit_remote_keys_new, JOTKIT_TEXT("{\"jwks_url\":\"https://a.example\"}"));
    bool fetched = false;
    const jotkit_fetcher fetcher{[](const jotkit_http_request *request, jotkit_http_reply *reply, void *data) {
                                     *static_cast<bool *>(data) = jotkit_http_request_timeout_ms(request) == 5000;
                                     return jotkit_http_reply_fail(reply, JOTKIT_TEXT("timeout"));
                                 },
                                 &fetched};
    const bool unavailable = jotkit_remote_keys_warm(remote.get(), JOTKIT_ABSENT, fetcher) == JOTKIT_KEYS_UNAVAILABLE;
    const bool passed = unavailable && fetched &&
                        std::strncmp(jotkit_string_text(claims.get()).data, "{\"sub\":\"u1\"", 11) == 0 &&
                        clients[0].secret.len == 6 && jotkit_likecoin_refusal_status(JOTKIT_SCOPE_REFUSED) == 403 &&
                        JOTKIT_ABSENT.data == nullptr;
    std::printf("header: %s\n", passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
}
