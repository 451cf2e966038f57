'use strict';

const { Refusal, guard } = require('./guard.cjs');

/** Makes the middleware; see hono.d.cts. */
exports.bearer = function bearer(verifier, ...options) {
  const judge = guard(verifier, ...options);
  return async function bearer(c, next) {
    try {
      c.set('claims', await judge(c.req.header('Authorization')));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.json(error.body, error.status, error.headers);
    }
    return next();
  };
};
