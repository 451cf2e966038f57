/**
 * LikeCoin's OAuth 2.0 and its access tokens.
 *
 * An application uses a {@link Client}: `authorizeUrl`, then `exchange` with the address that the
 * user came back to, then `call`. An API uses a {@link Verifier}.
 */

import type { JotkitError, Token, VerifyOptions } from './index.cjs';
import type { SecretLookup } from './livelike.cjs';
import type { LikeCoinVerifierOptions } from './options.cjs';
import type { Fetch } from './remote.cjs';
import type { WebHeaders, WebRequestInit, WebURL } from './web.cjs';

export type { Fetch, LikeCoinVerifierOptions as VerifierOptions, SecretLookup };

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
  /** When the token expires, in seconds since 1970. Absent only with `expiry_optional`. */
  expires_at?: number;
  /** The token's id (`jti`). */
  token_id?: string;
}

/**
 * Derives the key that signs a client's access tokens: 64 lower-case hexadecimal characters.
 *
 * @throws {@link JotkitError} `key_weak` for an empty secret.
 */
export function signingKey(commonSecret: string, clientSecret: string): string;

/** What an access token grants. */
export interface Grant {
  client_id: string;
  client_secret: string;
  /** The user's Liker ID. */
  user: string;
  /** The granted scopes, one word each. */
  scope: readonly string[];
  /** The token's id. Default: a random UUID. */
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
  sign(grant: Grant, options?: Pick<VerifyOptions, 'now'>): string;
}

/** Verifies access tokens and their scopes. Immutable. */
export class Verifier {
  /**
   * @param clients the client secrets by client id, or a function that looks one up.
   * @throws {@link JotkitError} `key_weak` for an empty secret, `policy_invalid` for options.
   */
  constructor(
    commonSecret: string,
    clients: Readonly<Record<string, string>> | ReadonlyMap<string, string> | SecretLookup,
    options?: LikeCoinVerifierOptions,
  );
  /**
   * Verifies a token and returns its content.
   *
   * @throws {@link JotkitError} `client_unknown`, `scope_refused`, or as any verification. See
   * {@link refusal} for what to answer.
   */
  verify(token: Token, options?: Pick<VerifyOptions, 'now'>): AccessToken;
}

/** What an access token says, **not verified**. */
export class UnverifiedAccessToken {
  private constructor(content: never);
  private readonly unverified: true;
  /** The content. */
  readonly claims: AccessToken;
}

/**
 * Reads an access token as a client does, which does not have the key. Use it for display and for
 * planning a refresh; never to decide.
 */
export function peek(token: Token): UnverifiedAccessToken;

/**
 * What a LikeCoin API answers to a request whose token was refused with this error: 401
 * `TOKEN_EXPIRED`, 401 `LOGIN_NEEDED` or 403 `INSUFFICIENT_PERMISSION`. `undefined` if the token is
 * not at fault; answer 500 then.
 */
export function refusal(error: unknown): { status: number; body: string } | undefined;

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
  /** Default: 192 random bits. */
  state?: string;
  /** The consent page. Default: LikeCoin's. */
  endpoint?: string;
}

/** Where to send the user, and what to keep in their session. Printing it shows neither. */
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
 * Reads the code in the address that the user came back to. Forget the state afterwards, whatever
 * the result.
 *
 * @throws {@link JotkitError} `state_mismatch`, `access_denied`, `authorization_failed`,
 * `callback_invalid`.
 */
export function parseCallback(url: string | WebURL, state: string): string;

/** A request to send. The body holds the client's secret; printing leaves it out. */
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

/** What the token endpoint granted. Printing leaves the tokens out; `JSON.stringify` does not. */
export interface Tokens {
  access_token: string;
  /** Opaque. The one held before, if the reply has none. */
  refresh_token?: string;
  /** The user's Liker ID. */
  user?: string;
  display_name?: string;
  /** The address of the user's picture; may be empty. */
  avatar?: string;
  scope?: string[];
  /** When the access token expires, in seconds since 1970, if it says so; not verified. */
  expires_at?: number;
}

/**
 * Reads the token endpoint's reply.
 *
 * @param options the refresh token held so far, if any.
 * @throws {@link JotkitError} `request_refused` for a status outside 200 to 299,
 * `response_invalid`.
 */
export function parseTokenResponse(
  status: number,
  body: string | Uint8Array,
  options?: { refresh_token?: string },
): Tokens;

/** What to do about an API's reply. */
export type Reaction =
  /** The call succeeded. */
  | 'done'
  /** Send the user through the consent page again. */
  | 'reauthorize'
  /** The call failed for a reason other than the token. */
  | 'failed';

/** How a {@link Client} is made. */
export interface ClientSettings {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  /** The scopes to ask for. Default: the client's. */
  scope?: readonly string[];
  /** The API, with the token endpoint under it. Default: `https://api.like.co`. */
  endpoint?: string;
  /** The consent page. Default: `https://like.co/in/oauth`. */
  authorize_endpoint?: string;
  /** Sends the requests in place of Node's own HTTP client. */
  fetch?: Fetch;
  /**
   * How long a call may take in all, with waiting, a refresh and the whole reply, in
   * **milliseconds**. Default: 10 000.
   */
  timeout?: number;
}

/** Options of a session. */
export interface SessionOptions {
  /** Called with the new tokens after each refresh, to store them. `call` throws what it throws. */
  onRefresh?: (tokens: Tokens) => void | Promise<void>;
}

/**
 * An OAuth client over HTTP. It requires https except for loopback, follows no redirects, accepts
 * no compressed reply, reads at most 1 MiB of one, and shows no secret when printed.
 */
export class Client {
  /** @throws {@link JotkitError} `argument_invalid`, `key_weak` for an empty secret. */
  constructor(settings: ClientSettings);
  /** Where to send a user, and the state to keep in their session. See {@link authorizeUrl}. */
  authorizeUrl(options?: { state?: string; scope?: readonly string[] }): Authorization;
  /**
   * Exchanges the code in the address that the user came back to.
   *
   * @param state the one of {@link Client.authorizeUrl}, to be used once.
   * @throws {@link JotkitError} as {@link parseCallback} and {@link parseTokenResponse};
   * `server_unavailable` if there was no reply in time.
   */
  exchange(callbackUrl: string | WebURL, state: string, options?: SessionOptions): Promise<Session>;
  /** A session with stored tokens. */
  session(tokens: Tokens, options?: SessionOptions): Session;
  /** Requests new tokens. Sessions do it by themselves. */
  refresh(refreshToken: string): Promise<Tokens>;
}

/** One user's tokens and the calls made with them. */
export class Session {
  private constructor(proof: never, ...rest: never[]);
  /** The current tokens. */
  get tokens(): Tokens;
  /**
   * Calls the API. A 401 that asks for it leads to a refresh and a second try; calls that need a
   * refresh at the same time share it.
   *
   * @param path under the API's address, or an absolute URL with the same scheme, host and port.
   * @param init as for `fetch`; a body that can be read only once is a `TypeError`.
   * @throws {@link JotkitError}
   * - `argument_invalid` for any other address, which does not get the token;
   * - `request_refused` if the refresh was refused: send the user through the consent page;
   * - `server_unavailable` if there was no reply in time or the server could not refresh: the
   *   tokens are still good;
   * - `response_invalid` if the reply is longer than 1 MiB or compressed.
   */
  call(path: string | WebURL, init?: WebRequestInit): Promise<Reply>;
  /**
   * Ends the tokens of this login at the server, those of other processes too (RFC 7009). The
   * address is that of jotkit's own provider: LikeCoin's is not public. The session keeps its
   * tokens, which the API refuses from then on.
   *
   * @throws {@link JotkitError}
   * - `request_refused`, `response_invalid`;
   * - `server_unavailable`: the tokens may still be good, so call it again.
   */
  logout(): Promise<void>;
}

/** An API's reply, read to its end. */
export class Reply {
  private constructor(done: never, reply: never);
  readonly status: number;
  readonly headers: WebHeaders;
  readonly body: Uint8Array;
  /** What to do now. */
  readonly reaction: Reaction;
  /** Whether the call succeeded. */
  get ok(): boolean;
  /** The body as text. */
  text(): string;
  /** The body as JSON. */
  json<T = unknown>(): T;
}
