/**
 * LikeCoin's authorization server, for a service that is one: the consent page, the token endpoint,
 * revocation, introspection, and the page on which users withdraw what they allowed.
 *
 * @example
 * const options = { key, commonSecret, host: 'like.example', users: findUser };
 * const provider = new Provider(sqlite(new Database('provider.db')), options);
 * await provider.setup();
 * const user = (req) => req.session.user;
 * const session = (req) => req.sessionID;
 * app.use(provider.express({ user, session, login: '/login' }));
 */

import type { JotkitError, Token, likecoin } from './index.cjs';
import type { ProviderClientOptions, ProviderOptions } from './options.cjs';
import type { WebResponse } from './web.cjs';

export type { ProviderClientOptions, ProviderOptions };

type Camel<Name> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;
type InCamel<Options> = { [Name in keyof Options as Camel<Name>]: Options[Name] };

/** Options whose names may also be in camelCase. */
export type EitherCase<Options> = Options & Partial<InCamel<Options>>;

/** A value that may be a promise. */
export type Awaitable<T> = T | PromiseLike<T>;

/** A parameter of a statement. */
export type Value = string | number | null;

/** A row: the columns in the statement's order. A whole number may be text. */
export type Row = readonly (string | number | bigint | null)[];

/**
 * A database: SQLite from 3.35 or PostgreSQL from 9.5, or what takes the same SQL.
 *
 * Statements run in autocommit, never inside a transaction of the application. Their parameters are
 * `$1`, `$2` and on. One that failed because the database was busy, or whose connection was lost,
 * can be run again with the same parameters; a store does so for five seconds at most.
 */
export interface Store {
  /** Runs a statement and returns all of its rows. It may take ten seconds. */
  run(sql: string, params: Value[]): Awaitable<readonly Row[]>;
}

/** A database of better-sqlite3 or of node:sqlite, by its shape. */
export interface SqliteDatabase {
  prepare(sql: string): unknown;
  exec(sql: string): unknown;
}

/** A connection of pg's pool, by its shape. */
export interface PostgresClient {
  query(query: any): Promise<{ rows: any[] }>;
  release(error?: any): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** A pool of pg, by its shape. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A store in an SQLite database: one file, one process or a few. The connection belongs to the
 * store alone; it is set to `journal_mode=WAL` and `synchronous=FULL`.
 */
export function sqlite(database: SqliteDatabase): Store;

/**
 * A store in a PostgreSQL database: any number of processes. The pool may be the application's own,
 * and has to lead to the server that takes writes. The loss of an idle connection does not end the
 * process.
 */
export function postgres(pool: PostgresPool): Store;

/** A user, as the host knows them. */
export interface User {
  /** The name to show. */
  display_name?: string | null;
  /** The address of a picture. */
  avatar?: string | null;
  /** The e-mail address. It is shown to apps with the scope `email`. */
  email?: string | null;
}

/** What can happen at a provider. */
export type ProviderEventName =
  /** A user allowed scopes that were not allowed before. */
  | 'consent_given'
  /** A user declined. */
  | 'consent_declined'
  /** A user withdrew what was allowed. */
  | 'consent_withdrawn'
  /** A code went to a client's redirect URI. */
  | 'code_issued'
  /** A code was exchanged for tokens. */
  | 'code_redeemed'
  /** A redeemed code was presented again. */
  | 'code_replayed'
  /** A refresh token gave an access token. */
  | 'token_refreshed'
  /** A refresh token that was replaced was presented again. */
  | 'token_reused'
  /** The tokens of a client and user ended. */
  | 'tokens_ended'
  /** A client could not authenticate. Many of one address are an attack. */
  | 'client_refused'
  /** A request was refused for another reason. */
  | 'request_refused'
  /** The database, or the function `users`, did not do its work. */
  | 'store_failed';

/** Something that happened, without any code, token, secret or key. */
export interface ProviderEvent {
  name: ProviderEventName;
  /** When, in seconds since 1970. */
  time: number;
  /** The client's id, if the request named a client that is registered. */
  client?: string;
  /** The user's id, if one is known. */
  user?: string;
  /** Why a request was refused: LikeCoin's word, such as `INVALID_CODE`, in either style. */
  reason?: string;
  /** With `store_failed`: what the driver or `users` threw. It is not enumerable. */
  readonly cause?: unknown;
}

/** What the host adds to the options of a {@link Provider}. */
export interface ProviderHost {
  /**
   * Looks a user up by id; `undefined` or `null` if there is none any more. What it throws is
   * answered with status 503. It may take ten seconds.
   */
  users: (id: string) => Awaitable<User | null | undefined>;
  /** Called with each event. What it throws is a warning of the process and changes no reply. */
  onEvent?: (event: ProviderEvent) => void | Promise<void>;
  /** The time in seconds since 1970. Default: the system's. */
  clock?: () => Awaitable<number>;
}

/** How a {@link Provider} is made. */
export type ProviderSettings = EitherCase<ProviderOptions> & {
  key: string | readonly string[];
  host: string;
} & ({ commonSecret: string } | { common_secret: string }) &
  ProviderHost;

/** What a request is for. */
export type Endpoint = 'authorize' | 'token' | 'revoke' | 'introspect' | 'apps';

/**
 * The endpoint of a path: `/in/oauth`, `/oauth/access_token`, `/oauth/revoke`, `/oauth/introspect`
 * or `/apps`.
 */
export function endpointOf(path: string): Endpoint | undefined;

/** What is longer is refused: read no more of a body than this and one byte. */
export const MAX_BODY_BYTES: number;

/** An HTTP request to one of the endpoints. Members that are `undefined` are as if left out. */
export interface ProviderRequest {
  endpoint: Endpoint;
  /** Default: `POST` if there is a body, else `GET`. */
  method?: string | undefined;
  /** The query string, without its question mark. */
  query?: string | undefined;
  body?: string | Uint8Array | undefined;
  /** The header `Content-Type`. */
  content_type?: string | undefined;
  /** The header `Authorization`. */
  authorization?: string | undefined;
  /** The id of the user who is logged in. */
  user?: string | undefined;
  /** What tells the browser's session from others. */
  session?: string | undefined;
  /** Where the provider's paths begin, such as `/auth`, if not at the root. */
  mount?: string | undefined;
}

/** What a consent page asks. */
export interface Consent {
  client_id: string;
  /** What the client is called. */
  name: string;
  /** The scopes that the user has not allowed it yet. */
  scope: string[];
  /** Goes with the form. */
  ticket: string;
}

/** A client that a user has allowed something. */
export interface App {
  client_id: string;
  /** What the client is called. */
  name: string;
  /** What it is allowed. */
  scope: string[];
  /** Since when, in seconds since 1970. */
  since: number;
  /** When it last got a token, if it did, in seconds since 1970. */
  used?: number;
}

/** An HTTP reply. */
export interface ProviderReply {
  login?: never;
  status: number;
  /** The headers, with names in lower case. A host adds its own and changes none of these. */
  headers: Record<string, string>;
  body: string;
  /** What a page shows, for a host that draws its own: the word of a refusal, or what it asks. */
  page?: { page: string } | { consent: Consent } | { apps: (App & { ticket: string })[] };
}

/**
 * What is to be done about a request: send a reply, or have the user log in and come back to
 * `return_to`, a path with its query on this server.
 */
export type ProviderAnswer = ProviderReply | { login: true; return_to: string };

/** What the web faces need of the host. Each may take ten seconds. */
export interface FaceOptions<Request> {
  /** The id of the user who is logged in, if somebody is. Asked for pages. */
  user: (request: Request) => Awaitable<string | null | undefined>;
  /**
   * What tells the browser's session from others, such as the value of its cookie. A form that was
   * made in one session is not accepted from another, and none without a session. Asked for where
   * there is a user.
   */
  session: (request: Request) => Awaitable<string | null | undefined>;
  /**
   * Where users log in. They come with the parameter `return_to`, a path with its query on this
   * server, and have to be sent back there by GET.
   */
  login: string;
}

/** What a call to an API demands of its token. */
export interface Demands {
  /** Scopes that the token must all cover. */
  all?: readonly string[];
  /** Scopes of which the token must cover one. */
  any?: readonly string[];
}

/** The clients of a {@link Provider}. */
export interface Clients {
  /**
   * Registers a client, or registers it again with everything that it is given here. A secret that
   * the client has already stays with its others; another one replaces them all.
   *
   * @throws {@link JotkitError} `argument_invalid` for options that are missing or wrong,
   * `key_weak` for a secret of fewer than 16 bytes, `server_unavailable`.
   */
  put(client: EitherCase<ProviderClientOptions>): Promise<void>;
  /**
   * Gives a client another secret, a random one if none is given, and returns it.
   *
   * @param options `keep`: for how many seconds those it had still authenticate it. Tokens that
   * were issued with them are good for an hour after that.
   * @throws {@link JotkitError} `client_unknown`, `key_weak`, `server_unavailable`.
   */
  newSecret(clientId: string, options: { keep: number; secret?: string }): Promise<string>;
  /** The ids of all clients. */
  list(): Promise<string[]>;
}

/** The request of node:http, by its shape. Express' has more. */
export interface IncomingRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

/**
 * An authorization server on a host's own database and in its own web server. Any number of
 * processes may share a database, with the same `key`.
 *
 * Functions that use the database throw `server_unavailable` while it fails, with what the driver
 * threw as the `cause`.
 */
export class Provider {
  /** @throws {@link JotkitError} `argument_invalid`, or `key_weak` for a key under 32 bytes. */
  constructor(store: Store, settings: ProviderSettings);
  /** Registers clients. */
  readonly clients: Clients;
  /** Makes the tables, and refuses those of a newer version. */
  setup(): Promise<void>;
  /** What a user has allowed, for a host's own page. */
  apps(user: string): Promise<App[]>;
  /**
   * Ends what a user allowed a client, and all tokens that came of it. Returns whether there was
   * anything.
   */
  withdraw(user: string, clientId: string): Promise<boolean>;
  /**
   * Verifies an access token as an API does, and that it has not been revoked.
   *
   * @throws {@link JotkitError} `token_revoked`; `keys_unavailable` while the database fails; else
   * as {@link likecoin.Verifier.verify}. Each has the `status` to answer with.
   */
  verify(token: Token, demands?: Demands): Promise<likecoin.AccessToken>;
  /**
   * Deletes codes that expired a day ago and grants that ended two days ago. A provider does so
   * itself after every 64th code.
   */
  sweep(): Promise<void>;
  /** Answers a request, for web servers that have no face here. */
  answer(request: EitherCase<ProviderRequest>): Promise<ProviderAnswer>;
  /**
   * Makes middleware for Express and others that are called as node:http's listeners are. Put it
   * before what parses bodies. Other paths go to `next`, and so do errors: what `user` or `session`
   * throws, a user's id that is none, a body that was read before.
   */
  express<Request = any>(
    options: FaceOptions<Request>,
  ): (req: IncomingRequest, res: any, next: (error?: unknown) => void) => unknown;
  /**
   * Answers a request of the Fetch API, as in Hono, Bun and Deno; `undefined` for other paths. It
   * is rejected with what {@link express} gives to `next`.
   *
   * @param options `mount`: where the provider's paths begin, such as `/auth`, if not at the root.
   */
  fetch<R extends WebRequest>(
    request: R,
    options: FaceOptions<R> & { mount?: string },
  ): Promise<WebResponse | undefined>;
  /** Every statement with its name; several are called `schema`. For those who review them. */
  statements(): { name: string; sql: string }[];
}

/** A `Request`, by its shape. */
export interface WebRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}
