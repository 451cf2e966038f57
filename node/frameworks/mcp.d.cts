/** The MCP TypeScript SDK, `@modelcontextprotocol/sdk`: the verifier of access tokens. */

import type { OAuthTokenVerifier } from '@modelcontextprotocol/sdk/server/auth/provider.js';

import type { Verifier } from '../index.cjs';

/**
 * Makes the `verifier` of the SDK's `requireBearerAuth`.
 *
 * The `AuthInfo` has the client of `client_id` or `azp`, the scopes of `scope` or `scp`, the one
 * audience as `resource` if it is a URL, and all claims as `extra`. A token that is refused is the
 * SDK's `InvalidTokenError`, which is answered with 401. While keys cannot be fetched it is a
 * `ServerError`, which the SDK answers with 500: put `keys.warm()` before it for a 503.
 */
export function tokenVerifier(verifier: Pick<Verifier, 'verifyAsync'>): OAuthTokenVerifier;
