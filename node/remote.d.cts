/** Keys behind a URL. */

import type { JotkitError, Verifier } from './index.cjs';
import type { KeySet, Skipped } from './key.cjs';
import type { RemoteOptions } from './options.cjs';
import type { WebRequestInit, WebResponse } from './web.cjs';

/**
 * The part of `fetch` that sends requests. It must not follow redirects. Node's own takes a body of
 * chunks that was cut off for the whole one.
 */
export type Fetch = (url: string, init: WebRequestInit) => Promise<WebResponse>;

/** Why a request for keys failed. */
export type FetchFailure =
  | 'timeout'
  | 'network'
  | 'tls'
  | 'too_large'
  | 'redirect'
  | 'status'
  | 'malformed'
  | 'issuer'
  | 'address';

/** What can happen to keys. */
export type RemoteEventName =
  /** There are keys, where there were none. */
  | 'fetched'
  /** The keys are other ones than before. */
  | 'rotated'
  /** The keys are those of before. */
  | 'unchanged'
  /** Entries of the set cannot be used. */
  | 'skipped'
  /** A request failed. */
  | 'failed'
  /** A token was verified with keys after their lifetime. Once for each set and failure. */
  | 'stale_used'
  /** A token was refused because its key is not in the set. */
  | 'kid_unknown';

/** Something that happened to the keys, without anything of a token. Times are milliseconds. */
export interface RemoteEvent {
  event: RemoteEventName;
  /** The `jwks_url` of the keys, else their issuer. */
  source: string;
  /** When it happened, in milliseconds since 1970. */
  at: number;
  /** Why a request failed. */
  cause?: FetchFailure;
  /** When there can be another request, in milliseconds since 1970. */
  retry_at?: number;
  /** How many entries of the set cannot be used. */
  skipped?: number;
}

/** How keys are. Times are milliseconds since 1970. */
export interface RemoteStatus {
  /**
   * `ageing` keys are due to be fetched again, `stale` ones are past their lifetime and used
   * because they cannot be fetched. `empty`: there are none that could be used.
   */
  state: 'fresh' | 'ageing' | 'stale' | 'empty';
  /** The names of the usable keys, sorted. */
  kids: string[];
  /** The entries that cannot be used. */
  skipped: Pick<Skipped, 'index' | 'code'>[];
  /** How many requests have failed in a row. */
  failures: number;
  /** What grows with each answer. */
  generation: number;
  /** When the lifetime ended, if they are stale. */
  since?: number;
  /** When there can be another request, while a pause after a failure lasts. */
  retry_at?: number;
  /** Why the last request failed, if none has succeeded since. */
  last_error?: FetchFailure;
}

/** What the host adds to the options of {@link RemoteKeys}. */
export interface RemoteHost {
  /** Sends the requests in place of Node's own HTTP client: for a proxy or a private CA. */
  fetch?: Fetch;
  /** Called with each event. What it throws is a warning of the process and changes no verdict. */
  onEvent?: (event: RemoteEvent) => void | Promise<void>;
}

/**
 * Keys that an identity provider publishes at a URL, for a {@link Verifier}. Make it once and share
 * it between verifiers.
 *
 * It fetches the keys when they are first needed, again in the background when they age, and when a
 * token names a key that it lacks; not more often than the options allow. While the provider cannot
 * be reached it goes on with the keys it has. Calls at the same time share a request. It requires
 * https except for loopback, follows no redirects and reads no more than `max_bytes`.
 *
 * @example
 * const keys = new RemoteKeys('https://id.example');
 * const verifier = new Verifier(keys, { issuer: 'https://id.example', audience: 'api' });
 * const claims = await verifier.verifyAsync(token);
 */
export class RemoteKeys {
  /**
   * The keys of an issuer that has a discovery document.
   *
   * @throws {@link JotkitError} `argument_invalid` for options out of range or another address.
   */
  constructor(issuer: string, options?: Omit<RemoteOptions, 'issuer'> & RemoteHost);
  /** The keys at a `jwks_url`, of an `issuer`, or of several: the token's `iss` chooses then. */
  constructor(
    options: (RemoteOptions | { readonly issuers: readonly RemoteOptions[] }) & RemoteHost,
  );
  /**
   * Fetches the keys unless there are some, so that {@link Verifier.verify} can decide at once. Of
   * several issuers, those of the one named, or of all.
   *
   * @throws {@link JotkitError} `keys_unavailable`, with `retry_at` if it is known.
   */
  warm(issuer?: string): Promise<void>;
  /**
   * How the keys are, for health checks. Of several issuers, those of the one named.
   *
   * @throws {@link JotkitError} `issuer_refused` for another issuer, or for none of several.
   */
  status(issuer?: string): RemoteStatus;
  /** The keys that are in use, if there are any. See {@link RemoteKeys.status}. */
  keySet(issuer?: string): KeySet | undefined;
  /** The keys as text, for {@link RemoteKeys.seed}. Keep it where only you can write. */
  export(): string;
  /**
   * Takes keys that were exported: a start without a request. Newer keys that are held stay.
   *
   * @throws {@link JotkitError} `argument_invalid`, and nothing changes: for other text, another
   * source, keys that are too old to be used.
   */
  seed(snapshot: string): void;
}
