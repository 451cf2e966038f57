/** LiveLike client-generated profile access tokens: HS256, signed by the application itself. */

import type { JotkitError, Token, VerifyOptions } from './index.cjs';

/** Options of one profile token. */
export interface SignOptions {
  /** When the token was issued, in whole seconds since 1970. Default: now. */
  issued_at?: number;
  /** How long the token is valid, in whole seconds. Default: without end. */
  lifetime?: number;
}

/** Signs profile tokens of one application. Immutable. */
export class Signer {
  /**
   * @param clientSecret used as UTF-8, not decoded; of any length but zero: LiveLike chose it.
   * @throws {@link JotkitError} `argument_invalid` for a blank id, `key_weak` for an empty secret.
   */
  constructor(clientId: string, clientSecret: string);
  /**
   * Signs a token for a user.
   *
   * @param customProfileId the user in the application's own system, 1 to 255 Unicode code points.
   * A number or a bigint is a `TypeError`: convert it with `String(id)`.
   * @throws {@link JotkitError} `argument_invalid` for a blank or longer id, a time in milliseconds
   * or a lifetime of 0 or less.
   */
  sign(customProfileId: string, options?: SignOptions): string;
}

/** The content of a verified profile token. */
export interface Profile {
  /** The application's Client ID (`iss`). */
  client_id: string;
  /** The user in the application's own system, who need not exist: check. */
  custom_profile_id: string;
  /** When the token was issued, in seconds since 1970. */
  issued_at: number;
  /** When the token expires, in seconds since 1970. Most have no end. */
  expires_at?: number;
}

/**
 * Returns the secret of a client or an application, or nothing for `client_unknown`. The id is not
 * verified yet. Called synchronously. The verification throws what it throws.
 */
export type SecretLookup = (clientId: string) => string | null | undefined;

/** Verifies profile tokens of one application or of many. Immutable. */
export class Verifier {
  /**
   * @param applications the Client Secrets by Client ID, or a function that looks one up.
   * @throws {@link JotkitError} `key_weak` for an empty secret.
   */
  constructor(
    applications: Readonly<Record<string, string>> | ReadonlyMap<string, string> | SecretLookup,
  );
  /**
   * Verifies a token and returns its profile.
   *
   * @throws {@link JotkitError} `client_unknown`, or as any verification.
   */
  verify(token: Token, options?: Pick<VerifyOptions, 'now'>): Profile;
}
