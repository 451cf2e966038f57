// The kinds of errors that the declarations name are the contract's. All other names are generated.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the declared kinds are the contract’s', () => {
  const { codes } = JSON.parse(read('../../tests/contract.json'));
  const [, union] = read('../index.d.cts').match(/export type ErrorKind =([^;]*);/);
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  assert.deepEqual(names.sort(), [...new Set(codes.map(({ kind }) => kind))].sort());
});
