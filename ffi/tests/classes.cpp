// jotkit.hpp: what its classes do, that failures are exceptions, and that a callback's own
// exception comes back.
#include <jotkit.hpp>

#include <cstdio>
#include <stdexcept>
#include <thread>

static int failures;

#define CHECK(condition) \
    ((condition) ? (void)0 : (failures++, (void)std::printf("classes.cpp:%d: %s\n", __LINE__, #condition)))

// That an expression throws a jotkit::Error with this code.
#define THROWS(wanted, expression)                                                                \
    do {                                                                                          \
        std::string code = "nothing";                                                             \
        try {                                                                                     \
            static_cast<void>(expression);                                                        \
        } catch (const jotkit::Error &thrown) {                                                   \
            code = thrown.code();                                                                  \
        }                                                                                         \
        if (code != wanted) failures++, std::printf("classes.cpp:%d: %s\n", __LINE__, code.c_str()); \
    } while (0)

using namespace jotkit;

static const std::string secret(32, 's');
static const char *const hostile = "me\",\"any_audience\":true,\"x\":\"";

static void tokens() {
    const Key key = Key::hs256(secret);
    const Signer signer(key, SignerOptions().issuer(hostile).audience("api").lifetime(60).jti());
    const std::string token = signer.sign(Object().set("sub", "u1").set("admin", true).set("age", 42));
    const Verifier verifier(key, Policy().issuer(hostile).audiences({"other", "api"}).required({"sub", "jti"}));
    const Claims claims = verifier.verify(token);
    CHECK(claims.string("sub") == "u1" && claims.string("iss") == hostile);
    CHECK(claims.boolean("admin") && claims.integer("age") == 42 && claims.number("age") == 42.0);
    CHECK(claims.integer("exp") - claims.integer("iat") == 60);
    CHECK(claims.contains("aud", "api") && !claims.contains("aud", "ap") && claims.has("aud") && !claims.has("name"));
    CHECK(claims.json().substr(0, 12) == "{\"sub\":\"u1\",");
    THROWS("claim_missing", claims.string("name"));
    THROWS("claim_malformed", claims.string("age"));
    CHECK(verifier.verify_full(token).header.string("alg") == "HS256");
    CHECK(peek(token).claims.string("sub") == "u1");
    CHECK(bearer("bearer  " + token) == token);
    THROWS("authorization_missing", bearer(std::nullopt));

    // A setting of the policy is a setting, and one that is not there is not.
    THROWS("audience_refused", Verifier(key, Policy().issuer(hostile)).verify(token));
    THROWS("policy_invalid", Verifier(key, Policy().audience("")));
    THROWS("policy_invalid", Verifier(key, Policy().leeway(1000000)));
    THROWS("argument_invalid", Policy().audience("a").audience("b"));
    Policy expecting;
    expecting.audience("api").expected(Object().set("admin", true).set("age", 42.0));
    CHECK(Verifier(key, expecting).verify(token).has("jti"));
    CHECK(Verifier(key, Policy().audience("api").algorithms({"HS256"})).verify(token).has("jti"));
    THROWS("claim_missing", verifier.verify_expecting(token, Object().set("nonce", "n1").set("admin", true)));
}

static void times() {
    const Key key = Key::secret(secret, KeyOptions().alg("HS256").kid("k1"));
    const auto then = std::chrono::system_clock::from_time_t(1000000000);
    const std::string token = Signer(key, SignerOptions().lifetime(60)).sign("{}", then);
    const Verifier verifier(KeySet::jwks("{\"keys\":[" + std::string(key.to_jwk().view()) + "]}"), Policy());
    CHECK(verifier.verify(token, then).integer("exp") == 1000000060);
    CHECK(verifier.explain(token, then) == "[]");
    try {
        static_cast<void>(verifier.verify(token));
        CHECK(!"an expired token");
    } catch (const Error &error) {
        CHECK(error.status() == JOTKIT_TOKEN_EXPIRED && error.kind() == "refused" && error.claim() == "exp");
        CHECK(std::string(error.what()).find("expired") != std::string::npos);
        const Challenge answer = challenge(error, "api");
        CHECK(answer.status == 401 && answer.www_authenticate.find("realm=\"api\"") != std::string::npos);
    }
}

static void keys() {
    const Key key = Key::generate("ES256").with_kid("k1");
    const Key again = Key::pem(key.to_pem().view(), KeyOptions().kid("k1"));
    const Key der = Key::der(key.to_der().view());
    CHECK(Key::jwk(key.public_key().to_jwk().view()).to_jwk().view() == again.public_key().to_jwk().view());
    std::vector<Key> list;
    list.push_back(key.public_key());
    const KeySet set(list);
    CHECK(set.size() == 1 && set.skipped() == 0 && set.public_jwks().view().find("\"k1\"") != std::string_view::npos);
    CHECK(Verifier(set).verify(Signer(again).sign("{\"exp\":4000000000}")).integer("exp") == 4000000000);
    const Signer keyless = Signer::keyless("ES256", SignerOptions().kid("k1"));
    THROWS("argument_invalid", keyless.assemble(keyless.signing_input("{}"), "not a signature"));
    // The message of an error that is kept is that of its own failure.
    try {
        static_cast<void>(Key::hs256("short"));
    } catch (const Error &error) {
        THROWS("key_invalid", Key::pem("no key"));
        CHECK(error.code() == "key_weak" && std::string(error.what()).find("weak") != std::string::npos);
    }
}

struct Elsewhere : std::runtime_error {
    using std::runtime_error::runtime_error;
};

static void callbacks() {
    const Policy policy;
    const Verifier verifier(
        [held = std::make_shared<int>(1)](const KeyHint &hint) -> std::optional<Key> {
            if (hint.kid == "outage") throw Elsewhere("the data base is down");
            if (hint.kid != "k1") return std::nullopt;
            return Key::hs256(secret);
        },
        policy);
    const auto token = [](const char *kid) {
        return Signer(Key::hs256(secret), SignerOptions().kid(kid)).sign("{\"exp\":4000000000}");
    };
    CHECK(verifier.verify(token("k1")).has("exp"));
    THROWS("key_unknown", verifier.verify(token("k2")));
    try {
        static_cast<void>(verifier.verify(token("outage")));
        CHECK(!"an exception");
    } catch (const Elsewhere &exception) {
        CHECK(std::string(exception.what()) == "the data base is down");
    }
    // It is not thrown a second time, by a call that fails for another reason.
    THROWS("token_malformed", verifier.verify("no token"));

    const auto device = [](std::string_view input) -> std::string {
        if (input.empty()) throw Elsewhere("nothing to sign");
        return std::string(64, '\1');
    };
    CHECK(Signer::external("EdDSA", device).sign("{}").size() > 64);
    THROWS("argument_invalid", Signer::external("EdDSA", [](std::string_view) { return std::string("short"); }).sign("{}"));
    try {
        static_cast<void>(Signer::external("EdDSA", [](std::string_view) -> std::string { throw Elsewhere("locked"); }).sign("{}"));
        CHECK(!"an exception");
    } catch (const Elsewhere &exception) {
        CHECK(std::string(exception.what()) == "locked");
    }
}

static void remote() {
    const Key key = Key::generate("ES256").with_kid("k1");
    std::vector<Key> list;
    list.push_back(key.public_key());
    const std::string jwks = KeySet(list).public_jwks().str(), token = Signer(key).sign("{\"exp\":4000000000}");
    int requests = 0;
    Fetcher fetcher([&](const Request &request) {
        requests++;
        CHECK(request.url == "https://id.example/keys" && request.timeout == std::chrono::seconds(2));
        CHECK(request.max_bytes > 1000 && !request.headers.empty());
        return Reply{200, {{"Cache-Control", "max-age=600"}}, jwks, {}};
    });
    const RemoteKeys keys(RemoteOptions().jwks_url("https://id.example/keys").timeout_ms(2000));
    const RemoteVerifier verifier(keys);
    CHECK(verifier.verify(token, fetcher.get()).has("exp") && verifier.verify(token, fetcher.get()).has("exp"));
    CHECK(requests == 1);

    Fetcher untrusted([](const Request &) { return Reply::failed("tls"); });
    Fetcher throws([](const Request &) -> Reply { throw Elsewhere("no network"); });
    THROWS("keys_unavailable", RemoteKeys(RemoteOptions().jwks_url("https://id.example/a")).warm(untrusted.get()));
    THROWS("keys_unavailable", RemoteKeys(RemoteOptions().jwks_url("https://id.example/b")).warm(throws.get()));
    Object a, b, several;
    a.set("issuer", "https://a.example");
    b.set("issuer", "https://b.example").set("jwks_url", "https://id.example/keys");
    several.set("issuers", {a, b});
    CHECK(RemoteKeys(several).handle() != nullptr);
    THROWS("argument_invalid", RemoteKeys(RemoteOptions()));
}

int main() {
    tokens();
    times();
    keys();
    callbacks();
    remote();
    std::thread(callbacks).join();
    std::printf("classes: %s\n", failures == 0 ? "passed" : "FAILED");
    return failures != 0;
}
