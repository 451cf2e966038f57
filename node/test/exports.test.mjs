// What the native half exports and the declarations name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const native = createRequire(import.meta.url)('../lib/native.cjs');

// The package's JavaScript never passes wrong types.
test('a value that is not a handle or a string is an error, and no crash', () => {
  const odd = [undefined, null, 7, 'text', {}, [], () => {}, Symbol('a'), new Uint8Array(4)];
  const handle = native.keyImport('secret', 'a'.repeat(32), '{"alg":"HS256"}');
  const verifier = native.verifierNew(handle, undefined, '{}');
  for (const [name, call] of Object.entries(native)) {
    assert.equal(typeof call, 'function', name);
    for (const first of [...odd, handle, verifier]) {
      // This would run the program.
      if (name === 'cli' && Array.isArray(first)) continue;
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

// All other names in the declarations are generated.
test('the declared kinds are the contract’s', () => {
  const { codes } = JSON.parse(read('../../tests/contract.json'));
  const [, union] = read('../index.d.cts').match(/export type ErrorKind =([^;]*);/);
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  assert.deepEqual(names.sort(), [...new Set(codes.map(({ kind }) => kind))].sort());
});
