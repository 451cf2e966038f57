'use strict';

const native = require('./native.cjs');
const { asking, secretAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { bindMethods } = require('./bound.cjs');
const { atMost, clock, secrets, time, tokenText } = require('./args.cjs');

/** A verifier whose keys are client secrets: what LiveLike's and LikeCoin's have in common. */
class ClientVerifier {
  #native;
  #lookup;

  /** `make` is given the names and secrets, or nothing if a function looks them up. */
  constructor(clients, what, make) {
    if (typeof clients === 'function') this.#lookup = clients;
    this.#native = take(make(this.#lookup === undefined ? secrets(clients, what) : undefined));
    bindMethods(this, ClientVerifier.prototype);
  }

  verify(token, options) {
    atMost(2, arguments.length);
    const [text, now] = [tokenText(token), clock(time(options))];
    const verify = (ask) => native.clientVerify(this.#native, text, now, ask);
    const lookup = this.#lookup;
    return JSON.parse(
      lookup === undefined ? take(verify()) : asking(verify, (id) => lookup(id), secretAnswer),
    );
  }
}

module.exports = { ClientVerifier };
