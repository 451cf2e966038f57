// Many calls of all sorts: every verdict is right to the end, and no memory is kept.
// JOTKIT_SOAK=1000000 makes it a million calls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import {
  JotkitError,
  Key,
  KeySet,
  RemoteKeys,
  Signer,
  Verifier,
  likecoin,
  livelike,
  peek,
} from 'jotkit';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const COUNT = Number(process.env.JOTKIT_SOAK ?? 40_000);
/** Growth that is not a leak: pages touched for the first time. */
const SLACK = 8 << 20;
const key = Key.fromSecret('correct horse battery staple, twice over', { alg: 'HS256', kid: 'a' });
const pair = Key.generate('ES256').withKid('b');
const options = { issuer: 'like.co', audience: 'like.co', lifetime: 86_400 };
const signer = new Signer(key, options);
const policy = { issuer: 'like.co', audience: 'like.co' };
const verifier = new Verifier(key, policy);
const set = new Verifier(new KeySet([key, pair]), policy);
const cached = new Verifier(new KeySet([key, pair]), { ...policy, cache: 16 });
const asking = new Verifier(({ kid }) => (kid === 'a' ? key : undefined), policy);
const source = 'https://like.co/keys';
const published = new RemoteKeys({ jwks_url: source, onEvent: () => {} });
const body = JSON.stringify(new KeySet([pair]).toPublicJwks());
const [fetched_at, expires_at] = [Date.now(), Date.now() + 86_400_000];
published.seed(JSON.stringify({ version: 1, source, fetched_at, expires_at, body }));
const remote = new Verifier(published, policy);
const failing = new Verifier(() => {
  throw new RangeError('the table is gone');
}, policy);
const good = signer.sign({ sub: 'u1', name: 'Zoë \u{1F600}' });
const long = signer.sign({ sub: 'u1', pad: 'é'.repeat(5000) });
const asymmetric = new Signer(pair, options).sign({ sub: 'u1' });
const profiles = new livelike.Verifier({ app: 'secret' });
const profile = new livelike.Signer('app', 'secret').sign('u1');
const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
const access = new likecoin.Issuer('common', 'like.co').sign(grant);
const resource = new likecoin.Verifier('common', () => 's');

/** What can happen, in turn, and what has to come of it. */
const turns = [
  [() => verifier.verify(good).sub, 'u1'],
  [() => verifier.verify(good, { now: 1e10 }), 'token_expired'],
  [() => verifier.verify(`${good.slice(0, -4)}AAAA`), 'signature_invalid'],
  [(i) => verifier.verify(`${i}.${i}`), 'token_malformed'],
  [() => verifier.verify(`${good}\u0141`), 'token_malformed'],
  [() => verifier.verifyFull(long).claims.sub, 'u1'],
  [() => set.verify(good).sub, 'u1'],
  [() => cached.verify(asymmetric).sub, 'u1'],
  [(i) => cached.verify(signer.sign({ sub: `u${i}` })).sub, (i) => `u${i}`],
  [() => asking.verify(good).sub, 'u1'],
  [() => asking.verify(asymmetric), 'key_unknown'],
  [() => failing.verify(good), 'the table is gone'],
  [() => remote.verify(asymmetric).sub, 'u1'],
  [() => remote.verifyFull(asymmetric).header.kid, 'b'],
  [() => remote.verify(good), 'algorithm_refused'],
  [() => published.keySet().size + published.status().kids.length, 2],
  [() => profiles.verify(profile).custom_profile_id, 'u1'],
  [() => profiles.verify(access), 'client_unknown'],
  [() => resource.verify(access).user, 'u'],
  [() => peek(good).claims.sub, 'u1'],
  [
    () => new Verifier(Key.hs256('a'.repeat(40)), { issuer: 'a' }).verify(good),
    'signature_invalid',
  ],
  [() => Key.fromPem('-----BEGIN NOTHING-----'), 'key_invalid'],
  [() => new Verifier(key, { issuer: [] }), 'policy_invalid'],
];

function turn(i) {
  const [call, expected] = turns[i % turns.length];
  let verdict;
  try {
    verdict = call(i);
  } catch (error) {
    verdict = error instanceof JotkitError ? error.code : error.message;
  }
  const wanted = typeof expected === 'function' ? expected(i) : expected;
  if (verdict !== wanted) assert.equal(verdict, wanted, `turn ${i}: ${call}`);
}

async function turnsFrom(first, end) {
  for (let i = first; i < end; i += 1) {
    turn(i);
    // Objects of native code are freed between the turns of the event loop.
    if (i % 500 === 0) await new Promise(setImmediate);
  }
  for (let i = 0; i < 3; i += 1) {
    gc();
    await new Promise(setImmediate);
  }
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  // V8 makes its heap as large as it likes, whether it is used or not.
  return { native: rss - heapTotal, heapUsed, external };
}

test(`${COUNT} mixed calls leave nothing behind`, async (context) => {
  const tenth = Math.floor(COUNT / 10);
  assert.ok(tenth > turns.length, 'each sort has its turn');
  const before = await turnsFrom(0, tenth);
  const after = await turnsFrom(tenth, COUNT);
  context.diagnostic(JSON.stringify({ before, after }));
  for (const [what, most] of [
    ['native', SLACK],
    ['heapUsed', 1 << 20],
    ['external', 1 << 20],
  ]) {
    const grown = after[what] - before[what];
    assert.ok(grown < most, `${what} grew by ${grown} bytes`);
  }
});
