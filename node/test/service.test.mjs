// The Express service of the page, as a program. frameworks.test.mjs has its routes.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

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
  // It prints errors otherwise.
  const app = createService(issuer).set('env', 'test');
  const service = app.listen(0, '127.0.0.1');
  services.push(service);
  await once(service, 'listening');
  return async (path) => {
    const reply = await fetch(`http://127.0.0.1:${service.address().port}${path}`);
    return [reply.status, reply.status === 200 ? await reply.json() : await reply.text()];
  };
}

test('the health of the service is that of its keys', async () => {
  const provider = await Provider.start(address, 'good');
  const [healthy, state] = await (await serve(provider))('/health');
  assert.deepEqual([healthy, state.state, state.kids], [200, 'fresh', ['k1']]);
  const down = await Provider.start(address, 'down', { mode: 'status' });
  assert.equal((await (await serve(down))('/health'))[0], 503);
});

test('the service of the page has fewer than 12 lines of its own', () => {
  const path = new URL('../examples/express/service.mjs', import.meta.url);
  const [, own] = readFileSync(path, 'utf8').match(/snippet: service\n(.*?)\/\/ snippet end/s);
  const lines = own.split('\n').filter((line) => line.trim() !== '');
  assert.ok(lines.length + 3 < 12, own);
});

test('the program starts and says where', async () => {
  const provider = await Provider.start(address, 'program');
  const path = fileURLToPath(new URL('../examples/express/service.mjs', import.meta.url));
  const env = { ...process.env, ISSUER: provider.issuer, PORT: '0' };
  const program = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface({ input: program.stdout }), 'line');
    const headers = { authorization: `Bearer ${provider.token()}` };
    const reply = await fetch(`${line}/me`, { headers });
    assert.equal((await reply.json()).sub, 'u1');
  } finally {
    program.kill();
  }
});
