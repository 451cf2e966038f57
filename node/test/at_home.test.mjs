// What people who know Node's other libraries try.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  JotkitError,
  Key,
  KeySet,
  RemoteKeys,
  Signer,
  Verifier,
  bearer,
  jws,
  likecoin,
  livelike,
  peek,
} from 'jotkit';
import * as v from 'valibot';
import { z } from 'zod';

import { SECRET, failsWith } from './shared.mjs';

const key = Key.hs256(SECRET);
const signer = new Signer(key, { lifetime: 3600 });
const verifier = new Verifier(key);

test('secrets take the options of keys', () => {
  const long = SECRET.repeat(2);
  for (const name of ['hs256', 'hs384', 'hs512']) {
    assert.equal(Key[name](long, { kid: 'a' }).kid, 'a');
    assert.equal(Key[name]('short', { allow_short: true }).alg, name.toUpperCase());
    assert.throws(() => Key[name](long, { alg: 'HS256' }), /The algorithm is HS\d+ already/);
    assert.throws(() => Key[name](long, { kidd: 'a' }), failsWith('argument_invalid'));
    assert.throws(() => Key[name](long, undefined), TypeError);
    assert.throws(() => Key[name](long, { kid: undefined }), JotkitError);
  }
});

test('surplus arguments are refused', () => {
  const token = signer.sign({});
  const remote = { jwks_url: 'https://id.example/keys' };
  for (const call of [
    () => Key.hs256(SECRET, {}, {}),
    () => Key.fromSecret(SECRET, { alg: 'HS256' }, {}),
    () => Key.fromPem(SECRET, {}, {}),
    () => KeySet.fromJwks({ keys: [] }, {}, {}),
    () => new Signer(key, {}, {}),
    () => new Verifier(key, {}, {}),
    () => new RemoteKeys('https://id.example', {}, {}),
    () => new RemoteKeys(remote, {}),
    () => signer.sign({}, {}, 60),
    () => signer.signJson('{}', {}, 60),
    () => signer.signingInput({}, {}, 60),
    () => verifier.verify(token, {}, () => {}),
    () => verifier.verifyFull(token, {}, () => {}),
    () => verifier.explain(token, {}, () => {}),
    () => peek(token, {}, {}),
    () => new livelike.Signer('a', 'b').sign('u', {}, 60),
    () => new livelike.Verifier({ a: 'b' }).verify(token, {}, {}),
    () => new likecoin.Verifier('a', { a: 'b' }, {}, {}),
  ]) {
    assert.throws(call, { name: 'TypeError' }, call.toString());
  }
});

test('surplus arguments of asynchronous methods are refused', async () => {
  for (const call of [
    () => signer.signAsync({}, {}, 60),
    () => verifier.verifyAsync('', {}, () => {}),
    () => verifier.verifyFullAsync('', {}, () => {}),
  ]) {
    await assert.rejects(call, { name: 'TypeError' }, call.toString());
  }
});

test('a token may be bytes', async () => {
  const token = signer.sign({ sub: 'u1' });
  const long = signer.sign({ sub: 'u1', text: 'a'.repeat(5000) });
  const inside = new Uint8Array(Buffer.from(`xx${token}yy`).subarray(2, -2));
  for (const given of [Buffer.from(token), inside, Buffer.from(long)]) {
    assert.equal(verifier.verify(given).sub, 'u1');
    assert.equal((await verifier.verifyAsync(given)).sub, 'u1');
    assert.equal(verifier.verifyFull(given).claims.sub, 'u1');
    assert.equal((await verifier.verifyFullAsync(given)).claims.sub, 'u1');
    assert.deepEqual(verifier.explain(given), []);
    assert.equal(peek(given).claims.sub, 'u1');
  }
  const signed = Buffer.from(jws.sign(key, Buffer.from('a')));
  assert.deepEqual([...jws.verify(key, signed).payload], [97]);
  const profile = Buffer.from(new livelike.Signer('app', SECRET).sign('u'));
  assert.equal(new livelike.Verifier({ app: SECRET }).verify(profile).custom_profile_id, 'u');
  const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
  const access = Buffer.from(new likecoin.Issuer(SECRET, 'like.co').sign(grant));
  assert.equal(new likecoin.Verifier(SECRET, { c: 's' }).verify(access).user, 'u');
  assert.ok(likecoin.peek(access));
  for (const odd of [Buffer.from([0xff, 0x2e, 0x2e]), Buffer.from('ü.ü.ü'), Buffer.alloc(0)]) {
    assert.throws(() => verifier.verify(odd), failsWith('token_malformed'));
  }
  assert.throws(() => verifier.verify(new ArrayBuffer(4)), /a string or a Uint8Array/);
});

test('errors carry the status to answer with', () => {
  const statusOf = (call) => {
    try {
      return call();
    } catch ({ status, statusCode, expose, headers }) {
      assert.equal(statusCode, status);
      return [status, expose, headers['WWW-Authenticate'] ?? null];
    }
  };
  const invalid = 'Bearer error="invalid_token"';
  assert.deepEqual(
    statusOf(() => bearer.parse(undefined)),
    [401, true, 'Bearer'],
  );
  assert.deepEqual(
    statusOf(() => verifier.verify('a')),
    [401, true, invalid],
  );
  const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
  const access = new likecoin.Issuer(SECRET, 'like.co').sign(grant);
  const demanding = new likecoin.Verifier(SECRET, { c: 's' }, { all: ['write'] });
  const insufficient = 'Bearer error="insufficient_scope"';
  assert.deepEqual(
    statusOf(() => demanding.verify(access)),
    [403, true, insufficient],
  );
  const token = new Signer(Key.generate('ES256').withKid('a'), { lifetime: 60 }).sign({});
  const down = new RemoteKeys({ jwks_url: 'http://127.0.0.1:1/keys' });
  assert.deepEqual(
    statusOf(() => new Verifier(down).verify(token)),
    [503, false, null],
  );
  // The caller's own mistakes, which servers answer with 500 by themselves.
  assert.deepEqual(
    statusOf(() => new Signer(key, { lifetime: 0 })),
    [undefined, false, null],
  );
});

test('the names of other libraries lead to ours', () => {
  const told = { code: 'policy_invalid', message: /`expiresIn`; it is called `lifetime`/ };
  assert.throws(() => new Signer(key, { expiresIn: '1h' }), told);
  const leeway = { code: 'policy_invalid', message: /`clockTolerance`; it is called `leeway`/ };
  assert.throws(() => new Verifier(key, { clockTolerance: 5 }), leeway);
});

test('methods work apart from their objects', async () => {
  const { sign, signJson, signAsync, signingInput, assemble } = signer;
  const { verify, verifyAsync, verifyFull, verifyFullAsync, explain } = verifier;
  const tokens = [sign({ sub: 'a' }), signJson('{"sub":"a"}'), await signAsync({ sub: 'a' })];
  assert.deepEqual(
    tokens.map((token) => verify(token).sub),
    ['a', 'a', 'a'],
  );
  assert.equal((await Promise.all(tokens.map((token) => verifyAsync(token)))).length, 3);
  assert.equal(verifyFull(tokens[0]).claims.sub, 'a');
  assert.equal((await verifyFullAsync(tokens[0])).claims.sub, 'a');
  assert.deepEqual(explain(tokens[0]), []);
  assert.ok(assemble(signingInput({}), new Uint8Array(32)));
  const { status, keySet } = new RemoteKeys('https://id.example');
  assert.deepEqual([status().state, keySet()], ['empty', undefined]);
  const { hs256 } = Key;
  assert.equal(hs256(SECRET).alg, 'HS256');
  const live = { ...new livelike.Signer('app', SECRET) };
  assert.deepEqual(live, {}, 'the methods are not enumerable');
  const { sign: signProfile } = new livelike.Signer('app', SECRET);
  const { verify: verifyProfile } = new livelike.Verifier({ app: SECRET });
  assert.equal(verifyProfile(signProfile('u')).client_id, 'app');
});

test('a subclass can replace a method, and call its own', () => {
  class Counting extends Verifier {
    calls = 0;
    verify(...given) {
      this.calls += 1;
      return super.verify(...given);
    }
  }
  const counting = new Counting(key);
  const { verify } = counting;
  assert.equal(verify(signer.sign({ sub: 'a' })).sub, 'a');
  assert.equal(counting.verify(signer.sign({ sub: 'b' })).sub, 'b');
  assert.equal(counting.calls, 2);
});

test('instances and classes can be spied on', (t) => {
  const own = new Verifier(key);
  const spy = t.mock.method(own, 'verify');
  own.verify(signer.sign({}));
  assert.equal(spy.mock.callCount(), 1);
  spy.mock.mockImplementation(() => ({ sub: 'mocked' }));
  assert.equal(own.verify('').sub, 'mocked');
  spy.mock.restore();
  assert.throws(() => own.verify(''), failsWith('token_malformed'));
  const ofClass = t.mock.method(Signer.prototype, 'sign', () => 'a.b.c');
  assert.equal(new Signer(key).sign({}), 'a.b.c');
  ofClass.mock.restore();
  assert.notEqual(new Signer(key).sign({}), 'a.b.c');
});

test("the fake clock of node:test is jotkit's too", async (t) => {
  const now = Date.UTC(2031, 0, 1);
  t.mock.timers.enable({ apis: ['Date', 'setTimeout'], now });
  const token = signer.sign({});
  assert.equal(peek(token).claims.exp, now / 1000 + 3600);
  assert.equal(peek(await signer.signAsync({})).claims.exp, now / 1000 + 3600);
  const external = Signer.external('HS256', () => new Uint8Array(32), { lifetime: 5 });
  assert.equal(peek(external.sign({})).claims.iat, now / 1000);
  assert.equal(peek(new livelike.Signer('a', 'b').sign('u')).claims.iat, now / 1000);
  t.mock.timers.tick(3_599_000);
  verifier.verify(token);
  new Verifier(() => key).verify(token);
  t.mock.timers.tick(1000);
  assert.throws(() => verifier.verify(token), failsWith('token_expired'));
  assert.throws(() => new Verifier(() => key).verify(token), failsWith('token_expired'));
  await assert.rejects(verifier.verifyAsync(token), failsWith('token_expired'));
  assert.equal(verifier.explain(token)[0].code, 'token_expired');
  verifier.verify(token, { now: now / 1000 });
  const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
  const access = new likecoin.Issuer(SECRET, 'like.co').sign(grant);
  const api = new likecoin.Verifier(SECRET, { c: 's' });
  api.verify(access);
  t.mock.timers.tick(3_600_000);
  assert.throws(() => api.verify(access), failsWith('token_expired'));
});

const schemas = {
  zod: z.object({ sub: z.string(), level: z.number().default(1) }),
  valibot: v.object({ sub: v.string(), level: v.optional(v.number(), 1) }),
  'one of its own': {
    '~standard': {
      version: 1,
      vendor: 'own',
      validate: (value) =>
        typeof value.sub === 'string' && value.level !== '7'
          ? { value: { sub: value.sub, level: value.level ?? 1 } }
          : { issues: [{ message: 'odd', path: [{ key: value.level ? 'level' : 'sub' }] }] },
    },
  },
};

for (const [name, schema] of Object.entries(schemas)) {
  test(`claims are checked and shaped by a Standard Schema: ${name}`, async () => {
    const good = signer.sign({ sub: 'u1', more: true });
    const shaped = { sub: 'u1', level: 1 };
    assert.deepEqual(verifier.verify(good, { schema }), shaped);
    assert.deepEqual(await verifier.verifyAsync(good, { schema }), shaped);
    assert.deepEqual(verifier.verifyFull(good, { schema }).claims, shaped);
    assert.deepEqual((await verifier.verifyFullAsync(good, { schema })).claims, shaped);
    const refusal = (claim) => (error) => {
      failsWith('claim_malformed', claim)(error);
      assert.deepEqual([error.kind, error.status], ['malformed', 401]);
      assert.ok(error.issues[0].message.length > 0);
      assert.ok(!Object.keys(error).includes('issues'));
      return true;
    };
    const bad = signer.sign({ sub: 'u1', level: '7' });
    assert.throws(() => verifier.verify(bad, { schema }), refusal('level'));
    await assert.rejects(verifier.verifyAsync(signer.sign({}), { schema }), refusal('sub'));
    // The schema is not asked about a token that is not good.
    const expired = signer.sign({}, { now: 1 });
    assert.throws(() => verifier.verify(expired, { schema }), failsWith('token_expired'));
  });
}

test('an asynchronous schema needs an asynchronous call', async () => {
  const schema = z.object({ sub: z.string() }).refine(async ({ sub }) => sub === 'u1');
  const token = signer.sign({ sub: 'u1' });
  assert.throws(() => verifier.verify(token, { schema }), /call verifyAsync/);
  assert.deepEqual(await verifier.verifyAsync(token, { schema }), { sub: 'u1' });
  const refused = verifier.verifyAsync(signer.sign({ sub: 'u2' }), { schema });
  await assert.rejects(refused, failsWith('claim_malformed'));
  for (const odd of [null, {}, 'zod', { '~standard': 1 }]) {
    assert.throws(() => verifier.verify(token, { schema: odd }), TypeError);
  }
});

test('a call can require scopes', () => {
  const token = signer.sign({ scope: 'read write' });
  assert.ok(verifier.verify(token, { expected: { scope: ['write', 'read'] } }));
  const admin = { expected: { scope: ['read', 'admin'] } };
  assert.throws(() => verifier.verify(token, admin), failsWith('scope_refused'));
  assert.throws(() => verifier.verify(token, { expected: { scope: [] } }), JotkitError);
  const strict = new Verifier(key, { scopes: ['admin'] });
  assert.throws(
    () => strict.verify(token),
    (error) => failsWith('scope_refused')(error) && error.status === 403,
  );
});
