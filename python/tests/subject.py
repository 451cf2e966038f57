"""Answers the operations of the conformance corpus through jotkit's public API.

One JSON object per line in, one per line out. Run by the interpreter that has jotkit installed.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import subject_provider

import jotkit
from jotkit import jws, likecoin, livelike

if TYPE_CHECKING:
    from collections.abc import Callable

Request = dict[str, Any]


def part(request: Request, *names: str) -> dict[str, Any]:
    """The members of a request that are there; what is absent stays absent."""
    return {name: request[name] for name in names if name in request}


def there(members: dict[str, Any]) -> dict[str, Any]:
    """The members that are not ``None``."""
    return {name: value for name, value in members.items() if value is not None}


def bytes_of(digits: str) -> bytes:
    if not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError("hexadecimal")
    return bytes.fromhex(digits)


FORMS: dict[str, Callable[..., jotkit.Key | jotkit.KeySet]] = {
    "secret": jotkit.Key.from_secret,
    "secret_hex": jotkit.Key.from_secret,
    "pem": jotkit.Key.from_pem,
    "der": jotkit.Key.from_der,
    "jwk": jotkit.Key.from_jwk,
    "jwks": jotkit.KeySet.from_jwks,
    "ec_point": jotkit.Key.from_ec_point,
    "ec_scalar": jotkit.Key.from_ec_scalar,
    "ed25519_public": jotkit.Key.from_ed25519_public,
    "ed25519_private": jotkit.Key.from_ed25519_private,
}
AS_THEY_ARE = {"secret", "pem", "jwk", "jwks"}


def read_key(request: Request) -> jotkit.Key | jotkit.KeySet:
    spec = request["key"]
    options = {name: value for name, value in spec.items() if name not in FORMS}
    [form] = [name for name in FORMS if name in spec]
    material = spec[form] if form in AS_THEY_ARE else bytes_of(spec[form])
    return FORMS[form](material, **options)


def one_key(request: Request) -> jotkit.Key:
    key = read_key(request)
    if not isinstance(key, jotkit.Key):
        raise TypeError("key")
    return key


def policy(request: Request) -> jotkit.Policy:
    given = request.get("policy", {})
    if isinstance(given, dict):
        return jotkit.Policy(**given)
    return jotkit.Policy.from_json(json.dumps(given))


def verify(request: Request) -> Request:
    verifier = jotkit.Verifier(read_key(request), policy=policy(request))
    verified = verifier.verify_full(request["token"], **part(request, "now", "expected"))
    return {"header": verified.header, "payload": verified.payload}


def explain(request: Request) -> Request:
    verifier = jotkit.Verifier(read_key(request), policy=policy(request))
    findings = verifier.explain(request["token"], **part(request, "now"))
    rows = ({"check": one.check, "code": one.code, "claim": one.claim} for one in findings)
    return {"findings": [there(row) for row in rows]}


def sign(request: Request) -> Request:
    signer = jotkit.Signer(one_key(request), **request.get("options", {}))
    headers = request.get("header_json")
    return {"token": signer.sign_json(request["claims_json"], headers, **part(request, "now"))}


def peek(request: Request) -> Request:
    unverified = jotkit.peek(request["token"], policy=policy(request))
    return {"header": unverified.header, "payload": unverified.payload}


def challenge(request: Request) -> Request:
    error = jotkit.JotkitError("", request["code"], "")
    answer = error.challenge(**part(request, "realm", "scope"))
    return there(answer._asdict())


def jws_sign(request: Request) -> Request:
    payload, key = bytes_of(request["payload_hex"]), one_key(request)
    return {
        "token": jws.sign(key, payload, request.get("header_json"), **part(request, "detached"))
    }


def jws_verify(request: Request) -> Request:
    payload = request.get("payload_hex")
    payload = None if payload is None else bytes_of(payload)
    verified = jws.verify(read_key(request), request["token"], payload)
    return {"header": verified.header, "payload_hex": verified.payload.hex()}


def keyset_info(request: Request) -> Request:
    keys = read_key(request)
    if not isinstance(keys, jotkit.KeySet):
        raise TypeError("key")
    held = ({"kid": key.kid, "alg": key.alg, "thumbprint": key.thumbprint()} for key in keys)
    return {
        "keys": [there(row) for row in held],
        "skipped": [{"index": entry.index, "code": entry.code} for entry in keys.skipped],
    }


def key_info(request: Request) -> Request:
    return one_key(request).info()


def key_export(request: Request) -> Request:
    key = one_key(request)
    if not isinstance(request["public"], bool):
        raise TypeError("public")
    if request["public"]:
        key = key.public()
    match request["format"]:
        case "jwk":
            return {"jwk": key.to_jwk()}
        case "pem":
            return {"pem": key.to_pem()}
    raise TypeError("format")


def livelike_sign(request: Request) -> Request:
    signer = livelike.Signer(request["client_id"], request["client_secret"])
    options = part(request, "issued_at", "lifetime")
    return {"token": signer.sign(request["custom_profile_id"], **options)}


def livelike_verify(request: Request) -> Request:
    verifier = livelike.Verifier(request["clients"])
    return present(verifier.verify(request["token"], **part(request, "now")))


def likecoin_signing_key(request: Request) -> Request:
    return {"key": likecoin.signing_key(request["common_secret"], request["client_secret"])}


def likecoin_sign(request: Request) -> Request:
    issuer = likecoin.Issuer(request["common_secret"], request["host"])
    grant = part(request, "client_id", "client_secret", "user", "scope", "now", "jti")
    return {"token": issuer.sign(**grant)}


def likecoin_verify(request: Request) -> Request:
    demands = {"host": request["host"]} | part(request, "all", "any", "expiry_optional", "leeway")
    verifier = likecoin.Verifier(request["common_secret"], request["clients"], **demands)
    return present(verifier.verify(request["token"], **part(request, "now")))


def likecoin_read(request: Request) -> Request:
    content = present(likecoin.peek(request["token"]))
    content.pop("token_id", None)  # not part of this operation
    return content


def scope_allows(request: Request) -> Request:
    return {"allows": likecoin.scope_allows(request["held"], request["demanded"])}


def authorize_url(request: Request) -> Request:
    names = ("client_id", "scope", "redirect_uri", "state", "endpoint")
    return likecoin.authorize_url(**part(request, *names))._asdict()


def parse_callback(request: Request) -> Request:
    return {"code": likecoin.parse_callback(request["url"], request["state"])}


def token_request(request: Request) -> Request:
    names = ("client_id", "client_secret", "redirect_uri", "code", "endpoint")
    return present(likecoin.token_request(**part(request, *names)))


def refresh_request(request: Request) -> Request:
    names = ("client_id", "client_secret", "refresh_token", "endpoint")
    return present(likecoin.refresh_request(**part(request, *names)))


def parse_token_response(request: Request) -> Request:
    held = part(request, "refresh_token")
    return present(likecoin.parse_token_response(request["status"], request["body"], **held))


def authorization_token(request: Request) -> Request:
    return {"token": jotkit.bearer.parse(request.get("header"))}


def oauth_session(request: Request) -> Request:
    if None in request["tokens"].values():
        raise TypeError("None is absent in Python, and null is not absent in JSON")
    tokens = likecoin.TokenResponse(**request["tokens"])
    session = likecoin.Client(**request["client"]).session(tokens)._core
    return {"results": [session_step(session, step) for step in request["steps"]]}


def session_step(session: Any, step: Request) -> Request:
    """One step, by the very calls of which ``Session.call`` consists."""
    [(kind, given)] = step.items()
    result: Request
    try:
        match kind:
            case "call":
                body = given.get("body")
                body = None if body is None else body.encode()
                _, result = session.call(part(given, "method", "url", "headers"), body)
            case "reply":
                headers, body = given.get("headers", {}), given["body"].encode()
                result = session.reply(given["call"], given["status"], headers, body)
                if "done" in result:
                    result["done"]["body"] = given["body"]
            case "failed":
                raise session.failed(given["call"], given["cause"])
            case "resume":
                result = session.resume(given)
            case "cancel":
                session.cancel(given)
                result = {"cancelled": True}
            case _:
                raise TypeError("a step")
    except jotkit.JotkitError as error:
        return {"error": described(error)}
    if "body" in result.get("send", {}):
        result["send"]["body"] = result["send"]["body"].decode()
    return result


def remote_keys(request: Request) -> Request:
    """The calls of which ``RemoteKeys`` consists, with the times and replies of a script."""
    script = Script(request["options"])
    for step in request["steps"]:
        script.results.append(script.step(step))
    return {"results": script.results}


class Script:
    """Keys, what happened to them, and the leases that earlier processes handed out."""

    def __init__(self, options: Request) -> None:
        self.options = options
        self.core = jotkit.RemoteKeys(**options)._core
        self.results: list[Request] = []
        self.before = self.leases = 0

    def step(self, step: Request) -> Request:
        [kind] = step.keys() - {"at", "jitter", "iss"}
        run: Callable[[Request], Request] = getattr(self, kind)
        return run(step)

    def ask(self, step: Request) -> Request:
        result = self.loaded(self.core.ask(json.dumps(step["ask"]), step["at"]))
        if "lease" in result:
            self.leases = result["lease"] = result["lease"] + self.before
        return result

    def answer(self, step: Request) -> Request:
        given, rest = step["answer"], (step["at"], step.get("jitter", 0))
        # A lease's number in this process; 0 was never handed out.
        lease = max(0, given["lease"] - self.before)
        if "failed" in given:
            return self.loaded(self.core.failed(lease, given["failed"], *rest))
        headers, body = json.dumps(given.get("headers", {})), given.get("body", "").encode()
        return self.loaded(self.core.answer(lease, given["status"], headers, body, *rest))

    def seed(self, step: Request) -> Request:
        seed = step["seed"]
        try:
            text = seed if isinstance(seed, str) else self.results[seed["of"]]["text"]
            self.core.seed(text, step["at"])
        except jotkit.JotkitError as error:
            return {"error": described(error)}
        return {}

    def export(self, _: Request) -> Request:
        return {"text": self.core.export()}

    def restart(self, _: Request) -> Request:
        self.core = jotkit.RemoteKeys(**self.options)._core
        self.before = self.leases
        return {}

    def wake_at(self, step: Request) -> Request:
        return there({"wake_at": self.core.wake_at(step["at"])})

    def status(self, step: Request) -> Request:
        return self.loaded(self.core.status(step.get("iss"), step["at"]))

    def loaded(self, text: str) -> Request:
        loaded: Request = json.loads(text)
        return loaded


def provider(request: Request) -> Request:
    return subject_provider.perform(request, described)


def described(error: jotkit.JotkitError) -> Request:
    """An error's members that are there."""
    names = ("code", "kind", "claim", "status", "detail")
    return there({name: getattr(error, name) for name in names})


def present(result: Any) -> Request:
    """The members of a result that are there."""
    return there(vars(result))


BASICS = (verify, sign, peek, explain, challenge, key_info, keyset_info, key_export)
SIGNATURES = (jws_sign, jws_verify)
SYSTEMS = (livelike_sign, livelike_verify, likecoin_signing_key, likecoin_sign, likecoin_verify)
SCOPES = (likecoin_read, scope_allows, authorization_token)
REQUESTS = (authorize_url, parse_callback, token_request, refresh_request, parse_token_response)
SCRIPTS = (oauth_session, remote_keys, provider)
OPERATIONS: dict[str, Callable[[Request], Request]] = {
    run.__name__: run for run in (*BASICS, *SIGNATURES, *SYSTEMS, *SCOPES, *REQUESTS, *SCRIPTS)
}

NO_REQUEST = {"code": "argument_invalid", "kind": "usage"}


def answer(request: Any) -> Request:
    """One request's answer, without its id."""
    try:
        if any(request[name] is None for name in request if name != "policy"):
            return {"error": NO_REQUEST}
        return {"ok": OPERATIONS[request["op"]](request)}
    except jotkit.JotkitError as error:
        return {"error": described(error)}
    except (TypeError, ValueError, LookupError, AttributeError):
        # A wrong type, or a request without a form that is known.
        return {"error": NO_REQUEST}


def main() -> None:
    """Answers standard input, line by line."""
    for line in sys.stdin.buffer:
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            request = None
        name = request.get("id") if isinstance(request, dict) else None
        print(json.dumps({"id": name, **answer(request)}), flush=True)


if __name__ == "__main__":
    main()
