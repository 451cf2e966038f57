'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { bytesOf, record, restText, text, wrong } = require('./args.cjs');
const { objectText } = require('./claims.cjs');
const { keyHandle, keyOf } = require('./key.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
let keySetHandle;
let keySetOf;

/** A Map, an object or an array of PEMs as JSON text. */
function pemsText(pems) {
  const pemText = (pem) => {
    const bytes = bytesOf(pem);
    return bytes === undefined ? text(pem, 'Each PEM of a set') : Buffer.from(bytes).toString();
  };
  if (Array.isArray(pems)) return JSON.stringify(Array.from(pems, pemText));
  const entries = pems instanceof Map ? [...pems] : Object.entries(record(pems, 'PEMs'));
  // Without a prototype, a member `__proto__` is one like any other.
  const named = Object.create(null);
  for (const [kid, pem] of entries) named[text(kid, 'Each kid of a set')] = pemText(pem);
  return JSON.stringify(named);
}

/** A set of keys; see index.d.cts. */
class KeySet {
  #native;

  static {
    keySetHandle = (value) => {
      const isSet = typeof value === 'object' && value !== null && #native in value;
      return isSet ? value.#native : undefined;
    };
    keySetOf = (handle) => KeySet.#of(handle);
  }

  constructor(keys) {
    if (!Array.isArray(keys)) throw wrong('The keys of a set', 'an array of keys', keys);
    const handles = Array.from(keys, (key) => {
      const handle = keyHandle(key);
      if (handle === undefined) throw wrong('Each entry of a set', 'a Key', key);
      return handle;
    });
    this.#native = take(native.keySetNew(handles));
    Object.freeze(this);
  }

  static fromJwks(jwks, ...options) {
    const json = restText(options, 'Key options');
    return KeySet.#of(native.keySetFromJwks(objectText(jwks, 'A JWK Set'), json));
  }

  static fromPems(pems, ...options) {
    const json = restText(options, 'Key options');
    return KeySet.#of(native.keySetFromPems(pemsText(pems), json));
  }

  static #of(answer) {
    const set = new KeySet([]);
    set.#native = take(answer);
    return set;
  }

  get size() {
    return this.keys.length;
  }

  get keys() {
    return take(native.keySetKeys(this.#native)).map(keyOf);
  }

  get skipped() {
    return JSON.parse(take(native.keySetInfo(this.#native))).skipped;
  }

  get(kid) {
    const handle = take(native.keySetGet(this.#native, text(kid, 'A kid')));
    return handle === null ? undefined : keyOf(handle);
  }

  [Symbol.iterator]() {
    return this.keys.values();
  }

  toPublicJwks() {
    return JSON.parse(take(native.keySetToPublicJwks(this.#native)));
  }

  [inspect]() {
    return `KeySet { size: ${this.size}, skipped: ${this.skipped.length} }`;
  }
}

module.exports = { KeySet, keySetHandle, keySetOf };
