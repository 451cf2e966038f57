/** Hono: middleware that requires a token (RFC 6750 §2.1). */

import type { MiddlewareHandler } from 'hono';

import type { Claims } from '../index.cjs';
import type { AnyVerifier, BearerOptions } from './options.cjs';

export type { BearerOptions };

/**
 * Makes middleware that verifies the token of a request and sets the variable `claims`.
 *
 * A request that is refused is answered with its status, `WWW-Authenticate` and `{ error: code }`:
 * 401 without a good token, 403 without a scope, 503 while keys cannot be fetched. Other errors,
 * such as one that a resolver throws, are Hono's.
 *
 * @throws {@link JotkitError} `argument_invalid` for a realm or a scope that no header can hold.
 */
export function bearer<T = Claims>(
  verifier: AnyVerifier,
  options?: BearerOptions<T>,
): MiddlewareHandler<{ Variables: { claims: T } }>;
