'use strict';

const native = require('./native.cjs');
const { ClientVerifier } = require('./clients.cjs');
const { take } = require('./error.cjs');
const { bindMethods } = require('./bound.cjs');
const { atMost, clock, kindOf, named, seconds, text } = require('./args.cjs');

function profileId(id) {
  if (typeof id === 'number' || typeof id === 'bigint') {
    throw new TypeError(
      `A custom_profile_id is a string, not a ${typeof id}. Convert it with String(id), and do not ` +
        'keep ids above 2^53 in numbers, which lose their last digits.',
    );
  }
  if (typeof id !== 'string') {
    throw new TypeError(`A custom_profile_id is a string, not ${kindOf(id)}.`);
  }
  return id;
}

/** Signs profile tokens of one application; see livelike.d.cts. */
class Signer {
  #native;

  constructor(clientId, clientSecret) {
    const [id, secret] = [text(clientId, 'The Client ID'), text(clientSecret, 'The Client Secret')];
    this.#native = take(native.livelikeSigner(id, secret));
    bindMethods(this, Signer.prototype);
  }

  sign(customProfileId, options) {
    atMost(2, arguments.length);
    const names = ['issued_at', 'lifetime'];
    const { issued_at, lifetime } = named(options, names, 'Options of a signature');
    const times = [seconds(issued_at, 'issued_at'), seconds(lifetime, 'lifetime'), clock()];
    return take(native.livelikeSign(this.#native, profileId(customProfileId), ...times));
  }
}

/** Verifies profile tokens; see livelike.d.cts. */
class Verifier extends ClientVerifier {
  constructor(applications) {
    super(applications, 'the applications', (secrets) => native.livelikeVerifier(secrets));
  }
}

module.exports = { Signer, Verifier };
