// An MCP server with one tool, whose callers have tokens of an identity provider.

// snippet: mcp import
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { RemoteKeys, Verifier } from 'jotkit';
import { tokenVerifier } from 'jotkit/mcp';

// snippet end
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';

/** Makes the service for an issuer; `resource` is its own address. */
export function createService(issuer, resource) {
  const app = express();

  // snippet: mcp
  const keys = new RemoteKeys(issuer);
  const verifier = tokenVerifier(new Verifier(keys, { issuer, audience: resource }));

  // Without keys this answers 503, and the SDK's middleware 500.
  app.use('/mcp', (req, res, next) => keys.warm().then(() => next(), next));
  app.use('/mcp', requireBearerAuth({ verifier, requiredScopes: ['read'] }));
  // snippet end

  app.post('/mcp', express.json(), async (req, res) => {
    const server = new McpServer({ name: 'example', version: '1.0.0' });
    server.registerTool('whoami', { description: 'Names the caller.' }, ({ authInfo }) => ({
      content: [{ type: 'text', text: authInfo.extra.sub }],
    }));
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    res.on('close', () => server.close());
    await server.connect(transport);
    await transport.handleRequest(req, res, req.body);
  });
  return app;
}
