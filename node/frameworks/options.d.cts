/** What the frameworks have in common. */

import type { Claims, Schema, Verifier, likecoin, livelike } from '../index.cjs';
import type { Provider } from '../provider.cjs';

/**
 * A verifier of any kind, or a provider. A verifier with `RemoteKeys` waits for the keys that it
 * needs; a provider asks its database whether a token was revoked.
 */
export type AnyVerifier =
  Pick<Verifier, 'verify' | 'verifyAsync'> | ClientVerifier | Pick<Provider, 'verify' | 'withdraw'>;
type ClientVerifier = Pick<likecoin.Verifier, 'verify'> | Pick<livelike.Verifier, 'verify'>;

/** What `bearer` may be given. */
export interface BearerOptions<T = Claims> {
  /** Names the protected area in `WWW-Authenticate` (RFC 9110 §11.5). */
  realm?: string;
  /**
   * Require each of these scopes, in `scope` or else in `scp`; without one the answer is 403 (RFC
   * 6750 §3.1). LikeCoin's verifier has an option `all` for that. A provider goes by LikeCoin's
   * rule: `read` covers `read:notes`.
   */
  scope?: readonly string[];
  /** Checks the claims of a good token; what it refuses is answered with 401. */
  schema?: Schema<T>;
}
