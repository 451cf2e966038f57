/**
 * Signs and validates JSON Web Tokens (RFC 7519), strict by default.
 *
 * An argument of the wrong type is a `TypeError`; every other error is a {@link JotkitError}. Times
 * are seconds since 1970-01-01T00:00:00Z, as in tokens, but for {@link RemoteKeys}, which count in
 * milliseconds. Asynchronous are HTTP calls, {@link Signer.signAsync}, {@link Key.fromCryptoKey},
 * {@link Verifier.verifyAsync} and {@link RemoteKeys.warm}.
 *
 * @example
 * import { Key, Signer, Verifier } from 'jotkit';
 * const key = Key.hs256(process.env.SECRET);
 * const signer = new Signer(key, { issuer: 'https://id.example', lifetime: 3600 });
 * const token = signer.sign({ sub: 'u1' });
 * const claims = new Verifier(key, { issuer: 'https://id.example' }).verify(token);
 *
 * @packageDocumentation
 */

import * as likecoin from './likecoin.cjs';
import * as livelike from './livelike.cjs';

import type { Key, KeySet } from './key.cjs';
import type {
  Algorithm,
  ErrorCode,
  KeyOptions,
  Policy,
  RemoteOptions,
  SignerOptions,
} from './options.cjs';
import type { RemoteKeys } from './remote.cjs';

export * from './key.cjs';
export * from './remote.cjs';
export { likecoin, livelike };
export type { Algorithm, ErrorCode, KeyOptions, Policy, RemoteOptions, SignerOptions };

/** The kinds of errors, which a caller handles differently. `internal` is a bug in jotkit. */
export type ErrorKind = 'malformed' | 'refused' | 'key' | 'usage' | 'flow' | 'internal';

/**
 * Every error of jotkit. Its message consists of fixed sentences without any byte of a token, key
 * or secret, so it is safe to log. Only jotkit makes one.
 */
export class JotkitError extends Error {
  private constructor(failure: never);
  readonly name: 'JotkitError';
  /** What went wrong, such as `'token_expired'`. */
  readonly code: ErrorCode;
  /** The code's kind, such as `'refused'`. */
  readonly kind: ErrorKind;
  /** The claim it is about, if any. */
  readonly claim?: string;
  /**
   * The HTTP status of the server's reply that it is about. Otherwise the one to answer a request
   * with: 401 or 403 for its token, 503 without keys. Absent for mistakes of the caller's own.
   */
  readonly status?: number;
  /** The same as `status`, by the name that Fastify and Nest know. */
  get statusCode(): number | undefined;
  /** Whether a framework may show the message to a client: for a status below 500. */
  get expose(): boolean;
  /** The headers of the answer to a request, as Express and Fastify read them. */
  get headers(): Record<string, string>;
  /** The server's short reason, such as `'INVALID_CLIENT_CRED'`, if it is safe to show. */
  readonly detail?: string;
  /**
   * When keys can be fetched again, in **milliseconds** since 1970, if it is known. Only with
   * `keys_unavailable`.
   */
  readonly retry_at?: number;
  /** What the schema of {@link VerifyOptions.schema} refused. It may quote claims; not printed. */
  readonly issues?: readonly SchemaIssue[];
  /**
   * The HTTP answer to the request that failed so (RFC 6750 §3). `realm` names the protected area,
   * `scope` what the request needs.
   *
   * @throws {@link JotkitError} `argument_invalid` for a realm or a scope that no header can hold,
   * or that is empty.
   */
  challenge(realm?: string, scope?: readonly string[]): Challenge;
}

/** What a server answers to a request whose token was refused. */
export interface Challenge {
  /** 401 or 403 for the token, 503 while keys cannot be fetched, 500 for the server's mistakes. */
  status: number;
  /** The value of the `WWW-Authenticate` header, or `null` if the answer has none. */
  www_authenticate: string | null;
}

/** A token as text, or as its bytes, such as a `Buffer`. */
export type Token = string | Uint8Array;

/** The claims of a token. */
export type Claims = Record<string, unknown>;

/** Options of one signature. */
export interface SignOptions {
  /** More header members, as an object or as JSON text. `typ` and `kid` replace the signer's. */
  header?: object | string;
  /** How many seconds the token is good for, in place of the signer's lifetime. */
  lifetime?: number;
  /** The time of signing, in seconds since 1970. Default: the system's. */
  now?: number;
}

/** The bytes of a signature. */
export type Signature = Uint8Array | ArrayBuffer;

/**
 * Signs bytes where the key is, and returns the signature: raw, or for ECDSA also DER. The signer
 * throws what it throws.
 */
export type SigningFunction<T = Signature> = (input: Uint8Array) => T;

/** Signs tokens with one key. Immutable: make it once. */
export class Signer {
  /**
   * @throws {@link JotkitError} `key_unsuitable` for a key that cannot or may not sign,
   * `key_invalid` for one without an algorithm, `policy_invalid` for options out of range.
   */
  constructor(key: Key, options?: SignerOptions);
  /**
   * A signer whose key cannot leave its device or service, such as a cloud KMS or WebCrypto. The
   * options' `kid` names the key. If the function returns a promise, call
   * {@link Signer.signAsync}.
   *
   * @throws {@link JotkitError} `policy_invalid` for options out of range. Signing throws
   * `argument_invalid` for a signature of the wrong length.
   */
  static external(
    alg: Algorithm,
    sign: SigningFunction<Signature | PromiseLike<Signature>>,
    options?: SignerOptions,
  ): Signer;
  /**
   * A signer without a key, for two steps: {@link Signer.signingInput}, and once the signature was
   * made elsewhere, {@link Signer.assemble}.
   */
  static keyless(alg: Algorithm, options?: SignerOptions): Signer;
  /**
   * Signs claims; members keep their order. A `Date` becomes its whole seconds. Nothing is dropped
   * silently: a member that is `undefined`, a function, a symbol, a bigint, an invalid `Date`, or
   * an object such as a Map, is a `TypeError`.
   *
   * @throws {@link JotkitError} `claims_invalid` for a registered claim of the wrong type or a
   * number that JSON cannot hold; `argument_invalid` for the header members `alg`, `crit` and
   * `b64`.
   */
  sign(claims: object, options?: SignOptions): string;
  /** Signs a JSON object given as text, byte for byte. */
  signJson(claims: string, options?: SignOptions): string;
  /** As {@link Signer.sign}, for any signer; it awaits what the signing function returns. */
  signAsync(claims: object, options?: SignOptions): Promise<string>;
  /** The first of two steps: the text, all ASCII, whose bytes are to be signed. */
  signingInput(claims: object, options?: SignOptions): string;
  /**
   * The second of two steps: the token. The signature is not verified.
   *
   * @throws {@link JotkitError} `argument_invalid` for a signature of the wrong length.
   */
  assemble(signingInput: string, signature: Signature): string;
}

/** Something that a schema refused. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A Standard Schema (https://standardschema.dev), such as one of zod, valibot or arktype. */
export interface Schema<T> {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>;
  };
}

/** What a schema makes of claims. */
export type SchemaResult<T> =
  { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** Options of one verification. */
export interface VerifyOptions<T = unknown> {
  /** The current time, in seconds since 1970. Default: the system's. */
  now?: number;
  /**
   * Values that claims must have in this call, such as a `nonce`; not empty. `scope` is a list of
   * which the token must grant each: in its `scope`, or else in its `scp`.
   */
  expected?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /**
   * Checks the claims of a good token and gives them their type. What it refuses is
   * `claim_malformed`, with `issues`. An asynchronous one needs {@link Verifier.verifyAsync}.
   */
  schema?: Schema<T>;
}

/** One thing that is wrong with a token. */
export interface Finding {
  /** The check that failed, such as `'signature'` or `'exp'`. */
  check: string;
  /** What went wrong. */
  code: ErrorCode;
  /** The claim or header member it is about, if any. */
  claim?: string;
  /** The same as a sentence. */
  message: string;
}

/** What a resolver may look at. It is unverified: use it to select a key and for nothing else. */
export interface KeyHint {
  /** The header's algorithm. A key for another algorithm is refused. */
  readonly algorithm: Algorithm;
  /** The header's `kid`. */
  readonly kid?: string;
  /** The payload's `iss`. */
  readonly issuer?: string;
  /** The payload's `azp`. */
  readonly authorized_party?: string;
}

/**
 * Returns the key for a token, or nothing for `key_unknown`. It must not fall back to a default.
 * Called synchronously. The verification throws what it throws.
 */
export type KeyResolver = (hint: KeyHint) => Key | null | undefined;

/** A verified token. Only a {@link Verifier} makes one. */
export class Verified<T = Claims> {
  private constructor(parts: never);
  private readonly verified: true;
  /** The claims. */
  readonly claims: T;
  /** The header. */
  readonly header: Record<string, unknown>;
  /** The payload's JSON text as it was signed, for numbers that a double cannot hold. */
  readonly payload: string;
}

/** Verifies tokens under one policy. Immutable: make it once. */
export class Verifier {
  /**
   * @throws {@link JotkitError} `policy_invalid`; `key_unsuitable`, `key_invalid` or `key_weak` for
   * a key that may not verify. In a set, such keys are left out instead.
   */
  constructor(keys: Key | KeySet | RemoteKeys | KeyResolver, policy?: Policy);
  /**
   * Verifies a token and returns its claims. Without a `schema`, `T` is not checked: the verifier
   * checks the types of registered claims and what the policy names. Whole numbers beyond 2^53 lose
   * digits in JavaScript; {@link Verified.payload} has them.
   *
   * With {@link RemoteKeys} that would have to be fetched first it throws `keys_unavailable`, and
   * fetches them for later calls. Call {@link RemoteKeys.warm} beforehand, or `verifyAsync`.
   *
   * @throws {@link JotkitError} of the first check that fails, in their fixed order.
   */
  verify<T = Claims>(token: Token, options?: VerifyOptions<T>): T;
  /**
   * As {@link Verifier.verify}, for any verifier; one with {@link RemoteKeys} waits for the keys
   * that it needs.
   *
   * @throws {@link JotkitError} as `verify`; `keys_unavailable` if they could not be fetched.
   */
  verifyAsync<T = Claims>(token: Token, options?: VerifyOptions<T>): Promise<T>;
  /** As {@link Verifier.verify}, with the header and the payload's JSON text. */
  verifyFull<T = Claims>(token: Token, options?: VerifyOptions<T>): Verified<T>;
  /** As {@link Verifier.verifyAsync}, with the header and the payload's JSON text. */
  verifyFullAsync<T = Claims>(token: Token, options?: VerifyOptions<T>): Promise<Verified<T>>;
  /**
   * Makes every check and lists all that fail, in their order; none if the token is good. For logs
   * and support, never for the answer to a client. A `TypeError` with {@link RemoteKeys}: make a
   * verifier of their {@link RemoteKeys.keySet}.
   */
  explain(token: Token, options?: Pick<VerifyOptions, 'now'>): Finding[];
}

/** What a token says, **not verified**: anyone may have written it. */
export class Unverified {
  private constructor(parts: never);
  private readonly unverified: true;
  /** The claims. */
  readonly claims: Claims;
  /** The header. */
  readonly header: Record<string, unknown>;
  /** The payload's JSON text. */
  readonly payload: string;
}

/**
 * Reads a token without verifying it. Use it for display and for finding a key; never to decide. Of
 * the policy only the limits and `allow_padding` matter.
 *
 * @throws {@link JotkitError} of the kind `malformed`, `policy_invalid`.
 */
export function peek(token: Token, policy?: Policy): Unverified;

/** Signatures over any bytes (RFC 7515), without claims. */
export const jws: {
  /**
   * Signs bytes. The header may have more members; `detached` leaves the payload out.
   *
   * @throws {@link JotkitError} `key_unsuitable`, `argument_invalid` for a header that cannot be.
   */
  sign(
    key: Key,
    payload: Uint8Array,
    options?: { header?: object | string; detached?: boolean },
  ): string;
  /**
   * Verifies a signature and returns the header and the payload. A detached payload is an option.
   *
   * @throws {@link JotkitError} of the first check that fails.
   */
  verify(
    keys: Key | KeySet,
    token: Token,
    options?: { payload?: Uint8Array; policy?: Policy },
  ): { header: Record<string, unknown>; payload: Uint8Array };
};

/** The `Authorization` header's `Bearer` scheme (RFC 6750 §2.1). */
export const bearer: {
  /**
   * The token in a header's value: `Bearer` in any case, blanks and the token.
   *
   * @throws {@link JotkitError} `authorization_missing` for a header that is not there,
   * `authorization_malformed` for any other value.
   */
  parse(value: string | null | undefined): string;
  /**
   * The header's value for a token; as secret as the token.
   *
   * @throws {@link JotkitError} `argument_invalid` unless the token is visible ASCII.
   */
  format(token: string): string;
};
