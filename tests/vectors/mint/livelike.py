"""What the LiveLike verification vectors share."""

from hs256 import token

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


def without(claims, name):
    return {key: value for key, value in claims.items() if key != name}


def request(signed, now=NOW, clients=None):
    fields = {"op": "livelike_verify", "clients": CLIENTS if clients is None else clients, "token": signed}
    return fields if now is None else {**fields, "now": now}


def profile(user=USER, client=CLIENT, issued_at=ISSUED, **more):
    return {"client_id": client, "custom_profile_id": user, "issued_at": issued_at, **more}
