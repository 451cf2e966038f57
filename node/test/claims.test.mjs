// Claims that cross packed are the ones that JSON.parse makes of the payload, whatever is in them.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { Key, Signer, Verifier } from 'jotkit';

const require = createRequire(import.meta.url);
const native = require('../lib/native.cjs');

const key = Key.hs256('correct horse battery staple, twice over');
const signer = new Signer(key);
const policy = { required: [], max_token_bytes: 1 << 20 };
const verifier = new Verifier(key, policy);
const handle = native.verifierWithKey(
  native.keyFromSecret('correct horse battery staple, twice over', '{"alg":"HS256"}'),
  JSON.stringify(policy),
);

/** How the claims with these members cross: true is packed. */
function crosses(members) {
  const json = `{"exp":4102444800${members}}`;
  const token = signer.signJson(json);
  const expected = JSON.parse(verifier.verifyFull(token).payload);
  // The second time the names are known.
  for (const _ of ['first', 'second']) {
    const claims = verifier.verify(token);
    assert.deepStrictEqual(claims, expected, json);
    // This tells -0 from 0 and sees the order.
    assert.equal(JSON.stringify(claims), JSON.stringify(expected));
    const described = Object.getOwnPropertyDescriptors(claims);
    assert.deepStrictEqual(described, Object.getOwnPropertyDescriptors(expected));
  }
  return native.verifierVerify(handle, token).startsWith('\0');
}

test('what is packed comes back as it is', () => {
  for (const members of [
    '',
    ',"a":""',
    ',"a":"b","b":true,"c":false,"d":null',
    ',"a":0,"b":1,"c":255,"d":256,"e":65535,"f":65536,"g":2147483648,"h":4294967295',
    ',"a":[],"b":{},"c":[[],{},[[]]],"d":{"a":{"b":{"c":[{"d":"e"}]}}}',
    ',"scope":["profile","read:like"],"groups":["a","b"],"realm_access":{"roles":["x","y"]}',
    ',"":"a","a b":1,"-1":2,"a1":3',
    ',"__proto__":"a"',
    ',"a":{"__proto__":{"b":1},"constructor":2,"toString":3}',
    ',"a":[{"b":1},{"b":2},{"b":3,"c":4},{"c":5,"b":6}]',
    `,"${'n'.repeat(64)}":1`,
    `,"a":[${Array(240).fill(0).join()}]`.replaceAll('0', '"x"'),
  ]) {
    assert.ok(crosses(members), members);
  }
});

test('strings of all lengths', () => {
  for (let length = 0; length < 300; length += 1) {
    const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    assert.ok(crosses(`,"a":"${text}","b":"${text}"`), `${length}`);
    assert.ok(crosses(`,"a":["${text}",1,"end"]`), `${length}`);
  }
});

test('what does not fit crosses as it is written', () => {
  const deep = (depth) => `,"a":${'['.repeat(depth)}${']'.repeat(depth)}`;
  assert.ok(crosses(deep(7)));
  for (const members of [
    ' ',
    ', "a":1',
    ',"a": 1',
    ',"a":[ ]',
    ',"a":{ }',
    ',"a":"\\n"',
    ',"a":"twelve bytes\\""',
    ',"a":"\\u0041"',
    ',"\\u0061":1',
    ',"a":"ä"',
    ',"a":"\u{1F600}"',
    ',"ä":1',
    ',"a":-1',
    ',"a":-0',
    ',"a":1.5',
    ',"a":1.0',
    ',"a":1e3',
    ',"a":4294967296',
    ',"a":9007199254740993',
    ',"a":123456789012345678901234567890',
    ',"1":"a","0":"b"',
    ',"a":{"9":1,"1":2}',
    `,"${'n'.repeat(65)}":1`,
    deep(8),
    deep(60),
    `,"a":"${'a'.repeat(1000)}"`,
    `,"a":"${'a'.repeat(100_000)}"`,
    `,"a":[${Array(256).fill(0).join()}]`,
    `,"a":[${Array(100).fill(0).join()}]`,
  ]) {
    assert.ok(!crosses(members), members);
  }
});

test('values belong to one token', () => {
  const first = verifier.verify(signer.signJson('{"exp":4102444800,"a":["b"],"c":{"d":"e"}}'));
  first.a.push('f');
  first.c.g = 1;
  first.h = 2;
  const second = verifier.verify(signer.signJson('{"exp":4102444800,"a":["b"],"c":{"d":"e"}}'));
  assert.deepStrictEqual(second, { exp: 4102444800, a: ['b'], c: { d: 'e' } });
});

test('what somebody did to Object.prototype does not show', () => {
  const taken = [];
  Object.defineProperty(Object.prototype, 'polluted', {
    configurable: true,
    get: () => 'got',
    set: (value) => taken.push(value),
  });
  Object.defineProperty(Object.prototype, 'fixed', { configurable: true, value: 'fixed' });
  try {
    assert.ok(crosses(',"polluted":"own","fixed":"own","a":{"fixed":1}'));
  } finally {
    delete Object.prototype.polluted;
    delete Object.prototype.fixed;
  }
  assert.deepStrictEqual(taken, []);
});

test('two copies of the package in one thread know the same names', () => {
  const token = signer.signJson('{"exp":4102444800,"only here":"a"}');
  const claims = verifier.verify(token);
  const loaded = Object.keys(require.cache).filter((path) => path.endsWith('unpack.cjs'));
  assert.equal(loaded.length, 1);
  delete require.cache[loaded[0]];
  const other = require('../lib/unpack.cjs');
  assert.deepStrictEqual(other.unpack(native.verifierVerify(handle, token)), claims);
});

test('a number of no names is an error', () => {
  for (const number of [1_000_000, 2 ** 32 - 1]) {
    assert.equal(native.failureDetails(native.packedNames(number)).code, 'internal');
  }
});

// The last one: it leaves no room for other names.
test('more names than are remembered', () => {
  for (let i = 0; i < 100; i += 1) crosses(`,"beside${i}":${i}`);
  for (let i = 0; i < 300; i += 1) crosses(`,"deep${i % 13}":{"a${i % 11}":{"b${i % 7}":${i}}}`);
  let known = 0;
  for (let i = 0; i < 15; i += 1) {
    const names = Array.from({ length: 100 }, (_, j) => `"x${j}":"${i}"`);
    known += crosses(`,"a":{"y${i}":1,${names.slice(0, 80).join()}}`);
  }
  assert.ok(known > 0 && known < 15, `${known}`);
});
