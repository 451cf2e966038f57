/**
 * Signs and validates JSON Web Tokens (RFC 7519), strict by default.
 *
 * Wrong types of arguments throw a `TypeError`; everything else that goes wrong throws a
 * {@link JotkitError}. Times are seconds since 1970-01-01T00:00:00Z, as in tokens. All calls are
 * synchronous, except those that say so.
 *
 * @example
 * import { Key, Signer, Verifier } from 'jotkit';
 * const key = Key.hs256(process.env.SECRET);
 * const token = new Signer(key, { issuer: 'https://id.example', lifetime: 3600 }).sign({ sub: 'u1' });
 * const claims = new Verifier(key, { issuer: 'https://id.example' }).verify(token);
 *
 * @packageDocumentation
 */

import * as likecoin from './likecoin.cjs';
import * as livelike from './livelike.cjs';

export { likecoin, livelike };

/** The algorithms. There is no `none`. */
export type Algorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'ES256K'
  | 'EdDSA'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87';

/** The five kinds of failure, which a caller reacts to differently, and `internal`: a bug in jotkit. */
export type ErrorKind = 'malformed' | 'refused' | 'key' | 'usage' | 'flow' | 'internal';

/** What went wrong: the same string in every language that jotkit speaks. */
export type ErrorCode =
  | 'token_malformed'
  | 'token_too_large'
  | 'header_malformed'
  | 'payload_malformed'
  | 'claim_malformed'
  | 'algorithm_refused'
  | 'header_unsupported'
  | 'signature_invalid'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'token_too_old'
  | 'issued_in_future'
  | 'type_refused'
  | 'audience_refused'
  | 'issuer_refused'
  | 'subject_refused'
  | 'claim_missing'
  | 'claim_refused'
  | 'scope_refused'
  | 'key_unknown'
  | 'key_ambiguous'
  | 'key_invalid'
  | 'key_weak'
  | 'key_unsuitable'
  | 'client_unknown'
  | 'policy_invalid'
  | 'claims_invalid'
  | 'argument_invalid'
  | 'state_mismatch'
  | 'callback_invalid'
  | 'access_denied'
  | 'authorization_failed'
  | 'response_invalid'
  | 'request_refused'
  | 'internal';

/**
 * Every failure of jotkit. Its message is made of fixed sentences and holds no byte of a token, key
 * or secret, so it is safe to log. Only jotkit makes one.
 */
export class JotkitError extends Error {
  private constructor(failure: never);
  readonly name: 'JotkitError';
  /** What went wrong, such as `'token_expired'`. */
  readonly code: ErrorCode;
  /** The code's kind, such as `'refused'`. */
  readonly kind: ErrorKind;
  /** The claim it is about, where it is about one. */
  readonly claim?: string;
  /**
   * What a LikeCoin API answers to a request whose token fails like this: 401 `TOKEN_EXPIRED`, 401
   * `LOGIN_NEEDED` or 403 `INSUFFICIENT_PERMISSION`. Absent if the fault is not the token's; answer
   * 500 then.
   */
  readonly response?: { readonly status: number; readonly body: string };
}

/** What a caller says about a key while importing it. */
export interface KeyOptions {
  /** Binds the key to an algorithm. RSA keys and secrets need one; a curve dictates its own. */
  alg?: Algorithm;
  /** The key's id, in place of its own. */
  kid?: string;
  /**
   * Takes an HMAC secret that is shorter than the hash. Such a secret can be guessed from one token
   * (RFC 7518 §3.2): only for a system that chose one.
   */
  allow_short?: true;
}

/**
 * A key, bound to one algorithm when it is imported; a token's header never chooses.
 *
 * Immutable. Printing it or making JSON of it shows no secret; `toJwk`, `toPem` and `toDer` are the only ways out.
 * It cannot be cloned to a worker thread: import it there.
 */
export class Key {
  private constructor(proof: never, handle: never);
  /**
   * A shared secret for HS256 of at least 32 bytes. A string is taken as UTF-8, nothing is decoded.
   *
   * @throws {@link JotkitError} `key_weak` if it is shorter, `key_unsuitable` if it looks like a key
   * file (PEM, DER, OpenSSH, JWK).
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
   * A PEM text: PKCS#1, PKCS#8, SEC1, SubjectPublicKeyInfo, or an X.509 certificate, of which only
   * the public key is taken.
   *
   * @throws {@link JotkitError} `key_invalid`, `key_weak` (RSA under 2048 bits), `key_unsuitable`.
   */
  static fromPem(pem: string, options?: KeyOptions): Key;
  /** DER of any of the forms that {@link Key.fromPem} takes. */
  static fromDer(der: Uint8Array, options?: KeyOptions): Key;
  /**
   * A JWK (RFC 7517), as its text or as an object. Its `kid`, `use` and `key_ops` are kept and
   * obeyed.
   *
   * @throws {@link JotkitError} as {@link Key.fromPem}.
   */
  static fromJwk(jwk: string | object, options?: KeyOptions): Key;
  /** A fresh key: a secret as long as the hash, RSA of 2048 bits, or what the algorithm dictates. */
  static generate(alg: Algorithm): Key;
  /** The algorithm; absent for an RSA or secret JWK that names none, until a policy does. */
  get alg(): Algorithm | undefined;
  /** The key's id, where there is one. */
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
   * The SHA-256 thumbprint in base64url (RFC 7638). Of a shared secret it is a hash of the secret:
   * show it to nobody.
   */
  thumbprint(): string;
  /** A description. Of a shared secret it is as confidential as {@link Key.thumbprint}. */
  info(): { alg: Algorithm; kty: string; kid?: string; thumbprint: string; private: boolean };
  /** The key as a JWK, private members included where there are any. */
  toJwk(): Record<string, unknown>;
  /**
   * The key as PEM: PKCS#8 if it is private, SubjectPublicKeyInfo otherwise.
   *
   * @throws {@link JotkitError} `key_unsuitable` for a shared secret, which has no such form.
   */
  toPem(): string;
  /** The key as DER, of the form that {@link Key.toPem} writes. */
  toDer(): Uint8Array;
}

/** A set of keys, of which a token's `kid` chooses one. An unknown `kid` never falls back. */
export class KeySet {
  /** A set of keys that are already there. */
  constructor(keys: readonly Key[]);
  /**
   * A JWK Set (RFC 7517 §5), as its text or as an object. Entries that cannot be used are skipped
   * and counted. The options' `alg` is for entries that name none.
   *
   * @throws {@link JotkitError} `key_invalid` if it is not an object with an array `keys`.
   */
  static fromJwks(jwks: string | object, options?: Omit<KeyOptions, 'kid'>): KeySet;
  /** The number of keys. */
  get size(): number;
  /** The number of entries that could not be used. */
  get skipped(): number;
  /** The public halves as a JWK Set, ready to be published. Shared secrets are left out. */
  toPublicJwks(): { keys: Record<string, unknown>[] };
}

/** Claims as they come out of a token. */
export type Claims = Record<string, unknown>;

/** What a signer adds to claims and headers that lack it. A member that is `undefined` is an error. */
export interface SignerOptions {
  /** Adds `iss`. */
  issuer?: string;
  /** Adds `aud`. */
  audience?: string | readonly string[];
  /** Adds `iat`, and `exp` this many whole seconds later. */
  lifetime?: number;
  /** Adds `iat`, the time of signing in whole seconds. */
  iat?: true;
  /** Adds `jti`, a random UUID. */
  jti?: true;
  /** The header's `kid`, in place of the key's own. */
  kid?: string;
  /** The header's `typ`, in place of `JWT`. */
  typ?: string;
}

/** What one signature can be given. */
export interface SignOptions {
  /** Further header members, as an object or as JSON text; `typ` and `kid` replace the signer's. */
  header?: object | string;
  /** The time of signing, in seconds since 1970, in place of the system's. */
  now?: number;
}

/** Signs tokens with one key. Immutable: make it once. */
export class Signer {
  /**
   * @throws {@link JotkitError} `key_unsuitable` for a key that cannot or may not sign, `key_invalid`
   * for one without an algorithm, `policy_invalid` for options out of range.
   */
  constructor(key: Key, options?: SignerOptions);
  /**
   * Signs claims, whose members keep their order. Nothing is dropped silently: a member that is
   * `undefined`, a function, a symbol or a bigint, or a Map or the like, is a `TypeError`.
   *
   * @throws {@link JotkitError} `claims_invalid` for a registered claim of the wrong type or a number
   * that JSON cannot hold; `argument_invalid` for header members that no verifier would obey.
   */
  sign(claims: object, options?: SignOptions): string;
  /** Signs claims given as the text of a JSON object, byte for byte. */
  signJson(claims: string, options?: SignOptions): string;
}

/**
 * What a verifier demands of a token. An absent member has the strict default; one that is present
 * and `undefined`, `null` or empty is refused as `policy_invalid`, so that a setting that came back
 * empty never switches a check off.
 */
export interface Policy {
  /** The algorithms to accept. Absent: what the key allows. */
  algorithms?: readonly Algorithm[];
  /** The expected `iss`, or several. Absent: not compared. */
  issuer?: string | readonly string[];
  /** The expected `aud`, or several. Absent: a token that carries one is refused. */
  audience?: string | readonly string[];
  /** Accepts any audience. Not together with `audience`. */
  any_audience?: true;
  /** The expected `sub`. */
  subject?: string;
  /** The accepted `typ` values. Absent: none, `JWT` or `at+jwt`. */
  types?: readonly string[];
  /** Claims that have to be there, besides `exp`. */
  required?: readonly string[];
  /** Claims that have to have a value. */
  expected?: Readonly<Record<string, string | number | boolean>>;
  /** Accepts tokens that never expire. */
  expiry_optional?: true;
  /** For clocks that differ: whole seconds, at most 86 400. Absent: 0. */
  leeway?: number;
  /** The longest time since `iat`, in whole seconds. Absent: `iat` is not judged. */
  max_age?: number;
  /** The longest token, in bytes. Absent: 262 144. */
  max_token_bytes?: number;
  /** The longest header, in bytes of base64url. Absent: 8192. */
  max_header_bytes?: number;
  /** The deepest nesting of JSON. Absent: 64. */
  max_depth?: number;
  /** How many good tokens to keep, so that one seen again costs a hash; the clock is judged each time. Absent: none. */
  cache?: number;
}

/** What one verification can be given. */
export interface VerifyOptions {
  /** The time to judge by, in seconds since 1970, in place of the system's. */
  now?: number;
}

/** What a resolver may look at. All of it is unverified: it selects, it proves nothing. */
export interface KeyHint {
  /** The header's algorithm. A key for another one is refused afterwards. */
  readonly algorithm: Algorithm;
  /** The header's `kid`. */
  readonly kid?: string;
  /** The payload's `iss`. */
  readonly issuer?: string;
  /** The payload's `azp`. */
  readonly authorized_party?: string;
}

/**
 * Gives the key for a token, or nothing for `key_unknown`; it must not fall back to a default.
 * Called synchronously. What it throws is thrown by the verification as it is.
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
  /** The payload's JSON text, byte for byte as it was signed: for numbers that a double cannot hold. */
  readonly payload: string;
}

/** Verifies tokens under one policy. Immutable: make it once. */
export class Verifier {
  /**
   * @throws {@link JotkitError} `policy_invalid`; `key_unsuitable`, `key_invalid` or `key_weak` for a
   * key that may not verify. In a set, such keys are left out instead.
   */
  constructor(keys: Key | KeySet | KeyResolver, policy?: Policy);
  /**
   * The claims of a good token. `T` is a claim of the caller's about their shape: the verifier checks the types
   * of the registered claims, and nothing else that the policy does not name. Whole numbers beyond 2^53 lose
   * digits in JavaScript; {@link Verified.payload} has them.
   *
   * @throws {@link JotkitError} for what is wrong with the token first, in the fixed order of checks.
   */
  verify<T = Claims>(token: string, options?: VerifyOptions): T;
  /** As {@link Verifier.verify}, with the header and the payload's text. */
  verifyFull<T = Claims>(token: string, options?: VerifyOptions): Verified<T>;
}

/** What a token says, unverified: anybody may have written it. */
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
 * Reads a token without verifying it: for display and for finding a key, never to decide anything.
 *
 * @throws {@link JotkitError} of the kind `malformed`.
 */
export function peek(token: string): Unverified;

/** The `Authorization` header's `Bearer` scheme (RFC 6750 §2.1). */
export const bearer: {
  /**
   * The token in a header's value: exactly `Bearer`, one space and the token.
   *
   * @throws {@link JotkitError} `argument_invalid`, which has a `response` of 401.
   */
  parse(value: string): string;
  /**
   * A header's value for a token; as secret as the token.
   *
   * @throws {@link JotkitError} `argument_invalid` unless the token is visible ASCII.
   */
  format(token: string): string;
};
