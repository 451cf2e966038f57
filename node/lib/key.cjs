'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { atMost, bytes, bytesOf, record, restText, text, wrong } = require('./args.cjs');
const { objectText } = require('./claims.cjs');
const hostKeys = require('./host_keys.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
// Only this module makes a key out of a native handle, and only this package gets it back.
const trusted = Symbol('native handle');
let keyHandle;
let keyOf;

function imported(form, material, options) {
  return new Key(trusted, native.keyImport(form, material, restText(options, 'Key options')));
}

/** The options of a key whose algorithm the function's name says. */
function withAlgorithm(alg, rest) {
  atMost(2, rest.length + 1);
  if (rest.length === 0) return { alg };
  const options = record(rest[0], 'Key options');
  if (Object.hasOwn(options, 'alg')) throw new TypeError(`The algorithm is ${alg} already.`);
  return { ...options, alg };
}

/** A key, bound to its algorithm; see index.d.cts. */
class Key {
  #native;
  #facts;

  static {
    keyHandle = (value) => {
      const isKey = typeof value === 'object' && value !== null && #native in value;
      return isKey ? value.#native : undefined;
    };
    keyOf = (handle) => new Key(trusted, handle);
  }

  constructor(proof, handle) {
    if (proof !== trusted) throw new TypeError('Make a key with Key.hs256, Key.fromPem and so on.');
    this.#native = take(handle);
    this.#facts = take(native.keyFacts(this.#native));
    Object.freeze(this);
  }

  static hs256(secret, ...options) {
    return Key.fromSecret(secret, withAlgorithm('HS256', options));
  }

  static hs384(secret, ...options) {
    return Key.fromSecret(secret, withAlgorithm('HS384', options));
  }

  static hs512(secret, ...options) {
    return Key.fromSecret(secret, withAlgorithm('HS512', options));
  }

  static fromSecret(secret, ...options) {
    const material = typeof secret === 'string' ? secret : bytesOf(secret);
    if (material === undefined) throw wrong('A secret', 'a string or a Uint8Array', secret);
    return imported('secret', material, options);
  }

  static fromPem(pem, ...options) {
    const material = typeof pem === 'string' ? pem : bytesOf(pem);
    if (material === undefined) throw wrong('A PEM', 'a string or a Uint8Array', pem);
    return imported('pem', material, options);
  }

  static fromDer(der, ...options) {
    return imported('der', bytes(der, 'DER'), options);
  }

  static fromJwk(jwk, ...options) {
    if (hostKeys.isHostKey(jwk)) throw wrong('A JWK', 'an object or JSON text', jwk);
    return imported('jwk', objectText(jwk, 'A JWK'), options);
  }

  static fromEcPoint(point, ...options) {
    return imported('ec_point', bytes(point, 'A point'), options);
  }

  static fromEcScalar(scalar, ...options) {
    return imported('ec_scalar', bytes(scalar, 'A scalar'), options);
  }

  static fromEd25519Public(key, ...options) {
    return imported('ed25519_public', bytes(key, 'An Ed25519 public key'), options);
  }

  static fromEd25519Private(key, ...options) {
    return imported('ed25519_private', bytes(key, 'An Ed25519 private key'), options);
  }

  static fromKeyObject(key, ...options) {
    const { form, material } = hostKeys.ofKeyObject(key);
    try {
      return imported(form, material, options);
    } finally {
      material.fill(0);
    }
  }

  static async fromCryptoKey(key, ...options) {
    return imported('jwk', await hostKeys.ofCryptoKey(key), options);
  }

  static generate(alg) {
    return new Key(trusted, native.keyGenerate(text(alg, 'An algorithm')));
  }

  get alg() {
    return this.#facts.alg;
  }

  get kid() {
    return this.#facts.kid;
  }

  get kty() {
    return this.#facts.kty;
  }

  get private() {
    return this.#facts.private;
  }

  public() {
    return new Key(trusted, native.keyPublic(this.#native));
  }

  withKid(kid) {
    return new Key(trusted, native.keyWithKid(this.#native, text(kid, 'A kid')));
  }

  thumbprint() {
    return take(native.keyThumbprint(this.#native)) ?? undefined;
  }

  info() {
    return JSON.parse(take(native.keyText(this.#native, 'info')));
  }

  toJwk() {
    return JSON.parse(take(native.keyText(this.#native, 'jwk')));
  }

  toPem() {
    return take(native.keyText(this.#native, 'pem'));
  }

  toDer() {
    return take(native.keyToDer(this.#native));
  }

  [inspect]() {
    const kid = this.kid === undefined ? '' : `, kid: ${JSON.stringify(this.kid)}`;
    return `Key { alg: ${this.alg}${kid}, private: ${this.private} }`;
  }
}

module.exports = { Key, keyHandle, keyOf };
