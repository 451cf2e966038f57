"""LikeCoin scopes: which held scope grants which demanded one."""

from likecoin_demands import MALFORMED
from book import Book

DEMANDED = (
    "profile email read read:like read:like.button read:like.info write:like write:like.button read:civic_liker write:iscn "
    "read:profile write:profile"
).split()
# One column per demanded scope, in the order above: + granted, - not.
TABLE = {
    "profile": "+ - - - - - - - - - - -",
    "email": "- + - - - - - - - - - -",
    "read": "- - + + + + - - + - + -",
    "write": "- - - - - - + + - + - +",
    "read:like": "- - - + + + - - - - - -",
    "write:like": "- - - - - - + + - - - -",
    "read:like.button": "- - - - + - - - - - - -",
    "read:like.info": "- - - - - + - - - - - -",
    "write:like.button": "- - - - - - - + - - - -",
    "like": "- - - + + + + + - - - -",
    "likebutton": "- - - - + - - + + + - -",
    "read:like.button.x": "- - - - - - - - - - - -",
    "read:lik": "- - - - - - - - - - - -",
    "read:like.": "- - - - - - - - - - - -",
    "READ:like": "- - - - - - - - - - - -",
    "read:*": "- - - - - - - - - - - -",
    "*": "- - - - - - - - - - - -",
}
RULE = "LikeCoin scopes B8"


def slug(scope):
    return scope.replace("READ", "capital-read").replace(":", "-").replace(".", "-dot-").replace("_", "-").replace("*", "star").rstrip("-")


def why(held, demanded, granted):
    if held == demanded:
        return f"{held} grants itself."
    if granted and held == "likebutton":
        return f"likebutton is a group name that includes {demanded} among others."
    if granted and held == "like":
        return f"The bare word like means read:like and write:like, of which one grants {demanded}."
    if granted:
        return f"{held} is an ancestor of {demanded} and grants it."
    return f"{held} does not grant {demanded}."


def build():
    v = Book("likecoin-scope", "LikeCoin scopes: which held scope grants which demanded one, pair by pair.")

    def ask(name, held, demanded, granted, reason, rule=RULE):
        v.ok(name, reason, rule, {"op": "scope_allows", "held": held, "demanded": demanded}, {"allows": granted})

    for held, row in TABLE.items():
        for demanded, mark in zip(DEMANDED, row.split(), strict=True):
            ask(f"{slug(held)}-for-{slug(demanded)}", [held], demanded, mark == "+", why(held, demanded, mark == "+"))
    prototype = "A name in JavaScript's prototypes is a scope like any other, not an error."
    published = ["profile", "read:like", "write:like"]
    for demanded in ["read:like.button", "write:like.button", "read:like.info", "profile"]:
        ask(f"published-grants-{slug(demanded)}", published, demanded, True, f"The published example's scopes grant {demanded}.")
    for demanded in ["email", "read", "write", "write:iscn", "read:civic_liker"]:
        ask(f"published-lacks-{slug(demanded)}", published, demanded, False, f"The published example's scopes do not grant {demanded}.")
    for name, held, demanded, granted, reason in [
        ("deep-itself", ["read:like.button.x"], "read:like.button.x", True, "A deeper scope grants itself."),
        ("deep-from-parent", ["read:like.button"], "read:like.button.x", True, "The hierarchy goes down any number of segments."),
        ("deep-from-grandparent", ["read:like"], "read:like.button.x", True, "Every ancestor grants, not only the parent."),
        ("deep-from-top", ["read"], "read:a.b.c.d.e.f", True, "read grants however deep a read scope is."),
        ("deep-from-sibling", ["read:like.info"], "read:like.button.x", False, "A sibling's branch is another branch."),
        ("longer-word", ["read:like"], "read:likes", False, "The hierarchy is by segments, not by letters."),
        ("longer-word-underscore", ["read:like"], "read:like_info", False, "Only a dot separates segments."),
        ("longer-word-dash", ["read:like"], "read:like-info", False, "Only a dot separates segments."),
        ("longer-last-segment", ["read:like.b"], "read:like.button", False, "The last segment is compared whole."),
        ("write-does-not-read", ["write"], "read:like", False, "write never implies read."),
        ("read-does-not-write", ["read"], "write:like", False, "read never implies write."),
        ("read-does-not-profile", ["read", "write"], "profile", False, "profile is implied by nothing, not even by read."),
        ("read-does-not-email", ["read", "write", "read:email"], "email", False, "email is implied by nothing but itself."),
        ("profile-does-not-expand", ["profile"], "read:profile", False, "profile is not a bare word that means read and write."),
        ("email-does-not-expand", ["email"], "write:email", False, "email is not a bare word that means read and write."),
        ("read-grants-any-name", ["read"], "read:read", True, "read grants every scope under it, whatever its name."),
        ("bare-demand-bare-held", ["like"], "like", False, "A demand for a bare word is met by nothing, not even by that word."),
        ("bare-demand-full-held", ["read:like", "write:like", "read", "write"], "like", False,
         "A demand for a bare word is met by nothing."),
        ("group-demand", ["likebutton"], "likebutton", False, "A group's name is replaced by its scopes."),
        ("group-under-read", ["likebutton"], "read:likebutton", False, "The group's name is replaced before bare words are expanded."),
        ("group-with-prefix-held", ["read:likebutton"], "read:like.button", False, "Only the exact word is the group's name."),
        ("group-other-case", ["LikeButton"], "read:like.button", False, "The group's name is case-sensitive."),
        ("group-child", ["likebutton"], "read:like.button.x", True, "A scope from the group grants its children."),
        ("group-parent", ["likebutton"], "read:like", False, "A scope from the group does not grant its parent."),
        ("group-not-info", ["likebutton"], "read:like.info", False, "The group stands for exactly four scopes."),
        ("group-not-write-civic-liker", ["likebutton"], "write:civic_liker", False, "The group stands for exactly four scopes."),
        ("group-not-read-iscn", ["likebutton"], "read:iscn", False, "The group stands for exactly four scopes."),
        ("bare-word-read", ["civic_liker"], "read:civic_liker", True, "Any bare word means read and write of it."),
        ("bare-word-write", ["civic_liker"], "write:civic_liker", True, "Any bare word means read and write of it."),
        ("bare-word-other-action", ["civic_liker"], "delete:civic_liker", False, "A bare word means read and write, and nothing else."),
        ("bare-word-with-dot", ["like.button"], "read:like.button", True, "A bare word with a dot is a bare word."),
        ("bare-word-with-dot-parent", ["like.button"], "read:like", False, "A bare child does not grant its parent."),
        ("other-action", ["delete:like"], "delete:like.button", True, "The rule is the same under any action."),
        ("other-action-not-expanded-top", ["delete"], "delete:like", False,
         "Only read, write, profile and email are words of their own; delete means read:delete and write:delete."),
        ("last-of-many", ["a", "b:c", "email", "read:like"], "read:like.info", True, "Any entry may grant, also the last."),
        ("many-none", ["a", "b:c", "email"], "read:like.info", False, "If no entry grants, the answer is no."),
        ("nothing-held", [], "profile", False, "An empty list grants nothing."),
        ("nothing-held-read", [], "read", False, "An empty list grants nothing."),
        ("empty-entry", [""], "profile", False, "An empty entry grants nothing."),
        ("empty-entry-read", [""], "read", False, "An empty entry grants nothing."),
        ("entry-with-space", ["profile email"], "email", False, "A list's entry is one scope and is not split."),
        ("entry-padded", [" profile "], "profile", False, "Entries are not trimmed."),
        ("entry-substring", ["read:emailer"], "email", False, "An entry is not searched for a substring."),
        ("entry-two-colons", ["read:like:button"], "read:like", False, "A held entry is compared whole."),
        ("entry-final-colon", ["read:"], "read:like", False, "An incomplete entry grants nothing."),
        ("entry-only-colon", [":"], "read:like", False, "An incomplete entry grants nothing."),
        ("demand-other-case", ["read", "read:like"], "Read:like", False, "Demands are case-sensitive too."),
        ("demand-last-case", ["read:like.button"], "read:like.Button", False, "Every segment is case-sensitive."),
        ("held-not-ascii", ["read:喜歡"], "read:喜歡.x", True, "The rule does not depend on the alphabet."),
        ("held-decomposed", ["read:\u00e9"], "read:e\u0301", False, "Scopes are not normalised."),
        ("prototype-constructor", ["constructor"], "profile", False, prototype),
        ("prototype-to-string", ["toString"], "read:like", False, prototype),
        ("prototype-proto", ["__proto__"], "read:like", False, prototype),
        ("prototype-has-own-property", ["hasOwnProperty"], "email", False, prototype),
        ("prototype-bare-word", ["constructor"], "read:constructor", True,
         "A name in JavaScript's prototypes is a bare word like any other."),
        ("prototype-demand", ["profile"], "constructor", False, "A name in JavaScript's prototypes can be demanded, and is not granted."),
    ]:
        ask(name, held, demanded, granted, reason)
    for name, demand, reason in MALFORMED:
        v.error(f"malformed-{name}", reason, "LikeCoin trap 22",
                {"op": "scope_allows", "held": ["read", "write", "profile", "email"], "demanded": demand}, "argument_invalid")
    v.error("malformed-nothing-held", "A malformed demand is a mistake whatever is held.", "LikeCoin trap 22",
            {"op": "scope_allows", "held": [], "demanded": "read::like"}, "argument_invalid")
    v.error("malformed-equal-held", "A malformed demand is a mistake even if the same text is held.", "LikeCoin trap 22",
            {"op": "scope_allows", "held": ["read:like."], "demanded": "read:like."}, "argument_invalid")
    return [v]
