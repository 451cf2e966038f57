'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { restText, wrong } = require('./args.cjs');
const { objectText } = require('./claims.cjs');
const { keyHandle } = require('./key.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
let keySetHandle;

/** A set of keys; see index.d.cts. */
class KeySet {
  #native;

  static {
    keySetHandle = (value) => {
      const isSet = typeof value === 'object' && value !== null && #native in value;
      return isSet ? value.#native : undefined;
    };
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
    const set = new KeySet([]);
    set.#native = take(native.keySetFromJwks(objectText(jwks, 'A JWK Set'), json));
    return set;
  }

  get size() {
    return take(native.keySetSizes(this.#native))[0];
  }

  get skipped() {
    return take(native.keySetSizes(this.#native))[1];
  }

  toPublicJwks() {
    return JSON.parse(take(native.keySetToPublicJwks(this.#native)));
  }

  [inspect]() {
    return `KeySet { size: ${this.size}, skipped: ${this.skipped} }`;
  }
}

module.exports = { KeySet, keySetHandle };
