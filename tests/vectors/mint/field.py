"""field.json: the requests of tests/field, small inputs of real situations, with the answer that was chosen."""

import json
import pathlib

from book import Book, err, parts

FOLDER = pathlib.Path(__file__).parents[2] / "field"
CLAIMS = {"exp in milliseconds": "exp", "iat in milliseconds": "iat", "nbf in milliseconds": "nbf"}
CHOSEN = {
    "no algorithm anywhere": "key_invalid", "one key, token without kid": "key_invalid",
    "Azure Key Vault HSM key": "key_invalid", "n in plain base64": "key_invalid", "use is null": "key_invalid", "x5c only": "key_invalid",
    "alg of CloudFoundry UAA": "key_unsuitable", "private JWK of WebCrypto, key_ops sign": "key_unsuitable",
    "x5t of nobody": "key_unknown", "x5t of the other key": "signature_invalid",
}
"""Where a file leaves a choice of codes."""

INFO = ("alg", "kid", "kty", "private", "thumbprint")


def build():
    book = Book("field", "Real situations of people who do this job: the requests of tests/field.")
    for path in sorted(FOLDER.glob("*.jsonl")):
        for number, line in enumerate(path.read_text().splitlines()):
            case = json.loads(line)
            title, why, expect = (case.pop(name) for name in ("id", "why", "expect"))
            name = f"field-{path.stem}-{number}".lower()
            answer, varies = answered(title, case, expect)
            book.add(name, f"{title}: {why.rstrip('.')}.", f"tests/field/{path.name}", case, answer, varies)


def answered(title, request, expect):
    """The answer, and the members of it that the file does not say."""
    if "error" in expect:
        code = CHOSEN.get(title, expect["error"][0])
        assert code in expect["error"], title
        return err(code, CLAIMS.get(title)), ()
    if request["op"] == "sign":
        return {"ok": {}}, ("token",)
    if request["op"] == "verify":
        return {"ok": parts(request["token"])}, ()
    return {"ok": expect["ok"]}, [name for name in INFO if name not in expect["ok"] and name != "kid"]
