// The example of an MCP server, with the SDK's own client.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Key, Signer, Verifier } from 'jotkit';
import { tokenVerifier } from 'jotkit/mcp';

import { createService } from '../examples/frameworks/mcp.mjs';
import { Provider, startProviders } from './providers.mjs';
import { SECRET } from './shared.mjs';

const require = createRequire(import.meta.url);
const RESOURCE = 'https://mcp.example/mcp';
const services = [];
let providers;
before(async () => {
  providers = await startProviders();
});
after(() => {
  providers.server.stdin.end();
  for (const service of services) service.closeAllConnections();
  for (const service of services) service.close();
});

async function serve(app) {
  const service = app.set('env', 'test').listen(0, '127.0.0.1');
  services.push(service);
  await once(service, 'listening');
  return `http://127.0.0.1:${service.address().port}/mcp`;
}

/** What a request without MCP in it is answered. */
async function answer(url, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await fetch(url, { method: 'POST', headers });
  return [reply.status, reply.headers.get('www-authenticate')?.match(/error="(\w+)"/)[1]];
}

test('a tool sees who calls it, and the others are refused', async () => {
  const provider = await Provider.start(providers.address, 'mcp');
  const url = await serve(createService(provider.issuer, RESOURCE));
  const token = provider.token({ aud: RESOURCE, scope: 'read write', client_id: 'c1' });
  const client = new Client({ name: 'test', version: '1.0.0' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  const { content } = await client.callTool({ name: 'whoami' });
  assert.equal(content[0].text, 'u1');
  await client.close();

  assert.deepEqual(await answer(url), [401, 'invalid_token']);
  assert.deepEqual(await answer(url, 'nonsense'), [401, 'invalid_token']);
  assert.deepEqual(await answer(url, provider.token({ scope: 'read' })), [401, 'invalid_token']);
  const narrow = provider.token({ aud: RESOURCE, scp: ['other'] });
  assert.deepEqual(await answer(url, narrow), [403, 'insufficient_scope']);
});

test('without keys the service answers 503', async () => {
  const provider = await Provider.start(providers.address, 'mcp-down', { mode: 'status' });
  const url = await serve(createService(provider.issuer, RESOURCE));
  assert.deepEqual(await answer(url, provider.token({ aud: RESOURCE })), [503, undefined]);
});

test('the claims are those of the SDK, and so are the errors of either module system', async () => {
  const key = Key.hs256(SECRET);
  const signer = new Signer(key, { audience: RESOURCE, lifetime: 600 });
  const verifier = new Verifier(key, { audience: RESOURCE });
  const errors = await import('@modelcontextprotocol/sdk/server/auth/errors.js');
  const required = require('@modelcontextprotocol/sdk/server/auth/errors.js');
  for (const [make, { InvalidTokenError }] of [
    [tokenVerifier, errors],
    [require('jotkit/mcp').tokenVerifier, required],
  ]) {
    const made = make(verifier);
    const token = signer.sign({}, { now: 1e9 });
    await assert.rejects(made.verifyAccessToken(token), InvalidTokenError);
    const good = signer.sign({ sub: 'u', azp: 'c2', scp: 'a  b' });
    const { extra, ...info } = await made.verifyAccessToken(good);
    const expected = { token: good, clientId: 'c2', scopes: ['a', 'b'], expiresAt: extra.exp };
    assert.deepEqual(info, { ...expected, resource: new URL(RESOURCE) });
    assert.equal(extra.sub, 'u');
    const unavailable = Object.assign(new Error(), { status: 503 });
    const other = new Verifier(() => {
      throw unavailable;
    }, {});
    await assert.rejects(make(other).verifyAccessToken(good), (error) => error === unavailable);
    assert.throws(() => make(key), TypeError);
  }
});
