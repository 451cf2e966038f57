'use strict';

const native = require('./native.cjs');
const { asking, secretAnswer } = require('./ask.cjs');
const { take } = require('./error.cjs');
const { unpack } = require('./unpack.cjs');
const { Client, Session } = require('./client.cjs');
const { named, number, optionsText, secrets, text, texts, time } = require('./check.cjs');

function signingKey(commonSecret, clientSecret) {
  return take(
    native.likecoinSigningKey(
      text(commonSecret, 'The common secret'),
      text(clientSecret, 'The client secret'),
    ),
  );
}

/** Issues access tokens; see index.d.cts. */
class Issuer {
  #native;

  constructor(commonSecret, host) {
    this.#native = take(
      native.likecoinIssuer(text(commonSecret, 'The common secret'), text(host, 'The host')),
    );
    Object.freeze(this);
  }

  sign(grant, options) {
    const { now } = named(options, ['now'], 'Options of a signature');
    return take(
      native.likecoinSign(
        this.#native,
        optionsText(grant, 'A grant'),
        now === undefined ? now : number(now, '`now`, in seconds since 1970,'),
      ),
    );
  }
}

/** Verifies access tokens; see index.d.cts. */
class Verifier {
  #native;
  #lookup;

  constructor(commonSecret, clients, ...options) {
    const secret = text(commonSecret, 'The common secret');
    const json = options.length === 0 ? '{}' : optionsText(options[0], 'Verifier options');
    if (typeof clients === 'function') {
      this.#lookup = clients;
      this.#native = take(native.likecoinVerifierWithLookup(secret, json));
    } else {
      this.#native = take(native.likecoinVerifier(secret, secrets(clients, 'the clients'), json));
    }
    Object.freeze(this);
  }

  verify(token, options) {
    text(token, 'A token');
    const now = time(options);
    const content =
      this.#lookup === undefined
        ? take(native.likecoinVerify(this.#native, token, now))
        : asking(
            (ask) => native.likecoinAsk(this.#native, token, now, ask),
            this.#lookup,
            secretAnswer,
          );
    return unpack(content);
  }
}

function read(token) {
  return JSON.parse(take(native.likecoinRead(text(token, 'A token'))));
}

function allows(held, demanded) {
  return take(
    native.likecoinAllows(texts(held, 'the held scopes'), text(demanded, 'A demanded scope')),
  );
}

module.exports = {
  ...require('./oauth.cjs'),
  Client,
  Issuer,
  Session,
  Verifier,
  allows,
  read,
  signingKey,
};
