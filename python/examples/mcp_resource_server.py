"""An MCP server that verifies the tokens of an identity provider, whose keys it fetches.

ISSUER=https://id.example AUDIENCE=https://mcp.example/mcp uvicorn mcp_resource_server:app
"""

import os

ISSUER, AUDIENCE = os.environ["ISSUER"], os.environ["AUDIENCE"]

# snippet: mcp
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer

from jotkit import RemoteKeys, Verifier
from jotkit.mcp import ServiceUnavailable, TokenVerifier

verifier = Verifier(RemoteKeys(ISSUER), issuer=ISSUER, audience=AUDIENCE)
server = MCPServer(
    "notes",
    token_verifier=TokenVerifier(verifier, resource=AUDIENCE),
    auth=AuthSettings(
        issuer_url=ISSUER,
        resource_server_url=AUDIENCE,
        validate_token_resource=True,
        required_scopes=["read"],
    ),
)
app = ServiceUnavailable(server.streamable_http_app())


@server.tool()
def whoami() -> str:
    token = get_access_token()
    return token.subject


# snippet end
