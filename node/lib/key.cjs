'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { bytes, claimsText, optionsText, text, wrong } = require('./check.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
// Only this module can make a key out of a native handle, and only this package can get it back.
const trusted = Symbol('native handle');
let keyHandle;
let keySetHandle;
let setOf;

function keyOptions(rest) {
  return rest.length === 0 ? '{}' : optionsText(rest[0], 'Key options');
}

function jwkText(value, what) {
  return typeof value === 'string' ? value : claimsText(value, what);
}

/** A key, bound to its algorithm; see index.d.cts. */
class Key {
  #native;

  static {
    keyHandle = (value) => {
      const isKey = typeof value === 'object' && value !== null && #native in value;
      return isKey ? value.#native : undefined;
    };
  }

  constructor(proof, handle) {
    if (proof !== trusted) throw new TypeError('Make a key with Key.hs256, Key.fromPem and so on.');
    this.#native = take(handle);
    Object.freeze(this);
  }

  static hs256(secret) {
    return Key.fromSecret(secret, { alg: 'HS256' });
  }

  static hs384(secret) {
    return Key.fromSecret(secret, { alg: 'HS384' });
  }

  static hs512(secret) {
    return Key.fromSecret(secret, { alg: 'HS512' });
  }

  static fromSecret(secret, ...options) {
    if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
      throw wrong('A secret', 'a string or a Uint8Array', secret);
    }
    return new Key(trusted, native.keyFromSecret(secret, keyOptions(options)));
  }

  static fromPem(pem, ...options) {
    return new Key(trusted, native.keyFromPem(text(pem, 'A PEM'), keyOptions(options)));
  }

  static fromDer(der, ...options) {
    return new Key(trusted, native.keyFromDer(bytes(der, 'DER'), keyOptions(options)));
  }

  static fromJwk(jwk, ...options) {
    return new Key(trusted, native.keyFromJwk(jwkText(jwk, 'A JWK'), keyOptions(options)));
  }

  static generate(alg) {
    return new Key(trusted, native.keyGenerate(text(alg, 'An algorithm')));
  }

  get alg() {
    return take(native.keyAlgorithm(this.#native)) ?? undefined;
  }

  get kid() {
    return take(native.keyKid(this.#native)) ?? undefined;
  }

  get kty() {
    return take(native.keyType(this.#native));
  }

  get private() {
    return take(native.keyPrivate(this.#native));
  }

  public() {
    return new Key(trusted, native.keyPublic(this.#native));
  }

  withKid(kid) {
    return new Key(trusted, native.keyWithKid(this.#native, text(kid, 'A kid')));
  }

  thumbprint() {
    return take(native.keyThumbprint(this.#native));
  }

  info() {
    return JSON.parse(take(native.keyInfo(this.#native)));
  }

  toJwk() {
    return JSON.parse(take(native.keyToJwk(this.#native)));
  }

  toPem() {
    return take(native.keyToPem(this.#native));
  }

  toDer() {
    return take(native.keyToDer(this.#native));
  }

  [inspect]() {
    const kid = this.kid === undefined ? '' : `, kid: ${JSON.stringify(this.kid)}`;
    return `Key { alg: ${this.alg}${kid}, private: ${this.private} }`;
  }
}

/** A set of keys; see index.d.cts. */
class KeySet {
  #native;

  static {
    keySetHandle = (value) => {
      const isSet = typeof value === 'object' && value !== null && #native in value;
      return isSet ? value.#native : undefined;
    };
    setOf = (handle) => {
      const set = new KeySet([]);
      set.#native = handle;
      return set;
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
    return setOf(take(native.keySetFromJwks(jwkText(jwks, 'A JWK Set'), keyOptions(options))));
  }

  get size() {
    return take(native.keySetSize(this.#native));
  }

  get skipped() {
    return take(native.keySetSkipped(this.#native));
  }

  toPublicJwks() {
    return JSON.parse(take(native.keySetToPublicJwks(this.#native)));
  }

  [inspect]() {
    return `KeySet { size: ${this.size}, skipped: ${this.skipped} }`;
  }
}

module.exports = { Key, KeySet, keyHandle, keySetHandle };
