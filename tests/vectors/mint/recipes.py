"""recipes.json: tokens that services ask their clients for, and policies of providers people use."""

from book import LATER, NOW, Book, err
from testkeys import HS, SECRET, private_key, public_key
from tokens import token

POLICY, ARGUMENT, UNSUITABLE, EXP = err("policy_invalid"), err("argument_invalid"), err("key_unsuitable"), err("claims_invalid", "exp")
KEYS = {alg: (private_key(alg), public_key(alg)[1]) for alg in ("RS256", "ES256", "EdDSA")} | {"HS256": (HS, SECRET)}
APPLE = {"issuer": "TEAM123456", "kid": "KEY1234567"}
ASSERTION = {"issuer": "app", "audience": "https://id.example/token"}


def build():
    book = Book("recipes", "What services ask their clients for: the times and the audience that each accepts.")

    def sign(name, why, rule, alg, options, claims, answer, varies=()):
        request = {"op": "sign", "key": KEYS[alg][0], "claims_json": claims, "options": options, "now": NOW + 0.75}
        book.add(f"recipes-{name}", why, rule, request, answer, varies)

    def good(name, why, rule, alg, options, claims, payload, kid=None):
        header = {"alg": alg, "typ": "JWT"} | ({"kid": kid} if kid else {})
        sign(name, why, rule, alg, options, claims, {"ok": {"token": token(header, payload, KEYS[alg][1], alg)}})

    def signed(name, why, rule, options, claims="{}"):
        """An ECDSA token is another each time."""
        sign(name, why, rule, "ES256", options, claims, {"ok": {}}, ["token"])

    def bad(name, why, rule, alg, options, claims="{}", answer=POLICY):
        sign(name, why, rule, alg, options, claims, answer)

    rule = "GitHub: generating a JSON Web Token for a GitHub App"
    github = {"recipe": "github_app", "issuer": "Iv23li"}
    good("github", "`iat` is a minute ago, and `exp` ten minutes after it.", rule, "RS256", github, "{}",
         {"iss": "Iv23li", "iat": NOW - 60, "exp": NOW + 540})
    good("github-shorter", "A shorter lifetime.", rule, "RS256", github | {"lifetime": 120}, "{}", {"iss": "Iv23li", "iat": NOW - 60, "exp": NOW + 60})
    good("github-own", "The caller's own times.", rule, "RS256", github, '{"iat":%d,"exp":%d}' % (NOW, NOW + 600), '{"iat":%d,"exp":%d,"iss":"Iv23li"}' % (NOW, NOW + 600))
    good("github-own-end", "The caller's own end.", rule, "RS256", github, '{"exp":%d}' % (NOW + 540), '{"exp":%d,"iss":"Iv23li","iat":%d}' % (NOW + 540, NOW - 60))
    good("github-kid", "The header may name the key.", rule, "RS256", github | {"kid": "k"}, "{}", {"iss": "Iv23li", "iat": NOW - 60, "exp": NOW + 540}, "k")
    bad("github-no-issuer", "The app is missing.", rule, "RS256", {"recipe": "github_app"})
    bad("github-longer", "GitHub refuses more than ten minutes.", rule, "RS256", github | {"lifetime": 601})
    bad("github-own-too-late", "GitHub refuses more than ten minutes.", rule, "RS256", github, '{"exp":%d}' % (NOW + 541), EXP)
    bad("github-own-hour", "GitHub refuses more than ten minutes.", rule, "RS256", github, '{"iat":%d,"exp":%d}' % (NOW, NOW + 3600), EXP)
    for alg in ("ES256", "EdDSA", "HS256"):
        bad(f"github-{alg.lower()}", "GitHub takes RS256.", rule, alg, github, answer=UNSUITABLE)

    rule = "Apple: creating a client secret"
    secret = {"recipe": "apple_client_secret", "subject": "com.example.app"} | APPLE
    signed("apple", "A client secret of a day.", rule, secret)
    signed("apple-half-a-year", "The longest that Apple accepts.", rule, secret | {"lifetime": 15_777_000})
    bad("apple-longer", "Apple refuses more than half a year.", rule, "ES256", secret | {"lifetime": 15_777_001})
    for name in ("issuer", "subject", "kid"):
        bad(f"apple-no-{name}", "Apple needs it.", rule, "ES256", {key: value for key, value in secret.items() if key != name})
    bad("apple-rs256", "Apple takes ES256.", rule, "RS256", secret, answer=UNSUITABLE)

    rule = "Apple: establishing a token-based connection to APNs"
    apns = {"recipe": "apns"} | APPLE
    signed("apns", "A provider token has no end.", rule, apns)
    bad("apns-lifetime", "Apple counts from `iat`.", rule, "ES256", apns | {"lifetime": 3600})
    bad("apns-exp", "Apple counts from `iat`.", rule, "ES256", apns, '{"exp":%d}' % LATER, EXP)
    for name in ("issuer", "kid"):
        bad(f"apns-no-{name}", "Apple needs it.", rule, "ES256", {key: value for key, value in apns.items() if key != name})

    rule = "Apple: generating tokens for App Store Connect API requests"
    connect = {"recipe": "app_store_connect"} | APPLE
    signed("connect", "A quarter of an hour.", rule, connect)
    signed("connect-longest", "The longest that Apple accepts.", rule, connect | {"lifetime": 1200}, '{"scope":["GET /v1/apps"]}')
    bad("connect-longer", "Apple refuses more than twenty minutes.", rule, "ES256", connect | {"lifetime": 1201})
    bad("connect-own-longer", "Apple refuses more than twenty minutes.", rule, "ES256", connect, '{"exp":%d}' % (NOW + 1201), EXP)

    rule = "Google: using OAuth 2.0 for server to server applications"
    google = {"recipe": "google_service_account", "issuer": "robot@project.iam.gserviceaccount.com"}
    audience = "https://oauth2.googleapis.com/token"
    claims = {"scope": "https://www.googleapis.com/auth/devstorage.read_only"}
    good("google", "An hour, for the token endpoint.", rule, "RS256", google, '{"scope":"%s"}' % claims["scope"],
         claims | {"iss": google["issuer"], "aud": audience, "iat": NOW, "exp": NOW + 3600})
    good("google-subject", "On behalf of a user.", rule, "RS256", google | {"subject": "user@example.com"}, "{}",
         {"iss": google["issuer"], "sub": "user@example.com", "aud": audience, "iat": NOW, "exp": NOW + 3600})
    good("google-api", "A token for an API itself.", rule, "RS256", google | {"audience": "https://storage.googleapis.com/"}, "{}",
         {"iss": google["issuer"], "aud": "https://storage.googleapis.com/", "iat": NOW, "exp": NOW + 3600})
    bad("google-longer", "Google refuses more than an hour.", rule, "RS256", google | {"lifetime": 3601})

    rule = "RFC 7523 §3"
    assertion = {"recipe": "client_assertion"} | ASSERTION
    own = '{"jti":"j1"}'
    good("assertion", "Issuer and subject are the client; a minute.", rule, "RS256", assertion, own,
         {"jti": "j1", "iss": "app", "sub": "app", "aud": ASSERTION["audience"], "iat": NOW, "exp": NOW + 60})
    good("assertion-hs256", "With the client's secret (`client_secret_jwt`).", rule, "HS256", assertion, own,
         {"jti": "j1", "iss": "app", "sub": "app", "aud": ASSERTION["audience"], "iat": NOW, "exp": NOW + 60})
    good("assertion-subject", "A grant on behalf of a user (RFC 7523 §2.1).", rule, "RS256", assertion | {"subject": "u1"}, own,
         {"jti": "j1", "iss": "app", "sub": "u1", "aud": ASSERTION["audience"], "iat": NOW, "exp": NOW + 60})
    good("assertion-lifetime", "A longer one.", rule, "RS256", assertion | {"lifetime": 3600}, own,
         {"jti": "j1", "iss": "app", "sub": "app", "aud": ASSERTION["audience"], "iat": NOW, "exp": NOW + 3600})
    sign("assertion-jti", "Each token has a `jti` of its own.", rule, "RS256", assertion, "{}", {"ok": {}}, ["token"])
    bad("assertion-longer", "More than an hour is not short-lived.", rule, "RS256", assertion | {"lifetime": 3601})
    for name in ("issuer", "audience"):
        bad(f"assertion-no-{name}", "The server needs it.", rule, "RS256", {key: value for key, value in assertion.items() if key != name})

    rule = "verdict rule: the signer's options"
    for name, value in {"unknown": "github", "case": "APNS", "empty": "", "null": None, "list": ["apns"], "true": True}.items():
        bad(f"name-{name}", "A recipe is one of the names.", rule, "RS256", {"recipe": value, "issuer": "a"})
    good("subject", "`sub` is added to claims without one.", rule, "HS256", {"subject": "u1"}, "{}", {"sub": "u1"})
    good("subject-own", "The caller's own `sub` stays.", rule, "HS256", {"subject": "u1"}, '{"sub":"u2"}', {"sub": "u2"})
    good("subject-order", "It comes after `iss`.", rule, "HS256", {"subject": "u1", "issuer": "i", "audience": "a"}, "{}", {"iss": "i", "sub": "u1", "aud": "a"})
    for name, value in {"empty": "", "null": None, "number": 1, "list": ["u1"]}.items():
        bad(f"subject-{name}", "A subject is a string that is not empty.", rule, "HS256", {"subject": value})
    providers(book)


def providers(book):
    key, signer = public_key("RS256")

    def case(name, why, rule, claims, policy, answer=None, typ="JWT"):
        book.verify(f"recipes-{name}", why, rule, token({"alg": "RS256"} | ({"typ": typ} if typ else {}), claims, signer, "RS256"), key, answer, policy)

    rule = "Firebase: verify ID tokens"
    firebase = {"profile": "id_token", "issuer": "https://securetoken.google.com/shop", "audience": "shop", "algorithms": ["RS256"]}
    user = {"iss": firebase["issuer"], "aud": "shop", "auth_time": NOW - 100, "user_id": "u1", "sub": "u1", "iat": NOW, "exp": LATER, "firebase": {"identities": {}}}
    case("firebase", "A user of the project.", rule, user, firebase)
    case("firebase-other", "A user of another project.", rule, user | {"iss": "https://securetoken.google.com/other", "aud": "other"}, firebase, err("audience_refused", "aud"))
    case("firebase-other-issuer", "Another issuer that names the project.", rule, user | {"iss": "https://securetoken.google.com/other"}, firebase, err("issuer_refused", "iss"))
    case("firebase-nobody", "A user without a name.", rule, user | {"sub": ""}, firebase, err("subject_refused", "sub"))
    case("firebase-recent", "The user logged in within the hour.", rule, user, firebase | {"max_age": 3600})
    case("firebase-stale", "The user has to log in again.", rule, user | {"auth_time": NOW - 3601}, firebase | {"max_age": 3600}, err("token_too_old", "auth_time"))

    rule = "Kubernetes: service account token projection"
    cluster = {"issuer": "https://kubernetes.default.svc.cluster.local", "audience": "vault", "subject": "system:serviceaccount:shop:web", "required": ["kubernetes.io"]}
    pod = {"aud": ["vault"], "exp": LATER, "iat": NOW, "iss": cluster["issuer"], "jti": "j", "kubernetes.io": {"namespace": "shop", "serviceaccount": {"name": "web", "uid": "x"}},
           "nbf": NOW, "sub": cluster["subject"]}
    case("kubernetes", "A pod's token for this audience.", rule, pod, cluster, typ="")
    case("kubernetes-api", "A token for the cluster's own API.", rule, pod | {"aud": [cluster["issuer"]]}, cluster, err("audience_refused", "aud"), typ="JWT")
    case("kubernetes-other", "Another service account.", rule, pod | {"sub": "system:serviceaccount:shop:db"}, cluster, err("subject_refused", "sub"))
    case("kubernetes-legacy", "A token of a secret, which is not bound to a pod.", rule, {key: value for key, value in pod.items() if key != "kubernetes.io"}, cluster, err("claim_missing", "kubernetes.io"))
