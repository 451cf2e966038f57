'use strict';

const { Refusal, guard } = require('./guard.cjs');

/** Makes the hook; see fastify.d.cts. */
exports.bearer = function bearer(verifier, ...options) {
  const judge = guard(verifier, ...options);
  return async function bearer(request, reply) {
    try {
      request.claims = await judge(request.headers.authorization);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return reply.code(error.status).headers(error.headers).send(error.body);
    }
    return undefined;
  };
};
