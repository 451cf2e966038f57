"""The lines of docs/python.md that need no server. Each part goes on where the last one ended.

python five_minutes.py
"""

# snippet: sign
import jotkit

secret = "a secret of at least 32 bytes, kept safe"
signer = jotkit.Signer(
    jotkit.Key.hs256(secret), issuer="https://id.example", audience="api", lifetime=3600
)
token = signer.sign({"sub": "u1"})
print(token)  # eyJhbGciOiJIUzI1NiIs...
# snippet end

# snippet: verify
verifier = jotkit.Verifier(jotkit.Key.hs256(secret), issuer="https://id.example", audience="api")
claims = verifier.verify(token)
print(claims["sub"])  # u1
# snippet end

# snippet: errors
try:
    verifier.verify(token + "x")
except jotkit.ExpiredToken:
    print("log in again")
except jotkit.JotkitError as error:  # the base class of all
    print(error.code)  # signature_invalid
    print(error)  # a sentence for the log, without a byte of the token
# snippet end

# snippet: keys
private = jotkit.Key.generate("ES256").with_kid("2026-01")
pem = private.to_pem()  # keep it where you keep secrets
private = jotkit.Key.from_pem(pem, kid="2026-01")
public = private.public()
print(public.to_jwk())  # a dict, to publish

signer = jotkit.Signer(private, audience="api", lifetime=3600)
verifier = jotkit.Verifier(public, audience="api")
print(verifier.verify(signer.sign({"sub": "u1"}))["aud"])  # api
# snippet end

# snippet: types
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone


@dataclass
class Session:
    sub: str
    exp: datetime
    roles: list[str]


end = datetime.now(timezone.utc) + timedelta(minutes=5)
token = signer.sign(Session("u1", end, ["admin"]))
session = verifier.verify(token, type=Session)
print(session.roles)  # ['admin']
# snippet end

# snippet: default
import uuid

signer = jotkit.Signer(private, audience="api", lifetime=60, default=str)
token = signer.sign({"sub": "u1", "order": uuid.uuid4()})
# snippet end

# snippet: livelike
from jotkit import livelike

token = livelike.Signer("client id", "client secret").sign("user-1", lifetime=86_400)
profile = livelike.Verifier({"client id": "client secret"}).verify(token)
print(profile.custom_profile_id)  # user-1
# snippet end

# snippet: likecoin
from jotkit import likecoin

# One client for the application, when it starts.
client = likecoin.Client("client id", "client secret", "https://app.example/callback")
url, state = client.authorize_url(["profile"])  # send the user there, and keep the state
# snippet end


def save(tokens: likecoin.TokenResponse) -> None:
    """Keeps a user's tokens."""


tokens = likecoin.TokenResponse("access-token", "refresh-token", user="u1")

# snippet: likecoin-session
# One session for each user, from the tokens that you have kept.
session = client.session(tokens, on_refresh=save)
print(session.tokens.user)  # the user, also after a refresh
# snippet end

# snippet: likecoin-verify
issuer = likecoin.Issuer("common secret", "like.co")  # in tests: the real ones come from LikeCoin
token = issuer.sign(
    client_id="client id", client_secret="client secret", user="u1", scope=["read:like"]
)
clients = {"client id": "client secret"}
verifier = likecoin.Verifier("common secret", clients, all=["read:like.button"])
print(verifier.verify(token).user)  # u1
# snippet end
