// The Express service of examples/express, over HTTP, through a rotation and an outage.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { createService } from '../examples/express/service.mjs';
import { Provider, startProviders } from './providers.mjs';

let server;
let address;
const services = [];

before(async () => {
  ({ server, address } = await startProviders());
});
after(() => {
  server.stdin.end();
  for (const service of services) service.closeAllConnections();
  for (const service of services) service.close();
});

/** Starts the service of an issuer, and returns what gets a page of it. */
async function serve({ issuer }) {
  const service = createService(issuer).listen(0, '127.0.0.1');
  services.push(service);
  await once(service, 'listening');
  return async (path, token) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const url = `http://127.0.0.1:${service.address().port}${path}`;
    const reply = await fetch(url, { headers });
    return [reply.status, await reply.json(), reply.headers.get('www-authenticate')];
  };
}

test('tokens are verified through a rotation and an outage', async () => {
  const provider = await Provider.start(address, 'good');
  const get = await serve(provider);
  const [status, claims] = await get('/me', provider.token());
  assert.deepEqual([status, claims.sub], [200, 'u1']);
  const old = provider.token();
  provider.key = await provider.rotate('k2');
  assert.equal((await get('/me', provider.token()))[0], 200);
  const invalid = 'Bearer realm="api", error="invalid_token"';
  assert.deepEqual(await get('/me', old), [401, { error: 'key_unknown' }, invalid]);
  await provider.set({ mode: 'hang' });
  assert.equal((await get('/me', provider.token()))[0], 200);
  const [healthy, state] = await get('/health');
  assert.deepEqual([healthy, state.state, state.kids], [200, 'fresh', ['k2']]);
});

test('the answer says what a request lacks', async () => {
  const provider = await Provider.start(address, 'lacking');
  const get = await serve(provider);
  const missing = [401, { error: 'authorization_missing' }, 'Bearer realm="api"'];
  assert.deepEqual(await get('/me'), missing);
  const invalid = 'Bearer realm="api", error="invalid_token"';
  const other = provider.token({ aud: 'another' });
  assert.deepEqual(await get('/me', other), [401, { error: 'audience_refused' }, invalid]);
  assert.deepEqual(await get('/me', 'a.b'), [401, { error: 'token_malformed' }, invalid]);
});

test('without keys the service answers 503', async () => {
  const provider = await Provider.start(address, 'down', { mode: 'status' });
  const get = await serve(provider);
  const unavailable = [503, { error: 'keys_unavailable' }, null];
  assert.deepEqual(await get('/me', provider.token()), unavailable);
  assert.deepEqual(await get('/health'), unavailable);
});
