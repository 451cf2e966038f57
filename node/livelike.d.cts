/** LiveLike client-generated profile access tokens: HS256, minted by the application itself. */

import type { JotkitError, VerifyOptions } from './index.cjs';

/** What one profile token can be given. */
export interface SignOptions {
  /** When the token was made, in whole seconds since 1970. Absent: now. */
  issued_at?: number;
  /** How long the token lives, in whole seconds. Absent: for ever. */
  lifetime?: number;
}

/** Mints profile tokens of one application. Immutable. */
export class Signer {
  /**
   * @param clientSecret taken as text, nothing is decoded; any length but zero, since LiveLike chose it.
   * @throws {@link JotkitError} `argument_invalid` for a blank id, `key_weak` for an empty secret.
   */
  constructor(clientId: string, clientSecret: string);
  /**
   * Mints a token for a user.
   *
   * @param customProfileId the user in the application's own system, 1 to 255 Unicode code points.
   * A number or a bigint is a `TypeError`: convert it with `String(id)`.
   * @throws {@link JotkitError} `argument_invalid` for a blank or longer id, a time in milliseconds or
   * a lifetime of 0 or less.
   */
  sign(customProfileId: string, options?: SignOptions): string;
}

/** What a verified profile token says. */
export interface Profile {
  /** The application's Client ID (`iss`). */
  client_id: string;
  /** The user in the application's own system. A valid token is no proof that the user is known. */
  custom_profile_id: string;
  /** When the token was made, in seconds since 1970. */
  issued_at: number;
  /** When the token ends, in seconds since 1970; most never do. */
  expires_at?: number;
}

/**
 * Gives the Client Secret of an application, or nothing for `client_unknown`. The id is not verified
 * yet. Called synchronously. What it throws is thrown by the verification as it is.
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
   * The profile of a good token.
   *
   * @throws {@link JotkitError} `client_unknown`, or as any verification.
   */
  verify(token: string, options?: VerifyOptions): Profile;
}
