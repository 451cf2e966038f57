// Signing and verifying: what crosses, and how it fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { Signer, Unverified, Verified, Verifier, peek } from 'jotkit';

import { failsWith, key } from './shared.mjs';

const signer = new Signer(key, { lifetime: 60 });
const verifier = new Verifier(key);

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

test('options of other libraries are not dropped without a word', () => {
  const token = signer.sign({});
  assert.throws(() => verifier.verify(token, { audience: 'api' }), TypeError);
  assert.throws(() => signer.sign({}, { expiresIn: '1h' }), TypeError);
});

test('a policy that came back empty switches nothing off', () => {
  const unset = [{ issuer: undefined }, { audience: [undefined] }, { expected: { a: undefined } }];
  for (const policy of [undefined, null, ...unset, { leeway: NaN }]) {
    assert.throws(() => new Verifier(key, policy), failsWith('policy_invalid'), inspect(policy));
  }
  assert.throws(() => new Verifier(key, []), TypeError);
  assert.throws(() => new Signer(key, { issuer: undefined }), failsWith('policy_invalid'));
});

/** JSON has no form for them, or one that loses what they hold. */
const NO_JSON = [() => 'a', Symbol('a'), 10n, new Map([['a', 1]]), new Set(['a']), /a/];

test('a policy that JSON cannot hold is a TypeError', () => {
  class Settings {}
  for (const policy of ['issuer', ...NO_JSON, new Settings(), Object.create({ issuer: 'a' })]) {
    assert.throws(() => new Verifier(key, policy), TypeError, inspect(policy));
  }
  for (const issuer of [...NO_JSON, new URL('https://id.example'), new Date(0)]) {
    assert.throws(() => new Verifier(key, { issuer }), TypeError, inspect(issuer));
    assert.throws(() => new Verifier(key, { expected: issuer }), TypeError, inspect(issuer));
  }
  // Without a prototype, or with another realm's, it is a plain object all the same.
  const bare = Object.assign(Object.create(null), { issuer: 'a' });
  const demanding = new Verifier(key, bare);
  assert.throws(() => demanding.verify(signer.sign({})), failsWith('issuer_refused', 'iss'));
});

test('claims that JSON would drop or change are refused', () => {
  const dropped = [undefined, [undefined], { b: undefined }, Promise.resolve(1)];
  for (const a of [...dropped, ...NO_JSON, Buffer.from('b').buffer]) {
    assert.throws(() => signer.sign({ a }), TypeError, inspect(a));
  }
  for (const claims of [undefined, null, 'text', 7, [], ...NO_JSON.slice(0, 4)]) {
    assert.throws(() => signer.sign(claims), TypeError, inspect(claims));
  }
  for (const a of [NaN, [-Infinity], '\ud800']) {
    assert.throws(() => signer.sign({ a }), failsWith('claims_invalid'), inspect(a));
  }
  assert.throws(() => signer.sign({ exp: 'soon' }), failsWith('claims_invalid', 'exp'));
  class Session {
    sub = 'u1';
    at = new Date(0);
  }
  const { sub, at } = verifier.verify(signer.sign(new Session()));
  assert.deepEqual({ sub, at }, { sub: 'u1', at: 0 });
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
