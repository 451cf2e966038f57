/**
 * A drop-in for npm's jws 4, which Google's libraries sign with: its functions and
 * streams, with keys that are read once.
 *
 * @example
 * import jws from 'jotkit/jws';
 * const token = jws.sign({ header: { alg: 'RS256' }, payload: { sub: 'u1' }, secret: pem });
 * const holds = jws.verify(token, 'RS256', publicPem);
 *
 * @packageDocumentation
 */

import type { KeyObject } from 'node:crypto';
import type { Stream, Writable } from 'node:stream';

import type { Algorithm as Named } from '../jsonwebtoken/index.cjs';

export type Algorithm = Exclude<Named, 'none'>;

export interface Header {
  alg: Algorithm | 'none';
  typ?: string;
  kid?: string;
  [member: string]: unknown;
}

/** A secret, PEM, or a key of `node:crypto`. */
export type Key = string | Buffer | KeyObject | { key: string | Buffer; passphrase?: string };

export interface SignOptions {
  header: Header;
  /** A string or bytes as they are; anything else as JSON. */
  payload: unknown;
  secret?: Key;
  privateKey?: Key;
  /** How a payload that is a string becomes bytes. Default: `utf8`. */
  encoding?: BufferEncoding;
}

export interface Signature {
  header: Header;
  payload: any;
  signature: string;
}

export const ALGORITHMS: Algorithm[];

/**
 * Signs a payload.
 * @throws TypeError for a key that does not fit the header's `alg`, and for an unknown `alg`.
 */
export function sign(options: SignOptions): string;

/**
 * Whether the signature of a token holds. `false` also for what is not a token, and for a token
 * whose header names another algorithm or demands an extension (`crit`, `b64`).
 * @throws TypeError for a key that does not fit the algorithm, and for an unknown algorithm.
 */
export function verify(token: string, algorithm: Algorithm | 'none', key?: Key): boolean;

/**
 * Reads a token without verifying it; `null` for what is not one. The payload is JSON if the
 * header's `typ` is `JWT`, or with `json`; otherwise it is a string.
 * @throws SyntaxError for a payload that is not strict JSON then, such as one with a name twice.
 */
export function decode(token: string, options?: { json?: boolean }): Signature | null;

/** Whether text has the form of a token with a header. */
export function isValid(token: string): boolean;

/** `done` brings the token, `data` too; `error` what `sign` throws. */
export interface SignStream extends Stream {
  payload: Writable;
  secret: Writable;
  privateKey: Writable;
  key: Writable;
  /** Signs what has arrived. */
  sign(): string | undefined;
}

/** `done` brings whether the signature holds and what `decode` returns; `error` an exception. */
export interface VerifyStream extends Stream {
  signature: Writable;
  secret: Writable;
  publicKey: Writable;
  key: Writable;
  /** Verifies what has arrived. */
  verify(): boolean | undefined;
}

/** Signs when payload and key, which may be streams or be written later, have ended. */
export function createSign(
  options: Omit<SignOptions, 'payload' | 'secret' | 'privateKey'> & {
    payload?: unknown;
    secret?: Key | Stream;
    privateKey?: Key | Stream;
    key?: Key | Stream;
  },
): SignStream;

/** Verifies when token and key have ended. */
export function createVerify(options?: {
  algorithm?: Algorithm | 'none';
  signature?: string | Stream;
  secret?: Key | Stream;
  publicKey?: Key | Stream;
  key?: Key | Stream;
}): VerifyStream;
