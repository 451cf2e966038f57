// The HTTP client against a server on a real socket.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';

import { likecoin } from 'jotkit';

import { failsWith as isError } from './shared.mjs';

const failsWith = (code) => (error) => {
  assert.ok(!inspect(error, { showHidden: true }).includes('t0p'), 'no secret in an error');
  return isError(code)(error);
};

let server;
let endpoint;
let requests;
let respond;

before(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ url: request.url, method: request.method, headers: request.headers, body });
    respond(requests.at(-1), response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${server.address().port}`;
});
beforeEach(() => {
  requests = [];
  respond = standard;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const refreshes = () => requests.filter(({ url }) => url === '/oauth/access_token').length;

/** A service whose only good access token is `t0p-new`. */
function standard({ url, body, headers }, response) {
  if (url === '/oauth/access_token') {
    const fresh = body.includes('grant_type=refresh_token');
    const tokens = fresh
      ? { access_token: 't0p-new' }
      : { access_token: 't0p-old', refresh_token: 't0p-refresh', user: 'u' };
    return response.end(JSON.stringify(tokens));
  }
  if (headers.authorization === 'Bearer t0p-new') return response.end('{"name":"ü"}');
  return response.writeHead(401).end('TOKEN_EXPIRED');
}

function makeClient(more) {
  return new likecoin.Client({
    client_id: 'c',
    client_secret: 't0p-secret',
    redirect_uri: 'https://app.example/back',
    scope: ['profile'],
    endpoint,
    ...more,
  });
}

const held = () => ({ access_token: 't0p-old', refresh_token: 't0p-refresh' });

async function login(client = makeClient(), options) {
  const { url, state } = client.authorizeUrl();
  assert.ok(url.startsWith('https://like.co/in/oauth?client_id=c&scope=profile&redirect_uri='));
  const callback = `https://app.example/back?code=t0p-code&state=${state}`;
  return client.exchange(callback, state, options);
}

test('a login, a call, a refresh', async () => {
  const kept = [];
  const session = await login(makeClient(), { onRefresh: (tokens) => void kept.push(tokens) });
  assert.equal(session.tokens.user, 'u');
  const { method, headers, body } = requests[0];
  assert.equal(method, 'POST');
  assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
  assert.match(body, /grant_type=authorization_code&code=t0p-code/);
  const reply = await session.call('/users/profile?a=b', { headers: { 'x-a': '1' } });
  assert.deepEqual(
    { ok: reply.ok, status: reply.status, reaction: reply.reaction, json: reply.json() },
    { ok: true, status: 200, reaction: 'done', json: { name: 'ü' } },
  );
  assert.deepEqual(
    requests.map(({ url }) => url),
    ['/oauth/access_token', '/users/profile?a=b', '/oauth/access_token', '/users/profile?a=b'],
  );
  assert.equal(requests[3].headers['x-a'], '1');
  // The reply to the refresh had neither: the refresh token is still good, the user is the same.
  assert.deepEqual(kept, [session.tokens]);
  const { access_token, refresh_token, user } = session.tokens;
  assert.deepEqual([access_token, refresh_token, user], ['t0p-new', 't0p-refresh', 'u']);
});

test('calls that fail together share one refresh', async () => {
  const session = makeClient().session(held());
  const replies = await Promise.all(Array.from({ length: 20 }, () => session.call('/a')));
  assert.ok(replies.every(({ ok }) => ok));
  assert.equal(refreshes(), 1);
  assert.equal((await session.call('/a')).ok, true);
});

test('a body is sent again after the refresh', async () => {
  const session = makeClient().session(held());
  const init = { method: 'POST', body: JSON.stringify({ a: 1 }) };
  assert.ok((await session.call('/a', init)).ok);
  assert.deepEqual([requests[0].body, requests[2].body], ['{"a":1}', '{"a":1}']);
  const once = { method: 'POST', body: new Blob(['a']).stream(), duplex: 'half' };
  await assert.rejects(session.call('/a', once), TypeError);
});

test('a refused refresh fails all calls that wait for it, and the next one asks again', async () => {
  respond = (request, response) =>
    request.url === '/oauth/access_token'
      ? response.writeHead(400).end('t0p-refresh is not good')
      : standard(request, response);
  const session = makeClient().session(held());
  const results = await Promise.allSettled([session.call('/a'), session.call('/b')]);
  for (const { reason } of results) {
    failsWith('request_refused')(reason);
    // The words that the server sent are not repeated: they hold a token.
    assert.deepEqual([reason.status, reason.detail], [400, undefined]);
  }
  assert.equal(refreshes(), 1);
  respond = standard;
  assert.ok((await session.call('/a')).ok);
});

test('a call that is aborted passes its refresh on', async () => {
  const waiting = [];
  respond = (request, response) =>
    request.url === '/oauth/access_token'
      ? waiting.push(() => standard(request, response))
      : standard(request, response);
  const until = async (count) => {
    while (waiting.length < count) await setImmediate();
  };
  const session = makeClient().session(held());
  const controller = new AbortController();
  const first = session.call('/a', { signal: controller.signal });
  await until(1);
  const second = session.call('/b');
  const third = session.call('/c', { signal: AbortSignal.timeout(10) });
  await assert.rejects(third, { name: 'TimeoutError' });
  const reason = new Error('the user left');
  controller.abort(reason);
  await assert.rejects(first, reason);
  await until(2);
  waiting[1]();
  assert.ok((await second).ok);
  assert.equal(session.tokens.access_token, 't0p-new');
});

test('what onRefresh throws is thrown', async () => {
  const reason = new Error('the database is gone');
  const onRefresh = () => Promise.reject(reason);
  await assert.rejects(makeClient().session(held(), { onRefresh }).call('/a'), reason);
});

test('a reply of 1 MiB is read', async () => {
  respond = (_, response) => response.end('x'.repeat(1 << 20));
  const reply = await makeClient().session(held()).call('/a');
  assert.equal(reply.body.length, 1 << 20);
});

test('a request has an end, whether the server or fetch hangs', async () => {
  const isTimeout = failsWith('server_unavailable');
  respond = () => {};
  await assert.rejects(login(makeClient({ timeout: 50 })), isTimeout);
  const hanging = makeClient({ timeout: 50, fetch: () => new Promise(() => {}) });
  await assert.rejects(hanging.session(held()).call('/a'), isTimeout);
  const controller = new AbortController();
  const call = makeClient().session(held()).call('/a', { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(call, /enough/);
});

test('another fetch can be passed', async () => {
  const seen = [];
  const client = makeClient({
    fetch: async (url, init) => {
      seen.push([url, init.redirect, init.signal instanceof AbortSignal]);
      return new Response('{"access_token":"t0p"}');
    },
  });
  assert.equal((await login(client)).tokens.access_token, 't0p');
  assert.deepEqual(seen, [[`${endpoint}/oauth/access_token`, 'manual', true]]);
  assert.equal(requests.length, 0);
});

test('a token goes to its API alone', async () => {
  const session = makeClient().session(held());
  for (const address of ['https://evil.example/a', new URL('https://evil.example/a')]) {
    await assert.rejects(session.call(address), failsWith('argument_invalid'));
  }
  assert.equal(requests.length, 0);
  for (const path of ['//evil.example/a', '/\\evil.example/a', `${endpoint}/a`, 'a', '/a/../a']) {
    assert.ok((await session.call(path)).ok, path);
  }
});

test('settings are judged when the client is made', () => {
  assert.throws(() => makeClient({ client_secret: '' }), failsWith('key_weak'));
  const undefinedOrUnknown = [{ endpoint: undefined }, { clientId: 'c' }];
  for (const setting of [{ fetch: 'fetch' }, { timeout: '10' }, ...undefinedOrUnknown]) {
    assert.throws(() => makeClient(setting), TypeError);
  }
  for (const timeout of [0, -1, NaN, Infinity]) {
    assert.throws(() => makeClient({ timeout }), RangeError);
  }
  assert.throws(() => new likecoin.Session(held()), TypeError);
  assert.throws(() => makeClient().session({}), failsWith('argument_invalid'));
  assert.throws(() => makeClient().session('t0p'), TypeError);
  assert.throws(() => makeClient().session(held(), { on_refresh: () => {} }), TypeError);
});

test('a callback is judged before anything is sent', async () => {
  const client = makeClient();
  const back = 'https://app.example/back';
  await assert.rejects(client.exchange(`${back}?code=a&state=b`, 'c'), failsWith('state_mismatch'));
  await assert.rejects(client.exchange(`${back}?error=denied`, 'c'), failsWith('access_denied'));
  assert.equal(requests.length, 0);
});
