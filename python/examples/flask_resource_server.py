"""An API that verifies the tokens of an identity provider, whose keys it fetches, with Flask.

ISSUER=https://id.example AUDIENCE=api flask --app flask_resource_server run
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:5000/me
"""

import os

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

# snippet: flask
from typing import Any

from flask import Flask

from jotkit import RemoteKeys, Verifier
from jotkit.flask import Bearer

app = Flask(__name__)
bearer = Bearer(Verifier(RemoteKeys(ISSUER), issuer=ISSUER, audience=AUDIENCE))


@app.get("/me")
@bearer.required()
def me() -> dict[str, Any]:
    return {"user": bearer.claims["sub"]}


@app.post("/notes")
@bearer.required("write")
def add() -> dict[str, Any]:
    return {"user": bearer.claims["sub"]}


# snippet end
