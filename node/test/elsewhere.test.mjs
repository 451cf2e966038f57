// Signatures that are made elsewhere, and those over any bytes.
import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { JotkitError, Key, KeySet, Signer, Verifier, bearer, jws } from 'jotkit';

import { SECRET, failsWith, key } from './shared.mjs';

const OPTIONS = { kid: 'device-1', lifetime: 60 };

test('a key that WebCrypto never lets out', async () => {
  const { subtle } = crypto;
  const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey, publicKey } = await subtle.generateKey(p256, false, ['sign', 'verify']);
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
  const sign = (input) => subtle.sign(ecdsa, privateKey, input);
  const signer = Signer.external('ES256', sign, OPTIONS);
  const token = await signer.signAsync({ sub: 'u1' }, { header: { typ: 'at+jwt' }, lifetime: 5 });
  const verifier = new Verifier(await Key.fromCryptoKey(publicKey));
  const { claims, header } = verifier.verifyFull(token);
  assert.deepEqual(header, { typ: 'at+jwt', alg: 'ES256', kid: 'device-1' });
  assert.deepEqual([claims.sub, claims.exp - claims.iat], ['u1', 5]);
  const told = { name: 'TypeError', message: /Call signAsync/ };
  assert.throws(() => signer.sign({}), told);

  const keyless = Signer.keyless('ES256', OPTIONS);
  const input = keyless.signingInput({ sub: 'u2' });
  const signature = await sign(Buffer.from(input));
  assert.equal(verifier.verify(keyless.assemble(input, signature)).sub, 'u2');
  assert.equal(verifier.verify(signer.assemble(input, signature)).sub, 'u2');
});

test('a function that returns at once, raw or as DER', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const verifier = new Verifier(Key.fromKeyObject(publicKey));
  for (const dsaEncoding of ['der', 'ieee-p1363']) {
    const sign = (input) =>
      createSign('sha256').update(input).sign({ key: privateKey, dsaEncoding });
    const signer = Signer.external('ES256', sign, OPTIONS);
    assert.equal(verifier.verify(signer.sign({ sub: 'u1' })).sub, 'u1');
    assert.equal(verifier.verify(signer.signJson('{"sub":"u2"}')).sub, 'u2');
  }
  const nested = Signer.external('HS256', (input) => {
    new Verifier(key, { expiry_optional: true }).verify(new Signer(key).sign({}));
    return input.subarray(0, 32);
  });
  assert.equal(nested.sign({}).split('.').length, 3);
});

test('what a function throws passes through, and a wrong result is a TypeError', async () => {
  const thrown = new Error('the device is locked');
  const failing = Signer.external('ES256', () => {
    throw thrown;
  });
  const same = (error) => error === thrown;
  assert.throws(() => failing.sign({}), same);
  await assert.rejects(failing.signAsync({}), same);
  await assert.rejects(Signer.external('ES256', () => Promise.reject(thrown)).signAsync({}), same);
  for (const result of [undefined, null, 'text', 7, [1], {}]) {
    const odd = Signer.external('ES256', () => result);
    assert.throws(() => odd.sign({}), { name: 'TypeError', message: /signing function/ });
    await assert.rejects(odd.signAsync({}), TypeError);
  }
  const short = Signer.external('ES256', () => new Uint8Array(9));
  assert.throws(() => short.sign({}), failsWith('argument_invalid'));
  await assert.rejects(short.signAsync({}), failsWith('argument_invalid'));
  assert.throws(() => Signer.external('ES256'), TypeError);
  assert.throws(() => Signer.external('none', () => {}), failsWith('argument_invalid'));
  assert.throws(() => Signer.keyless('ES256', undefined), failsWith('policy_invalid'));
  assert.throws(() => Signer.keyless('ES256').sign({}), JotkitError);
  assert.throws(() => Signer.keyless('ES256').assemble('a.b', 'c'), TypeError);
});

test('a key signs asynchronously and in two steps, too', async () => {
  const signer = new Signer(key, { lifetime: 60 });
  const verifier = new Verifier(key);
  assert.equal(verifier.verify(await signer.signAsync({ sub: 'u1' })).sub, 'u1');
  await assert.rejects(signer.signAsync(undefined), TypeError);
});

test('a lifetime of one call is whole', () => {
  const signer = new Signer(key, { lifetime: 60 });
  const verifier = new Verifier(key);
  assert.equal(verifier.verify(signer.sign({}, { lifetime: 5, now: 10 }), { now: 10 }).exp, 15);
  for (const lifetime of [0, -1, 1.5, NaN, Infinity, 2 ** 54]) {
    assert.throws(
      () => signer.sign({}, { lifetime }),
      failsWith('argument_invalid'),
      `${lifetime}`,
    );
  }
  for (const lifetime of [undefined, null, '60', 60n]) {
    assert.throws(() => signer.sign({}, { lifetime }), TypeError, `${lifetime}`);
  }
});

test('a Date becomes its whole seconds', () => {
  const verifier = new Verifier(key, { leeway: 1 });
  const at = new Date(Date.now() + 60_999);
  const claims = { exp: at, nbf: new Date(1999), seen: [{ at: new Date(-1) }] };
  const seconds = { exp: Math.floor(at / 1000), nbf: 1, seen: [{ at: -1 }] };
  assert.deepEqual(verifier.verify(new Signer(key).sign(claims)), seconds);
  const invalid = { name: 'TypeError', message: /`exp`/ };
  assert.throws(() => new Signer(key).sign({ exp: new Date('soon') }), invalid);
  assert.throws(
    () => new Signer(key).sign({ exp: Date.now() }),
    failsWith('claims_invalid', 'exp'),
  );
});

test('a signature over any bytes', () => {
  const payload = Uint8Array.of(0, 255, 0x7b);
  const token = jws.sign(key, payload, { header: { typ: 'file' } });
  const { header, payload: seen } = jws.verify(new KeySet([key]), token);
  assert.deepEqual([header, [...seen]], [{ alg: 'HS256', typ: 'file' }, [...payload]]);
  const detached = jws.sign(key, payload, { detached: true });
  assert.equal(detached.split('.')[1], '');
  assert.equal(jws.verify(key, detached, { payload }).payload, payload);
  const other = { payload: Uint8Array.of(1) };
  assert.throws(() => jws.verify(key, detached, other), failsWith('signature_invalid'));
  const policy = { algorithms: ['HS512'] };
  assert.throws(() => jws.verify(key, token, { policy }), failsWith('policy_invalid'));
  assert.throws(() => jws.verify(key, token, { policy: undefined }), TypeError);
  assert.throws(() => jws.verify(key, detached, { payload: undefined }), TypeError);
  assert.throws(() => jws.verify(SECRET, token), TypeError);
  assert.throws(() => jws.verify(key, 'a\ud800'), failsWith('token_malformed'));
  assert.throws(() => jws.sign(key, 'text'), TypeError);
  assert.throws(() => jws.sign(key, payload, { detached: 'yes' }), TypeError);
});

test('everything that is wrong with a token', () => {
  const token = new Signer(key).sign({ exp: 1, aud: 'other' });
  const verifier = new Verifier(key, { audience: 'api' });
  const findings = verifier.explain(token, { now: 2 });
  assert.deepEqual(
    findings.map(({ check, code, claim }) => [check, code, claim]),
    [
      ['exp', 'token_expired', 'exp'],
      ['aud', 'audience_refused', 'aud'],
    ],
  );
  for (const { message } of findings) assert.match(message, /\.$/);
  assert.deepEqual(new Verifier(() => key, { any_audience: true }).explain(token, { now: 0 }), []);
  const unknown = new Verifier(() => undefined, { any_audience: true });
  assert.equal(unknown.explain(token, { now: 0 })[0].code, 'key_unknown');
  assert.throws(() => verifier.explain(undefined), TypeError);
});

test('what one call expects', () => {
  const token = new Signer(key, { lifetime: 60 }).sign({ nonce: 'n1' });
  const verifier = new Verifier(key);
  assert.equal(verifier.verify(token, { expected: { nonce: 'n1' } }).nonce, 'n1');
  const other = { expected: { nonce: 'n2' } };
  assert.throws(() => verifier.verify(token, other), failsWith('claim_refused', 'nonce'));
  for (const expected of [{}, null, { nonce: undefined }, { nonce: null }]) {
    assert.throws(() => verifier.verify(token, { expected }), failsWith('argument_invalid'));
  }
  for (const expected of [undefined, 'n1', new Map([['nonce', 'n1']])]) {
    assert.throws(() => verifier.verify(token, { expected }), TypeError);
  }
});

test('a set of PEMs', () => {
  const pem = Key.generate('ES256').public().toPem();
  for (const pems of [
    { a: pem, b: 'none' },
    new Map([
      ['a', Buffer.from(pem)],
      ['b', 'none'],
    ]),
  ]) {
    const set = KeySet.fromPems(pems);
    assert.deepEqual([set.size, set.get('a').alg, set.skipped[0].kid], [1, 'ES256', 'b']);
  }
  assert.equal(KeySet.fromPems([pem]).size, 1);
  for (const pems of [undefined, pem, [7], { a: undefined }]) {
    assert.throws(() => KeySet.fromPems(pems), TypeError);
  }
});

test('an error is the answer to a request', () => {
  for (const header of [undefined, null]) {
    assert.throws(
      () => bearer.parse(header),
      (error) => {
        assert.equal(error.code, 'authorization_missing');
        const www_authenticate = 'Bearer realm="api", scope="read write"';
        assert.deepEqual(error.challenge('api', ['read', 'write']), {
          status: 401,
          www_authenticate,
        });
        assert.throws(() => error.challenge('api', []), failsWith('argument_invalid'));
        assert.throws(() => error.challenge(''), failsWith('argument_invalid'));
        for (const odd of [null, 7]) assert.throws(() => error.challenge(odd), TypeError);
        assert.throws(() => error.challenge('api', 'read'), TypeError);
        return true;
      },
    );
  }
  assert.throws(
    () => new Signer(key, { lifetime: 0 }),
    (error) => {
      assert.deepEqual(error.challenge(), { status: 500, www_authenticate: null });
      return true;
    },
  );
});
