"""What the LikeCoin vectors share."""

from hs256 import HEADER, derived_key, token

COMMON = "common-secret-for-tests"
CLIENT, SECRET = "2f551d5fe1ad65773a17", "client-secret-for-tests"
OTHER, OTHER_SECRET = "0a1b2c3d4e5f60718293", "another-client-secret-for-tests"
CLIENTS = {CLIENT: SECRET, OTHER: OTHER_SECRET}
HOST = "rinkeby.like.co"
USER = "williamchonggoogle"
SCOPE = ["profile", "read:like", "write:like"]
ISSUED, END = 1552041746, 1552045346
NOW = ISSUED + 60
JTI = "0bc7d54f-9eba-4873-abae-375e73c11e30"
KEY = derived_key(COMMON, SECRET)
# In the order LikeCoin writes them.
CLAIMS = {"user": USER, "scope": SCOPE, "azp": CLIENT, "iat": ISSUED, "exp": END, "aud": HOST, "iss": HOST, "jti": JTI}
GOLDEN = token(CLAIMS, KEY)
# The access token LikeCoin's documentation prints as an example; the key it was signed with is not public.
PUBLISHED = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyIjoid2lsbGlhbWNob25nZ29vZ2xlIiwic2NvcGUiOlsicHJvZmlsZSIsInJlYWQ6bGlrZSIsIndyaXRlOmxpa2UiXSwi"
    "YXpwIjoiMmY1NTFkNWZlMWFkNjU3NzNhMTciLCJpYXQiOjE1NTIwNDE3NDYsImV4cCI6MTU1MjA0NTM0NiwiYXVkIjoicmlua2VieS5saWtlLmNvIiwiaXNzIjoicmlua2VieS5s"
    "aWtlLmNvIiwianRpIjoiMGJjN2Q1NGYtOWViYS00ODczLWFiYWUtMzc1ZTczYzExZTMwIn0.BPNsiQb0fs2fFjiSQWUq8oeE4FL_PLebdTRDpSh7n9k"
)


def changed(**members):
    """The usual claims with some replaced, in their order, or added."""
    return {**CLAIMS, **members}


def without(*names):
    return {name: value for name, value in CLAIMS.items() if name not in names}


def request(signed, now=NOW, **more):
    fields = {"op": "likecoin_verify", "common_secret": COMMON, "host": HOST, "clients": CLIENTS, "token": signed, **more}
    return fields if now is None else {**fields, "now": now}


def ask(claims, now=NOW, key=KEY, header=HEADER, alg="HS256", **more):
    """The request with a token of these claims."""
    return request(token(claims, key, header, alg), now, **more)


def grant(**members):
    """What verification hands out for the usual claims, with some replaced."""
    usual = {"user": USER, "scope": SCOPE, "client_id": CLIENT, "issued_at": ISSUED, "expires_at": END, "token_id": JTI}
    return {**usual, **members}
