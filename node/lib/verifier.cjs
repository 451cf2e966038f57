'use strict';

const native = require('./native.cjs');
const { asking, wrongAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { keyHandle } = require('./key.cjs');
const { keySetHandle } = require('./keyset.cjs');
const { remoteParts } = require('./remote.cjs');
const { bindMethods } = require('./bound.cjs');
const { schemaOf, shaped, shapedAsync } = require('./schema.cjs');
const {
  atMost,
  clock,
  named,
  optionsText,
  restText,
  seconds,
  time,
  tokenText,
  wrong,
} = require('./args.cjs');

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
    bindMethods(this, Verifier.prototype);
  }

  verify(token, options) {
    atMost(2, arguments.length);
    const given = optionsOf(options);
    return shaped(JSON.parse(this.#verify(CLAIMS, token, given)), given.schema);
  }

  async verifyAsync(token, options) {
    atMost(2, arguments.length);
    const given = optionsOf(options);
    return shapedAsync(JSON.parse(await this.#verifyAsync(CLAIMS, token, given)), given.schema);
  }

  verifyFull(token, options) {
    atMost(2, arguments.length);
    const given = optionsOf(options);
    const verified = new Verified(this.#verify(FULL, token, given));
    verified.claims = shaped(verified.claims, given.schema);
    return verified;
  }

  async verifyFullAsync(token, options) {
    atMost(2, arguments.length);
    const given = optionsOf(options);
    const verified = new Verified(await this.#verifyAsync(FULL, token, given));
    verified.claims = await shapedAsync(verified.claims, given.schema);
    return verified;
  }

  explain(token, options) {
    atMost(2, arguments.length);
    const now = time(options);
    if (this.#requests !== undefined) {
      throw new TypeError('Explain with a Verifier of the set that RemoteKeys.keySet returns.');
    }
    return JSON.parse(this.#ask(native.verifierExplain, token, now));
  }

  #verify(calls, token, { now, expected }) {
    if (this.#requests === undefined) return this.#ask(calls.local, token, now, expected);
    return this.#requests.decideNow(this.#turn(calls.remote, token, now, expected));
  }

  async #verifyAsync(calls, token, { now, expected }) {
    if (this.#requests === undefined) return this.#ask(calls.local, token, now, expected);
    return this.#requests.decide(this.#turn(calls.remote, token, now, expected));
  }

  #turn(call, token, now, expected) {
    const text = tokenText(token);
    // Time goes on while a turn waits for keys.
    return (at) => call(this.#native, text, now ?? at / 1000, at, expected);
  }

  #ask(call, token, now, expected) {
    const [text, at] = [tokenText(token), clock(now)];
    const resolver = this.#resolver;
    if (resolver === undefined) return take(call(this.#native, text, at, undefined, expected));
    return asking(
      (ask) => call(this.#native, text, at, ask, expected),
      (...question) => resolver(hintOf(...question)),
      keyAnswer,
    );
  }
}

/** No options of a verification. */
const NONE = Object.freeze({ now: undefined, expected: undefined, schema: undefined });

/** The options of a verification, with the expected claims as JSON text. */
function optionsOf(options) {
  if (options === undefined) return NONE;
  const names = ['now', 'expected', 'schema'];
  const { now, expected, schema } = named(options, names, 'Options of a verification');
  const json = expected === undefined ? undefined : optionsText(expected, 'Expected claims');
  return { now: seconds(now, 'now'), expected: json, schema: schemaOf(schema) };
}

/** Reads a token without verifying it; see index.d.cts. */
function peek(token, ...policy) {
  const json = policy.length === 0 ? undefined : restText(policy, 'A policy');
  return new Unverified(take(native.verifierPeek(tokenText(token), json)));
}

module.exports = { Unverified, Verified, Verifier, peek };
