"""One vector file in the making: a sentence about it, and its vectors."""

import json
import pathlib

from tokens import unb64

NOW = 1_750_000_000
LATER = NOW + 300


def err(code, claim=None):
    """The expected refusal."""
    return {"error": {"code": code} | ({"claim": claim} if claim else {})}


class Book:
    """Collects the vectors of one file."""

    every = []

    def __init__(self, name, about):
        self.name, self.about, self.vectors = name, about, []
        Book.every.append(self)

    def path(self):
        """The file, in the folder of the vectors."""
        return f"{self.name}.json"

    def add(self, name, why, rule, request, answer, varies=()):
        """`varies` names members of the answer that differ from run to run and are not compared."""
        vector = {"name": name, "why": why, "rule": rule, "request": request, "answer": answer}
        if varies:
            vector["varies"] = list(varies)
        self.vectors.append(vector)

    def ok(self, name, why, rule, request, answer, varies=()):
        """An accepted request. The file's name goes before the vector's."""
        self.add(f"{self.name}-{name}", why, rule, request, {"ok": answer}, varies)

    def error(self, name, why, rule, request, code, claim=None):
        """A refused request. The file's name goes before the vector's."""
        self.add(f"{self.name}-{name}", why, rule, request, err(code, claim))

    def verify(self, name, why, rule, token, key, answer=None, policy=None, now=NOW, expected=None):
        """A `verify` vector. Without an answer the token is accepted, with its own two parts."""
        request = {"op": "verify", "token": token, "key": key}
        if policy is not None:
            request["policy"] = policy
        request["now"] = now
        if expected is not None:
            request["expected"] = expected
        self.add(name, why, rule, request, answer or {"ok": parts(token)})

    def peek(self, name, why, rule, token, answer=None):
        self.add(name, why, rule, {"op": "peek", "token": token}, answer or {"ok": parts(token)})

    def key_info(self, name, why, rule, key, answer):
        self.add(name, why, rule, {"op": "key_info", "key": key}, answer)

    def key_export(self, name, why, rule, key, form, public, answer, varies=()):
        request = {"op": "key_export", "key": key, "format": form, "public": public}
        self.add(name, why, rule, request, answer, varies)

    def sign(self, name, why, rule, key, claims, answer, header=None, varies=()):
        request = {"op": "sign", "key": key, "claims_json": claims}
        if header is not None:
            request["header_json"] = header
        self.add(name, why, rule, request, answer, varies)

    def text(self):
        """The file's text: three lines a vector, in ASCII, so that a diff shows every odd character."""
        blocks = []
        for vector in self.vectors:
            head = {k: v for k, v in vector.items() if k in ("name", "why", "rule")}
            tail = {k: v for k, v in vector.items() if k in ("answer", "varies")}
            blocks.append(
                one_line(head)[:-1] + ",\n "
                + one_line({"request": vector["request"]})[1:-1] + ",\n "
                + one_line(tail)[1:]
            )
        return '{"about":' + json.dumps(self.about) + ',\n"vectors":[\n' + ",\n".join(blocks) + "\n]}\n"


def one_line(value):
    return json.dumps(value, separators=(",", ":"))


def parts(token):
    """What a verifier that accepts this token returns."""
    header, payload, _ = token.split(".")
    return {"header": json.loads(unb64(header)), "payload": unb64(payload).decode("utf-8")}


def check(books):
    """Holds every vector to the format that all drivers rely on; raises on the first fault."""
    seen = {}
    for book in books:
        assert book.about.endswith("."), book.name
        assert json.loads(book.text())["vectors"] == book.vectors, f"{book.name}: does not survive its own text"
        for vector in book.vectors:
            name = vector["name"]
            assert name not in seen, f"{name}: in {seen[name]} and {book.name}"
            seen[name] = book.name
            assert name == name.lower() and name.replace("-", "").isalnum(), name
            assert vector["why"].endswith(".") and vector["rule"], name
            check_request(vector)
            check_answer(vector)
    return len(seen)


def check_request(vector):
    members = set(vector["request"]) - {"op"}
    required, optional = (set(words.split()) for words in REQUESTS[vector["request"]["op"]])
    assert required <= members <= required | optional, f"{vector['name']}: {sorted(members)}"


def check_answer(vector):
    name, answer = vector["name"], vector["answer"]
    if "ok" in answer:
        assert len(answer) == 1 and not set(answer["ok"]) & set(vector.get("varies", [])), name
        assert answer["ok"] or vector.get("varies"), f"{name}: expects nothing"
        return
    assert set(answer) == {"error"} and "varies" not in vector, name
    code, claim = answer["error"]["code"], answer["error"].get("claim")
    assert set(answer["error"]) <= {"code", "claim", "status", "detail"} and code in CODES, f"{name}: {answer}"
    if code in CLAIMS:
        assert claim and claim == (CLAIMS[code] or claim), f"{name}: {code} names {claim}"


REQUESTS = {
    "verify": ("token key", "policy now expected"),
    "sign": ("key claims_json", "header_json now options"),
    "peek": ("token", "policy"),
    "explain": ("token key", "policy now"),
    "challenge": ("code", "realm scope"),
    "jws_sign": ("key payload_hex", "header_json detached"),
    "jws_verify": ("key token", "payload_hex"),
    "keyset_info": ("key", ""),
    "key_info": ("key", ""),
    "key_export": ("key format public", ""),
    "livelike_sign": ("client_id client_secret custom_profile_id", "issued_at lifetime"),
    "livelike_verify": ("clients token", "now"),
    "likecoin_signing_key": ("common_secret client_secret", ""),
    "likecoin_sign": ("common_secret host client_id client_secret user scope", "now jti"),
    "likecoin_verify": ("common_secret host clients token", "now all any"),
    "likecoin_read": ("token", ""),
    "scope_allows": ("held demanded", ""),
    "authorize_url": ("client_id scope redirect_uri", "state endpoint"),
    "parse_callback": ("url state", ""),
    "token_request": ("client_id client_secret redirect_uri code", "endpoint"),
    "refresh_request": ("client_id client_secret refresh_token", "endpoint"),
    "parse_token_response": ("status body", "refresh_token"),
    "authorization_token": ("", "header"),
    "oauth_session": ("client tokens steps", ""),
    "remote_keys": ("options steps", ""),
    "provider": ("options clients users steps", ""),
}
"""The members of each operation's request: those it needs, and those it may have."""

CLAIMS = {
    "token_expired": "exp",
    "token_not_yet_valid": "nbf",
    "token_too_old": None,
    "issued_in_future": None,
    "audience_refused": "aud",
    "issuer_refused": "iss",
    "subject_refused": "sub",
    "scope_refused": "scope",
    "claim_missing": None,
    "claim_malformed": None,
    "claim_refused": None,
}
"""Codes that always name a claim, and which if it is always the same."""

CONTRACT = json.loads((pathlib.Path(__file__).parents[2] / "contract.json").read_text())
CODES = {row["code"] for row in CONTRACT["codes"]}
