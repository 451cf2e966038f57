// LiveLike and LikeCoin as a host sees them; their rules are in the shared vectors.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bearer, likecoin, livelike } from 'jotkit';

import { failsWith } from './shared.mjs';

/** For `assert.throws`: an error that an API answers so. */
const answered = (status, body) => (error) => {
  assert.deepEqual(likecoin.refusal(error), body && { status, body });
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
  const { client_id, user, scope, jti: token_id } = grant;
  const content = { user, scope, client_id, issued_at: 1000, expires_at: 4600, token_id };
  assert.deepEqual(verifier.verify(token, { now: 1001 }), content);
  const unverified = likecoin.peek(token);
  assert.ok(unverified instanceof likecoin.UnverifiedAccessToken);
  assert.deepEqual({ ...unverified }, { claims: content });
  assert.throws(() => verifier.verify(token), answered(401, 'TOKEN_EXPIRED'));
  const writing = new likecoin.Verifier('common', () => 's', { any: ['write:like'] });
  const scopeRefused = answered(403, 'INSUFFICIENT_PERMISSION');
  assert.throws(() => writing.verify(token, { now: 1001 }), scopeRefused);
  assert.throws(() => issuer.sign({ ...grant, jti: undefined }), failsWith('argument_invalid'));
  assert.throws(() => issuer.sign(JSON.stringify(grant)), TypeError);
  const demands = { all: [] };
  assert.throws(() => new likecoin.Verifier('x', {}, demands), failsWith('policy_invalid'));
  assert.throws(() => new likecoin.Verifier('x', {}, undefined), failsWith('policy_invalid'));
  assert.throws(() => likecoin.allows('read:like', 'read:like'), TypeError);
});

test('an error says what to answer, if the token is at fault', () => {
  assert.throws(() => bearer.parse(''), answered(401, 'LOGIN_NEEDED'));
  assert.throws(() => new likecoin.Verifier('', {}), answered());
  for (const other of [new Error('a'), undefined, 'token_expired', { code: 'token_expired' }]) {
    assert.equal(likecoin.refusal(other), undefined);
  }
});
