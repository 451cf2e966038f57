// Keys: what goes in, what comes out, and what never shows.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';

import { JotkitError, Key, KeySet, Signer, Verifier } from 'jotkit';

const SECRET = 'correct horse battery staple, twice over';

const failsWith = (code) => (error) => error instanceof JotkitError && error.code === code;

test('a secret is text or bytes', () => {
  const token = new Signer(Key.hs256(SECRET), { lifetime: 60 }).sign({});
  new Verifier(Key.hs256(Buffer.from(SECRET))).verify(token);
  new Verifier(Key.hs256(new TextEncoder().encode(SECRET))).verify(token);
});

test('a secret of another type is a TypeError', () => {
  for (const secret of [undefined, null, 7, {}, [], new ArrayBuffer(32), new Uint16Array(32)]) {
    assert.throws(() => Key.hs256(secret), TypeError);
  }
  assert.throws(() => Key.fromPem(Buffer.from('')), TypeError);
  assert.throws(() => Key.fromDer('text'), TypeError);
  assert.throws(() => Key.fromJwk(7), TypeError);
  assert.throws(() => Key.fromJwk(new Map()), TypeError);
  assert.throws(() => Key.generate(undefined), TypeError);
  assert.throws(() => new KeySet([SECRET]), TypeError);
  assert.throws(() => new Key(SECRET), TypeError);
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
  for (const options of [
    undefined,
    null,
    { alg: undefined },
    { alg: 'HS256', kid: undefined },
    { alg: 'HS256', allowShort: true },
    { alg: 'none' },
  ]) {
    assert.throws(() => Key.fromSecret(SECRET, options), failsWith('argument_invalid'));
  }
  assert.throws(() => Key.fromSecret(SECRET, 'HS256'), TypeError);
  assert.throws(() => Key.fromSecret(SECRET, new Map([['alg', 'HS256']])), TypeError);
});

test('a key describes itself', () => {
  const key = Key.generate('ES256').withKid('k1');
  assert.equal(key.alg, 'ES256');
  assert.equal(key.kid, 'k1');
  assert.equal(key.kty, 'EC');
  assert.equal(key.private, true);
  assert.equal(key.public().private, false);
  assert.equal(key.public().thumbprint(), key.thumbprint());
  assert.deepEqual(key.info(), {
    alg: 'ES256',
    kty: 'EC',
    kid: 'k1',
    thumbprint: key.thumbprint(),
    private: true,
  });
  assert.equal(Key.hs256(SECRET).kid, undefined);
  const { kty, n, e } = Key.generate('RS256').public().toJwk();
  assert.equal(Key.fromJwk({ kty, n, e }).alg, undefined);
});

test('what leaves is what came in', () => {
  for (const alg of ['HS256', 'RS256', 'ES512', 'ES256K', 'Ed25519', 'ML-DSA-44']) {
    const key = Key.generate(alg);
    const again = Key.fromJwk(key.toJwk());
    assert.equal(again.alg, alg);
    assert.equal(again.thumbprint(), key.thumbprint());
  }
});

test('a set counts what it could not use', () => {
  const key = Key.generate('ES256').withKid('a');
  const jwks = { keys: [key.toJwk(), { kty: 'none' }, Key.hs256(SECRET).toJwk()] };
  const set = KeySet.fromJwks(jwks);
  assert.equal(set.size, 2);
  assert.equal(set.skipped, 1);
  assert.deepEqual(set.toPublicJwks().keys, [key.public().toJwk()]);
  assert.equal(KeySet.fromJwks(JSON.stringify(jwks)).size, 2);
  assert.equal(new KeySet([key]).size, 1);
  assert.throws(() => KeySet.fromJwks({}), failsWith('key_invalid'));
});

test('printing, serializing and copying a key shows no secret', () => {
  const key = Key.fromSecret(SECRET, { alg: 'HS256', kid: 'k1' });
  const signer = new Signer(key, { lifetime: 60 });
  const things = { key, set: new KeySet([key]), signer, verifier: new Verifier(key) };
  const shown = [
    inspect(things, { depth: 9, showHidden: true }),
    inspect(things, { depth: 9, showHidden: true, customInspect: false }),
    JSON.stringify(things),
    `${key}`,
    JSON.stringify({ ...key }),
    inspect(deserialize(serialize({ key }))),
    inspect(structuredClone(key)),
  ];
  for (const text of shown) {
    assert.ok(!text.includes('horse') && !text.includes(Buffer.from(SECRET).toString('base64url')));
    assert.ok(!text.includes(key.thumbprint()), 'which is a hash of the secret');
  }
  assert.equal(inspect(key), 'Key { alg: HS256, kid: "k1", private: true }');
  assert.throws(() => new Signer(structuredClone(key)), TypeError);
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
  ];
  for (const attempt of attempts) {
    assert.throws(attempt, (error) => {
      assert.ok(error instanceof JotkitError, error);
      assert.ok(!inspect(error, { showHidden: true }).split('    at ')[0].includes('horse'));
      return true;
    });
  }
});

test('a key cannot be changed', () => {
  const key = Key.hs256(SECRET);
  assert.throws(() => Object.defineProperty(key, 'alg', { value: 'none' }), TypeError);
  assert.throws(() => {
    key.alg = 'none';
  }, TypeError);
  assert.throws(() => Reflect.get(Key.prototype, 'alg', {}), TypeError);
});
