// The example programs.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Key, Signer, likecoin } from 'jotkit';

import { checkProof, makeProof } from '../examples/dpop.mjs';
import { createApi } from '../examples/express/likecoin_api.mjs';
import { Provider, startProviders } from './providers.mjs';
import { SECRET, failsWith } from './shared.mjs';

const ORDER = ['POST', 'https://api.example/orders'];

test('a DPoP proof is good once, for its request and its access token', () => {
  for (const alg of ['ES256', 'EdDSA']) {
    const key = Key.generate(alg);
    const proof = makeProof(key, ...ORDER, 'an access token');
    const seen = new Set();
    const check = (method, url, token) => checkProof(proof, method, url, seen, token);
    assert.throws(
      () => check('GET', ORDER[1], 'an access token'),
      failsWith('claim_refused', 'htm'),
    );
    assert.throws(() => check('POST', 'https://a.example/', 'a'), failsWith('claim_refused'));
    assert.throws(() => check(...ORDER, 'another one'), failsWith('claim_refused', 'ath'));
    assert.equal(check(...ORDER, 'an access token'), key.thumbprint());
    assert.throws(() => check(...ORDER, 'an access token'), /used before/);
  }
});

test('a DPoP proof names its own public key', () => {
  const key = Key.generate('ES256');
  const options = { typ: 'dpop+jwt', iat: true, jti: true };
  const claims = { htm: ORDER[0], htu: ORDER[1] };
  const signer = new Signer(key, options);
  const check = (proof) => checkProof(proof, ...ORDER, new Set());
  assert.throws(() => check(signer.sign(claims)), /no jwk/);
  const other = { header: { jwk: Key.generate('ES256').public().toJwk() } };
  assert.throws(() => signer.sign(claims, other), failsWith('argument_invalid'));
  const whole = { header: { jwk: key.toJwk() } };
  assert.throws(() => signer.sign(claims, whole), failsWith('argument_invalid'));
  const shared = new Signer(Key.hs256(SECRET), options);
  assert.throws(() => shared.sign(claims, { header: { jwk: key.public().toJwk() } }), {
    name: 'JotkitError',
  });
  const old = { header: { jwk: key.public().toJwk() }, now: 1000 };
  assert.throws(() => check(signer.sign(claims, old)), failsWith('token_too_old'));
});

test('the programs of the pages run', () => {
  for (const [name, said] of [
    ['verify', /^u1\n$/],
    ['elsewhere', /^aud audience_refused|^aud claim_missing/],
    ['start', /^\S+\.\S+\.\S+\nu1\ntoken_expired 401\n$/],
    ['pair', /^u1\n$/],
    ['schema', /^u1 \[ 'admin' \]\n$/],
    ['livelike', /^user-42\n$/],
    ['clock.test', /pass 2\n(.*\n)*.*fail 0\n/],
  ]) {
    const path = fileURLToPath(new URL(`../examples/${name}.mjs`, import.meta.url));
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    const options = { encoding: 'utf8', env };
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], options);
    assert.equal(status, 0, stderr);
    assert.match(stdout, said);
  }
});

test('the program with keys behind a URL runs', async () => {
  const { server, address } = await startProviders();
  try {
    const provider = await Provider.start(address, 'page');
    const env = { ...process.env, ISSUER: provider.issuer, TOKEN: provider.token() };
    const path = fileURLToPath(new URL('../examples/remote.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [path], { env });
    assert.equal(stdout, 'u1\n');
  } finally {
    server.stdin.end();
  }
});

test('the API that takes LikeCoin access tokens', async () => {
  const app = createApi(SECRET, { c: 'the secret of a client' });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const get = async (path, headers = {}) => {
    const reply = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers });
    return [reply.status, reply.headers.get('www-authenticate'), await reply.json()];
  };
  const issuer = new likecoin.Issuer(SECRET, 'like.co');
  const client = { client_id: 'c', client_secret: 'the secret of a client', user: 'u' };
  const authorization = `Bearer ${issuer.sign({ ...client, scope: ['profile'] })}`;
  try {
    assert.deepEqual(await get('/me'), [401, 'Bearer', { error: 'authorization_missing' }]);
    assert.deepEqual(await get('/me', { authorization }), [200, null, { user: 'u' }]);
    const insufficient = [403, 'Bearer error="insufficient_scope"', { error: 'scope_refused' }];
    assert.deepEqual(await get('/history', { authorization }), insufficient);
    const wide = `Bearer ${issuer.sign({ ...client, scope: ['read:like'] })}`;
    assert.deepEqual((await get('/history', { authorization: wide }))[2], []);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
