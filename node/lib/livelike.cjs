'use strict';

const native = require('./native.cjs');
const { asking, secretAnswer } = require('./ask.cjs');
const { take } = require('./error.cjs');
const { unpack } = require('./unpack.cjs');
const { kindOf, named, number, secrets, text, time } = require('./check.cjs');

function profileId(id) {
  if (typeof id === 'number' || typeof id === 'bigint') {
    throw new TypeError(
      `A custom_profile_id is a string, not a ${typeof id}. Convert it with String(id), and keep ` +
        'ids above 2^53 out of numbers altogether: there they have lost digits already.',
    );
  }
  if (typeof id !== 'string') {
    throw new TypeError(`A custom_profile_id is a string, not ${kindOf(id)}.`);
  }
  return id;
}

/** Mints profile tokens of one application; see index.d.cts. */
class Signer {
  #native;

  constructor(clientId, clientSecret) {
    this.#native = take(
      native.livelikeSigner(
        text(clientId, 'The Client ID'),
        text(clientSecret, 'The Client Secret'),
      ),
    );
    Object.freeze(this);
  }

  sign(customProfileId, options) {
    const names = ['issued_at', 'lifetime'];
    const { issued_at, lifetime } = named(options, names, 'Options of a signature');
    return take(
      native.livelikeSign(
        this.#native,
        profileId(customProfileId),
        issued_at === undefined ? issued_at : number(issued_at, '`issued_at`, in seconds,'),
        lifetime === undefined ? lifetime : number(lifetime, '`lifetime`, in seconds,'),
      ),
    );
  }
}

/** Verifies profile tokens; see index.d.cts. */
class Verifier {
  #native;
  #lookup;

  constructor(applications) {
    if (typeof applications === 'function') {
      this.#lookup = applications;
      this.#native = take(native.livelikeVerifierWithLookup());
    } else {
      this.#native = take(native.livelikeVerifier(secrets(applications, 'the applications')));
    }
    Object.freeze(this);
  }

  verify(token, options) {
    text(token, 'A token');
    const now = time(options);
    const profile =
      this.#lookup === undefined
        ? take(native.livelikeVerify(this.#native, token, now))
        : asking(
            (ask) => native.livelikeAsk(this.#native, token, now, ask),
            this.#lookup,
            secretAnswer,
          );
    return unpack(profile);
  }
}

module.exports = { Signer, Verifier };
