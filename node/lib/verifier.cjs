'use strict';

const native = require('./native.cjs');
const { asking, wrongAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { keyHandle } = require('./key.cjs');
const { keySetHandle } = require('./keyset.cjs');
const { named, optionsText, restText, seconds, text, time, wrong } = require('./args.cjs');

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
  if (typeof kid === 'string') hint.kid = kid;
  if (typeof issuer === 'string') hint.issuer = issuer;
  if (typeof authorized_party === 'string') hint.authorized_party = authorized_party;
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
    const json = restText(policy, 'A policy');
    const key = keyHandle(keys);
    const set = keySetHandle(keys);
    if (typeof keys === 'function') this.#resolver = keys;
    else if (key === undefined && set === undefined) {
      throw wrong('The first argument of a verifier', 'a Key, a KeySet or a resolver', keys);
    }
    this.#native = take(native.verifierNew(key, set, json));
    Object.freeze(this);
  }

  verify(token, options) {
    return JSON.parse(this.#verify(native.verifierVerify, token, options));
  }

  verifyFull(token, options) {
    return new Verified(this.#verify(native.verifierVerifyFull, token, options));
  }

  explain(token, options) {
    const now = time(options);
    return JSON.parse(this.#ask(native.verifierExplain, token, now));
  }

  #verify(verify, token, options) {
    const { now, expected } = named(options, ['now', 'expected'], 'Options of a verification');
    const json = expected === undefined ? undefined : optionsText(expected, 'Expected claims');
    return this.#ask(verify, token, seconds(now, 'now'), json);
  }

  #ask(call, token, now, expected) {
    text(token, 'A token');
    const resolver = this.#resolver;
    if (resolver === undefined) return take(call(this.#native, token, now, undefined, expected));
    return asking(
      (ask) => call(this.#native, token, now, ask, expected),
      (...question) => resolver(hintOf(...question)),
      keyAnswer,
    );
  }
}

/** Reads a token without verifying it; see index.d.cts. */
function peek(token, ...policy) {
  const json = policy.length === 0 ? undefined : restText(policy, 'A policy');
  return new Unverified(take(native.verifierPeek(text(token, 'A token'), json)));
}

module.exports = { Unverified, Verified, Verifier, peek };
