// Keys: what goes in, what comes out, and what never shows.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { JotkitError, Key, KeySet, Signer, Verifier, likecoin } from 'jotkit';

import { SECRET, failsWith } from './shared.mjs';

test('a secret is text or bytes', () => {
  const token = new Signer(Key.hs256(SECRET), { lifetime: 60 }).sign({});
  new Verifier(Key.hs256(Buffer.from(SECRET))).verify(token);
  new Verifier(Key.hs256(new TextEncoder().encode(SECRET))).verify(token);
});

test('a lone surrogate is no text', () => {
  const secret = `${SECRET}\ud800`;
  assert.throws(() => Key.hs256(secret), failsWith('argument_invalid'));
  assert.throws(() => Key.fromSecret(SECRET, { alg: 'HS256', kid: '\udc00' }), JotkitError);
});

test('a part of a buffer is that part', () => {
  const whole = Buffer.from(`--${SECRET}--`);
  const token = new Signer(Key.hs256(whole.subarray(2, -2)), { lifetime: 60 }).sign({});
  new Verifier(Key.hs256(SECRET)).verify(token);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const padded = Buffer.concat([Buffer.alloc(3), der, Buffer.alloc(3)]);
  const key = Key.fromDer(padded.subarray(3, -3));
  assert.equal(key.alg, 'ES256');
  assert.deepEqual(Buffer.from(key.toDer()), Buffer.from(Key.fromPem(key.toPem()).toDer()));
});

test('options that are undefined or unknown are refused', () => {
  const alg = 'HS256';
  const wrong = [{ alg: undefined }, { alg, kid: undefined }, { alg, allowShort: true }];
  for (const options of [undefined, null, ...wrong]) {
    assert.throws(() => Key.fromSecret(SECRET, options), failsWith('argument_invalid'));
  }
  assert.throws(() => Key.fromSecret(SECRET, 'HS256'), TypeError);
  assert.throws(() => Key.fromSecret(SECRET, new Map([['alg', 'HS256']])), TypeError);
});

test('a key describes itself', () => {
  const key = Key.generate('ES256').withKid('k1');
  const { alg, kid, kty } = key;
  const facts = { alg, kid, kty, private: key.private, thumbprint: key.thumbprint() };
  assert.deepEqual(key.info(), facts);
  assert.deepEqual([alg, kid, kty, key.private], ['ES256', 'k1', 'EC', true]);
  assert.equal(key.public().private, false);
  assert.equal(Key.hs256(SECRET).kid, undefined);
  const { n, e } = Key.generate('RS256').toJwk();
  assert.equal(Key.fromJwk({ kty: 'RSA', n, e }).alg, undefined);
});

test('a set lists what it could not use', () => {
  const key = Key.generate('ES256').withKid('a');
  const jwks = { keys: [key.toJwk(), { kty: 'none' }, Key.hs256(SECRET).toJwk()] };
  const set = KeySet.fromJwks(jwks);
  assert.equal(set.size, 2);
  const [{ message, ...entry }] = set.skipped;
  assert.deepEqual(entry, { index: 1, code: 'key_invalid' });
  assert.match(message, /kty/);
  assert.deepEqual(
    [...set].map(({ alg }) => alg),
    ['ES256', 'HS256'],
  );
  assert.equal(set.get('a').thumbprint(), key.thumbprint());
  assert.equal(set.get('b'), undefined);
  assert.equal(set.keys[1].thumbprint(), undefined);
  assert.throws(() => set.get(undefined), TypeError);
  assert.deepEqual(set.toPublicJwks().keys, [key.public().toJwk()]);
  assert.equal(KeySet.fromJwks(JSON.stringify(jwks)).size, 2);
  assert.equal(new KeySet([key]).size, 1);
  assert.throws(() => KeySet.fromJwks({}), failsWith('key_invalid'));
});

test('an error shows no secret', () => {
  const attempts = [
    () => Key.hs256('a short horse'),
    () => Key.fromSecret(SECRET, { alg: SECRET }),
    () => Key.fromSecret(SECRET, { [SECRET]: SECRET }),
    () => Key.fromPem(SECRET),
    () => Key.fromJwk({ kty: 'oct', k: SECRET, alg: SECRET }),
    () => Key.fromJwk(SECRET),
    () => new Verifier(Key.hs256(SECRET)).verify(SECRET),
    () => likecoin.refreshRequest({ client_id: 'c', client_secret: SECRET, [SECRET]: SECRET }),
  ];
  for (const attempt of attempts) {
    assert.throws(attempt, (error) => {
      assert.ok(error instanceof JotkitError, error);
      assert.ok(!inspect(error, { showHidden: true }).split('    at ')[0].includes('horse'));
      return true;
    });
  }
});

test('a key cannot be constructed or changed', () => {
  assert.throws(() => new Key(SECRET), TypeError);
  const key = Key.hs256(SECRET);
  assert.throws(() => Object.defineProperty(key, 'alg', { value: 'none' }), TypeError);
  assert.throws(() => {
    key.alg = 'none';
  }, TypeError);
  assert.throws(() => Reflect.get(Key.prototype, 'alg', {}), TypeError);
});
