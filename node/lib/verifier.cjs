'use strict';

const native = require('./native.cjs');
const { asking, wrongAnswer } = require('./ask.cjs');
const { take } = require('./error.cjs');
const { unpack } = require('./unpack.cjs');
const { keyHandle, keySetHandle } = require('./key.cjs');
const { optionsText, text, time, wrong } = require('./check.cjs');

/** What a token says; see index.d.cts. */
class Content {
  constructor([header, payload]) {
    // JSON.parse makes a member `__proto__` an ordinary one.
    this.claims = JSON.parse(payload);
    this.header = JSON.parse(header);
    this.payload = payload;
  }
}

/** A verified token; see index.d.cts. */
class Verified extends Content {}

/** An unverified token; see index.d.cts. */
class Unverified extends Content {}

/** What a resolver may look at, without the members that the token lacks. */
function hintOf(algorithm, kid, issuer, authorized_party) {
  const hint = { algorithm };
  if (kid !== undefined) hint.kid = kid;
  if (issuer !== undefined) hint.issuer = issuer;
  if (authorized_party !== undefined) hint.authorized_party = authorized_party;
  return hint;
}

function keyAnswer(given) {
  const handle = keyHandle(given);
  if (handle === undefined) throw wrongAnswer('The resolver', 'a Key', given);
  return handle;
}

/** Verifies tokens under one policy; see index.d.cts. */
class Verifier {
  #native;
  #resolver;

  constructor(keys, ...policy) {
    const json = policy.length === 0 ? '{}' : optionsText(policy[0], 'A policy');
    const key = keyHandle(keys);
    const set = keySetHandle(keys);
    if (key !== undefined) this.#native = take(native.verifierWithKey(key, json));
    else if (set !== undefined) this.#native = take(native.verifierWithKeySet(set, json));
    else if (typeof keys === 'function') {
      this.#native = take(native.verifierWithResolver(json));
      this.#resolver = keys;
    } else throw wrong('The first argument of a verifier', 'a Key, a KeySet or a resolver', keys);
    Object.freeze(this);
  }

  verify(token, options) {
    if (this.#resolver !== undefined) return this.verifyFull(token, options).claims;
    text(token, 'A token');
    const handle = this.#native;
    return unpack(
      take(
        options === undefined
          ? native.verifierVerify(handle, token)
          : native.verifierVerify(handle, token, time(options)),
      ),
    );
  }

  verifyFull(token, options) {
    text(token, 'A token');
    const now = time(options);
    const resolver = this.#resolver;
    const parts =
      resolver === undefined
        ? take(native.verifierVerifyFull(this.#native, token, now))
        : asking(
            (ask) => native.verifierAsk(this.#native, token, now, ask),
            (...found) => resolver(hintOf(...found)),
            keyAnswer,
          );
    return new Verified(parts);
  }
}

/** Reads a token without verifying it; see index.d.cts. */
function peek(token) {
  return new Unverified(take(native.peek(text(token, 'A token'))));
}

module.exports = { Unverified, Verified, Verifier, peek };
