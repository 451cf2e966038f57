"""Answers the operations of the conformance corpus through jotkit's public API.

One JSON object per line in, one per line out. Run by the interpreter that has jotkit installed.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import jotkit
from jotkit import likecoin, livelike

if TYPE_CHECKING:
    from collections.abc import Callable

Request = dict[str, Any]


def part(request: Request, *names: str) -> dict[str, Any]:
    """The members of a request that are there; what is absent stays absent."""
    return {name: request[name] for name in names if name in request}


def read_key(spec: Any, *, sets: bool) -> jotkit.Key | jotkit.KeySet:
    forms = ["secret", "secret_hex", "pem", "jwk", *(["jwks"] if sets else [])]
    [form] = [name for name in forms if name in spec]
    material, options = spec[form], part(spec, "alg", "allow_short")
    match form:
        case "secret":
            return jotkit.Key.from_secret(material, **options)
        case "secret_hex":
            return jotkit.Key.from_secret(bytes.fromhex(material), **options)
        case "pem":
            return jotkit.Key.from_pem(material, **options)
        case "jwk":
            return jotkit.Key.from_jwk(material, **options)
    return jotkit.KeySet.from_jwks(material, **options)


def one_key(request: Request) -> jotkit.Key:
    key = read_key(request["key"], sets=False)
    assert isinstance(key, jotkit.Key)
    return key


def verify(request: Request) -> Request:
    key = read_key(request["key"], sets=True)
    policy = request.get("policy", {})
    if isinstance(policy, dict):
        verifier = jotkit.Verifier(key, policy=jotkit.Policy(**policy))
    else:
        verifier = jotkit.Verifier(key, policy=jotkit.Policy.from_json(json.dumps(policy)))
    verified = verifier.verify_full(request["token"], **part(request, "now"))
    return {"header": verified.header, "payload": verified.payload}


def sign(request: Request) -> Request:
    headers = part(request, "header_json")
    signer = jotkit.Signer(one_key(request))
    return {"token": signer.sign_json(request["claims_json"], headers.get("header_json"))}


def peek(request: Request) -> Request:
    unverified = jotkit.peek(request["token"])
    return {"header": unverified.header, "payload": unverified.payload}


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
    return {"token": jotkit.bearer.parse(request["header"])}


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


def described(error: jotkit.JotkitError) -> Request:
    """An error's members that are there."""
    names = ("code", "kind", "claim", "status", "detail")
    members = {name: getattr(error, name) for name in names}
    return {name: value for name, value in members.items() if value is not None}


def present(result: Any) -> Request:
    """The members of a result that are there."""
    return {name: value for name, value in vars(result).items() if value is not None}


BASICS = (verify, sign, peek, key_info, key_export)
SYSTEMS = (livelike_sign, livelike_verify, likecoin_signing_key, likecoin_sign, likecoin_verify)
SCOPES = (likecoin_read, scope_allows, authorization_token)
REQUESTS = (authorize_url, parse_callback, token_request, refresh_request, parse_token_response)
OPERATIONS: dict[str, Callable[[Request], Request]] = {
    run.__name__: run for run in (*BASICS, *SYSTEMS, *SCOPES, *REQUESTS, oauth_session)
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
