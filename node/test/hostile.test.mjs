// Values of every wrong type, in the place of every argument.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import * as jotkit from 'jotkit';

import { SECRET, key } from './shared.mjs';

const { JotkitError, Key, KeySet, RemoteKeys, Signer, Verifier } = jotkit;
const { bearer, jws, likecoin, livelike, peek } = jotkit;
const signer = new Signer(key, { lifetime: 60 });
const token = signer.sign({ sub: 'u1' });
const verifier = new Verifier(key);
const remote = new RemoteKeys({ jwks_url: 'https://a.example/' });

/** What hostile objects throw by themselves. It has to come out as it is. */
class Boom extends Error {}
const boom = () => {
  throw new Boom();
};
const traps = Object.getOwnPropertyNames(Reflect).map((name) => [name, boom]);

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function detached() {
  const bytes = new Uint8Array(64);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const values = {
  undefined: undefined,
  null: null,
  boolean: true,
  number: 7,
  nan: NaN,
  bigint: 10n,
  symbol: Symbol(token),
  function: () => token,
  record: {},
  bare: Object.create(null),
  list: [],
  tokens: [token],
  sparse: new Array(100_000),
  hole: [, 'a'], // eslint-disable-line no-sparse-arrays
  String: new String(token),
  Symbol: Object(Symbol(token)),
  BigInt: Object(10n),
  convertible: { toString: () => token, valueOf: () => token, toJSON: () => token },
  primitive: { [Symbol.toPrimitive]: () => token },
  inherited: Object.create({ issuer: 'a', alg: 'HS256' }),
  getter: {
    get alg() {
      return boom();
    },
  },
  toJSON: { toJSON: boom },
  proxy: new Proxy({}, Object.fromEntries(traps)),
  'proxied list': new Proxy([], Object.fromEntries(traps)),
  'proxied function': new Proxy(() => {}, Object.fromEntries(traps)),
  'proxied key': new Proxy(key, {}),
  revoked: revoked(),
  promise: Promise.resolve(token),
  date: new Date(0),
  map: new Map([['alg', 'HS256']]),
  set: new Set([token]),
  regexp: /a/,
  error: new Error(token),
  buffer: Buffer.from('a.b'),
  'array buffer': new ArrayBuffer(64),
  'data view': new DataView(new ArrayBuffer(64)),
  float64: new Float64Array(8),
  detached: detached(),
  'a surrogate': 'a\ud800',
  'much text': 'a'.repeat(1 << 20),
  'a NUL': '\0',
  'like a key': Object.create(Key.prototype),
  'like a set': Object.create(KeySet.prototype),
  'like a verifier': Object.create(Verifier.prototype),
  'like remote keys': Object.create(RemoteKeys.prototype),
  'a clone of a key': structuredClone(key),
  global: globalThis,
};

/** The arguments of which the core judges only strings and bytes. */
const TYPED = ['token', 'key', 'keys', 'secret', 'PEM', 'DER', 'kid', 'algorithm', 'client id'];
const isText = (value) => typeof value === 'string' || value instanceof Uint8Array;
const known = (names) => (name) => names.split(' | ').includes(name);
const RECORDS = 'record | bare | primitive | a clone of a key';
const ISSUERS = 'tokens | convertible | much text | a NUL';
const FUNCTIONS = 'function | proxied function';
const CLIENTS = `function | proxied function | map | ${RECORDS}`;
/** Each argument that there is, and the values from above that are good for it. */
const places = [
  ['token', (value) => verifier.verify(value), ''],
  ['token', (value) => verifier.verifyFull(value), ''],
  ['token', (value) => peek(value), ''],
  ['token', (value) => new Verifier(() => key).verify(value), ''],
  ['token', (value) => new livelike.Verifier({ a: 'b' }).verify(value), ''],
  ['token', (value) => new likecoin.Verifier('c', { a: 'b' }).verify(value), ''],
  ['token', (value) => likecoin.peek(value), ''],
  ['options', (value) => verifier.verify(token, value), `undefined | ${RECORDS}`],
  ['options', (value) => verifier.verifyFull(token, value), `undefined | ${RECORDS}`],
  ['now', (value) => verifier.verify(token, { now: value }), 'number'],
  ['claims', (value) => signer.sign(value), RECORDS],
  ['claims', (value) => signer.signJson(value), ''],
  ['options', (value) => signer.sign({}, value), `undefined | ${RECORDS}`],
  ['header', (value) => signer.sign({}, { header: value }), RECORDS],
  ['keys', (value) => new Verifier(value), 'function | proxied function'],
  ['policy', (value) => new Verifier(key, value), RECORDS],
  ['issuer', (value) => new Verifier(key, { issuer: value }), ISSUERS],
  ['audience', (value) => new Verifier(key, { audience: value }), ISSUERS],
  ['expected', (value) => new Verifier(key, { expected: value }), ''],
  ['key', (value) => new Signer(value), ''],
  ['options', (value) => new Signer(key, value), RECORDS],
  ['secret', (value) => Key.hs256(value), 'much text'],
  ['secret', (value) => Key.fromSecret(value, { alg: 'HS256' }), 'much text'],
  ['options', (value) => Key.fromSecret(SECRET, value), ''],
  ['PEM', (value) => Key.fromPem(value), ''],
  ['DER', (value) => Key.fromDer(value), ''],
  ['JWK', (value) => Key.fromJwk(value), ''],
  ['DER', (value) => Key.fromEcPoint(value, { alg: 'ES256' }), ''],
  ['DER', (value) => Key.fromEcScalar(value, { alg: 'ES256' }), ''],
  ['DER', (value) => Key.fromEd25519Public(value), ''],
  ['DER', (value) => Key.fromEd25519Private(value), ''],
  ['key', (value) => Key.fromKeyObject(value), ''],
  ['function', (value) => Signer.external('ES256', value), 'function | proxied function'],
  ['algorithm', (value) => Signer.keyless(value), ''],
  ['options', (value) => Signer.keyless('ES256', value), RECORDS],
  ['claims', (value) => signer.signingInput(value), RECORDS],
  ['lifetime', (value) => signer.sign({}, { lifetime: value }), 'number'],
  ['token', (value) => verifier.explain(value), 'buffer | a surrogate | much text | a NUL'],
  ['options', (value) => verifier.explain(token, value), `undefined | ${RECORDS}`],
  ['policy', (value) => peek(token, value), RECORDS],
  ['expected', (value) => verifier.verify(token, { expected: value }), ''],
  ['key', (value) => jws.sign(value, Buffer.from('a')), ''],
  ['keys', (value) => jws.verify(value, token), ''],
  ['options', (value) => jws.verify(key, token, value), `undefined | ${RECORDS}`],
  ['PEMs', (value) => KeySet.fromPems(value), `list | tokens | map | ${RECORDS}`],
  ['kid', (value) => new KeySet([key]).get(value), 'much text | a NUL'],
  ['algorithm', (value) => Key.generate(value), ''],
  ['kid', (value) => key.withKid(value), 'much text | a NUL'],
  ['keys', (value) => new KeySet(value), 'list'],
  ['JWKS', (value) => KeySet.fromJwks(value), ''],
  ['token', (value) => new Verifier(remote).verify(value), ''],
  ['policy', (value) => new Verifier(remote, value), RECORDS],
  ['source', (value) => new RemoteKeys(value), ''],
  ['options', (value) => new RemoteKeys('https://a.example', value), RECORDS],
  ['address', (value) => new RemoteKeys({ jwks_url: value }), ''],
  ['issuers', (value) => new RemoteKeys({ issuers: value }), ''],
  ['fetch', (value) => new RemoteKeys('https://a.example', { fetch: value }), FUNCTIONS],
  ['callback', (value) => new RemoteKeys('https://a.example', { onEvent: value }), FUNCTIONS],
  ['snapshot', (value) => remote.seed(value), ''],
  ['issuer', (value) => remote.status(value), 'much text | a NUL'],
  ['issuer', (value) => remote.keySet(value), 'much text | a NUL'],
  ['header', (value) => bearer.parse(value), ''],
  ['token', (value) => bearer.format(value), 'much text'],
  ['client id', (value) => new livelike.Signer(value, 'secret'), 'much text | a NUL'],
  ['secret', (value) => new livelike.Signer('app', value), 'much text | a NUL'],
  ['id', (value) => new livelike.Signer('app', 'secret').sign(value), 'a NUL'],
  [
    'options',
    (value) => new livelike.Signer('app', 's').sign('u', value),
    `undefined | ${RECORDS}`,
  ],
  ['clients', (value) => new livelike.Verifier(value), CLIENTS],
  ['secret', (value) => likecoin.signingKey(value, 's'), 'much text | a NUL'],
  ['secret', (value) => likecoin.signingKey('s', value), 'much text | a NUL'],
  ['secret', (value) => new likecoin.Issuer(value, 'like.co'), 'much text | a NUL'],
  ['host', (value) => new likecoin.Issuer('s', value), 'much text | a NUL'],
  ['grant', (value) => new likecoin.Issuer('s', 'like.co').sign(value), ''],
  ['secret', (value) => new likecoin.Verifier(value, {}), 'much text | a NUL'],
  ['clients', (value) => new likecoin.Verifier('s', value), CLIENTS],
  ['options', (value) => new likecoin.Verifier('s', {}, value), RECORDS],
  ['held', (value) => likecoin.allows(value, 'read'), 'list | tokens'],
  ['demanded', (value) => likecoin.allows([], value), 'much text | a NUL'],
  ['request', (value) => likecoin.authorizeUrl(value), ''],
  ['address', (value) => likecoin.parseCallback(value, 'state'), ''],
  ['state', (value) => likecoin.parseCallback('https://a.example/?code=a&state=b', value), ''],
  ['request', (value) => likecoin.tokenRequest(value), ''],
  ['request', (value) => likecoin.refreshRequest(value), ''],
  ['status', (value) => likecoin.parseTokenResponse(value, '{"access_token":"a"}'), ''],
  ['body', (value) => likecoin.parseTokenResponse(200, value), ''],
  ['settings', (value) => new likecoin.Client(value), ''],
];

test('a wrong type is refused wherever it is given', () => {
  const odd = [];
  for (const [what, call, fine] of places) {
    const isFine = known(fine);
    for (const [name, value] of Object.entries(values)) {
      let outcome;
      try {
        call(value);
        outcome = isFine(name) ? undefined : 'was taken';
      } catch (error) {
        const expected =
          error instanceof TypeError || error instanceof JotkitError || error instanceof Boom;
        if (!expected) outcome = inspect(error);
        else if (error instanceof JotkitError && TYPED.includes(what) && !isText(value)) {
          outcome = 'was no TypeError';
        } else if (isFine(name)) outcome = `was refused: ${error.message}`;
        else if (error.code === 'internal') outcome = 'was internal';
        else if (error.message.includes(token)) outcome = 'showed the token';
      }
      if (outcome) odd.push(`${call}: ${name} as ${what} ${outcome}`);
    }
  }
  assert.deepEqual(odd, []);
});

test('what a caller’s object throws is thrown as it is', () => {
  const { proxy, getter, toJSON } = values;
  for (const call of [
    () => signer.sign(proxy),
    () => signer.sign(getter),
    () => signer.sign(toJSON),
    () => new Verifier(key, proxy),
    () => new Verifier(key, getter),
    () => Key.fromSecret(SECRET, getter),
    () => new Verifier(boom).verify(token),
  ]) {
    assert.throws(call, Boom, `${call}`);
  }
  assert.equal(verifier.verify(token).sub, 'u1');
});

test('methods are for their own objects', () => {
  for (const [prototype, name, ...given] of [
    [Verifier.prototype, 'verify', token],
    [Verifier.prototype, 'verifyFull', token],
    [Signer.prototype, 'sign', {}],
    [Signer.prototype, 'signJson', '{}'],
    [Key.prototype, 'toJwk'],
    [Key.prototype, 'public'],
    [KeySet.prototype, 'toPublicJwks'],
    [RemoteKeys.prototype, 'status'],
    [RemoteKeys.prototype, 'keySet'],
    [RemoteKeys.prototype, 'export'],
    [RemoteKeys.prototype, 'seed', '{}'],
    [livelike.Signer.prototype, 'sign', 'u1'],
    [livelike.Verifier.prototype, 'verify', token],
    [likecoin.Issuer.prototype, 'sign', {}],
    [likecoin.Verifier.prototype, 'verify', token],
  ]) {
    const own = [undefined, null, {}, key, Object.create(prototype), new Proxy(signer, {})];
    for (const other of own.filter((value) => !(value === key && prototype === Key.prototype))) {
      assert.throws(() => prototype[name].apply(other, given), TypeError, name);
    }
  }
});

test('a string is its characters, however V8 holds it', () => {
  const half = Math.floor(token.length / 2);
  const forms = {
    joined: token.slice(0, half) + token.slice(half),
    'joined from many': [...token].reduce((text, char) => text + char, ''),
    sliced: ` ${token} `.slice(1, -1),
    'of two bytes each': `\u0141${token}`.slice(1),
    'from bytes': Buffer.from(token).toString('latin1'),
    'from two bytes each': Buffer.from(token, 'utf16le').toString('utf16le'),
    property: Object.keys({ [token]: 1 })[0],
  };
  for (const [name, form] of Object.entries(forms)) {
    assert.equal(verifier.verify(form).sub, 'u1', name);
  }
});

test('no other character is taken for one of the alphabet', () => {
  const malformed = (error) => error instanceof JotkitError && error.kind === 'malformed';
  const long = signer.sign({ pad: 'a'.repeat(8000) });
  for (const good of [token, long]) {
    for (const at of [0, 5, good.indexOf('.'), good.length >> 1, good.length - 1]) {
      const unit = good.charCodeAt(at);
      // Some share the low byte, some fold to it, and lax readers drop some.
      const others = [0x100, 0x200, 0xff00, 0xd800].map((high) => String.fromCharCode(unit | high));
      for (const other of [...others, '\u0130', '\u{1d400}', '\ufeff', '\u200b', '\udc00', 'é']) {
        const changed = good.slice(0, at) + other + good.slice(at + 1);
        assert.throws(() => verifier.verify(changed), malformed, `${at} ${inspect(other)}`);
        const added = good.slice(0, at) + other + good.slice(at);
        assert.throws(() => verifier.verify(added), malformed, `${at} ${inspect(other)}`);
      }
    }
    for (const end of ['é', '\ud800', '\u{1F600}', '\u0141'.repeat(50), '\0', '\n', '=']) {
      assert.throws(() => verifier.verify(good + end), malformed, inspect(end));
      assert.throws(() => verifier.verify(end + good), malformed, inspect(end));
    }
  }
});

test('claims are the caller’s own, and pollute nothing', () => {
  const payload = '{"exp":4e9,"__proto__":{"admin":1},"constructor":{"prototype":{"admin":1}}}';
  const polluting = new Signer(key).signJson(payload);
  for (const policy of [{}, { cache: 4 }]) {
    const strict = new Verifier(key, policy);
    for (let i = 0; i < 3; i += 1) {
      const claims = strict.verify(polluting);
      assert.ok(Object.hasOwn(claims, '__proto__'));
      assert.strictEqual(Object.getPrototypeOf(claims), Object.prototype);
      assert.equal({}.admin, undefined);
      // The next call must not see it, be it from a cache.
      assert.equal(claims.changed, undefined);
      claims.changed = true;
      claims.exp = 0;
    }
    assert.equal(strict.verifyFull(polluting).payload, payload);
  }
});

test('a polluted prototype gives no options', () => {
  const settings = { client_id: 'c', client_secret: 's', redirect_uri: 'https://a.example/' };
  for (const name of ['endpoint', 'authorize_endpoint']) {
    Object.prototype[name] = 'https://evil.example';
    try {
      const { url } = new likecoin.Client(settings).authorizeUrl();
      assert.ok(url.startsWith('https://like.co/'), url);
    } finally {
      delete Object.prototype[name];
    }
  }
  for (const name of ['now', 'issuer', 'expiry_optional', 'any_audience', 'alg', 'header', 'kid']) {
    Object.prototype[name] = name === 'now' ? 1e12 : true;
    try {
      assert.equal(new Verifier(key, {}).verify(token, {}).sub, 'u1', name);
      assert.deepEqual(peek(signer.sign({})).header, { alg: 'HS256', typ: 'JWT' }, name);
    } finally {
      delete Object.prototype[name];
    }
  }
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
    const again = new Verifier(Key.hs256(SECRET));
    const token = new Signer(key).signJson('{"exp":4102444800,"polluted":"own","kind":"own"}');
    const { polluted, kind } = again.verifyFull(token).claims;
    assert.deepEqual([polluted, kind], ['own', 'own']);
  } finally {
    delete Object.prototype.polluted;
    delete Object.prototype.kind;
  }
  assert.deepStrictEqual(taken, []);
});
