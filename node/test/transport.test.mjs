// The HTTP client against a server that misbehaves in every way: tests/stand_ins/hostile.py.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

import { JotkitError, likecoin } from 'jotkit';

import { startHostile } from './shared.mjs';

/** What the server puts where no error may repeat it. */
const SECRET = 'eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0LXRva2Vu';
/** For replies that end at the deadline. */
const SHORT = 1000;
/** For those that end before it, on a machine that is busy, too. */
const AMPLE = 10_000;
const SLOW =
  'drip_status drip_header slow_headers slow_continue drip_body drip_close_body drip_chunk_size ' +
  'drip_chunk_extension drip_chunks slow_trailers silence';
const ENDLESS = 'endless_headers endless_continue endless_body endless_chunks endless_trailers';
const NOT_HTTP = 'garbage_status bad_header_bytes bad_length two_lengths bad_chunk_size';
const CUT = 'close reset truncated_body truncated_chunks';
const LARGE = 'large_body large_chunks';
const ENCODED = 'gzip_body gzip_bomb gzip_bomb_twice';

let server;
let ports;

before(async () => {
  ({ server, ports } = await startHostile());
});
after(() => server.stdin.end());

const address = (name) => `http://127.0.0.1:${ports[name]}`;
const stats = async () => (await fetch(`${address('ok')}/stats`)).json();
const tokens = { access_token: 'old', refresh_token: 'refresh-1' };

function sessionAt(name, timeout = AMPLE) {
  const settings = { client_id: 'c', client_secret: 's', redirect_uri: 'https://app.example/cb' };
  return new likecoin.Client({ ...settings, endpoint: address(name), timeout }).session(tokens);
}

/** The error of a call of the port, which must be one of ours and end in time. */
async function errorOf(name, timeout, init) {
  const began = performance.now();
  const reply = sessionAt(name, timeout).call('/users/profile', init);
  const error = await reply.then(
    ({ status, body }) => assert.fail(`${name}: ${status} ${body}`),
    (thrown) => thrown,
  );
  assert.ok(error instanceof JotkitError, `${name}: ${inspect(error)}`);
  const shown = inspect(error, { showHidden: true, depth: 9 });
  assert.ok(!shown.includes(SECRET) && !('cause' in error), `${name}: ${shown}`);
  const took = performance.now() - began;
  // A client that ignores a short timeout ends after ten seconds, its default.
  assert.ok(took < (timeout ?? AMPLE) + 5000, `${name} took ${took} ms`);
  return error;
}

/** Whether the client closes its connections to a port soon. */
async function closes(name) {
  for (let i = 0; i < 40; i += 1) {
    // The call before the refresh was answered, so its connection may be kept.
    if ((await stats())[name].open <= (name.startsWith('refresh_') ? 1 : 0)) return;
    await sleep(50);
  }
  assert.fail(`${name}: a connection stayed open`);
}

for (const [group, names, timeout, ...codes] of [
  ['slow', SLOW, SHORT, 'server_unavailable'],
  ['endless', ENDLESS, SHORT, 'server_unavailable', 'response_invalid'],
  ['not HTTP', NOT_HTTP, AMPLE, 'server_unavailable', 'response_invalid'],
  ['cut off', CUT, AMPLE, 'server_unavailable'],
  ['too large', LARGE, AMPLE, 'response_invalid'],
  ['encoded', ENCODED, AMPLE, 'response_invalid'],
]) {
  test(`a reply that is ${group} is an error of ours, in time`, async () => {
    const all = names.split(' ').flatMap((name) => [name, `refresh_${name}`]);
    const check = async (name) => {
      const { code } = await errorOf(name, timeout);
      assert.ok(codes.includes(code), `${name}: ${code}`);
    };
    // Floods, one after the other: together they take the time from each other.
    if (names === ENDLESS) for (const name of all) await check(name);
    else await Promise.all(all.map(check));
    await Promise.all(all.map(closes));
  });
}

test('an upload that the server does not read ends in time', async () => {
  const init = { method: 'POST', body: 'a'.repeat(4 << 20) };
  assert.equal((await errorOf('no_read', SHORT, init)).code, 'server_unavailable');
});

test('calls that wait for a refresh end at their own deadline, and the next one is not blocked', async () => {
  const session = sessionAt('refresh_silence', SHORT);
  const began = performance.now();
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => session.call('/a')));
  assert.ok(performance.now() - began < 2 * SHORT + 600);
  for (const { reason } of ends) assert.equal(reason.code, 'server_unavailable');
  await assert.rejects(session.call('/a'), { code: 'server_unavailable' });
  assert.equal(session.tokens.refresh_token, 'refresh-1');
});

test('a good server, challenges and other statuses', async () => {
  for (const name of ['ok', 'basic_challenge', 'many_challenges']) {
    const reply = await sessionAt(name).call('/users/profile', {
      method: 'POST',
      body: new URLSearchParams({ a: 'b' }),
    });
    assert.deepEqual([reply.status, reply.json().method, reply.json().length], [200, 'POST', 3]);
    assert.match(reply.json().content_type, /^application\/x-www-form-urlencoded/);
  }
  for (const name of ['basic_challenge', 'many_challenges']) {
    const { code, status } = await errorOf(`refresh_${name}`);
    assert.deepEqual([code, status], ['request_refused', 401], name);
  }
  // What each status means is in the vectors.
  for (const [name, ...expected] of [
    ['status_400', 'request_refused', 400, 'INVALID_CLIENT_CRED'],
    ['status_400_secret', 'request_refused', 400, undefined],
    ['status_503', 'server_unavailable', 503, 'SERVER_UNAVAILABLE'],
    ['status_304', 'response_invalid', 304, undefined],
    ['status_999', 'response_invalid', undefined, undefined],
  ]) {
    const { code, status, detail } = await errorOf(`refresh_${name}`);
    assert.deepEqual([code, status, detail], expected, name);
  }
  assert.equal((await sessionAt('status_503').call('/a')).reaction, 'failed');
  assert.equal((await errorOf('status_999')).code, 'response_invalid');
});

test('a redirect is a reply, and leads nowhere', async () => {
  await fetch(`${address('ok')}/reset`);
  for (const name of ['redirect_302', 'redirect_307']) {
    const reply = await sessionAt(name).call('/elsewhere');
    assert.deepEqual([reply.status, reply.reaction], [Number(name.slice(-3)), 'failed']);
    assert.equal((await errorOf(`refresh_${name}`)).code, 'response_invalid');
  }
  const { requests } = (await stats()).ok;
  assert.deepEqual(
    Object.keys(requests).filter((name) => !name.includes('/stats')),
    [],
  );
});

test('a request asks for no encoding, and loopback for no proxy', async () => {
  const environment = { ...process.env };
  const proxy = address('proxy');
  Object.assign(process.env, { http_proxy: proxy, HTTP_PROXY: proxy, NODE_USE_ENV_PROXY: '1' });
  try {
    const headers = { 'accept-encoding': 'gzip', authorization: 'Basic x', 'X-A': '1' };
    await sessionAt('ok').call('/users/profile', { headers });
  } finally {
    for (const name of ['http_proxy', 'HTTP_PROXY', 'NODE_USE_ENV_PROXY']) {
      delete process.env[name];
      if (name in environment) process.env[name] = environment[name];
    }
  }
  const { ok, proxy: asked } = await stats();
  assert.equal(asked.connections, 0);
  assert.match(ok.last_head, /accept-encoding: identity\r\n/i);
  assert.doesNotMatch(ok.last_head, /gzip|Basic/);
  assert.match(ok.last_head, /\r\nx-a: 1\r\n/i);
});
