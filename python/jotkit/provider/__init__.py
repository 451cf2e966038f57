"""An authorization server inside a service: consent, codes, tokens, revocation (LikeCoin's, RFC 6749).

provider = jotkit.Provider(SQLite("provider.db"), key=KEY, common_secret=COMMON_SECRET,
                           host="like.example", users=find_user)
provider.setup()
provider.clients.put("app", secret=SECRET, name="App",
                     redirect_uris=["https://app.example/cb"], scopes=["profile"])
app.mount("/", provider.asgi(user=logged_in, session=session_id, login="/login"))
"""

from jotkit.provider._faces import MAX_BODY_BYTES, WebRequest
from jotkit.provider._postgres import Postgres
from jotkit.provider._provider import App, Clients, Login, Provider, Reply, User
from jotkit.provider._sqlite import SQLite

__all__ = [
    "MAX_BODY_BYTES",
    "App",
    "Clients",
    "Login",
    "Postgres",
    "Provider",
    "Reply",
    "SQLite",
    "User",
    "WebRequest",
]
