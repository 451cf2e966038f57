// An authorization server on oidc-provider, with everything in memory: `node server.mjs PORT`.
import http from 'node:http';

import Provider from 'oidc-provider';

const [client, secret, callback] = ['app', 'secret-of-the-app-123', 'https://app.example/cb'];

// The fastest adapter that there can be: one map, which nothing is ever searched or swept in.
const stored = new Map();
class Memory {
  constructor(kind) {
    this.kind = kind;
  }
  async upsert(id, payload) {
    stored.set(this.kind + id, payload);
  }
  async find(id) {
    return stored.get(this.kind + id);
  }
  async consume(id) {
    stored.get(this.kind + id).consumed = Math.floor(Date.now() / 1000);
  }
  async destroy(id) {
    stored.delete(this.kind + id);
  }
}

const provider = new Provider('http://127.0.0.1', {
  adapter: Memory,
  clients: [
    {
      client_id: client,
      client_secret: secret,
      redirect_uris: [callback],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  cookies: { keys: ['a key for cookies'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // Plain OAuth 2.0: without `openid` no ID token is signed.
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => false },
  rotateRefreshToken: true,
  scopes: ['profile'],
  claims: { profile: ['name'] },
  ttl: {
    AccessToken: 3600,
    AuthorizationCode: 600,
    Grant: 86_400,
    RefreshToken: 86_400,
    Session: 86_400,
  },
});

// What a consent page ends with; pages are not measured.
async function code(accountId) {
  const grant = new provider.Grant({ accountId, clientId: client });
  grant.addOIDCScope('profile');
  const code = new provider.AuthorizationCode({
    accountId,
    client: await provider.Client.find(client),
    grantId: await grant.save(),
    redirectUri: callback,
    scope: 'profile',
    authTime: Math.floor(Date.now() / 1000),
  });
  return code.save();
}

const answer = provider.callback();
const server = http.createServer(async (req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://127.0.0.1');
  if (pathname !== '/code') return answer(req, res);
  const Location = `${callback}?code=${await code(searchParams.get('user'))}`;
  res.writeHead(303, { Location, 'Content-Length': 0 }).end();
});
server.keepAliveTimeout = 600_000;
server.listen(Number(process.argv[2]), '127.0.0.1');
