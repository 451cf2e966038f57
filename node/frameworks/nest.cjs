'use strict';

const { HttpException } = require('@nestjs/common');

const { Refusal, guard } = require('./guard.cjs');

/** Makes the guard; see nest.d.cts. */
exports.bearer = function bearer(verifier, ...options) {
  const judge = guard(verifier, ...options);
  return {
    async canActivate(context) {
      const http = context.switchToHttp();
      const request = http.getRequest();
      try {
        request.claims = await judge(request.headers.authorization);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { status, headers, body, cause } = error;
        // Nest's exceptions hold no headers. Those of Express and of Fastify take them alike.
        for (const [name, value] of Object.entries(headers)) http.getResponse().header(name, value);
        throw new HttpException({ statusCode: status, ...body }, status, { cause });
      }
      return true;
    },
  };
};
