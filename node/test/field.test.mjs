// What people hold in their hands and hand to jotkit: tests/field.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { Key, KeySet, Signer, Verifier, peek } from 'jotkit';

import { SECRET, failsWith } from './shared.mjs';

const field = (name) =>
  JSON.parse(readFileSync(new URL(`../../tests/field/${name}.json`, import.meta.url), 'utf8'));

/** The message of the error that a call throws. */
function sentence(work, code) {
  let message;
  assert.throws(work, (error) => {
    message = error.message;
    return failsWith(code)(error);
  });
  return message;
}

test('a PEM from the environment is taken, or the message says what to do', () => {
  const { alg, key, cases } = field('02-pem-from-environment');
  const said = {
    'backslash n': /line ends are escaped/,
    'backslash r backslash n': /line ends are escaped/,
    'in double quotes': /in quotes/,
    'base64 of the whole file': /PEM in base64; decode it/,
    'Keycloak realm public_key': /without BEGIN and END lines; decode it and import it as DER/,
    'file name': /file name/,
    'service account JSON': /`private_key`/,
  };
  const thumbprint = Key.fromPem(key, { alg }).thumbprint();
  for (const { id, pem } of cases) {
    if (id in said) {
      assert.match(
        sentence(() => Key.fromPem(pem, { alg }), 'key_invalid'),
        said[id],
        id,
      );
    } else if (id.startsWith('PKCS#8')) assert.equal(Key.fromPem(pem).alg, 'ES256', id);
    else assert.equal(Key.fromPem(pem, { alg }).thumbprint(), thumbprint, id);
  }
});

test('keys of ssh-keygen', () => {
  const keys = field('03-openssh-keys');
  const signer = Key.fromPem(keys['private ed25519']);
  const wrapped = Key.fromPem(keys['private ed25519, wrapped at 64']);
  const shared = Key.fromPem(keys['public ed25519']);
  assert.equal(signer.private, true);
  assert.equal(shared.private, false);
  for (const key of [wrapped, shared]) assert.equal(key.thumbprint(), signer.thumbprint());
  new Verifier(shared).verify(new Signer(signer, { lifetime: 60 }).sign({}));
  assert.equal(Key.fromPem(keys['public rsa'], { alg: 'RS256' }).kty, 'RSA');
  const line = keys['public ed25519'];
  assert.throws(() => Key.hs256(line), failsWith('key_unsuitable'));
});

test('keys without any format', () => {
  const keys = field('05-bare-keys');
  const bytes = (start) => {
    const name = Object.keys(keys).find((name) => name.startsWith(start));
    return Buffer.from(keys[name], 'base64');
  };
  const long = Key.fromEd25519Private(bytes('ed25519, 64 bytes'));
  const thumbprint = long.thumbprint();
  assert.equal(Key.fromEd25519Private(bytes('ed25519, 32-byte')).thumbprint(), thumbprint);
  assert.equal(Key.fromJwk(keys['OKP JWK with d only']).thumbprint(), thumbprint);
  const half = Key.fromEd25519Public(bytes('ed25519, 64 bytes').subarray(32));
  assert.deepEqual([half.thumbprint(), half.private], [thumbprint, false]);
  const point = Key.fromEcPoint(bytes('P-256 public point'), { alg: 'ES256' });
  const halves = Key.fromEcPoint(bytes('P-256 x and y'), { alg: 'ES256', kid: 'a' });
  assert.equal(point.thumbprint(), halves.thumbprint());
  assert.equal(halves.kid, 'a');
  const scalar = Key.generate('ES256').toJwk();
  const made = Key.fromEcScalar(Buffer.from(scalar.d, 'base64url'), { alg: 'ES256' });
  assert.deepEqual([made.toJwk().x, made.private], [scalar.x, true]);
  assert.throws(() => Key.fromEcPoint(bytes('P-256 x')), failsWith('argument_invalid'));
  assert.throws(() => Key.fromEcPoint('04', { alg: 'ES256' }), TypeError);
});

test('tokens that end in =', () => {
  const { pem, now, tokens, 'must stay refused': refused } = field('11-alb-padded-token');
  const key = Key.fromPem(pem);
  const policy = { allow_padding: true };
  for (const token of tokens) {
    new Verifier(key, policy).verify(token, { now });
    assert.equal(peek(token, policy).header.alg, 'ES256');
    assert.throws(() => new Verifier(key).verify(token, { now }), failsWith('token_malformed'));
    assert.throws(() => peek(token), failsWith('token_malformed'));
  }
  for (const token of refused) {
    assert.throws(() => new Verifier(key, policy).verify(token), failsWith('token_malformed'));
    assert.throws(() => peek(token, policy), failsWith('token_malformed'));
  }
  assert.throws(() => peek(tokens[0], undefined), failsWith('policy_invalid'));
});

test('a refusal says what else was given as a token', () => {
  const { secret, now, cases } = field('14-not-a-jws');
  const verifier = new Verifier(Key.hs256(secret), { audience: 'api' });
  const said = [/five segments.*JWE/s, /issuer/, /bearer/i, /quotes/, /white space|line end/];
  const messages = cases.map(({ id, token }) => {
    const unsigned = id === 'unsigned token';
    const code = unsigned ? 'algorithm_refused' : 'token_malformed';
    return sentence(() => verifier.verify(token, { now }), code);
  });
  for (const [index, pattern] of said.entries()) assert.match(messages[index], pattern);
});

test('secrets in rotation are tried only if the policy says so', () => {
  const { jwks, policy, now, 'token of the old secret': token } = field('17-secret-rotation');
  const set = KeySet.fromJwks(jwks);
  assert.throws(() => new Verifier(set, policy).verify(token, { now }), failsWith('key_ambiguous'));
  const verifier = new Verifier(set, { ...policy, try_each: true });
  assert.equal(verifier.verify(token, { now }).sub, 'u1');
});

test('one audience is a string', () => {
  const { options } = field('18b-single-audience');
  const token = new Signer(Key.hs256(SECRET), options).sign({});
  assert.equal(peek(token).payload, JSON.stringify({ aud: options.audience }));
});

test("Node's own keys and bytes of another realm", async (t) => {
  const calls = field('21-node-host-types').cases.map(({ call }) => call);
  const key = Key.generate('RS256');
  const pem = key.toPem();
  const alg = { alg: 'RS256' };
  const tests = {
    'a Buffer of PEM'() {
      assert.equal(Key.fromPem(Buffer.from(pem), alg).thumbprint(), key.thumbprint());
      const latin = Buffer.from([0xff, 0xfe]);
      assert.throws(() => Key.fromPem(latin, alg), failsWith('argument_invalid'));
    },
    'bytes of another realm'() {
      const bytes = runInNewContext('new Uint8Array(32)');
      assert.equal(bytes instanceof Uint8Array, false);
      assert.equal(Key.hs256(bytes).alg, 'HS256');
    },
    'a KeyObject for fromPem'() {
      const told = { name: 'TypeError', message: /Key\.fromKeyObject/ };
      assert.throws(() => Key.fromPem(createPublicKey(pem)), told);
      assert.throws(() => new Signer(createPrivateKey(pem)), told);
      const half = Key.fromKeyObject(createPublicKey(pem), alg);
      assert.deepEqual([half.thumbprint(), half.private], [key.thumbprint(), false]);
      const whole = Key.fromKeyObject(createPrivateKey(pem), { ...alg, kid: 'k' });
      assert.deepEqual(
        [whole.thumbprint(), whole.private, whole.kid],
        [key.thumbprint(), true, 'k'],
      );
      const secret = createSecretKey(Buffer.from(SECRET));
      const token = new Signer(Key.fromKeyObject(secret, { alg: 'HS256' })).sign({});
      new Verifier(Key.hs256(SECRET), { expiry_optional: true }).verify(token);
      assert.throws(() => Key.fromKeyObject(secret), failsWith('argument_invalid'));
      assert.throws(() => Key.fromKeyObject(pem), TypeError);
    },
    'a KeyObject for fromJwk'() {
      const told = { name: 'TypeError', message: /Key\.fromKeyObject/ };
      assert.throws(() => Key.fromJwk(createPublicKey(pem)), told);
      const jwk = createPublicKey(pem).export({ format: 'jwk' });
      assert.equal(Key.fromJwk(jwk, alg).private, false);
    },
    'an asynchronous resolver'() {
      const token = new Signer(key, { lifetime: 60 }).sign({});
      const verifier = new Verifier(async () => key);
      const told = { name: 'TypeError', message: /synchronously: fetch beforehand/ };
      assert.throws(() => verifier.verify(token), told);
    },
  };
  assert.equal(Object.keys(tests).length, calls.length);
  for (const [name, work] of Object.entries(tests)) await t.test(name, work);
});

test('a CryptoKey that can be exported', async () => {
  const { subtle } = crypto;
  const usages = ['sign', 'verify'];
  const algorithms = {
    ES256: { name: 'ECDSA', namedCurve: 'P-256' },
    PS384: {
      name: 'RSA-PSS',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
      hash: 'SHA-384',
    },
  };
  for (const [alg, parameters] of Object.entries(algorithms)) {
    const pair = await subtle.generateKey(parameters, true, usages);
    const key = await Key.fromCryptoKey(pair.privateKey);
    assert.equal(key.alg, alg);
    const token = new Signer(key, { lifetime: 60 }).sign({});
    new Verifier(await Key.fromCryptoKey(pair.publicKey, { kid: 'a' })).verify(token);
  }
  const secret = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, usages);
  assert.equal((await Key.fromCryptoKey(secret)).alg, 'HS256');
  const { privateKey } = await subtle.generateKey(algorithms.ES256, false, usages);
  const told = { name: 'TypeError', message: /Signer\.external/ };
  await assert.rejects(Key.fromCryptoKey(privateKey), told);
  await assert.rejects(Key.fromCryptoKey('key'), TypeError);
  const hint = { name: 'TypeError', message: /await Key\.fromCryptoKey/ };
  assert.throws(() => Key.fromPem(privateKey), hint);
});
