'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { restText, text, wrong } = require('./args.cjs');
const { objectText } = require('./claims.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
// Only this module makes a key out of a native handle, and only this package gets it back.
const trusted = Symbol('native handle');
let keyHandle;

function imported(form, material, options) {
  return new Key(trusted, native.keyImport(form, material, restText(options, 'Key options')));
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
  }

  constructor(proof, handle) {
    if (proof !== trusted) throw new TypeError('Make a key with Key.hs256, Key.fromPem and so on.');
    this.#native = take(handle);
    this.#facts = take(native.keyFacts(this.#native));
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
    return imported('secret', secret, options);
  }

  static fromPem(pem, ...options) {
    return imported('pem', text(pem, 'A PEM'), options);
  }

  static fromDer(der, ...options) {
    if (!(der instanceof Uint8Array)) throw wrong('DER', 'a Uint8Array', der);
    return imported('der', der, options);
  }

  static fromJwk(jwk, ...options) {
    return imported('jwk', objectText(jwk, 'A JWK'), options);
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
    return take(native.keyText(this.#native, 'thumbprint'));
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

module.exports = { Key, keyHandle };
