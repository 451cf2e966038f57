"""What the LiveLike verification vectors share."""

from hs256 import HEADER, token

CLIENT = "client-id-1"
SECRET = "livelike-client-secret-for-tests"
OTHER, OTHER_SECRET = "client-id-2", "another-made-up-client-secret"
CLIENTS = {CLIENT: SECRET, OTHER: OTHER_SECRET}
ISSUED, END = 1700000000, 1700003600
USER = "custom-profile-id-123"
NOW = 1700000100
CLAIMS = {"iss": CLIENT, "iat": ISSUED, "custom_profile_id": USER}
EXPIRING = {"iss": CLIENT, "iat": ISSUED, "exp": END, "custom_profile_id": USER}
GOLDEN = token(CLAIMS, SECRET)


def changed(**members):
    """The usual claims with some replaced, in their order, or added."""
    return {**CLAIMS, **members}


def without(*names):
    return {name: value for name, value in CLAIMS.items() if name not in names}


def request(signed, now=NOW, clients=None):
    fields = {"op": "livelike_verify", "clients": CLIENTS if clients is None else clients, "token": signed}
    return fields if now is None else {**fields, "now": now}


def ask(claims, now=NOW, key=SECRET, header=HEADER, alg="HS256", **more):
    """The request with a token of these claims."""
    return request(token(claims, key, header, alg), now, **more)


def profile(user=USER, client=CLIENT, issued_at=ISSUED, **more):
    return {"client_id": client, "custom_profile_id": user, "issued_at": issued_at, **more}
