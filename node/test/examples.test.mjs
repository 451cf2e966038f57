// The example programs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Key, Signer } from 'jotkit';

import { checkProof, makeProof } from '../examples/dpop.mjs';
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

test('the programs of the page run', () => {
  for (const [name, said] of [
    ['verify', /^u1\n$/],
    ['migrating', /^u1 u1 u1\n$/],
    ['elsewhere', /^aud audience_refused|^aud claim_missing/],
  ]) {
    const path = fileURLToPath(new URL(`../examples/${name}.mjs`, import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.match(stdout, said);
  }
});
