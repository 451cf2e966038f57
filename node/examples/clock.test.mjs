// Tests of an app, with a clock of their own and without a provider.

// snippet: clock
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Key, Signer, Verifier } from 'jotkit';

const key = Key.generate('ES256');
const signer = new Signer(key, { lifetime: 3600 });
const verifier = new Verifier(key.public());

test('a session ends after an hour', () => {
  mock.timers.enable({ apis: ['Date'], now: new Date('2030-01-01') });
  const token = signer.sign({ sub: 'u1' });
  mock.timers.tick(3_599_000);
  assert.equal(verifier.verify(token).sub, 'u1');
  mock.timers.tick(1000);
  assert.throws(() => verifier.verify(token), { code: 'token_expired' });
  mock.timers.reset();
});

test('a request of somebody else', () => {
  mock.method(verifier, 'verify', () => ({ sub: 'somebody else' }));
  assert.equal(verifier.verify('any token').sub, 'somebody else');
  verifier.verify.mock.restore();
});
// snippet end
