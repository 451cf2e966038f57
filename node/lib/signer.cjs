'use strict';

const native = require('./native.cjs');
const { asking, signatureAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { bindMethods } = require('./bound.cjs');
const {
  atMost,
  callable,
  clock,
  named,
  restText,
  seconds,
  signatureOf,
  text,
  wrong,
} = require('./args.cjs');
const { claimsText, objectText } = require('./claims.cjs');
const { keyHandle } = require('./key.cjs');

// Only this module makes a signer without a key.
const elsewhere = Symbol('signed elsewhere');

/** The options of a signature, in the order of the native call's arguments. */
function callOptions(options) {
  if (options === undefined) return [undefined, clock()];
  const names = ['header', 'lifetime', 'now'];
  const { header, lifetime, now } = named(options, names, 'Options of a signature');
  const members = header === undefined ? header : objectText(header, 'Header members');
  return [members, clock(seconds(now, 'now')), seconds(lifetime, 'lifetime')];
}

/** Signs tokens with one key; see index.d.cts. */
class Signer {
  #native;
  #function;

  constructor(key, ...options) {
    if (key === elsewhere) {
      const [alg, rest, sign] = options;
      const json = restText(rest, 'Signer options');
      this.#function = sign;
      const keyless = sign === undefined;
      this.#native = take(native.signerElsewhere(text(alg, 'An algorithm'), json, keyless));
    } else {
      const handle = keyHandle(key);
      if (handle === undefined) throw wrong('The key of a signer', 'a Key', key);
      this.#native = take(native.signerNew(handle, restText(options, 'Signer options')));
    }
    bindMethods(this, Signer.prototype);
  }

  static external(alg, sign, ...options) {
    return new Signer(elsewhere, alg, options, callable(sign, 'The signing function'));
  }

  static keyless(alg, ...options) {
    return new Signer(elsewhere, alg, options);
  }

  sign(claims, options) {
    atMost(2, arguments.length);
    return this.#sign(claimsText(claims, 'Claims'), options);
  }

  signJson(claims, options) {
    atMost(2, arguments.length);
    return this.#sign(text(claims, "The claims' JSON text"), options);
  }

  async signAsync(claims, options) {
    atMost(2, arguments.length);
    const sign = this.#function;
    if (sign === undefined) return this.sign(claims, options);
    const input = this.signingInput(claims, options);
    return this.assemble(input, signatureAnswer(await sign(Buffer.from(input))));
  }

  signingInput(claims, options) {
    atMost(2, arguments.length);
    const json = claimsText(claims, 'Claims');
    return take(native.signerSigningInput(this.#native, json, ...callOptions(options)));
  }

  assemble(signingInput, signature) {
    atMost(2, arguments.length);
    const input = text(signingInput, 'A signing input');
    const bytes = signatureOf(signature);
    if (bytes === undefined)
      throw wrong('A signature', 'a Uint8Array or an ArrayBuffer', signature);
    return take(native.signerAssemble(this.#native, input, bytes));
  }

  #sign(claims, options) {
    const sign = this.#function;
    if (sign === undefined) {
      return take(native.signerSign(this.#native, claims, ...callOptions(options)));
    }
    const [header, now, lifetime] = callOptions(options);
    return asking(
      (ask) => native.signerSign(this.#native, claims, header, now, lifetime, ask),
      (input) => signatureAnswer(sign(Buffer.from(input))),
      (signature) => signature,
    );
  }
}

module.exports = { Signer };
