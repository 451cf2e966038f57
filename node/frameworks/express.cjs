'use strict';

const { Refusal, guard } = require('./guard.cjs');

/** Makes the middleware; see express.d.cts. */
exports.bearer = function bearer(verifier, ...options) {
  const judge = guard(verifier, ...options);
  return async function bearer(req, res, next) {
    try {
      req.claims = await judge(req.headers.authorization);
    } catch (error) {
      if (!(error instanceof Refusal)) return next(error);
      return res.status(error.status).set(error.headers).json(error.body);
    }
    return next();
  };
};
