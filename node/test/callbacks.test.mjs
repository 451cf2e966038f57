// Resolvers and lookups: the host's functions in the middle of a verification.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { JotkitError, Key, Signer, Verifier, likecoin, livelike } from 'jotkit';

import { failsWith, key } from './shared.mjs';

const token = new Signer(key, { issuer: 'a', lifetime: 60, kid: 'k' }).sign({ azp: 'client' });

test('a resolver sees the hint and gives the key', () => {
  const hints = [];
  const resolver = (hint) => (hints.push(hint), key);
  const verifier = new Verifier(resolver, { issuer: 'a' });
  assert.equal(verifier.verify(token).azp, 'client');
  assert.equal(verifier.verifyFull(token).header.kid, 'k');
  const hint = { algorithm: 'HS256', kid: 'k', issuer: 'a', authorized_party: 'client' };
  assert.deepEqual(hints, [hint, hint]);
  verifier.verify(new Signer(key, { issuer: 'a', lifetime: 60 }).sign({}));
  assert.equal(hints[2].kid, undefined);
  assert.equal(hints[2].authorized_party, undefined);
});

test('nothing is key_unknown', () => {
  for (const nothing of [undefined, null]) {
    assert.throws(() => new Verifier(() => nothing).verify(token), failsWith('key_unknown'));
  }
});

test('anything else than a key is a TypeError', () => {
  for (const wrong of [true, 'secret', {}, { ...key }, Buffer.from('secret'), new Verifier(key)]) {
    assert.throws(() => new Verifier(() => wrong).verify(token), TypeError);
  }
  assert.throws(() => new Verifier(async () => key).verify(token), /synchronously/);
});

test('what a resolver throws is thrown as it is', () => {
  const reasons = [new RangeError('the table is gone'), 'text', 7, null, undefined, { code: 1 }];
  for (const reason of reasons) {
    const throwing = () => {
      throw reason;
    };
    const calls = [
      () => new Verifier(throwing).verify(token),
      () => new livelike.Verifier(throwing).verify(token),
      () => new likecoin.Verifier('common', throwing).verify(token),
    ];
    for (const call of calls) {
      assert.throws(call, (thrown) => (assert.strictEqual(thrown, reason), true));
    }
  }
  // It leaves nothing behind.
  new Verifier(key, { issuer: 'a' }).verify(token);
  new Verifier(() => key).verify(token);
});

test('a lookup gives the secret', () => {
  const minted = new livelike.Signer('app', 'sé').sign('u1');
  const asked = [];
  const verifier = new livelike.Verifier((id) => (asked.push(id), id === 'app' ? 'sé' : null));
  assert.equal(verifier.verify(minted).custom_profile_id, 'u1');
  const unknown = new livelike.Signer('other', 'sé').sign('u1');
  assert.throws(() => verifier.verify(unknown), failsWith('client_unknown'));
  assert.deepEqual(asked, ['app', 'other']);
  for (const wrong of [7, {}, key, Promise.resolve('sé')]) {
    assert.throws(() => new livelike.Verifier(() => wrong).verify(minted), TypeError);
  }
  const surrogate = new livelike.Verifier(() => 's\ud800');
  assert.throws(() => surrogate.verify(minted), failsWith('argument_invalid'));
});

test('a function is called once for each token, without this, with the hint alone', () => {
  const calls = [];
  function resolver(...given) {
    calls.push([this, given.length]);
    return key;
  }
  new Verifier(resolver).verify(token);
  // A token that is refused before its key is chosen asks for none.
  for (const refused of ['', 'a.b.c', `${token}é`, token.replace('.', '..')]) {
    assert.throws(() => new Verifier(resolver).verify(refused), JotkitError);
  }
  assert.deepEqual(calls, [[undefined, 1]]);
});

test('a promise is no answer, and no unhandled rejection', async () => {
  const rejections = [];
  const note = (reason) => rejections.push(reason);
  process.on('unhandledRejection', note);
  for (const answer of [async () => key, async () => undefined]) {
    assert.throws(() => new Verifier(answer).verify(token), TypeError);
  }
  const lookup = async () => 'secret';
  assert.throws(() => new livelike.Verifier(lookup).verify(token), TypeError);
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  assert.deepEqual(rejections, []);
});

test('resolvers nest, each with its own answer', () => {
  const kids = ['a', 'b', 'c', 'd'];
  const keys = new Map(kids.map((kid) => [kid, Key.generate('HS256').withKid(kid)]));
  const tokens = kids.map((kid) => new Signer(keys.get(kid), { lifetime: 60 }).sign({ kid }));
  const order = [];
  const verifier = new Verifier(({ kid }) => {
    order.push(kid);
    assert.throws(() => verifier.verify('nonsense'), failsWith('token_malformed'));
    const next = kids.indexOf(kid) + 1;
    if (next < kids.length) assert.equal(verifier.verify(tokens[next]).kid, kids[next]);
    return keys.get(kid);
  });
  assert.equal(verifier.verify(tokens[0]).kid, 'a');
  assert.deepEqual(order, kids);
});

test('a resolver that never ends is a RangeError', () => {
  let deepest = 0;
  const verifier = new Verifier(() => {
    deepest += 1;
    return verifier.verify(token) && key;
  });
  assert.throws(() => verifier.verify(token), RangeError);
  assert.ok(deepest > 10);
  assert.equal(new Verifier(() => key).verify(token).azp, 'client');
});

test('a resolver is asked about each token, and its policy was read before', () => {
  const policy = { issuer: 'a' };
  let answer = key;
  const verifier = new Verifier(() => {
    policy.issuer = 'b';
    return answer;
  }, policy);
  for (let i = 0; i < 4; i += 1) assert.equal(verifier.verify(token).iss, 'a');
  // A resolver may take a key back at any time, so its tokens are not cached.
  assert.throws(() => new Verifier(() => key, { cache: 2 }), failsWith('policy_invalid'));
  answer = undefined;
  assert.throws(() => verifier.verify(token), failsWith('key_unknown'));
});
