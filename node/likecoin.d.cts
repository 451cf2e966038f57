/**
 * LikeCoin's OAuth 2.0 and its access tokens.
 *
 * An application uses a {@link Client}: `authorizeUrl`, then `exchange` with the address that the user came
 * back to, then `call`. An API uses a {@link Verifier}.
 */

import type { JotkitError, VerifyOptions } from './index.cjs';

/** What an access token says. */
export interface AccessToken {
  /** The user's Liker ID. */
  user: string;
  /** The granted scopes. */
  scope: string[];
  /** The OAuth client that the token was issued to (`azp`). */
  client_id: string;
  /** When the token was issued, in seconds since 1970. */
  issued_at: number;
  /** When the token ends, in seconds since 1970. Absent only if the verifier was told so. */
  expires_at?: number;
  /** The token's id (`jti`). */
  token_id?: string;
}

/**
 * Derives the key that a client's access tokens are signed with: 64 lower-case hexadecimal characters.
 *
 * @throws {@link JotkitError} `key_weak` for an empty secret.
 */
export function signingKey(commonSecret: string, clientSecret: string): string;

/** What an access token is to say. */
export interface Grant {
  client_id: string;
  client_secret: string;
  /** The user's Liker ID. */
  user: string;
  /** The granted scopes, one word each. */
  scope: readonly string[];
  /** The token's id. Absent: a random UUID. */
  jti?: string;
}

/** Issues access tokens as the real service does, byte for byte, for one hour. Immutable. */
export class Issuer {
  /**
   * @param host the service's bare host name, such as `like.co`.
   * @throws {@link JotkitError} `key_weak` for a blank secret, `argument_invalid` for a blank host.
   */
  constructor(commonSecret: string, host: string);
  /** @throws {@link JotkitError} `argument_invalid`, or `key_weak` for an empty client secret. */
  sign(grant: Grant, options?: VerifyOptions): string;
}

/** What a resource server demands of access tokens. */
export interface VerifierOptions {
  /** The bare host name in `iss` and `aud`. Absent: `like.co`. */
  host?: string;
  /** Scopes that are all needed. */
  all?: readonly string[];
  /** Scopes of which one is needed. */
  any?: readonly string[];
  /** Accepts tokens that never expire. The real service issues none. */
  expiry_optional?: true;
  /** For clocks that differ: whole seconds, at most 86 400. Absent: 0. */
  leeway?: number;
}

/**
 * Gives the secret of a client, or nothing for `client_unknown`. The id is not verified yet. Called
 * synchronously. What it throws is thrown by the verification as it is.
 */
export type SecretLookup = (clientId: string) => string | null | undefined;

/** Verifies access tokens and their scopes. Immutable. */
export class Verifier {
  /**
   * @param clients the client secrets by client id, or a function that looks one up.
   * @throws {@link JotkitError} `key_weak` for an empty secret, `policy_invalid` for options.
   */
  constructor(
    commonSecret: string,
    clients: Readonly<Record<string, string>> | ReadonlyMap<string, string> | SecretLookup,
    options?: VerifierOptions,
  );
  /**
   * What a good token says.
   *
   * @throws {@link JotkitError} `client_unknown`, `scope_refused`, or as any verification. Its
   * `response` is what to answer.
   */
  verify(token: string, options?: VerifyOptions): AccessToken;
}

/** Reads an access token as a client does, which does not have the key: **not verified**. */
export function read(token: string): AccessToken;

/**
 * Whether the held scopes cover the demanded one.
 *
 * @throws {@link JotkitError} `argument_invalid` for a demand that is not well formed.
 */
export function allows(held: readonly string[], demanded: string): boolean;

/** A request for a user's consent. */
export interface AuthorizeRequest {
  client_id: string;
  /** One word each; may be empty. */
  scope: readonly string[];
  /** Absolute, without a fragment. */
  redirect_uri: string;
  /** Absent: 192 random bits. */
  state?: string;
  /** The consent page. Absent: LikeCoin's. */
  endpoint?: string;
}

/** Where to send the user, and what to remember in their session until they come back. */
export interface Authorization {
  url: string;
  state: string;
}

/**
 * The address of the consent page.
 *
 * @throws {@link JotkitError} `argument_invalid`.
 */
export function authorizeUrl(request: AuthorizeRequest): Authorization;

/**
 * Takes the code out of the address that the user came back to. Forget the state afterwards,
 * whatever comes of it.
 *
 * @throws {@link JotkitError} `state_mismatch`, `access_denied`, `authorization_failed`,
 * `callback_invalid`.
 */
export function parseCallback(url: string | URL, state: string): string;

/** A request to send. The body holds the client's secret; printing it leaves it out. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * The request that exchanges a code.
 *
 * @throws {@link JotkitError} `argument_invalid`, `key_weak` for an empty secret.
 */
export function tokenRequest(request: {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  code: string;
  endpoint?: string;
}): HttpRequest;

/**
 * The request that gets a new access token.
 *
 * @throws {@link JotkitError} as {@link tokenRequest}.
 */
export function refreshRequest(request: {
  client_id: string;
  client_secret: string;
  refresh_token: string;
  endpoint?: string;
}): HttpRequest;

/** What the token endpoint granted. Printing it leaves the tokens out; `JSON.stringify` does not. */
export interface Tokens {
  access_token: string;
  /** Opaque. The held one if a reply to a refresh has none. */
  refresh_token?: string;
  /** The user's Liker ID. */
  user?: string;
  display_name?: string;
  /** The address of the user's picture; may be empty. */
  avatar?: string;
  scope?: string[];
  /** When the access token ends, in seconds since 1970, where the token says so; unverified. */
  expires_at?: number;
}

/**
 * Reads the token endpoint's reply.
 *
 * @param options the refresh token held so far, if any.
 * @throws {@link JotkitError} `request_refused` for a status outside 200 to 299, `response_invalid`.
 */
export function parseTokenResponse(
  status: number,
  body: string | Uint8Array,
  options?: { refresh_token?: string },
): Tokens;

/**
 * Checks the address of an API before an access token is sent to it, and normalises it. What comes
 * back is what to call: URL parsers differ in what they take for the host.
 *
 * @throws {@link JotkitError} `argument_invalid` unless it is absolute and https (http is for
 * localhost), without a user name.
 */
export function apiUrl(address: string): string;

/** What to do about an API's reply. */
export type Reaction =
  /** The call succeeded. */
  | 'done'
  /** Refresh the access token and send the request again, once. */
  | 'refresh_and_retry'
  /** Send the user through the consent page again. */
  | 'reauthorize'
  /** It failed for a reason that has nothing to do with the token. */
  | 'failed';

/** What to do about an API's reply; `refreshed` if the request was sent again after a refresh. */
export function reaction(
  status: number,
  body: string | Uint8Array,
  options?: { refreshed?: boolean },
): Reaction;

/** The part of `fetch` that a {@link Client} uses. Redirects must not be followed. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a {@link Client} is made. */
export interface ClientSettings {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  /** The scopes to ask for. Absent: the client's default scopes. */
  scope?: readonly string[];
  /** The API, with the token endpoint under it. Absent: `https://api.like.co`. */
  endpoint?: string;
  /** The consent page. Absent: `https://like.co/in/oauth`. */
  authorize_endpoint?: string;
  /** Absent: the platform's `fetch`. */
  fetch?: Fetch;
  /** How long a request may take with its reply, in **milliseconds**. Absent: 10 000. */
  timeout?: number;
}

/** What a session can be given. */
export interface SessionOptions {
  /** Called with the new tokens after each refresh, to keep them. What it throws, `call` throws. */
  onRefresh?: (tokens: Tokens) => void | Promise<void>;
}

/**
 * An OAuth client over HTTP. It needs https except for loopback, follows no redirects, reads at most
 * 1 MiB of a reply, and shows no secret when printed. Failures of the network are `fetch`'s own.
 */
export class Client {
  /** @throws {@link JotkitError} `argument_invalid`, `key_weak` for an empty secret. */
  constructor(settings: ClientSettings);
  /** Where to send a user, and the state to keep in their session. */
  authorizeUrl(options?: { state?: string; scope?: readonly string[] }): Authorization;
  /**
   * Exchanges the code in the address that the user came back to.
   *
   * @param state the one of {@link Client.authorizeUrl}, to be used once.
   * @throws {@link JotkitError} as {@link parseCallback} and {@link parseTokenResponse}.
   */
  exchange(callbackUrl: string | URL, state: string, options?: SessionOptions): Promise<Session>;
  /** Takes up a session with tokens that were kept. */
  session(tokens: Tokens, options?: SessionOptions): Session;
  /** Gets new tokens. Sessions do it by themselves. */
  refresh(refreshToken: string): Promise<Tokens>;
}

/** One user's tokens and the calls made with them. */
export class Session {
  private constructor(tokens: never, onRefresh: never, transport: never);
  /** The tokens as of now. */
  get tokens(): Tokens;
  /**
   * Calls the API. On a 401 that says so it refreshes and tries again, once; calls that fail at the same
   * time share the refresh.
   *
   * @param path under the API's address, or an absolute URL with the same scheme, host and port.
   * @param init as for `fetch`; a body that can be read only once is a `TypeError`.
   * @throws {@link JotkitError} `argument_invalid` for any other address, which does not get the token.
   * `request_refused` if the refresh was refused: send the user through the consent page.
   * `response_invalid` if the reply is longer than 1 MiB.
   */
  call(path: string | URL, init?: RequestInit): Promise<Reply>;
  /** Refreshes now; shared with the calls that need it. */
  refresh(): Promise<Tokens>;
}

/** An API's reply, read to its end. */
export class Reply {
  private constructor(reply: never, refreshed: never);
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** What to do now; never `'refresh_and_retry'`. */
  readonly reaction: Reaction;
  /** Whether the call succeeded. */
  get ok(): boolean;
  /** The body as text. */
  text(): string;
  /** The body as JSON. */
  json<T = unknown>(): T;
}
