'use strict';

const native = require('./native.cjs');
const { asking, secretAnswer } = require('./callback.cjs');
const { take } = require('./error.cjs');
const { secrets, text, time } = require('./args.cjs');

/** A verifier whose keys are client secrets: what LiveLike's and LikeCoin's have in common. */
class ClientVerifier {
  #native;
  #lookup;

  /** `make` is given the names and secrets, or nothing if a function looks them up. */
  constructor(clients, what, make) {
    if (typeof clients === 'function') this.#lookup = clients;
    this.#native = take(make(this.#lookup === undefined ? secrets(clients, what) : undefined));
    Object.freeze(this);
  }

  verify(token, options) {
    text(token, 'A token');
    const now = time(options);
    const verify = (ask) => native.clientVerify(this.#native, token, now, ask);
    const lookup = this.#lookup;
    return JSON.parse(
      lookup === undefined ? take(verify()) : asking(verify, (id) => lookup(id), secretAnswer),
    );
  }
}

module.exports = { ClientVerifier };
