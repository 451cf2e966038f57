// jotkit/jws and jws itself: the same calls, the same answers.
import assert from 'node:assert/strict';
import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import dropin, { sign } from 'jotkit/jws';
import original from 'jws';

const require = createRequire(import.meta.url);
const PEM = { publicKeyEncoding: { type: 'spki', format: 'pem' } };
const SECRET = 'a secret of at least 32 bytes, kept safe';

function pair(kind, options) {
  const form = { type: 'pkcs8', format: 'pem' };
  return generateKeyPairSync(kind, { ...options, ...PEM, privateKeyEncoding: form });
}

const RSA = pair('rsa', { modulusLength: 2048 });
const SHORT = pair('rsa', { modulusLength: 1024 });
const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const KEYS = Object.fromEntries(
  original.ALGORITHMS.map((alg) => {
    if (alg.startsWith('HS')) return [alg, { privateKey: SECRET, publicKey: SECRET }];
    return [alg, CURVES[alg] ? pair('ec', { namedCurve: CURVES[alg] }) : RSA];
  }),
);

function outcome(call) {
  try {
    return { result: call() };
  } catch (error) {
    assert.ok(error instanceof Error, String(error));
    return { error: error.constructor.name };
  }
}

test('both take each other’s tokens', () => {
  assert.deepEqual(dropin.ALGORITHMS, original.ALGORITHMS);
  const payloads = ['text', 'ž', '{"a":1}', { a: 1, b: 'ž' }, 5, Buffer.from('bytes'), [1]];
  for (const [alg, { privateKey, publicKey }] of Object.entries(KEYS)) {
    const headers = [{ alg }, { alg, typ: 'JWT', kid: 'k' }, { kid: 'k', alg }];
    for (const [number, payload] of payloads.entries()) {
      const header = headers[number % headers.length];
      const tokens = [original, dropin].map((jws) =>
        jws.sign({ header, payload, secret: privateKey }),
      );
      // All but the signature is the same.
      const [before, after] = tokens.map((token) => token.replace(/\.[^.]*$/, ''));
      assert.equal(after, before);
      for (const [token, jws] of [
        [tokens[0], dropin],
        [tokens[1], original],
      ]) {
        assert.equal(jws.verify(token, alg, publicKey), true, alg);
        assert.equal(jws.verify(token.slice(0, -9) + 'AAAAAAAAA', alg, publicKey), false);
        assert.equal(jws.isValid(token), true);
      }
      for (const options of [undefined, { json: true }]) {
        const [first, second] = [original, dropin].map((jws) =>
          outcome(() => jws.decode(tokens[0], options)),
        );
        assert.deepEqual(second, first);
      }
    }
  }
});

test('a payload is text unless the header or the caller says that it is JSON', () => {
  const strict = ['{"a":1}', ' [1]', '"x"', '7', '{"é":"ž"}'];
  const texts = ['[INFO] started', '{{name}} hello', '{"a":1', '[1,]', 'NaN', '\ufeff{}'];
  const notUtf8 = ['h\xff\xc3(\xe2\x82', '\xff', '{"a":"\xff"}'];
  // JSON.parse reads these.
  const lax = ['{"a":1,"a":2}', '{"a":"\\ud800"}', notUtf8[2]];
  for (const payload of [...strict, ...texts, ...notUtf8, ...lax]) {
    const encoding = notUtf8.includes(payload) ? 'latin1' : 'utf8';
    for (const [typ, options] of [
      [undefined, undefined],
      ['jwt', { json: false }],
      ['JWT', undefined],
      ['JWT', { json: false }],
      [undefined, { json: true }],
    ]) {
      const header = { alg: 'HS256', typ };
      const token = original.sign({ header, payload, encoding, secret: SECRET });
      const [first, second] = [original, dropin].map((jws) =>
        outcome(() => jws.decode(token, options)),
      );
      const isJson = typ === 'JWT' || options?.json === true;
      const expected = isJson && lax.includes(payload) ? { error: 'SyntaxError' } : first;
      assert.deepEqual(second, expected, `${payload} ${typ}`);
      assert.equal(isJson && !strict.includes(payload), second.error === 'SyntaxError');
      assert.equal(dropin.isValid(token), true);
      assert.equal(dropin.verify(token, 'HS256', SECRET), true);
    }
  }
});

test('keys in every form', () => {
  const secret = createSecretKey(Buffer.from(SECRET));
  const encrypted = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    ...PEM,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  });
  const cases = [
    ['HS256', secret, secret],
    ['HS256', Buffer.from(SECRET), SECRET],
    ['RS256', Buffer.from(RSA.privateKey), createPublicKey(RSA.publicKey)],
    ['PS512', { key: encrypted.privateKey, passphrase: 'x' }, encrypted.publicKey],
    ['RS256', SHORT.privateKey, SHORT.publicKey],
    ['ES256', KEYS.ES256.privateKey, KEYS.ES256.publicKey],
  ];
  for (const [alg, privateKey, publicKey] of cases) {
    const token = sign({ header: { alg }, payload: 'p', privateKey });
    for (const jws of [original, dropin]) assert.equal(jws.verify(token, alg, publicKey), true);
  }
});

test('what jws refuses is refused', () => {
  const odd = [undefined, null, '', 5, true, {}, [], SECRET, RSA.publicKey, RSA.privateKey];
  const keys = [...odd, KEYS.ES256.publicKey, KEYS.ES384.privateKey, Buffer.alloc(0)];
  const algorithms = [...original.ALGORITHMS, 'none', 'HS1', 'hs256', '', undefined];
  const tokens = algorithms
    .filter((alg) => KEYS[alg])
    .map((alg) => original.sign({ header: { alg }, payload: 'p', secret: KEYS[alg].privateKey }));
  tokens.push('', 'a', 'a.b.c', '..', 'e30.e30.', 'eyJhbGciOiJub25lIn0.e30.');
  tokens.push(`${tokens[0]}.x`, `${tokens[0]}=`, `${tokens[3]} `);
  let held = 0;
  let failed = 0;
  for (const token of tokens) {
    for (const algorithm of algorithms) {
      for (const key of keys) {
        const [first, second] = [original, dropin].map((jws) =>
          outcome(() => jws.verify(token, algorithm, key)),
        );
        if (second.result === true) {
          assert.equal(first.result, true, `${token} ${algorithm}`);
          held += 1;
        } else failed += 1;
      }
    }
  }
  assert.ok(held > 20 && failed > 1000, `${held} ${failed}`);
  for (const alg of algorithms) {
    for (const secret of keys) {
      const [first, second] = [original, dropin].map((jws) =>
        outcome(() => jws.sign({ header: { alg }, payload: 'p', secret })),
      );
      assert.ok(first.error === undefined || second.error !== undefined, `${alg} ${secret}`);
    }
  }
  assert.throws(() => dropin.verify('a.b.c'), { code: 'MISSING_ALGORITHM' });
  assert.throws(() => dropin.verify('a.b.c', 'x', SECRET), {
    name: 'TypeError',
    message: /^"x" is not a valid algorithm\./,
  });
});

test('the shared vectors get the same verdict', () => {
  const folder = new URL('../../tests/vectors/', import.meta.url);
  let held = 0;
  let failed = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    for (const { name, request } of JSON.parse(readFileSync(new URL(file, folder))).vectors) {
      const key = request.key?.secret ?? request.key?.pem;
      if (request.op !== 'verify' || !key || typeof request.token !== 'string') continue;
      for (const alg of [request.key.alg, 'RS256'].filter((alg) => KEYS[alg])) {
        const [first, second] = [original, dropin].map((jws) =>
          outcome(() => jws.verify(request.token, alg, key)),
        );
        assert.ok(second.result !== true || first.result === true, name);
        if (first.result === true && second.result !== true) failed += 1;
        else if (second.result) held += 1;
      }
    }
  }
  // Of those that differ, the header or the base64url is not strict, or names another algorithm.
  assert.ok(held > 500 && failed < held / 2, `${held} ${failed}`);
});

test('a token that demands an extension, or of another algorithm, does not hold', () => {
  for (const header of [
    { alg: 'HS256', crit: ['x'] },
    { alg: 'HS256', b64: false },
  ]) {
    const token = original.sign({ header, payload: 'p', secret: SECRET });
    assert.equal(dropin.verify(token, 'HS256', SECRET), false);
  }
  const token = original.sign({ header: { alg: 'HS256' }, payload: 'p', secret: SECRET });
  const [header, rest] = [Buffer.from('{"alg":"HS384"}'), token.slice(token.indexOf('.'))];
  assert.equal(dropin.verify(header.toString('base64url') + rest, 'HS256', SECRET), false);
});

test('streams', async () => {
  const { privateKey, publicKey } = KEYS.ES256;
  for (const options of [
    { payload: 'text', privateKey },
    { payload: Readable.from(['te', 'xt']), key: Readable.from([privateKey]) },
  ]) {
    const signer = dropin.createSign({ header: { alg: 'ES256' }, ...options });
    const verifier = dropin.createVerify({ algorithm: 'ES256', signature: signer });
    verifier.key.end(publicKey);
    const [holds, decoded] = await new Promise((resolve, reject) => {
      verifier.on('done', (...results) => resolve(results)).on('error', reject);
    });
    assert.equal(holds, true);
    assert.equal(decoded.payload, 'text');
  }
  const bad = dropin.createSign({ header: { alg: 'ES256' }, payload: 'p', key: 'no key' });
  const error = await new Promise((resolve) => bad.on('error', resolve));
  assert.equal(error.name, 'TypeError');
  assert.throws(() => dropin.createSign({ header: { alg: 'HS256' } }), TypeError);
  assert.throws(() => dropin.createVerify({ algorithm: 'HS256' }), TypeError);
});

test('the folder for overrides is the same module', () => {
  assert.equal(require('../overrides/jws/index.js'), dropin);
});
