'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { named, restText, seconds, text, wrong } = require('./args.cjs');
const { claimsText, objectText } = require('./claims.cjs');
const { keyHandle } = require('./key.cjs');

/** Signs tokens with one key; see index.d.cts. */
class Signer {
  #native;

  constructor(key, ...options) {
    const handle = keyHandle(key);
    if (handle === undefined) throw wrong('The key of a signer', 'a Key', key);
    this.#native = take(native.signerNew(handle, restText(options, 'Signer options')));
    Object.freeze(this);
  }

  sign(claims, options) {
    return this.#sign(claimsText(claims, 'Claims'), options);
  }

  signJson(claims, options) {
    return this.#sign(text(claims, "The claims' JSON text"), options);
  }

  #sign(claims, options) {
    if (options === undefined) return take(native.signerSign(this.#native, claims));
    const { header, now } = named(options, ['header', 'now'], 'Options of a signature');
    const members = header === undefined ? header : objectText(header, 'Header members');
    return take(native.signerSign(this.#native, claims, members, seconds(now, 'now')));
  }
}

module.exports = { Signer };
