"""LikeCoin access tokens: the scopes a verifier demands with `all` and `any`."""

from hs256 import token
from likecoin import KEY, ask, changed, grant, request, without

MALFORMED = [
    ("empty", "", "An empty demand asks for nothing."),
    ("space", " ", "White space asks for nothing."),
    ("two-words", "profile email", "Two scopes are two entries of the list."),
    ("leading-space", " profile", "White space around a demand would never match."),
    ("final-newline", "profile\n", "White space around a demand would never match."),
    ("tab", "read:\tlike", "White space inside a demand would never match."),
    ("two-colons", "read:like:button", "A second colon is silently cut off by the real server; here it is refused."),
    ("final-colon", "read:", "Nothing after the colon is an empty segment."),
    ("leading-colon", ":like", "Nothing before the colon is an empty segment."),
    ("only-colon", ":", "A colon alone has two empty segments."),
    ("final-dot", "read:like.", "Nothing after a dot is an empty segment."),
    ("leading-dot", "read:.like", "Nothing before a dot is an empty segment."),
    ("two-dots", "read:like..button", "Nothing between two dots is an empty segment."),
]


def demands(v):
    rule, scope = "LikeCoin scopes B8", changed()["scope"]
    usual = token(changed(), KEY)
    for name, held, demanded, why in [
        ("all-one", scope, {"all": ["profile"]}, "A demanded scope that is listed is met."),
        ("all-child", scope, {"all": ["read:like.button"]}, "A parent scope grants its children."),
        ("all-several", scope, {"all": ["profile", "read:like.info", "write:like.button"]}, "Every entry of all is met."),
        ("any-first", scope, {"any": ["profile", "email"]}, "One entry of any is enough."),
        ("any-last", scope, {"any": ["email", "write:iscn", "read:like"]}, "One entry of any is enough, wherever it is."),
        ("all-and-any", scope, {"all": ["profile"], "any": ["email", "write:like"]}, "all and any are both met."),
        ("all-bare-word-held", ["like"], {"all": ["read:like", "write:like.button"]}, "A bare word held means read and write of it."),
        ("all-group-held", ["likebutton"], {"all": ["read:like.button", "write:iscn"]}, "The group name likebutton means four scopes."),
        ("all-read-held", ["read"], {"all": ["read:like.info", "read:civic_liker"]}, "read grants every read scope."),
        ("all-more-held", ["profile", "read:like", "write:like", "x:y"], {"all": ["read:like"]}, "A token may list more than is demanded."),
        ("all-repeated", scope, {"all": ["profile", "profile"]}, "A demand made twice is met twice."),
    ]:
        v.ok(f"demand-{name}", why, rule, ask(changed(scope=held), **demanded), grant(scope=held))
    v.ok("demand-scope-text", "A scope text is split before it is searched.", "LikeCoin trap 18",
         ask(changed(scope="email  read:like"), all=["email", "read:like.info"]), grant(scope=["email", "read:like"]))
    for name, held, demanded, why in [
        ("all-missing", scope, {"all": ["email"]}, "A scope that is not listed is not granted."),
        ("all-one-of-two", scope, {"all": ["profile", "email"]}, "One unmet entry of all is enough to refuse."),
        ("all-last-unmet", scope, {"all": ["profile", "read:like", "write"]}, "The last entry counts as much as the first."),
        ("any-none", scope, {"any": ["email", "write:iscn"]}, "An any that nothing meets is refused."),
        ("all-met-any-not", scope, {"all": ["profile"], "any": ["email"]}, "all does not make up for any."),
        ("any-met-all-not", scope, {"all": ["email"], "any": ["profile"]}, "any does not make up for all."),
        ("parent-of-held", ["read:like.button"], {"all": ["read:like"]}, "A child never grants its parent."),
        ("write-for-read", ["write:like"], {"all": ["read:like"]}, "write never implies read."),
        ("prefix-of-word", ["read:like"], {"all": ["read:likes"]}, "The hierarchy is by segments, not by letters."),
        ("bare-demand", ["like", "read:like", "write:like", "read", "write"], {"all": ["like"]},
         "A demand for a bare word is met by nothing."),
        ("group-demand", ["likebutton"], {"all": ["likebutton"]},
         "A group's name is replaced by its scopes and meets no demand of that name."),
        ("empty-list", [], {"any": ["profile"]}, "An empty list grants nothing."),
        ("empty-text", "", {"all": ["profile"]}, "An empty text grants nothing."),
        ("substring-of-text", "read:emailer profiles", {"any": ["email", "profile"]},
         "A scope text is split, never searched for a substring."),
        ("text-with-comma", "profile,email", {"all": ["email"]}, "Only spaces separate scopes."),
        ("other-case", ["Profile", "READ:like"], {"any": ["profile", "read:like"]}, "Scopes are case-sensitive."),
        ("wildcard", ["*", "read:*"], {"any": ["profile", "read:like"]}, "There is no wildcard."),
        ("prototype-names", ["constructor", "toString", "__proto__"], {"all": ["profile"]},
         "A name in JavaScript's prototypes is a scope like any other."),
    ]:
        v.error(f"demand-{name}", why, rule, ask(changed(scope=held), **demanded), "scope_refused", "scope")
    v.error("demand-scope-absent", "A token without scope meets no demand.", rule,
            ask(without("scope"), all=["profile"]), "scope_refused", "scope")
    for kind in ("all", "any"):
        v.error(f"demand-{kind}-list-empty", f"An empty {kind} would demand nothing; leave it out to mean that.", "LikeCoin trap 22",
                request(usual, **{kind: []}), "policy_invalid")
        for name, demand, why in MALFORMED:
            v.error(f"demand-{kind}-malformed-{name}", why, "LikeCoin trap 22", request(usual, **{kind: [demand]}), "policy_invalid")
    v.error("demand-malformed-beside-good", "A malformed demand is refused even when another entry of any is met.", "LikeCoin trap 22",
            request(usual, any=["profile", "read:like:button"]), "policy_invalid")
    wrong = request(usual, all=[]) | {"common_secret": " "}
    v.error("demand-empty-and-blank-secret", "Of two wrong settings the options are named first, in every language.", "security T71",
            wrong, "policy_invalid")
    wrong = {name: value for name, value in wrong.items() if name != "all"} | {"clients": {"c": ""}}
    v.error("demand-blank-and-empty-secret", "The common secret is judged before the clients'.", "security T71", wrong, "key_weak")
