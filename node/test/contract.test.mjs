// The type declarations name exactly the fields that every language promises.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const contract = JSON.parse(read('../../tests/contract.json'));

/** The members of an exported interface, in their order. */
function members(file, name) {
  const body = read(file).split(`export interface ${name} {`)[1].split('\n}')[0];
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, member]) => member);
}

test('the declared fields are the contract’s', () => {
  assert.deepEqual(members('../index.d.cts', 'Policy'), contract.policy);
  assert.deepEqual(members('../index.d.cts', 'SignerOptions'), contract.signer_options);
  assert.deepEqual(members('../index.d.cts', 'KeyOptions'), contract.key_options);
  const likecoin = members('../likecoin.d.cts', 'VerifierOptions');
  assert.deepEqual(likecoin, contract.likecoin_verifier_options);
});

test('the declared algorithms are the contract’s', () => {
  const [, union] = read('../index.d.cts').match(/export type Algorithm =([^;]*);/);
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  assert.deepEqual(names, contract.algorithms);
});
