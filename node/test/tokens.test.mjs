// Signing and verifying: what crosses, and how it fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { JotkitError, Key, Signer, Unverified, Verified, Verifier, peek } from 'jotkit';

const key = Key.hs256('correct horse battery staple, twice over');
const signer = new Signer(key, { lifetime: 60 });
const verifier = new Verifier(key);

const failsWith = (code, claim) => (error) => {
  assert.ok(error instanceof JotkitError, error);
  assert.deepEqual({ code: error.code, claim: error.claim }, { code, claim });
  return true;
};

test('claims come back as they went, in their order', () => {
  const claims = { z: 'ü\u{1F600}"\\\n', a: [1, { b: null }], t: true, n: -1.5e-7, exp: 4e9 };
  const back = verifier.verify(new Signer(key).sign(claims));
  assert.deepEqual(back, claims);
  assert.deepEqual(Object.keys(back), Object.keys(claims));
});

test('the whole token', () => {
  const text = '{ "exp": 4e9, "big": 12345678901234567890 }';
  const token = new Signer(key).signJson(text, { header: { kid: 'k', typ: 'at+jwt' } });
  const verified = verifier.verifyFull(token);
  assert.ok(verified instanceof Verified && !(verified instanceof Unverified));
  assert.deepEqual(verified.header, { alg: 'HS256', typ: 'at+jwt', kid: 'k' });
  assert.equal(verified.payload, text);
  const unverified = peek(token);
  assert.ok(unverified instanceof Unverified && !(unverified instanceof Verified));
  assert.equal(unverified.payload, text);
  assert.equal(new Signer(key).signJson(text, { header: '{"kid":"k","typ":"at+jwt"}' }), token);
});

test('a time can be given', () => {
  const token = signer.sign({}, { now: 1000 });
  assert.deepEqual(verifier.verify(token, { now: 1059.9 }), { iat: 1000, exp: 1060 });
  assert.throws(() => verifier.verify(token, { now: 1060 }), failsWith('token_expired', 'exp'));
  assert.throws(() => verifier.verify(token), failsWith('token_expired', 'exp'));
  for (const now of [NaN, Infinity, 2 ** 60]) {
    assert.throws(() => verifier.verify(token, { now }), failsWith('argument_invalid'));
    assert.throws(() => signer.sign({}, { now }), failsWith('argument_invalid'));
  }
  for (const now of [undefined, null, '1000', 1000n, new Date(0)]) {
    assert.throws(() => verifier.verify(token, { now }), TypeError);
    assert.throws(() => signer.sign({}, { now }), TypeError);
  }
});

test('wrong types are a TypeError', () => {
  for (const claims of [undefined, null, 'text', 7, [], new Map(), Promise.resolve({})]) {
    assert.throws(() => signer.sign(claims), TypeError);
  }
  const token = signer.sign({});
  // Options of other libraries' verify() would otherwise be dropped without a word.
  assert.throws(() => verifier.verify(token, { audience: 'api' }), TypeError);
  assert.throws(() => verifier.verify(token, 'api'), TypeError);
  assert.throws(() => signer.sign({}, { expiresIn: '1h' }), TypeError);
});

test('a policy that came back empty switches nothing off', () => {
  for (const policy of [
    undefined,
    null,
    { issuer: undefined },
    { issuer: null },
    { audience: [] },
    { audience: [undefined] },
    { leeway: NaN },
    { required: undefined },
    { expected: { a: undefined } },
    [],
  ]) {
    assert.throws(
      () => new Verifier(key, policy),
      Array.isArray(policy) ? TypeError : failsWith('policy_invalid'),
      inspect(policy),
    );
  }
  assert.throws(() => new Signer(key, { issuer: undefined }), failsWith('policy_invalid'));
});

test('a policy that JSON cannot hold is a TypeError', () => {
  class Settings {}
  for (const policy of [
    'issuer',
    () => {},
    new Map([['issuer', 'a']]),
    new Settings(),
    Object.create({ issuer: 'a' }),
    { issuer: () => 'a' },
    { issuer: Symbol('a') },
    { leeway: 10n },
    { expected: new Map([['a', 1]]) },
    { issuer: new Set(['a']) },
    { issuer: new URL('https://id.example') },
    { issuer: new Date(0) },
  ]) {
    assert.throws(() => new Verifier(key, policy), TypeError, inspect(policy));
  }
  // Without a prototype, or with another realm's, it is a plain object all the same.
  const bare = Object.assign(Object.create(null), { issuer: 'a' });
  assert.throws(
    () => new Verifier(key, bare).verify(signer.sign({})),
    failsWith('issuer_refused', 'iss'),
  );
});

test('claims that JSON would drop or change are refused', () => {
  for (const claims of [
    { a: undefined },
    { a: [undefined] },
    { a: { b: undefined } },
    { a: () => {} },
    { a: Symbol('b') },
    { a: 1n },
    { a: new Map([['b', 1]]) },
    { a: new Set([1]) },
    { a: Promise.resolve(1) },
    { a: Buffer.from('b').buffer },
    { a: /b/ },
  ]) {
    assert.throws(() => signer.sign(claims), TypeError, inspect(claims));
  }
  for (const claims of [{ a: NaN }, { a: [-Infinity] }, { exp: Infinity }]) {
    assert.throws(() => signer.sign(claims), failsWith('claims_invalid'), inspect(claims));
  }
  assert.throws(() => signer.sign({ exp: 'soon' }), failsWith('claims_invalid', 'exp'));
  assert.throws(() => signer.sign({ a: '\ud800' }), failsWith('claims_invalid'));
  class Session {
    sub = 'u1';
    at = new Date(0);
  }
  const { sub, at } = verifier.verify(signer.sign(new Session()));
  assert.deepEqual({ sub, at }, { sub: 'u1', at: '1970-01-01T00:00:00.000Z' });
  const cycle = {};
  cycle.cycle = cycle;
  assert.throws(() => signer.sign(cycle), TypeError);
});

test('an error names its claim', () => {
  const token = signer.sign({});
  for (const claim of ['a', 'é', 'a'.repeat(300)]) {
    const demanding = new Verifier(key, { required: ['exp', claim] });
    assert.throws(
      () => demanding.verify(token),
      (error) => failsWith('claim_missing', claim)(error) && error.message.includes(`${claim}.`),
    );
  }
});

test('a long token is judged by its length, and no further copied', () => {
  const long = signer.sign({ pad: 'é'.repeat(3000) });
  assert.equal(verifier.verify(long).pad.length, 3000);
  const limited = new Verifier(key, { max_token_bytes: long.length });
  assert.equal(limited.verify(long).pad.length, 3000);
  for (const text of [`${long}A`, `${long}é`, `${long}\ud800`, 'é'.repeat(long.length)]) {
    assert.throws(() => limited.verify(text), failsWith('token_too_large'), inspect(text));
  }
  const exact = new Verifier(key, { max_token_bytes: 1 << 20 });
  const big = new Signer(key, { lifetime: 60 }).sign({ pad: 'a'.repeat(500_000) });
  assert.equal(exact.verify(big).pad.length, 500_000);
  assert.throws(() => peek(big), failsWith('token_too_large'));
  assert.throws(() => peek('é'.repeat(5e7)), failsWith('token_too_large'));
});
