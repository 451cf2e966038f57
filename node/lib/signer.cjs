'use strict';

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { keyHandle } = require('./key.cjs');
const { claimsText, named, number, optionsText, text, wrong } = require('./check.cjs');

/** Signs tokens with one key; see index.d.cts. */
class Signer {
  #native;

  constructor(key, ...options) {
    const handle = keyHandle(key);
    if (handle === undefined) throw wrong('The key of a signer', 'a Key', key);
    const json = options.length === 0 ? '{}' : optionsText(options[0], 'Signer options');
    this.#native = take(native.signerNew(handle, json));
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
    return take(
      native.signerSign(
        this.#native,
        claims,
        header === undefined || typeof header === 'string'
          ? header
          : claimsText(header, 'Header members'),
        now === undefined ? now : number(now, '`now`, in seconds since 1970,'),
      ),
    );
  }
}

module.exports = { Signer };
