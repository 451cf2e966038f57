// Claims are what JSON.parse makes of the payload, whatever is in them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Key, Signer, Verifier } from 'jotkit';

const key = Key.hs256('correct horse battery staple, twice over');
const signer = new Signer(key);
const verifier = new Verifier(key, { max_token_bytes: 1 << 20 });

test('all sorts of values come back as they are', () => {
  for (const members of [
    '',
    ' ',
    ',"a":""',
    ', "a" : [ 1 , { } ]',
    ',"a":"b","b":true,"c":false,"d":null',
    ',"a":0,"b":-0,"c":1.5,"d":1e3,"e":9007199254740993,"f":123456789012345678901234567890',
    ',"a":[],"b":{},"c":[[],{},[[]]],"d":{"a":{"b":{"c":[{"d":"e"}]}}}',
    ',"":"a","a b":1,"-1":2,"1":3,"0":4',
    ',"a":{"__proto__":{"b":1},"constructor":2,"toString":3}',
    ',"a":"\\n\\u0041\\"","\\u0062":1',
    ',"a":"\u00e4\u{1F600}","\u00e4":1',
    `,"a":${'['.repeat(60)}${']'.repeat(60)}`,
    `,"a":"${'a'.repeat(100_000)}"`,
  ]) {
    const json = `{"exp":4102444800${members}}`;
    const token = signer.signJson(json);
    assert.equal(verifier.verifyFull(token).payload, json);
    const [claims, expected] = [verifier.verify(token), JSON.parse(json)];
    assert.deepStrictEqual(claims, expected, json);
    // This tells -0 from 0 and sees the order.
    assert.equal(JSON.stringify(claims), JSON.stringify(expected));
  }
});

test('each verification returns values of its own', () => {
  const token = signer.signJson('{"exp":4102444800,"a":["b"]}');
  const first = verifier.verify(token);
  first.a.push('c');
  first.d = 1;
  assert.deepStrictEqual(verifier.verify(token), { exp: 4102444800, a: ['b'] });
});

test('a changed Object.prototype does not show', () => {
  const taken = [];
  Object.defineProperty(Object.prototype, 'polluted', {
    configurable: true,
    get: () => 'got',
    set: (value) => taken.push(value),
  });
  // A failure is recognised by its own member of this name.
  Object.defineProperty(Object.prototype, 'kind', { configurable: true, value: 'kind' });
  try {
    const again = new Verifier(Key.hs256('correct horse battery staple, twice over'));
    const token = signer.signJson('{"exp":4102444800,"polluted":"own","kind":"own"}');
    const { polluted, kind } = again.verifyFull(token).claims;
    assert.deepEqual([polluted, kind], ['own', 'own']);
  } finally {
    delete Object.prototype.polluted;
    delete Object.prototype.kind;
  }
  assert.deepStrictEqual(taken, []);
});
