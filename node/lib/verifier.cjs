'use strict';

const native = require('./native.cjs');
const { asking, wrongAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { keyHandle } = require('./key.cjs');
const { keySetHandle } = require('./keyset.cjs');
const { remoteParts } = require('./remote.cjs');
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

/** The native calls for the claims alone, and for the header and the payload. */
const CLAIMS = { local: native.verifierVerify, remote: native.remoteVerify };
const FULL = { local: native.verifierVerifyFull, remote: native.remoteVerifyFull };

/** Verifies tokens under one policy; see index.d.cts. */
class Verifier {
  #native;
  #resolver;
  /** Of remote keys: what sends requests. */
  #requests;

  constructor(keys, ...policy) {
    const json = restText(policy, 'A policy');
    const key = keyHandle(keys);
    const set = keySetHandle(keys);
    const remote = remoteParts(keys);
    if (typeof keys === 'function') this.#resolver = keys;
    else if (key === undefined && set === undefined && remote === undefined) {
      throw wrong('The first argument of a verifier', 'a key, keys or a resolver', keys);
    }
    this.#requests = remote?.requests;
    this.#native = take(
      remote === undefined
        ? native.verifierNew(key, set, json)
        : native.remoteVerifierNew(remote.handle, json),
    );
    Object.freeze(this);
  }

  verify(token, options) {
    return JSON.parse(this.#verify(CLAIMS, token, options));
  }

  async verifyAsync(token, options) {
    return JSON.parse(await this.#verifyAsync(CLAIMS, token, options));
  }

  verifyFull(token, options) {
    return new Verified(this.#verify(FULL, token, options));
  }

  async verifyFullAsync(token, options) {
    return new Verified(await this.#verifyAsync(FULL, token, options));
  }

  explain(token, options) {
    const now = time(options);
    if (this.#requests !== undefined) {
      throw new TypeError('Explain with a Verifier of the set that RemoteKeys.keySet returns.');
    }
    return JSON.parse(this.#ask(native.verifierExplain, token, now));
  }

  #verify(calls, token, options) {
    const { now, json } = expectations(options);
    if (this.#requests === undefined) return this.#ask(calls.local, token, now, json);
    return this.#requests.decideNow(this.#turn(calls.remote, token, now, json));
  }

  async #verifyAsync(calls, token, options) {
    const { now, json } = expectations(options);
    if (this.#requests === undefined) return this.#ask(calls.local, token, now, json);
    return this.#requests.decide(this.#turn(calls.remote, token, now, json));
  }

  #turn(call, token, now, expected) {
    text(token, 'A token');
    return (clock) => call(this.#native, token, now, clock, expected);
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

/** The time and the expected claims, as JSON text, among the options of a verification. */
function expectations(options) {
  const { now, expected } = named(options, ['now', 'expected'], 'Options of a verification');
  const json = expected === undefined ? undefined : optionsText(expected, 'Expected claims');
  return { now: seconds(now, 'now'), json };
}

/** Reads a token without verifying it; see index.d.cts. */
function peek(token, ...policy) {
  const json = policy.length === 0 ? undefined : restText(policy, 'A policy');
  return new Unverified(take(native.verifierPeek(text(token, 'A token'), json)));
}

module.exports = { Unverified, Verified, Verifier, peek };
