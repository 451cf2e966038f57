'use strict';
// What the frameworks have in common: a request's token is verified, or there is an answer.

const { JotkitError, bearer } = require('../index.cjs');
const { named } = require('../lib/args.cjs');
const { schemaOf } = require('../lib/schema.cjs');

/** Checks options when the program starts, and returns what judges an `Authorization` header. */
function guard(verifier, ...rest) {
  if (typeof verifier?.verify !== 'function') {
    throw new TypeError('Give `bearer` a verifier, then its options.');
  }
  if (rest.length > 1) throw new TypeError('The options are the last argument of `bearer`.');
  const { realm, scope, schema } = named(
    rest[0],
    ['realm', 'scope', 'schema'],
    'Options of `bearer`',
  );
  const isProvider = typeof verifier.withdraw === 'function';
  // The verifiers of LiveLike and LikeCoin: they have no keys to wait for.
  const isOfClients = verifier.verifyAsync === undefined && !isProvider;
  if (isOfClients && (scope ?? schema) !== undefined) {
    throw new TypeError('This verifier has no scopes or schemas of a call: give it its own.');
  }
  if (isProvider && schema !== undefined) {
    throw new TypeError('The content of a provider’s tokens has no schema.');
  }
  // Throws for a realm or a scope that no header can hold.
  missing().challenge(realm, scope);
  const options = {};
  if (scope !== undefined) options.expected = { scope: [...scope] };
  if (schema !== undefined) options.schema = schemaOf(schema);
  const call = Object.keys(options).length === 0 ? [] : [options];

  /** Returns the claims, or throws a JotkitError with the headers of its answer. */
  return async function judge(authorization) {
    try {
      const token = bearer.parse(authorization);
      if (isOfClients) return verifier.verify(token);
      if (isProvider)
        return await verifier.verify(token, scope === undefined ? {} : { all: scope });
      return await verifier.verifyAsync(token, ...call);
    } catch (error) {
      // A failure of this server's own, such as a resolver that throws, is the framework's.
      if (!(error instanceof JotkitError) || error.status === undefined) throw error;
      throw new Refusal(error, error.challenge(realm, scope));
    }
  };
}

/** A request that is refused, and what to answer. */
class Refusal extends Error {
  constructor(error, { status, www_authenticate }) {
    super(error.message, { cause: error });
    this.status = status;
    this.headers = www_authenticate === null ? {} : { 'WWW-Authenticate': www_authenticate };
    this.body = { error: error.code };
  }
}

/** The error of a request without a token. */
function missing() {
  try {
    return bearer.parse(undefined);
  } catch (error) {
    return error;
  }
}

module.exports = { Refusal, guard };
