"""An API that verifies the tokens of an identity provider, whose keys it fetches, with FastAPI.

ISSUER=https://id.example AUDIENCE=api uvicorn fastapi_resource_server:app
curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8000/me
"""

import os

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

# snippet: remote-keys import
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Security

from jotkit import JotkitError, RemoteKeys, Verifier
from jotkit.fastapi import Bearer, refuse

# snippet: remote-keys
app = FastAPI()
app.add_exception_handler(JotkitError, refuse)
keys = RemoteKeys(ISSUER)
bearer = Bearer(Verifier(keys, issuer=ISSUER, audience=AUDIENCE))


@app.get("/health")
def health() -> dict[str, Any]:
    return keys.warm() or keys.status()  # 503 without keys


@app.get("/me")
async def me(claims: Annotated[dict[str, Any], Depends(bearer)]) -> dict[str, Any]:
    return {"user": claims["sub"]}


# snippet: scopes
@app.post("/notes")
async def add(claims: Annotated[dict[str, Any], Security(bearer, scopes=["write"])]) -> str:
    return claims["sub"]


# snippet end
