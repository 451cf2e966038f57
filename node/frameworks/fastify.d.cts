/** Fastify: a hook that requires a token (RFC 6750 §2.1). */

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Claims } from '../index.cjs';
import type { AnyVerifier, BearerOptions } from './options.cjs';

export type { BearerOptions };

declare module 'fastify' {
  interface FastifyRequest {
    /** The claims of the token that `bearer` of `jotkit/fastify` verified. */
    claims?: Claims;
  }
}

/**
 * Makes an `onRequest` hook, for a route or for `addHook`, that verifies the token of a request and
 * sets `request.claims`.
 *
 * A request that is refused is answered with its status, `WWW-Authenticate` and `{ error: code }`:
 * 401 without a good token, 403 without a scope, 503 while keys cannot be fetched. Other errors,
 * such as one that a resolver throws, are Fastify's.
 *
 * @throws {@link JotkitError} `argument_invalid` for a realm or a scope that no header can hold.
 */
export function bearer(
  verifier: AnyVerifier,
  options?: BearerOptions<unknown>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
