// Keys behind a URL, as this host has them: options, callbacks, the end of the process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Key, KeySet, RemoteKeys, Signer, Verifier } from 'jotkit';

import { Provider, later, soon, startProviders, verifierOf } from './providers.mjs';
import { failsWith } from './shared.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
let server;
let address;
let count = 0;

before(async () => {
  ({ server, address } = await startProviders());
});
after(() => server.stdin.end());

const start = (state) => Provider.start(address, `p${(count += 1)}`, state);
const unavailable = failsWith('keys_unavailable');

test('events are given to the callback, which changes no verdict', async (context) => {
  const provider = await start({ keys: [] });
  const key = Key.generate('ES256').withKid('k1');
  await provider.set({ keys: [key.public().toJwk(), { kty: 'weird' }] });
  const [events, warnings] = [[], []];
  const onWarning = (warning) => warnings.push(warning.message);
  process.on('warning', onWarning);
  const onEvent = (event) => {
    events.push(event);
    if (events.length === 1) throw new Error('the callback’s own');
    return events.length === 2 ? Promise.reject(new Error('the promise’s own')) : undefined;
  };
  const { keys, verifier } = verifierOf(provider, { onEvent });
  assert.equal((await verifier.verifyAsync(provider.token({}, key))).sub, 'u1');
  const names = () => events.map(({ event }) => event);
  assert.deepEqual(names(), ['fetched', 'skipped']);
  assert.deepEqual([events[1].source, events[1].skipped], [provider.issuer, 1]);
  assert.ok(Math.abs(events[0].at - Date.now()) < 10_000);
  assert.deepEqual(keys.status().skipped, [{ index: 1, code: 'key_invalid' }]);
  await provider.set({ mode: 'status' });
  later(context, 700_000);
  assert.equal(verifier.verify(provider.token({}, key)).sub, 'u1');
  await soon(() => events.length === 4);
  assert.deepEqual(names().slice(2).sort(), ['failed', 'stale_used']);
  const failed = events.find(({ event }) => event === 'failed');
  assert.deepEqual([failed.cause, typeof failed.retry_at], ['status', 'number']);
  await soon(() => warnings.length === 2);
  process.off('warning', onWarning);
  assert.match(warnings[0], /onEvent[^]*the callback’s own/);
  assert.match(warnings[1], /onEvent[^]*the promise’s own/);
});

test('a fetch of the user’s own sends the requests', async () => {
  const provider = await start();
  const calls = [];
  const own = (url, init) => (calls.push([url, init.method, init.redirect]), fetch(url, init));
  const { keys, verifier } = verifierOf(provider, { fetch: own });
  assert.equal((await verifier.verifyAsync(provider.token())).sub, 'u1');
  const discovery = `${provider.issuer}/.well-known/openid-configuration`;
  const expected = [discovery, provider.jwks_url].map((url) => [url, 'GET', 'manual']);
  assert.deepEqual(calls, expected);
  assert.equal(keys.status().state, 'fresh');
  // Whatever it returns or throws, there is an answer.
  for (const odd of [
    () => undefined,
    () => ({}),
    () => ({ status: 200, headers: new Headers(), body: 'text' }),
    () => ({ status: 'text', headers: new Headers(), body: [] }),
    () => ({ status: 200, headers: { get: () => null }, body: [] }),
    () => Promise.reject(new Proxy({}, { get: () => assert.fail('was looked at') })),
    () => {
      throw null; // eslint-disable-line no-throw-literal
    },
  ]) {
    const strange = new RemoteKeys({ jwks_url: provider.jwks_url, fetch: odd });
    await assert.rejects(strange.warm(), unavailable, `${odd}`);
    assert.ok(['network', 'malformed'].includes(strange.status().last_error), `${odd}`);
  }
});

test('options that cannot be are refused when the keys are made', async () => {
  const source = { jwks_url: 'https://id.example/keys' };
  for (const make of [
    () => new RemoteKeys('http://id.example'),
    () => new RemoteKeys(''),
    () => new RemoteKeys({}),
    () => new RemoteKeys({ ...source, jwks_urls: 'a' }),
    () => new RemoteKeys({ ...source, timeout_ms: undefined }),
    () => new RemoteKeys({ ...source, timeout_ms: 0 }),
    () => new RemoteKeys({ issuers: [] }),
    () => new RemoteKeys({ issuers: [source] }),
    () => new RemoteKeys({ issuers: [{ issuer: 'https://a.example' }], ...source }),
    () => new Verifier(new RemoteKeys(source), { algorithms: ['HS256'] }),
    () => new Verifier(new RemoteKeys(source), { issuer: '' }),
  ]) {
    assert.throws(make, (error) => error.name === 'JotkitError' && error.kind === 'usage');
  }
  for (const make of [
    () => new RemoteKeys(),
    () => new RemoteKeys(7),
    () => new RemoteKeys('https://id.example', undefined),
    () => new RemoteKeys('https://id.example', { issuer: 'https://b.example' }),
    () => new RemoteKeys(source, {}),
    () => new RemoteKeys({ ...source, fetch: undefined }),
    () => new RemoteKeys({ ...source, onEvent: 'a' }),
    () => new RemoteKeys(source).status(undefined),
    () => RemoteKeys(source),
  ]) {
    assert.throws(make, TypeError);
  }
  await assert.rejects(new RemoteKeys(source).warm(7), TypeError);
});

test('verifyAsync is there for every kind of verifier', async () => {
  const key = Key.generate('ES256').withKid('a');
  const token = new Signer(key).sign({ sub: 'u1', exp: 4e9 });
  for (const keys of [key, new KeySet([key]), () => key]) {
    const verifier = new Verifier(keys);
    assert.equal((await verifier.verifyAsync(token)).sub, 'u1');
    assert.equal((await verifier.verifyFullAsync(token)).header.kid, 'a');
    await assert.rejects(verifier.verifyAsync(token, { now: 5e9 }), failsWith('token_expired'));
    await assert.rejects(verifier.verifyAsync(undefined), TypeError);
  }
});

/** Runs a program that has a verifier of a provider and a token of its. */
async function run(provider, program) {
  const given = { issuer: provider.issuer, token: provider.token() };
  const code = `import { RemoteKeys, Verifier } from 'jotkit';
    const { issuer, token } = ${JSON.stringify(given)};
    const keys = new RemoteKeys(issuer, { timeout_ms: 30_000 });
    const verifier = new Verifier(keys, { issuer, audience: 'api' });
    ${program}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const [status] = await once(child, 'close');
  return { status, said, took: performance.now() - began };
}

const NOW = 'try { verifier.verify(token); } catch (error) { console.log(error.code); }';

test('a request in the background keeps no process alive', async () => {
  const provider = await start({ mode: 'hang' });
  const { status, said, took } = await run(provider, NOW);
  assert.deepEqual([status, said], [0, 'keys_unavailable\n']);
  assert.ok(took < 20_000, `${took} ms`);
});

test('but a call that waits for it does', async () => {
  const provider = await start({ delay: 0.3 });
  const { status, said } = await run(
    provider,
    `${NOW} console.log((await verifier.verifyAsync(token)).sub);`,
  );
  assert.deepEqual([status, said], [0, 'keys_unavailable\nu1\n']);
});
