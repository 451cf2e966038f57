// The token service of the page, as a program, in the manner of RFC 6749.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Provider, sqlite } from 'jotkit/provider';

import { createService } from '../examples/frameworks/provider.mjs';
import { Browser } from './browser.mjs';
import { openDatabase } from './database.mjs';

const SECRET = 'the secret of the client';
const BACK = 'https://app.example/callback';
const path = fileURLToPath(new URL('../examples/express/token_service.mjs', import.meta.url));

let folder;
let program;
let home;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jotkit-'));
  const env = {
    ...process.env,
    TOKEN_SERVICE_KEY: 'k'.repeat(32),
    TOKEN_SERVICE_COMMON_SECRET: 'c'.repeat(32),
    WEB_SECRET: SECRET,
    TOKEN_SERVICE_DATABASE: join(folder, 'tokens.db'),
    PORT: '0',
  };
  program = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: program.stdout });
  [home] = await once(lines, 'line', { signal: AbortSignal.timeout(60_000) });
});
after(() => {
  program.kill();
  rmSync(folder, { recursive: true });
});

/** Asks the token endpoint, as a client that authenticates with HTTP Basic. */
async function ask(path, form, secret = SECRET) {
  const basic = Buffer.from(`web:${encodeURIComponent(secret)}`).toString('base64');
  const headers = { authorization: `Basic ${basic}` };
  const options = { method: 'POST', body: new URLSearchParams(form), headers };
  const reply = await fetch(home + path, { ...options, signal: AbortSignal.timeout(20_000) });
  const body = await reply.text();
  return { status: reply.status, body: body === '' ? undefined : JSON.parse(body) };
}

async function login(scope = 'read') {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: BACK,
    scope,
    state: 'x',
  });
  let page = await new Browser(home).open(`/in/oauth?${query}`);
  page = page.left === undefined ? await page.send({ decision: 'accept' }) : page;
  const back = new URL(page.left);
  assert.equal(back.searchParams.get('state'), 'x');
  const code = back.searchParams.get('code');
  const form = { grant_type: 'authorization_code', code, redirect_uri: BACK };
  return [await ask('/oauth/access_token', form), form];
}

async function notes(token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const reply = await fetch(`${home}/notes`, { headers });
  const challenge = reply.headers.get('www-authenticate');
  return [reply.status, challenge, reply.status === 200 ? await reply.json() : undefined];
}

test('codes, calls, rotation, reuse and revocation', async () => {
  const [{ status, body }, form] = await login();
  assert.equal(status, 200);
  const { token_type, expires_in, scope, access_token, refresh_token } = body;
  assert.deepEqual([token_type, expires_in, scope], ['Bearer', 3600, 'read']);
  assert.deepEqual(await notes(access_token), [200, null, { user: 'ann', notes: [] }]);
  assert.deepEqual((await notes()).slice(0, 2), [401, 'Bearer scope="read"']);

  const refresh = (token) =>
    ask('/oauth/access_token', { grant_type: 'refresh_token', refresh_token: token });
  const next = (await refresh(refresh_token)).body;
  assert.notEqual(next.refresh_token, refresh_token);
  // A lost reply can be asked for again.
  assert.equal((await refresh(refresh_token)).body.refresh_token, next.refresh_token);
  const third = (await refresh(next.refresh_token)).body;
  // The first one is neither the live one nor the one before: somebody stole it.
  assert.deepEqual(await refresh(refresh_token), { status: 400, body: { error: 'invalid_grant' } });
  assert.equal((await refresh(third.refresh_token)).status, 400);
  const revoked = [401, 'Bearer error="invalid_token", scope="read"', undefined];
  assert.deepEqual(await notes(third.access_token), revoked);

  const replay = await ask('/oauth/access_token', form);
  assert.deepEqual(replay, { status: 400, body: { error: 'invalid_grant' } });
  const [again] = await login();
  assert.equal((await ask('/oauth/revoke', { token: again.body.refresh_token })).status, 200);
  assert.deepEqual(await notes(again.body.access_token), revoked);
  const narrow = await ask('/oauth/access_token', {
    grant_type: 'refresh_token',
    refresh_token: (await login('read write'))[0].body.refresh_token,
    scope: 'write',
  });
  const insufficient = [403, 'Bearer error="insufficient_scope", scope="read"', undefined];
  assert.deepEqual(await notes(narrow.body.access_token), insufficient);
  const wrong = await ask('/oauth/revoke', { token: 'x' }, 'another secret');
  assert.deepEqual(wrong, { status: 401, body: { error: 'invalid_client' } });
});

test('the service with Hono', async () => {
  const provider = new Provider(sqlite(openDatabase()), {
    key: 'k'.repeat(32),
    commonSecret: 'c',
    host: 'api.example',
    users: () => ({}),
  });
  await provider.setup();
  const app = createService(provider, (request) =>
    request.headers.has('cookie') ? { user: 'ann', id: 's' } : undefined,
  );
  app.get('/mine', (c) => c.text('mine'));
  assert.equal(await (await app.request('/mine')).text(), 'mine');
  assert.equal((await app.request('/apps')).status, 303);
  const page = await app.request('/apps', { headers: { cookie: 'a=b' } });
  assert.match(await page.text(), /No app has access/);
});
