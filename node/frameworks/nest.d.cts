/** NestJS, on Express or Fastify: a guard that requires a token (RFC 6750 §2.1). */

import type { AnyVerifier, BearerOptions } from './options.cjs';

export type { BearerOptions };

/** A guard, by its shape: a `CanActivate` of `@nestjs/common`. */
export interface Guard {
  canActivate(context: { switchToHttp(): unknown }): Promise<boolean>;
}

/**
 * Makes a guard for `@UseGuards`, which verifies the token of a request and sets `request.claims`.
 *
 * A request that is refused is an `HttpException` with `{ statusCode, error: code }`, and its
 * answer has `WWW-Authenticate`: 401 without a good token, 403 without a scope, 503 while keys
 * cannot be fetched. Other errors, such as one that a resolver throws, are Nest's.
 *
 * @throws {@link JotkitError} `argument_invalid` for a realm or a scope that no header can hold.
 */
export function bearer(verifier: AnyVerifier, options?: BearerOptions<unknown>): Guard;
