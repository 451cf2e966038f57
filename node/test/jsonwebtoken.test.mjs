// jotkit/jsonwebtoken and jsonwebtoken itself: the same calls, the same answers.
import assert from 'node:assert/strict';
import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import dropin, { verify } from 'jotkit/jsonwebtoken';
import original from 'jsonwebtoken';

const require = createRequire(import.meta.url);
const NOW = 1_750_000_000;

/** What a call comes to: its result, or the exception with all that it shows. */
function outcome(call) {
  try {
    return { result: call() };
  } catch (error) {
    assert.ok(error instanceof Error, String(error));
    const { name, message, expiredAt, date } = error;
    return { name, message, expiredAt: Number(expiredAt), date: Number(date) };
  }
}

/** Both outcomes of a verification. */
function both(token, key, options) {
  const [before, after] = [original, dropin].map((jwt) =>
    outcome(() => jwt.verify(token, key, options)),
  );
  // The one thing that must never be: to accept what the original refuses.
  const accepted = before.name !== undefined && after.name === undefined;
  assert.ok(!accepted, `accepted: ${token} ${JSON.stringify(before)}`);
  return [before, after];
}

const STRICT_JSON =
  'JSON must be strict: names once, no lone surrogates, numbers that a double holds';
const CANONICAL = 'base64url must be canonical, so that a token has one spelling';
const CRITICAL = '`crit` and `b64` demand what is not supported (RFC 7515 §4.1.11)';
const NO_SECRET = 'a secret that is the text or bytes of a key of another kind';
const OBJECT = 'a header that is not a JSON object';
const ISSUER = 'an issuer that is neither a string nor a list, which the original does not compare';
const UTF8 = 'a header that is not UTF-8';

/** Why the drop-in refuses what the original accepts, or refuses it in other words. */
function reason(token, key, before, after) {
  if (after.message === 'secretOrPublicKey is not valid key material') return NO_SECRET;
  if (after.message.startsWith('jwt issuer invalid') && before.name === undefined) return ISSUER;
  if (after.message !== 'invalid token' && after.message !== 'invalid signature') return undefined;
  const segments = token.split('.');
  const bytes = segments.map((segment) => Buffer.from(segment, 'base64url'));
  if (segments.some((segment, n) => bytes[n].toString('base64url') !== segment)) return CANONICAL;
  const [header, payload] = bytes;
  if (!header.equals(Buffer.from(header.toString()))) return UTF8;
  const parsed = outcome(() => JSON.parse(header.toString())).result;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return OBJECT;
  if ('crit' in parsed || ('b64' in parsed && parsed.b64 !== true)) return CRITICAL;
  if (isOdd(header) || isOdd(payload)) return STRICT_JSON;
  return undefined;
}

/** Whether JSON that JavaScript reads is not strict. */
function isOdd(bytes) {
  const text = bytes.toString();
  if (!bytes.equals(Buffer.from(text))) return true;
  let depth = 0;
  let deepest = 0;
  for (const c of text) {
    if (c === '{' || c === '[') deepest = Math.max(deepest, (depth += 1));
    if (c === '}' || c === ']') depth -= 1;
  }
  if (deepest > 512) return true;
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return true;
  }
  const names = (one) =>
    typeof one !== 'object' || one === null
      ? 0
      : Object.entries(one).reduce(
          (sum, [, item]) => sum + (Array.isArray(one) ? 0 : 1) + names(item),
          0,
        );
  const colons = text.replace(/"(?:\\.|[^"\\])*"/g, '""').split(':').length - 1;
  if (colons !== names(value)) return true;
  const again = JSON.stringify(value);
  return /\\ud[89a-f]/i.test(again) || /(^|[^"\w])-?\d[\d.]*e\+?\d{3}|\d{309}/i.test(text);
}

function keyOf({ secret, secret_hex, pem, jwk, alg }) {
  if (secret !== undefined) return { key: secret, alg };
  if (secret_hex !== undefined) return { key: Buffer.from(secret_hex, 'hex'), alg };
  if (pem !== undefined) return { key: pem, alg };
  if (jwk === undefined) return undefined;
  const members = typeof jwk === 'string' ? outcome(() => JSON.parse(jwk)).result : jwk;
  return members && { key: { key: members, format: 'jwk' }, alg };
}

test('every shared token gets the verdict of jsonwebtoken, or is refused for a reason', () => {
  const folder = new URL('../../tests/vectors/', import.meta.url);
  const reasons = new Map();
  let compared = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    for (const { name, request } of JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      .vectors) {
      if (request.op !== 'verify' || typeof request.token !== 'string') continue;
      const found = request.key && keyOf(request.key);
      if (!found) continue;
      const { audience, issuer, subject } = request.policy ?? {};
      const options = { clockTimestamp: request.now ?? NOW, audience, issuer, subject };
      // Without `algorithms` now and then: reading a key takes the original its time.
      const unnamed = compared % 4 === 0 ? [undefined] : [];
      for (const algorithms of [...unnamed, found.alg && [found.alg]]) {
        const [before, after] = both(request.token, found.key, { ...options, algorithms });
        compared += 1;
        if (same(before, after)) continue;
        const why = reason(request.token, found.key, before, after);
        assert.ok(why, `${name}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`);
        reasons.set(why, (reasons.get(why) ?? 0) + 1);
      }
    }
  }
  assert.ok(compared > 400, `${compared} compared`);
  assert.ok(reasons.size > 2, [...reasons.keys()].join());
});

function same(before, after) {
  try {
    assert.deepEqual(after, before);
    return true;
  } catch {
    return false;
  }
}

/** Numbers that look random and are the same each time. */
function dice(seed) {
  return (sides) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * sides);
  };
}

const CLAIMS = {
  exp: [NOW + 1, NOW, NOW - 1, 0, -1, '1', null, 1.5, true, [], NOW + 0.5],
  nbf: [NOW + 1, NOW, NOW - 1, 'x', null, {}],
  iat: [NOW, NOW - 10, 0, '1', null, NOW + 0.25],
  aud: ['a', 'b', ['a', 'b'], [], null, 5, [5, 'a'], [['a']], ''],
  iss: ['i', 'j', null, 5, ['i'], ''],
  sub: ['s', 't', 5, null, ''],
  jti: ['1', 1],
  nonce: ['n', 'm', null],
};
const OPTIONS = {
  audience: ['a', /^a/, ['c', /b/], [/x/, 'b'], [], 5, null, '', false, ['c'], ['c', 5], [null]],
  issuer: ['i', ['i', 'j'], [], '', ['x', 'y'], null],
  subject: ['s', 't', 5, '', null, false],
  jwtid: ['1', 1],
  nonce: ['n', 'm', '', ' ', null, 5],
  maxAge: [1, 10, 11, '10s', '1m', 'x', 0, '', true, {}, -1, '1 day', NaN],
  clockTolerance: [0, 1, 5, undefined, null, NaN],
  clockTimestamp: [NOW, NOW + 1, NOW + 0.5, '1', null, 0],
  ignoreExpiration: [true, false, 1, undefined],
  ignoreNotBefore: [true, false, 0],
  algorithms: [['HS256'], ['HS384', 'HS256'], 'HS256', ['none'], [], [undefined], 'HS256,RS256'],
  allowInvalidAsymmetricKeyTypes: [true, false, 'yes', null],
  complete: [true, false, 1],
  unknown: [() => 1],
};

/** Some members of a table, each with one of its values. */
function some(table, roll, oneIn) {
  const chosen = Object.entries(table).filter(() => roll(oneIn) === 0);
  return Object.fromEntries(chosen.map(([name, values]) => [name, values[roll(values.length)]]));
}

test('generated claims and options get the verdict of jsonwebtoken', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: NOW * 1000 });
  const roll = dice(7);
  const verdicts = new Set();
  for (let n = 0; n < 2500; n += 1) {
    const claims = some(CLAIMS, roll, 3);
    const header = [{}, { typ: undefined }, { kid: null }, { typ: 'x' }][roll(4)];
    const payload = roll(12) === 0 ? ['text', '[1]', '5', 'null', '"x"', '{'][roll(6)] : claims;
    const signed = require('jws').sign({
      header: { alg: 'HS256', typ: 'JWT', ...header },
      payload,
      secret: 'secret',
    });
    const token = roll(15) === 0 ? mangled(signed, roll) : signed;
    const options = some(OPTIONS, roll, 6);
    const key = ['secret', 'secret', 'secret', 'other', '', null, undefined, 0, {}][roll(9)];
    const [before, after] = both(token, key, options);
    verdicts.add(after.message ?? 'good');
    if (same(before, after)) continue;
    const why = reason(token, key, before, after) ?? known(before, after);
    const call = JSON.stringify([token, key, options, before, after]);
    assert.ok(why, call);
  }
  assert.ok(verdicts.size > 25, [...verdicts].join('\n'));
});

function mangled(token, roll) {
  const at = roll(token.length);
  switch (roll(4)) {
    case 0:
      return token.slice(0, at);
    case 1:
      return `${token}.x`;
    case 2:
      return token.slice(0, at) + 'Aa.-='[roll(5)] + token.slice(at + 1);
    default:
      return token.slice(0, token.lastIndexOf('.') + 1);
  }
}

/** Where the original falls over its own values. */
function known(before, after) {
  if (before.name === 'TypeError' && after.name === 'JsonWebTokenError') {
    return 'a TypeError of JavaScript, such as for a payload that is null';
  }
  return undefined;
}

const PAYLOADS = [
  { a: 1 },
  { a: 1, iat: 5 },
  { iat: 0, a: 1 },
  { exp: NOW, iss: 'i' },
  { exp: 'x' },
  { exp: undefined },
  { iat: Infinity },
  { nbf: NaN },
  { sub: 'José 測試', nested: { b: [1, null] } },
  'text',
  7,
  true,
  Buffer.from('bytes'),
  undefined,
  null,
  [1],
  new Date(0),
  new Map(),
];
const SIGN_OPTIONS = {
  algorithm: ['HS256', 'HS512', 'none', 'RS256', 'foo', undefined, null],
  expiresIn: [60, -1, '1h', '2 days', 'x', '', 1.5, undefined, null, {}, '100'],
  notBefore: [1, '1m', 'x', undefined],
  audience: ['a', ['a', 'b'], 5, undefined],
  issuer: ['i', 5, undefined],
  subject: ['s', ''],
  jwtid: ['j', 1],
  keyid: ['k', 1],
  header: [{ a: 1 }, { typ: 'at+jwt', kid: 'h' }, { alg: 'HS384' }, 'x', undefined],
  noTimestamp: [true, false, 1],
  encoding: ['utf8', 'latin1', 5],
  mutatePayload: [true, false],
  allowInsecureKeySizes: [true, 1],
  unknown: [1],
};

test('generated payloads and options are signed as jsonwebtoken signs them', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: NOW * 1000 });
  const roll = dice(11);
  const seen = new Set();
  for (let n = 0; n < 2500; n += 1) {
    const payload = PAYLOADS[roll(PAYLOADS.length)];
    const options = [undefined, null, [], 'x'][roll(40)] ?? some(SIGN_OPTIONS, roll, 8);
    const key = ['secret', 'secret', 'secret', Buffer.from('bytes'), '', undefined, {}][roll(7)];
    const copy = () => (isPlain(payload) ? { ...payload } : payload);
    const [mine, theirs] = [copy(), copy()];
    const before = outcome(() => original.sign(theirs, key, options));
    const after = outcome(() => dropin.sign(mine, key, options));
    seen.add(after.message ?? 'good');
    if (before.name === 'TypeError') {
      assert.ok(after.name !== undefined || payload === null, JSON.stringify([before, after]));
      continue;
    }
    // With `algorithm: 'none'` the original takes an empty string for a secret.
    if (key === '' && after.message === 'secretOrPrivateKey must have a value') continue;
    assert.deepEqual(after, before, JSON.stringify([payload, options, key]));
    if (after.result !== undefined) assert.deepEqual(mine, theirs);
  }
  assert.ok(seen.size > 20, [...seen].join('\n'));
});

function isPlain(value) {
  return Object.prototype.toString.call(value) === '[object Object]';
}

test('keys of every form', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = (key) =>
    key.export({ type: key.type === 'public' ? 'spki' : 'pkcs8', format: 'pem' });
  const passphrase = 'a passphrase';
  const cipher = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase };
  const locked = rsa.privateKey.export(cipher);
  const bytes = Buffer.from('secret');
  const cases = [
    ['HS256', 'secret', 'secret'],
    ['HS256', bytes, 'secret'],
    ['HS384', createSecretKey(bytes), new Uint8Array(bytes)],
    ['RS256', pem(rsa.privateKey), pem(rsa.publicKey)],
    ['RS256', Buffer.from(pem(rsa.privateKey)), rsa.publicKey],
    ['RS512', rsa.privateKey, pem(rsa.privateKey)],
    ['PS256', { key: locked, passphrase }, { key: pem(rsa.publicKey) }],
    ['RS256', { key: Buffer.from(locked), passphrase }, rsa.publicKey],
    ['ES256', ec.privateKey, { key: ec.publicKey.export({ format: 'jwk' }), format: 'jwk' }],
    ['ES256', pem(ec.privateKey), pem(ec.publicKey)],
    ['RS256', small.privateKey, pem(small.publicKey)],
    ['PS384', pem(small.privateKey), small.publicKey],
  ];
  for (const [algorithm, signing, verifying] of cases) {
    const options = { algorithm, allowInsecureKeySizes: true };
    for (const [one, other] of [
      [original, dropin],
      [dropin, original],
      [dropin, dropin],
    ]) {
      // The second time the key is known.
      for (const sub of ['first', 'second']) {
        const token = one.sign({ sub }, signing, options);
        assert.equal(other.verify(token, verifying, { algorithms: [algorithm] }).sub, sub);
        assert.equal(other.verify(token, verifying).sub, sub);
        const [before, after] = both(`${token.slice(0, -8)}AAAAAAAA`, verifying, {});
        assert.equal(after.message, before.message);
      }
    }
  }
  assert.throws(() => dropin.sign({}, small.privateKey, { algorithm: 'RS256' }), /2048 bits/);
});

test('callbacks are called once, and key functions see the header', async () => {
  const token = dropin.sign({ sub: 'u1' }, 'secret', { keyid: 'k' });
  const ask = (key, given = token, options = {}) =>
    new Promise((resolve) => dropin.verify(given, key, options, (...all) => resolve(all)));
  assert.equal((await ask('secret'))[1].sub, 'u1');
  assert.equal(
    (await ask((header, done) => done(null, header.kid === 'k' && 'secret')))[1].sub,
    'u1',
  );
  const [error] = await ask((header, done) => done(new Error('gone')));
  assert.equal(error.message, 'error in secret or public key callback: gone');
  assert.equal((await ask((header, done) => done(null, undefined)))[0].name, 'JsonWebTokenError');
  const never = () => assert.fail('the token is malformed');
  assert.equal((await ask(never, 'a.b'))[0].message, 'jwt malformed');
  assert.throws(() => dropin.verify(token, never), /must be called asynchronous/);
  const signed = await new Promise((resolve) =>
    dropin.sign({ a: 1 }, 'secret', (...all) => resolve(all)),
  );
  assert.equal(signed[0], null);
  assert.equal(verify(signed[1], 'secret').a, 1);
});

test('tokens are read without being verified as jsonwebtoken reads them', () => {
  const tokens = ['', 'x', 'null', 'a.b.c', undefined, null, 5, {}, dropin.sign('text', 'secret')];
  tokens.push(dropin.sign({ a: 1 }, 'secret'), Buffer.from(dropin.sign({ a: 1 }, 'secret')));
  for (const token of tokens) {
    for (const options of [undefined, null, { complete: true }, { json: true }]) {
      const [before, after] = [original, dropin].map((jwt) =>
        outcome(() => jwt.decode(token, options)),
      );
      assert.deepEqual(after, before, JSON.stringify([token, options]));
    }
  }
});

test('the exceptions look and inherit as those of jsonwebtoken', () => {
  for (const name of ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']) {
    const [before, after] = [original, dropin].map((jwt) => new jwt[name]('m', new Date(0)));
    assert.deepEqual(JSON.stringify(after), JSON.stringify(before));
    assert.ok(after instanceof dropin.JsonWebTokenError && after instanceof Error);
    assert.equal(after.constructor.name, name);
    assert.match(after.stack, /m\n/);
  }
});

test('the folder for overrides is the same module', () => {
  const folder = '../overrides/jsonwebtoken';
  assert.equal(require(`${folder}/index.js`), dropin);
  for (const name of ['decode', 'sign', 'verify', 'lib/TokenExpiredError']) {
    assert.equal(require(`${folder}/${name}.js`), dropin[name.replace('lib/', '')]);
  }
});
