// The exports of the native half. The package's JavaScript never passes it wrong types.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const native = createRequire(import.meta.url)('../lib/native.cjs');

test('a value that is not a handle or a string is an error, and no crash', () => {
  const odd = [undefined, null, 7, 'text', {}, [], () => {}, Symbol('a'), new Uint8Array(4)];
  const handle = native.keyImport('secret', 'a'.repeat(32), '{"alg":"HS256"}');
  const verifier = native.verifierNew(handle, undefined, '{}');
  for (const [name, call] of Object.entries(native)) {
    assert.equal(typeof call, 'function', name);
    for (const first of [...odd, handle, verifier]) {
      for (const second of [...odd, handle, verifier]) {
        try {
          call(first, second, second, first);
        } catch (error) {
          assert.ok(error instanceof Error, name);
        }
      }
    }
  }
  assert.equal(native.keyFacts(handle).kty, 'oct');
});
