// LiveLike and LikeCoin as a host sees them; their rules are in the shared vectors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { JotkitError, bearer, likecoin, livelike } from 'jotkit';

const failsWith = (code, claim) => (error) => {
  assert.ok(error instanceof JotkitError, error);
  assert.deepEqual({ code: error.code, claim: error.claim }, { code, claim });
  return true;
};

test('an id that is a number is refused with the way to convert it', () => {
  const signer = new livelike.Signer('app', 'secret');
  for (const id of [42, 42n, 2 ** 60]) {
    assert.throws(() => signer.sign(id), { name: 'TypeError', message: /String\(id\).*2\^53/ });
  }
  for (const id of [undefined, null, {}, ['u1'], new String('u1')]) {
    assert.throws(() => signer.sign(id), { name: 'TypeError', message: /is a string, not/ });
  }
});

test('a profile token', () => {
  const signer = new livelike.Signer('app', 'secret');
  const token = signer.sign('u1', { issued_at: 1000, lifetime: 60 });
  const profile = { client_id: 'app', custom_profile_id: 'u1', issued_at: 1000, expires_at: 1060 };
  for (const applications of [{ app: 'secret' }, new Map([['app', 'secret']])]) {
    assert.deepEqual(new livelike.Verifier(applications).verify(token, { now: 1059 }), profile);
  }
  const now = Math.floor(Date.now() / 1000);
  const { issued_at, ...rest } = new livelike.Verifier({ app: 'secret' }).verify(signer.sign('u1'));
  assert.ok(Math.abs(issued_at - now) <= 2);
  assert.deepEqual(rest, { client_id: 'app', custom_profile_id: 'u1' });
  const milliseconds = { issued_at: Date.now() };
  assert.throws(() => signer.sign('u1', milliseconds), failsWith('argument_invalid', 'iat'));
  assert.throws(() => signer.sign('u1', { lifetime: undefined }), TypeError);
  assert.throws(() => signer.sign('u1', { lifetime: '60' }), TypeError);
  assert.throws(() => signer.sign('u\ud800'), failsWith('argument_invalid'));
  assert.throws(() => new livelike.Verifier([['app', 'secret']]), TypeError);
  assert.throws(() => new livelike.Verifier({ app: undefined }), TypeError);
  assert.throws(() => new livelike.Signer('app', undefined), TypeError);
});

test('an access token', () => {
  const issuer = new likecoin.Issuer('common', 'like.co');
  const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read:like'], jti: 'j' };
  const token = issuer.sign(grant, { now: 1000 });
  const verifier = new likecoin.Verifier('common', { c: 's' }, { all: ['read:like'] });
  const content = {
    user: 'u',
    scope: ['read:like'],
    client_id: 'c',
    issued_at: 1000,
    expires_at: 4600,
    token_id: 'j',
  };
  assert.deepEqual(verifier.verify(token, { now: 1001 }), content);
  const unverified = likecoin.peek(token);
  assert.ok(unverified instanceof likecoin.UnverifiedAccessToken);
  assert.deepEqual({ ...unverified }, { claims: content });
  assert.throws(
    () => verifier.verify(token),
    (error) => {
      assert.deepEqual(likecoin.refusal(error), { status: 401, body: 'TOKEN_EXPIRED' });
      return true;
    },
  );
  const writing = new likecoin.Verifier('common', () => 's', { any: ['write:like'] });
  assert.throws(
    () => writing.verify(token, { now: 1001 }),
    (error) => likecoin.refusal(error).status === 403 && error.claim === 'scope',
  );
  assert.throws(() => issuer.sign({ ...grant, jti: undefined }), failsWith('argument_invalid'));
  assert.throws(() => issuer.sign(JSON.stringify(grant)), TypeError);
  const demands = { all: [] };
  assert.throws(() => new likecoin.Verifier('x', {}, demands), failsWith('policy_invalid'));
  assert.throws(() => new likecoin.Verifier('x', {}, undefined), failsWith('policy_invalid'));
  assert.throws(() => likecoin.allows('read:like', 'read:like'), TypeError);
});

test('an error says what to answer, if the token is at fault', () => {
  const thrown = (call) => {
    try {
      return call();
    } catch (error) {
      return error;
    }
  };
  const reply = (call) => likecoin.refusal(thrown(call));
  const login = { status: 401, body: 'LOGIN_NEEDED' };
  const verifier = new likecoin.Verifier('common', { c: 's' });
  assert.deepEqual(
    reply(() => verifier.verify('nonsense')),
    login,
  );
  assert.deepEqual(
    reply(() => bearer.parse('')),
    login,
  );
  assert.equal(
    reply(() => new likecoin.Verifier('', {})),
    undefined,
  );
  for (const other of [new Error('a'), undefined, 'token_expired', { code: 'token_expired' }]) {
    assert.equal(likecoin.refusal(other), undefined);
  }
});

test('an Authorization value', () => {
  assert.equal(bearer.parse(bearer.format('a.b.c')), 'a.b.c');
  assert.throws(() => bearer.parse('bearer a'), failsWith('argument_invalid'));
  assert.throws(() => bearer.parse(undefined), TypeError);
  assert.throws(() => bearer.format('a\r\nb'), failsWith('argument_invalid'));
});

test('printing requests and tokens leaves the secrets out', () => {
  const client = { client_id: 'c', client_secret: 't0p', refresh_token: 't0p' };
  const request = likecoin.refreshRequest(client);
  assert.ok(request.body.includes('t0p'));
  const body = '{"access_token":"t0p","refresh_token":"t0p","user":"u"}';
  const tokens = likecoin.parseTokenResponse(200, body);
  assert.equal(tokens.access_token, 't0p');
  const shown = inspect({ request, tokens }, { depth: 9, showHidden: true });
  assert.ok(!shown.includes('t0p') && shown.includes('user: "u"'), shown);
  const signers = [new livelike.Signer('app', 't0p'), new likecoin.Issuer('t0p', 'like.co')];
  const verifiers = [
    new livelike.Verifier({ a: 't0p' }),
    new likecoin.Verifier('t0p', { a: 't0p' }),
  ];
  const options = { depth: 9, showHidden: true, customInspect: false };
  assert.ok(!inspect([signers, verifiers], options).includes('t0p'));
  assert.throws(
    () => likecoin.refreshRequest({ ...client, t0p: 't0p' }),
    (error) =>
      error instanceof JotkitError && !inspect(error).split('    at ')[0].includes("'t0p'"),
  );
});
