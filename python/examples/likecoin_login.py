"""Logs a user of LikeCoin in, and asks the API who it is.

    python likecoin_login.py

Open the printed address, consent, and paste the address that the browser ends at. In a web
application these are two requests, and the state is kept in the user's web session between them.

LIKECOIN_CLIENT_ID, LIKECOIN_CLIENT_SECRET and LIKECOIN_REDIRECT_URI are your application's;
LIKECOIN_API is another API than the production service's.
"""

import os

from jotkit import likecoin

client_id = os.environ["LIKECOIN_CLIENT_ID"]
client_secret = os.environ["LIKECOIN_CLIENT_SECRET"]
redirect_uri = os.environ["LIKECOIN_REDIRECT_URI"]
address = {"endpoint": os.environ["LIKECOIN_API"]} if "LIKECOIN_API" in os.environ else {}

# snippet: likecoin-login
client = likecoin.Client(client_id, client_secret, redirect_uri, **address)
url, state = client.authorize_url(["profile"])
print(url, flush=True)  # send the user there, and keep the state
session = client.login(input(), state)  # the whole address that they come back to
reply = session.call("GET", "/users/profile")
# snippet end
print(reply.status, reply.text())
