"""What a type checker must accept and refuse. Checked by mypy --strict, never run.

An ``ignore`` that is not needed fails the check, so each line that carries one is refused.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypedDict, assert_type

import pydantic
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

import jotkit
from jotkit import jws, likecoin, livelike, mcp
from jotkit.provider import App, Login, Postgres, Reply, SQLite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcp.server.auth.provider import TokenVerifier as McpTokenVerifier

key = jotkit.Key.hs256(b"secret", kid="k1", allow_short=True)
assert_type(key, jotkit.Key)
jotkit.Key.hs256(1)  # type: ignore[arg-type]
jotkit.Key.hs256("secret", kid=None)  # type: ignore[arg-type]
jotkit.Key.hs256("secret", alg="HS256")  # type: ignore[call-arg]

verifier = jotkit.Verifier(key, issuer="a", audience=["b"], leeway=timedelta(seconds=5))
assert_type(verifier.verify("t", datetime.now(timezone.utc)), dict[str, Any])
jotkit.Verifier(key, issuer=None)  # type: ignore[arg-type]
jotkit.Verifier(key, any_audience=1)  # type: ignore[arg-type]
jotkit.Verifier(key, algorithms=["none"])  # type: ignore[list-item]
options: jotkit.PolicyOptions = {"issuer": "a", "any_audience": False}
jotkit.Verifier(key, **options)
jotkit.Verifier(key, isuer="a")  # type: ignore[call-arg]
jotkit.Verifier(lambda hint: key if hint.kid == "k1" else None, policy=jotkit.Policy(leeway=1))
verifier.verify(jotkit.peek("t"))  # type: ignore[call-overload]

signer = jotkit.Signer(key, lifetime=timedelta(hours=1), jti=True)
assert_type(signer.sign({"sub": "u1"}), str)
signer.sign("{}")  # type: ignore[arg-type]

assert_type(signer.sign({}, lifetime=timedelta(hours=1)), str)
signer.sign({}, lifetime=None)  # type: ignore[arg-type]


async def later(data: bytes) -> bytes:
    """A device that answers later."""
    return data


external = jotkit.Signer.external("ES256", later, kid="k1")
assert_type(external.sign_async({}).send(None), Any)
jotkit.Signer.external("ES256", lambda _: "text")  # type: ignore[arg-type, return-value]
jotkit.Signer.external("none", later)  # type: ignore[arg-type]
assert_type(jotkit.Signer.keyless("ES256").assemble("text", b""), str)

verifier.verify("t", expected={"nonce": "n"})
verifier.verify("t", expected=None)  # type: ignore[call-overload]
assert_type(verifier.explain("t"), list[jotkit.Finding])
assert_type(jws.verify(key, jws.sign(key, b""), max_token_bytes=9).payload, bytes)
jws.sign(key, "text")  # type: ignore[arg-type]
jotkit.Key.from_pyca(ec.generate_private_key(ec.SECP256R1()), kid="k1")
jotkit.Verifier(ed25519.Ed25519PrivateKey.generate().public_key())
jotkit.Key.from_pyca("pem")  # type: ignore[arg-type]
assert_type([one.kid for one in jotkit.KeySet.from_pems({"1": "pem"})], list[str | None])
assert_type(jotkit.peek("t", allow_padding=True), jotkit.Unverified)


@dataclass
class Session:
    """Claims of a type of one's own."""

    sub: str


class Claims(TypedDict):
    """The same as a dict."""

    sub: str


class Model(pydantic.BaseModel):
    """The same with pydantic."""

    sub: str


assert_type(verifier.verify("t", type=Session), Session)
assert_type(verifier.verify("t", type=Claims), Claims)
assert_type(verifier.verify("t", type=Model), Model)
assert_type(verifier.verify("t", type=pydantic.TypeAdapter(Model)), Model)
verifier.verify("t", type=None)  # type: ignore[call-overload]
signer.sign(Session("u1"))
signer.sign(Model(sub="u1"))
signer.sign(object())  # type: ignore[arg-type]
jotkit.Signer(key, clock=time.time, default=str)
jotkit.Verifier(key, clock=lambda: datetime.now(timezone.utc))
jotkit.Verifier(key, clock=None)  # type: ignore[arg-type]
jotkit.peek("t", clock=time.time)  # type: ignore[call-arg]
verifier.verify("t", expected={"scope": ["read"]})
jotkit.Verifier(key, scopes=["read"])
livelike.Verifier({}, clock=time.time)


for_mcp: McpTokenVerifier = mcp.TokenVerifier(verifier)


async def answer() -> Session:
    """A route of a server."""
    return await verifier.verify_async("t", type=Session)


livelike.Signer("id", "secret").sign(1)  # type: ignore[arg-type]
assert_type(livelike.Verifier({"id": "secret"}).verify("t"), livelike.Profile)
clients: dict[str, str] = {"id": "secret"}
likecoin.Verifier("common", clients.get, all=["read:like"])
session = likecoin.Client("id", "secret", "https://a.example/").login("url", "state")
assert_type(session.tokens, likecoin.TokenResponse)
likecoin.Client("id", "secret")  # type: ignore[call-arg]


def only_verified(token: likecoin.AccessToken) -> str:
    """An API's own function."""
    return token.user


only_verified(likecoin.peek("t"))  # type: ignore[arg-type]


class Rows:
    """A store of one's own."""

    def run(self, sql: str, params: Sequence[str | int | None]) -> list[list[str | int | None]]:
        """Runs a statement."""
        return []


class LaterRows:
    """The same, asynchronous."""

    async def run(self, sql: str, params: Sequence[str | int | None]) -> list[tuple[str]]:
        """Runs a statement."""
        return []


async def find(user: str) -> dict[str, str] | None:
    """A user."""
    return None


made = jotkit.Provider(
    SQLite("x.db"), users={"ann": {"email": "x"}}.get, key="k", common_secret="c", host="h"
)
jotkit.Provider(Rows(), users=find, key=["k", "l"], grace=timedelta(minutes=1), style="rfc6749")
jotkit.Provider(Postgres("postgresql://"), users=find, clock=time.time, on_event=print)
jotkit.Provider(LaterRows(), users=find)
jotkit.Provider("x.db", users=find)  # type: ignore[arg-type]
jotkit.Provider(Rows())  # type: ignore[call-arg]
jotkit.Provider(Rows(), users=find, colour="red")  # type: ignore[call-arg]
jotkit.Provider(Rows(), users=find, key=None)  # type: ignore[arg-type]
assert_type(made.verify("t", all=["profile"]), likecoin.AccessToken)
assert_type(made.answer("token", b"", user=None), Reply | Login)
made.answer("nowhere")  # type: ignore[arg-type]
made.clients.put("app", secret="s", scopes=["profile"], trusted=True)
made.clients.put("app", secret=None)  # type: ignore[arg-type]
assert_type(made.clients.new_secret("app", keep=60), str)
made.clients.new_secret("app")  # type: ignore[call-arg]
assert_type(made.apps("ann"), list[App])
made.asgi(user=lambda request: request.session.get("user"), session=lambda _: "s", login="/")
made.wsgi(user=lambda _: 5, session=lambda _: "s", login="/")  # type: ignore[arg-type, return-value]
