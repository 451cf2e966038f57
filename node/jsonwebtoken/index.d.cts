/**
 * A drop-in for npm's jsonwebtoken 9: its functions, options, verdicts and exceptions, with keys
 * that are read once. The names are those of `@types/jsonwebtoken`.
 *
 * Its defaults are jsonwebtoken's, which are laxer than those of `jotkit` itself: a token without
 * `exp` is good for ever, and `aud` is not compared unless you say so.
 *
 * @example
 * import jwt from 'jotkit/jsonwebtoken';
 * const token = jwt.sign({ sub: 'u1' }, process.env.SECRET, { expiresIn: '1h' });
 * const claims = jwt.verify(token, process.env.SECRET, { algorithms: ['HS256'] });
 *
 * @packageDocumentation
 */

import type { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';

/** A token, a key or an option is refused. */
export class JsonWebTokenError extends Error {
  constructor(message: string, error?: Error);
  inner: Error;
}

/** The token's `exp` or the option `maxAge` is over. */
export class TokenExpiredError extends JsonWebTokenError {
  constructor(message: string, expiredAt: Date);
  expiredAt: Date;
}

/** The token's `nbf` is in the future. */
export class NotBeforeError extends JsonWebTokenError {
  constructor(message: string, date: Date);
  date: Date;
}

export type VerifyErrors = JsonWebTokenError | NotBeforeError | TokenExpiredError;

export type Algorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'none';

/** What a token's header says (RFC 7515 §4.1). */
export interface JwtHeader {
  alg: string | Algorithm;
  typ?: string | undefined;
  cty?: string | undefined;
  crit?: Array<string | Exclude<keyof JwtHeader, 'crit'>> | undefined;
  kid?: string | undefined;
  jku?: string | undefined;
  x5u?: string | string[] | undefined;
  'x5t#S256'?: string | undefined;
  x5t?: string | undefined;
  x5c?: string | string[] | undefined;
}

/** A token's claims (RFC 7519 §4.1); times are in seconds since 1970. */
export interface JwtPayload {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [name: string]: any;
  iss?: string | undefined;
  sub?: string | undefined;
  aud?: string | string[] | undefined;
  exp?: number | undefined;
  nbf?: number | undefined;
  iat?: number | undefined;
  jti?: string | undefined;
}

/** A token with the option `complete`. */
export interface Jwt {
  header: JwtHeader;
  payload: JwtPayload | string;
  signature: string;
}

export type PublicKey = Parameters<typeof createPublicKey>[0];
export type PrivateKey = Parameters<typeof createPrivateKey>[0];
export type Secret = string | Buffer | KeyObject | { key: string | Buffer; passphrase: string };

/** Options of {@link sign}. Any other, or one that is `undefined`, is an error. */
export interface SignOptions {
  /** Default: `HS256`. */
  algorithm?: Algorithm | undefined;
  /** The header's `kid`. */
  keyid?: string | undefined;
  /** Seconds, or a span such as `'1h'`; a string without a unit is milliseconds. */
  expiresIn?: string | number;
  /** As `expiresIn`. */
  notBefore?: string | number | undefined;
  audience?: string | string[] | undefined;
  subject?: string | undefined;
  issuer?: string | undefined;
  jwtid?: string | undefined;
  /** Also put the claims into the payload that was given. */
  mutatePayload?: boolean | undefined;
  /** Leave `iat` out. */
  noTimestamp?: boolean | undefined;
  /** Further members of the header. */
  header?: JwtHeader | undefined;
  /** The payload's encoding. Default: `utf8`. */
  encoding?: string | undefined;
  /** Sign with RSA keys of less than 2048 bits. */
  allowInsecureKeySizes?: boolean | undefined;
  /** Sign with a key of another type than the algorithm's. */
  allowInvalidAsymmetricKeyTypes?: boolean | undefined;
}

/** Options of {@link verify}. Any other is ignored. */
export interface VerifyOptions {
  /** Accept only these. Default: those of the key's type. */
  algorithms?: Algorithm[] | undefined;
  audience?: string | RegExp | [string | RegExp, ...(string | RegExp)[]] | undefined;
  /** The time, in seconds since 1970. Default: `Date.now()`. */
  clockTimestamp?: number | undefined;
  /** Seconds. */
  clockTolerance?: number | undefined;
  /** Return header, payload and signature. */
  complete?: boolean | undefined;
  issuer?: string | [string, ...string[]] | undefined;
  ignoreExpiration?: boolean | undefined;
  ignoreNotBefore?: boolean | undefined;
  jwtid?: string | undefined;
  nonce?: string | undefined;
  subject?: string | undefined;
  /** The greatest age since `iat`: seconds, or a span such as `'2 days'`. */
  maxAge?: string | number | undefined;
  allowInvalidAsymmetricKeyTypes?: boolean | undefined;
}

export interface DecodeOptions {
  complete?: boolean | undefined;
  /** Read the payload as JSON even if the header's `typ` is not `JWT`. */
  json?: boolean | undefined;
}

export type VerifyCallback<T = Jwt | JwtPayload | string> = (
  error: VerifyErrors | null,
  decoded?: T | undefined,
) => void;
export type SignCallback = (error: Error | null, encoded?: string | undefined) => void;
export type SigningKeyCallback = (error: Error | null, signingKey?: Secret | PublicKey) => void;
/** Finds the key of a token by its unverified header. */
export type GetPublicKeyOrSecret = (header: JwtHeader, callback: SigningKeyCallback) => void;

type Payload = string | Buffer | object;
type SigningKey = Secret | PrivateKey;
type VerifyingKey = Secret | PublicKey;
type AnyKey = VerifyingKey | GetPublicKeyOrSecret;
type Unsigned = SignOptions & { algorithm: 'none' };

/** Signs a payload. */
export function sign(payload: Payload, key: SigningKey, options?: SignOptions): string;
export function sign(payload: Payload, key: null, options?: Unsigned): string;
export function sign(payload: Payload, key: SigningKey, callback: SignCallback): void;
export function sign(
  payload: Payload,
  key: SigningKey,
  options: SignOptions,
  callback: SignCallback,
): void;
export function sign(payload: Payload, key: null, options: Unsigned, callback: SignCallback): void;

/** Verifies a token and returns its payload. */
export function verify(
  token: string,
  key: VerifyingKey,
  options: VerifyOptions & { complete: true },
): Jwt;
export function verify(
  token: string,
  key: VerifyingKey,
  options?: VerifyOptions & { complete?: false },
): JwtPayload | string;
export function verify(
  token: string,
  key: VerifyingKey,
  options?: VerifyOptions,
): Jwt | JwtPayload | string;
export function verify(
  token: string,
  key: AnyKey,
  callback?: VerifyCallback<JwtPayload | string>,
): void;
export function verify(
  token: string,
  key: AnyKey,
  options: VerifyOptions & { complete: true },
  callback?: VerifyCallback<Jwt>,
): void;
export function verify(
  token: string,
  key: AnyKey,
  options?: VerifyOptions & { complete?: false },
  callback?: VerifyCallback<JwtPayload | string>,
): void;
export function verify(
  token: string,
  key: AnyKey,
  options?: VerifyOptions,
  callback?: VerifyCallback,
): void;

/** Reads a token without verifying it; `null` if it is not one. */
export function decode(token: string, options: DecodeOptions & { complete: true }): null | Jwt;
export function decode(token: string, options: DecodeOptions & { json: true }): null | JwtPayload;
export function decode(token: string, options?: DecodeOptions): null | JwtPayload | string;
