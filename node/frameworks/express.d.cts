/** Express: middleware that requires a token (RFC 6750 §2.1). */

import type { Claims } from '../index.cjs';
import type { AnyVerifier, BearerOptions } from './options.cjs';

export type { BearerOptions };

declare global {
  namespace Express {
    interface Request {
      /** The claims of the token that `bearer` of `jotkit/express` or `jotkit/nest` verified. */
      claims?: Claims;
    }
  }
}

/** Middleware, by its shape: Express' types are not needed. */
export type Middleware = (
  req: { headers: { authorization?: string | undefined }; claims?: Claims },
  res: any,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * Makes middleware that verifies the token of a request and sets `req.claims`.
 *
 * A request that is refused is answered with its status, `WWW-Authenticate` and `{ error: code }`:
 * 401 without a good token, 403 without a scope, 503 while keys cannot be fetched. Other errors,
 * such as one that a resolver throws, go to `next`.
 *
 * @throws {@link JotkitError} `argument_invalid` for a realm or a scope that no header can hold.
 */
export function bearer(verifier: AnyVerifier, options?: BearerOptions<unknown>): Middleware;
