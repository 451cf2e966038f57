"""One vector file being written: a sentence about it, and its vectors."""

import json

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

    def add(self, name, why, rule, request, answer, varies=None):
        vector = {"name": name, "why": why, "rule": rule, "request": request, "answer": answer}
        if varies:
            vector["varies"] = varies
        self.vectors.append(vector)

    def verify(self, name, why, rule, token, key, answer=None, policy=None, now=NOW):
        """A `verify` vector. Without an answer the token is expected to pass, with its own two parts."""
        request = {"op": "verify", "token": token, "key": key}
        if policy is not None:
            request["policy"] = policy
        request["now"] = now
        self.add(name, why, rule, request, answer or {"ok": parts(token)})

    def peek(self, name, why, rule, token, answer=None):
        self.add(name, why, rule, {"op": "peek", "token": token}, answer or {"ok": parts(token)})

    def key_info(self, name, why, rule, key, answer):
        self.add(name, why, rule, {"op": "key_info", "key": key}, answer)

    def key_export(self, name, why, rule, key, form, public, answer, varies=None):
        request = {"op": "key_export", "key": key, "format": form, "public": public}
        self.add(name, why, rule, request, answer, varies)

    def sign(self, name, why, rule, key, claims, answer, header=None, varies=None):
        request = {"op": "sign", "key": key, "claims_json": claims}
        if header is not None:
            request["header_json"] = header
        self.add(name, why, rule, request, answer, varies)

    def text(self):
        """The file's text: three lines a vector, plain ASCII, so that a diff shows every odd character."""
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
    """What a verifier that accepts this token hands out."""
    from tokens import unb64

    header, payload, _ = token.split(".")
    return {"header": json.loads(unb64(header)), "payload": unb64(payload).decode("utf-8")}


def check(books):
    """The format every driver relies on; raises on the first breach."""
    seen = {}
    for book in books:
        assert book.about.endswith("."), book.name
        parsed = json.loads(book.text())
        assert parsed["vectors"] == book.vectors, f"{book.name}: does not survive its own text"
        for vector in book.vectors:
            name = vector["name"]
            assert name not in seen, f"{name}: in {seen[name]} and {book.name}"
            seen[name] = book.name
            assert name == name.lower() and name.replace("-", "").isalnum(), name
            assert set(vector) <= {"name", "why", "rule", "request", "answer", "varies"}, name
            assert vector["why"].endswith(".") and vector["rule"], name
            request, answer = vector["request"], vector["answer"]
            assert request["op"] in {"verify", "sign", "peek", "key_info", "key_export"}, name
            assert "id" not in request and len(answer) == 1, name
            if "error" in answer:
                assert set(answer["error"]) <= {"code", "claim"}, name
                assert answer["error"]["code"] in CODES, name
                assert (answer["error"]["code"] in WITH_CLAIM) <= ("claim" in answer["error"]), name
            else:
                wanted = WANTED[request["op"]] - set(vector.get("varies", []))
                got = set(answer["ok"])
                assert wanted <= got | {"kid", "pem", "jwk"} and got <= wanted, name
    return len(seen)


WANTED = {
    "verify": {"header", "payload"},
    "peek": {"header", "payload"},
    "sign": {"token"},
    "key_info": {"alg", "kty", "kid", "thumbprint", "private"},
    "key_export": {"jwk", "pem"},
}
WITH_CLAIM = set(
    "claim_malformed token_expired token_not_yet_valid token_too_old issued_in_future audience_refused "
    "issuer_refused subject_refused claim_missing claim_refused scope_refused".split()
)
CODES = WITH_CLAIM | set(
    "token_malformed token_too_large header_malformed payload_malformed algorithm_refused header_unsupported "
    "signature_invalid type_refused key_unknown key_ambiguous key_invalid key_weak key_unsuitable "
    "policy_invalid claims_invalid argument_invalid".split()
)
