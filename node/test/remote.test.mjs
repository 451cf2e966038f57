// Keys behind a URL, against providers that are honest or not: tests/stand_ins/jwks.py.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Key, RemoteKeys, Signer, Verifier } from 'jotkit';

import { Provider, later, soon, startProviders, verifierOf } from './providers.mjs';
import { failsWith } from './shared.mjs';

let server;
let address;
let count = 0;

before(async () => {
  ({ server, address } = await startProviders());
});
after(() => server.stdin.end());

const start = (state) => Provider.start(address, `p${(count += 1)}`, state);
const unavailable = failsWith('keys_unavailable');

test('50 calls at once share the first requests', async () => {
  const provider = await start({ delay: 0.2 });
  const { verifier } = verifierOf(provider);
  const tokens = Array.from({ length: 50 }, (_, i) => provider.token({ i }));
  const claims = await Promise.all(tokens.map((token) => verifier.verifyAsync(token)));
  assert.deepEqual(
    claims.map(({ i }) => i),
    tokens.map((_, i) => i),
  );
  assert.deepEqual((await provider.seen()).requests, { jwks: 1, discovery: 1 });
  const { header, payload } = await verifier.verifyFullAsync(tokens[7]);
  assert.deepEqual([header.kid, JSON.parse(payload).i], ['k1', 7]);
});

test('an outage refuses no token, and one request at most tries again', async (context) => {
  const provider = await start();
  const { keys, verifier } = verifierOf(provider, { stale_ms: 3_600_000, timeout_ms: 1000 });
  await keys.warm();
  later(context, 700_000);
  for (const mode of ['status', 'hang']) {
    await provider.set({ mode });
    const { requests } = await provider.seen();
    for (let i = 0; i < 25; i += 1) {
      assert.equal(verifier.verify(provider.token({ i })).i, i);
      assert.equal((await verifier.verifyAsync(provider.token())).sub, 'u1');
    }
    assert.equal(keys.status().state, 'stale');
    assert.ok(keys.status().since < Date.now());
    if (mode === 'status') await soon(() => keys.status().last_error === 'status');
    const sent = (await provider.seen()).requests.jwks - requests.jwks;
    assert.ok(sent <= 1, `${mode}: ${sent} requests`);
  }
  later(context, 700_000 + 3_600_000);
  await assert.rejects(verifier.verifyAsync(provider.token()), unavailable);
  assert.equal(keys.status().state, 'empty');
  assert.equal(keys.keySet(), undefined);
});

test('a new key is accepted at once, and a removed one no longer', async () => {
  const provider = await start();
  const { keys, verifier } = verifierOf(provider);
  const old = provider.token();
  assert.equal((await verifier.verifyAsync(old)).sub, 'u1');
  provider.key = await provider.rotate('k2');
  assert.equal((await verifier.verifyAsync(provider.token())).sub, 'u1');
  assert.equal((await provider.seen()).last_headers['cache-control'], 'no-cache');
  assert.deepEqual(keys.status().kids, ['k2']);
  await assert.rejects(verifier.verifyAsync(old), failsWith('key_unknown'));
});

test('300 unknown key ids lead to two requests, and hold up no known one', async () => {
  const provider = await start();
  const { keys, verifier } = verifierOf(provider, { burst: 2 });
  await keys.warm();
  const stranger = Key.generate('ES256');
  const unknown = Array.from({ length: 300 }, (_, i) =>
    verifier.verifyAsync(provider.token({}, stranger.withKid(`x${i}`))),
  );
  const known = Array.from({ length: 20 }, () => verifier.verifyAsync(provider.token()));
  for (const { reason } of await Promise.allSettled(unknown)) failsWith('key_unknown')(reason);
  for (const { sub } of await Promise.all(known)) assert.equal(sub, 'u1');
  const { requests } = await provider.seen();
  assert.ok(requests.jwks <= 3, `${requests.jwks} requests`);
});

test('a server that never ends is left at the deadline, by all at once', async () => {
  for (const mode of ['hang', 'drip']) {
    const provider = await start({ mode });
    const { keys, verifier } = verifierOf({ ...provider }, { timeout_ms: 300 });
    const began = Date.now();
    const calls = Array.from({ length: 20 }, () => verifier.verifyAsync(provider.token()));
    for (const { reason } of await Promise.allSettled(calls)) {
      unavailable(reason);
      assert.ok(reason.retry_at > began && reason.retry_at < Date.now() + 2000, mode);
    }
    const took = Date.now() - began;
    assert.ok(took < 4000, `${mode}: ${took} ms`);
    const { state, failures, last_error, retry_at } = keys.status();
    assert.deepEqual([state, failures, last_error], ['empty', 1, 'timeout']);
    assert.equal(typeof retry_at, 'number');
    assert.equal((await provider.seen()).requests.discovery, 1);
  }
});

test('a reply that gives no keys is refused with its cause', async () => {
  for (const [mode, cause, by = 'jwks_url', more] of [
    ['redirect', 'redirect'],
    ['huge', 'too_large'],
    ['not_json', 'malformed'],
    ['close', 'network'],
    ['status', 'status'],
    ['wrong_issuer', 'issuer', 'issuer'],
    ['redirect', 'redirect', 'issuer'],
    ['ok', 'malformed', 'jwks_url', { headers: { 'Content-Encoding': 'gzip' } }],
  ]) {
    for (const fetcher of [{}, { fetch }]) {
      const provider = await start({ mode, ...more });
      const keys = new RemoteKeys({ [by]: provider[by], ...fetcher });
      await assert.rejects(keys.warm(), unavailable, mode);
      assert.equal(keys.status().last_error, cause, mode);
      const { requests } = await provider.seen();
      // A kept connection that closes when it is used again is no refusal: it is tried once more.
      const most = mode === 'close' ? 2 : 1;
      assert.ok(requests.jwks <= (by === 'issuer' ? 0 : most), `${mode}: ${requests.jwks}`);
    }
  }
});

test('the server says when to come back', async () => {
  const provider = await start({ mode: 'status', status: 429, headers: { 'Retry-After': '120' } });
  const { keys, verifier } = verifierOf(provider);
  const began = Date.now();
  await assert.rejects(verifier.verifyAsync(provider.token()), (error) => {
    const { retry_at } = error;
    assert.ok(retry_at >= began + 120_000 && retry_at <= Date.now() + 120_000);
    assert.deepEqual(error.challenge(), { status: 503, www_authenticate: null });
    return unavailable(error);
  });
  await assert.rejects(keys.warm(), unavailable);
  assert.throws(() => verifier.verify(provider.token()), unavailable);
  assert.equal((await provider.seen()).requests.discovery, 1);
});

test('a TLS failure has a cause of its own', async () => {
  const plain = await start();
  const jwks_url = plain.jwks_url.replace('http:', 'https:');
  for (const fetcher of [{}, { fetch }]) {
    const keys = new RemoteKeys({ jwks_url, ...fetcher });
    await assert.rejects(keys.warm(), unavailable);
    assert.equal(keys.status().last_error, 'tls');
  }
  const closed = new RemoteKeys({ jwks_url: 'https://127.0.0.1:1/jwks' });
  await assert.rejects(closed.warm(), unavailable);
  assert.equal(closed.status().last_error, 'network');
});

test('a set that was exported is a start without a request', async (context) => {
  const provider = await start();
  const { keys } = verifierOf(provider);
  await keys.warm();
  const text = keys.export();
  await provider.set({ mode: 'hang' });
  const { requests } = await provider.seen();
  const fresh = verifierOf(provider);
  fresh.keys.seed(text);
  assert.equal(fresh.verifier.verify(provider.token()).sub, 'u1');
  assert.deepEqual((await provider.seen()).requests, requests);
  assert.equal(fresh.keys.export(), text);
  const other = await start();
  for (const wrong of ['', '{}', text.slice(1), text.replace(':1,', ':2,'), other.issuer]) {
    assert.throws(() => fresh.keys.seed(wrong), failsWith('argument_invalid'), wrong);
  }
  assert.throws(() => verifierOf(other).keys.seed(text), failsWith('argument_invalid'));
  assert.throws(() => fresh.keys.seed(Buffer.from(text)), TypeError);
  later(context, 200_000_000);
  assert.throws(() => verifierOf(provider).keys.seed(text), failsWith('argument_invalid'));
});

test('a seed wakes those who wait', async () => {
  const provider = await start();
  const { keys } = verifierOf(provider);
  await keys.warm();
  await provider.set({ mode: 'hang' });
  const waiting = verifierOf(provider, { timeout_ms: 30_000 });
  assert.throws(() => waiting.verifier.verify(provider.token()), unavailable);
  const claims = waiting.verifier.verifyAsync(provider.token());
  waiting.keys.seed(keys.export());
  assert.equal((await claims).sub, 'u1');
});

test('verify decides at once on a warm set, and fetches for later calls', async (context) => {
  const provider = await start();
  const { keys, verifier } = verifierOf(provider);
  assert.throws(() => verifier.verify(provider.token()), unavailable);
  assert.throws(() => verifier.verify(provider.token()), unavailable);
  await soon(() => keys.status().state === 'fresh');
  assert.equal(verifier.verify(provider.token()).sub, 'u1');
  assert.equal(verifier.verifyFull(provider.token()).header.kid, 'k1');
  // A key that the set lacks is fetched, and there for a later call.
  provider.key = await provider.rotate('k2');
  assert.throws(() => verifier.verify(provider.token()), unavailable);
  await soon(() => keys.status().kids.includes('k2'));
  assert.equal(verifier.verify(provider.token()).sub, 'u1');
  // An ageing set is used, and fetched again in the background.
  const { requests } = await provider.seen();
  later(context, 500_000);
  assert.equal(keys.status().state, 'ageing');
  assert.equal(verifier.verify(provider.token()).sub, 'u1');
  await soon(async () => (await provider.seen()).requests.jwks === requests.jwks + 1);
  await soon(() => keys.status().state === 'fresh');
  assert.ok('if-none-match' in (await provider.seen()).last_headers);
});

test('what no key could change is refused without a request', async () => {
  const provider = await start();
  const { verifier } = verifierOf(provider);
  const none = provider.token().split('.');
  none[0] = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const [token, code] of [
    ['a.b', 'token_malformed'],
    [none.join('.'), 'algorithm_refused'],
    [new Signer(Key.generate('HS256')).sign({}), 'algorithm_refused'],
  ]) {
    await assert.rejects(verifier.verifyAsync(token), failsWith(code));
    assert.throws(() => verifier.verify(token), failsWith(code));
  }
  await assert.rejects(verifier.verifyAsync(7), TypeError);
  await assert.rejects(verifier.verifyAsync(provider.token(), { now: '1' }), TypeError);
  assert.deepEqual((await provider.seen()).requests, { jwks: 0, discovery: 0 });
});

test('the options of a verification count', async () => {
  const provider = await start();
  const { verifier } = verifierOf(provider);
  const token = provider.token({ nonce: 'n' });
  const expected = (nonce) => ({ expected: { nonce } });
  assert.equal((await verifier.verifyAsync(token, expected('n'))).nonce, 'n');
  await assert.rejects(verifier.verifyAsync(token, expected('m')), failsWith('claim_refused'));
  assert.throws(() => verifier.verify(token, expected('m')), failsWith('claim_refused'));
  await assert.rejects(verifier.verifyAsync(token, { now: 9e9 }), failsWith('token_expired'));
  await assert.rejects(verifier.verifyAsync(token, { later: 1 }), TypeError);
  assert.throws(() => verifier.explain(token), /keySet/);
});

test('a token chooses among several issuers by its `iss`', async () => {
  const [one, two, other] = [await start(), await start(), await start()];
  const keys = new RemoteKeys({ issuers: [{ issuer: one.issuer }, { issuer: two.issuer }] });
  const verifier = new Verifier(keys, { issuer: [one.issuer, two.issuer], audience: 'api' });
  await keys.warm(one.issuer);
  assert.equal(keys.status(one.issuer).state, 'fresh');
  assert.equal(keys.status(two.issuer).state, 'empty');
  await keys.warm();
  for (const { issuer, token } of [one, two].map((p) => ({ ...p, token: p.token() }))) {
    assert.equal(verifier.verify(token).iss, issuer);
    assert.equal(keys.keySet(issuer).size, 1);
  }
  // Another one's key does not help.
  const stolen = one.token({ iss: two.issuer });
  await assert.rejects(verifier.verifyAsync(stolen), failsWith('signature_invalid'));
  await assert.rejects(verifier.verifyAsync(other.token()), failsWith('issuer_refused'));
  await assert.rejects(keys.warm(other.issuer), failsWith('issuer_refused'));
  assert.throws(() => keys.status(), failsWith('issuer_refused'));
  assert.deepEqual((await other.seen()).requests, { jwks: 0, discovery: 0 });
  const again = new RemoteKeys({ issuers: [{ issuer: one.issuer }, { issuer: two.issuer }] });
  again.seed(keys.export());
  assert.equal(again.status(two.issuer).state, 'fresh');
});
