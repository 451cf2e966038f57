/**
 * Signs and validates JSON Web Tokens (RFC 7519), strict by default.
 *
 * An argument of the wrong type is a `TypeError`; every other error is a {@link JotkitError}. Times
 * are seconds since 1970-01-01T00:00:00Z, as in tokens. Only HTTP calls are asynchronous.
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

import type { Algorithm, ErrorCode, KeyOptions, Policy, SignerOptions } from './options.cjs';

export { likecoin, livelike };
export type { Algorithm, ErrorCode, KeyOptions, Policy, SignerOptions };

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
  /** The HTTP status of the reply it is about, if any. */
  readonly status?: number;
  /** The server's short reason, such as `'INVALID_CLIENT_CRED'`, if it is safe to show. */
  readonly detail?: string;
}

/**
 * A key, bound to one algorithm when it is imported; a token's header never chooses.
 *
 * Immutable. Printing it or making JSON of it shows no secret; only `toJwk`, `toPem` and `toDer`
 * return it. It cannot be cloned to a worker thread: import it there.
 */
export class Key {
  private constructor(proof: never, handle: never);
  /**
   * A shared secret for HS256, of at least 32 bytes. A string is used as UTF-8, not decoded.
   *
   * @throws {@link JotkitError} `key_weak` if it is shorter, `key_unsuitable` if it looks like a
   * key file (PEM, DER, OpenSSH, JWK).
   */
  static hs256(secret: string | Uint8Array): Key;
  /** As {@link Key.hs256}, for HS384 and of at least 48 bytes. */
  static hs384(secret: string | Uint8Array): Key;
  /** As {@link Key.hs256}, for HS512 and of at least 64 bytes. */
  static hs512(secret: string | Uint8Array): Key;
  /**
   * A shared secret for the algorithm that the options name.
   *
   * @throws {@link JotkitError} `argument_invalid` without an algorithm, otherwise as
   * {@link Key.hs256}.
   */
  static fromSecret(secret: string | Uint8Array, options: KeyOptions & { alg: Algorithm }): Key;
  /**
   * PEM: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo, or an X.509 certificate, of which only the
   * public key is used.
   *
   * @throws {@link JotkitError} `key_invalid`, `key_weak` (RSA under 2048 bits), `key_unsuitable`.
   */
  static fromPem(pem: string, options?: KeyOptions): Key;
  /** DER, in any of the forms of {@link Key.fromPem}. */
  static fromDer(der: Uint8Array, options?: KeyOptions): Key;
  /**
   * A JWK (RFC 7517), as JSON text or as an object. Its `kid`, `use` and `key_ops` are kept and
   * obeyed.
   *
   * @throws {@link JotkitError} as {@link Key.fromPem}.
   */
  static fromJwk(jwk: string | object, options?: KeyOptions): Key;
  /** A new key: a secret as long as the hash, RSA of 2048 bits, or what the algorithm dictates. */
  static generate(alg: Algorithm): Key;
  /** The algorithm. Absent for an RSA or secret JWK that names none; then the policy must. */
  get alg(): Algorithm | undefined;
  /** The key's id, if it has one. */
  get kid(): string | undefined;
  /** The `kty` of the key as a JWK: `'oct'`, `'RSA'`, `'EC'`, `'OKP'` or `'AKP'`. */
  get kty(): string;
  /** Whether the key can sign: it is a private key or a shared secret. */
  get private(): boolean;
  /**
   * The public half.
   *
   * @throws {@link JotkitError} `key_unsuitable` for a shared secret, which has none.
   */
  public(): Key;
  /** The same key under another id. */
  withKid(kid: string): Key;
  /**
   * The SHA-256 thumbprint in base64url (RFC 7638). For a shared secret it is a hash of the secret:
   * keep it confidential.
   */
  thumbprint(): string;
  /** A description. For a shared secret it is as confidential as {@link Key.thumbprint}. */
  info(): { alg: Algorithm; kty: string; kid?: string; thumbprint?: string; private: boolean };
  /** The key as a JWK, with its private members if it has any. */
  toJwk(): Record<string, unknown>;
  /**
   * The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
   *
   * @throws {@link JotkitError} `key_unsuitable` for a shared secret, which PEM cannot hold.
   */
  toPem(): string;
  /** The key as DER, in the form of {@link Key.toPem}. */
  toDer(): Uint8Array;
}

/** A set of keys. A token's `kid` chooses one; an unknown `kid` is an error. */
export class KeySet {
  /** A set of imported keys. */
  constructor(keys: readonly Key[]);
  /**
   * A JWK Set (RFC 7517 §5), as JSON text or as an object. Entries that cannot be used are skipped
   * and counted. The options' `alg` applies to entries that name none.
   *
   * @throws {@link JotkitError} `key_invalid` if it is not an object with an array `keys`.
   */
  static fromJwks(jwks: string | object, options?: Omit<KeyOptions, 'kid'>): KeySet;
  /** The number of keys. */
  get size(): number;
  /** The number of entries that could not be used. */
  get skipped(): number;
  /** The public halves as a JWK Set, for publishing. Shared secrets are left out. */
  toPublicJwks(): { keys: Record<string, unknown>[] };
}

/** The claims of a token. */
export type Claims = Record<string, unknown>;

/** Options of one signature. */
export interface SignOptions {
  /** More header members, as an object or as JSON text. `typ` and `kid` replace the signer's. */
  header?: object | string;
  /** The time of signing, in seconds since 1970. Default: the system's. */
  now?: number;
}

/** Signs tokens with one key. Immutable: make it once. */
export class Signer {
  /**
   * @throws {@link JotkitError} `key_unsuitable` for a key that cannot or may not sign,
   * `key_invalid` for one without an algorithm, `policy_invalid` for options out of range.
   */
  constructor(key: Key, options?: SignerOptions);
  /**
   * Signs claims; members keep their order. Nothing is dropped silently: a member that is
   * `undefined`, a function, a symbol, a bigint, or an object such as a Map, is a `TypeError`.
   *
   * @throws {@link JotkitError} `claims_invalid` for a registered claim of the wrong type or a
   * number that JSON cannot hold; `argument_invalid` for the header members `alg`, `crit` and
   * `b64`.
   */
  sign(claims: object, options?: SignOptions): string;
  /** Signs a JSON object given as text, byte for byte. */
  signJson(claims: string, options?: SignOptions): string;
}

/** Options of one verification. */
export interface VerifyOptions {
  /** The current time, in seconds since 1970. Default: the system's. */
  now?: number;
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
  constructor(keys: Key | KeySet | KeyResolver, policy?: Policy);
  /**
   * Verifies a token and returns its claims. `T` is not checked: the verifier checks the types of
   * registered claims and what the policy names. Whole numbers beyond 2^53 lose digits in
   * JavaScript; {@link Verified.payload} has them.
   *
   * @throws {@link JotkitError} of the first check that fails, in their fixed order.
   */
  verify<T = Claims>(token: string, options?: VerifyOptions): T;
  /** As {@link Verifier.verify}, with the header and the payload's JSON text. */
  verifyFull<T = Claims>(token: string, options?: VerifyOptions): Verified<T>;
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
 * Reads a token without verifying it. Use it for display and for finding a key; never to decide.
 *
 * @throws {@link JotkitError} of the kind `malformed`.
 */
export function peek(token: string): Unverified;

/** The `Authorization` header's `Bearer` scheme (RFC 6750 §2.1). */
export const bearer: {
  /**
   * The token in a header's value: exactly `Bearer`, one space and the token.
   *
   * @throws {@link JotkitError} `argument_invalid` for any other value.
   */
  parse(value: string): string;
  /**
   * The header's value for a token; as secret as the token.
   *
   * @throws {@link JotkitError} `argument_invalid` unless the token is visible ASCII.
   */
  format(token: string): string;
};
