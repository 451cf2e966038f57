/** Keys and sets of keys. */

import type { Algorithm, ErrorCode, KeyOptions } from './options.cjs';
import type { JotkitError, Signer } from './index.cjs';

/** A `KeyObject` of node:crypto, told by its shape. */
export interface HostKeyObject {
  readonly type: 'private' | 'public' | 'secret';
  export(options?: never): unknown;
}

/** A `CryptoKey` of WebCrypto, told by its shape. */
export interface HostCryptoKey {
  readonly type: 'private' | 'public' | 'secret';
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
  readonly usages: readonly string[];
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
  static hs256(secret: string | Uint8Array, options?: Omit<KeyOptions, 'alg'>): Key;
  /** As {@link Key.hs256}, for HS384 and of at least 48 bytes. */
  static hs384(secret: string | Uint8Array, options?: Omit<KeyOptions, 'alg'>): Key;
  /** As {@link Key.hs256}, for HS512 and of at least 64 bytes. */
  static hs512(secret: string | Uint8Array, options?: Omit<KeyOptions, 'alg'>): Key;
  /**
   * A shared secret for the algorithm that the options name.
   *
   * @throws {@link JotkitError} `argument_invalid` without an algorithm, otherwise as
   * {@link Key.hs256}.
   */
  static fromSecret(secret: string | Uint8Array, options: KeyOptions & { alg: Algorithm }): Key;
  /**
   * PEM, as text or as the bytes of a file: PKCS#1, PKCS#8 (encrypted with a `passphrase` too),
   * SEC1, SubjectPublicKeyInfo, OpenSSH, or an X.509 certificate, of which only the public key is
   * used.
   *
   * @throws {@link JotkitError} `key_invalid`, `key_weak` (RSA under 2048 bits), `key_unsuitable`.
   */
  static fromPem(pem: string | Uint8Array, options?: KeyOptions): Key;
  /** DER, in any of the forms of {@link Key.fromPem}. */
  static fromDer(der: Uint8Array, options?: KeyOptions): Key;
  /**
   * A JWK (RFC 7517), as JSON text or as an object. Its `kid`, `use` and `key_ops` are kept and
   * obeyed.
   *
   * @throws {@link JotkitError} as {@link Key.fromPem}.
   */
  static fromJwk(jwk: string | object, options?: KeyOptions): Key;
  /**
   * The public point of an elliptic curve: `04 || x || y`, compressed, or `x || y`. The algorithm
   * names the curve.
   *
   * @throws {@link JotkitError} `argument_invalid` without an algorithm, `key_invalid`.
   */
  static fromEcPoint(point: Uint8Array, options: KeyOptions & { alg: Algorithm }): Key;
  /**
   * The private scalar of an elliptic curve, or `04 || x || y || d`, as Apple's `SecKey` exports.
   *
   * @throws {@link JotkitError} as {@link Key.fromEcPoint}.
   */
  static fromEcScalar(scalar: Uint8Array, options: KeyOptions & { alg: Algorithm }): Key;
  /** The 32 bytes of an Ed25519 public key. The algorithm is `EdDSA` unless `Ed25519` is named. */
  static fromEd25519Public(key: Uint8Array, options?: KeyOptions): Key;
  /** The seed of an Ed25519 private key (32 bytes), or the seed and the public key (64 bytes). */
  static fromEd25519Private(key: Uint8Array, options?: KeyOptions): Key;
  /**
   * A `KeyObject` of node:crypto. A secret one needs an algorithm.
   *
   * @throws {@link JotkitError} as {@link Key.fromPem}.
   */
  static fromKeyObject(key: HostKeyObject, options?: KeyOptions): Key;
  /**
   * A `CryptoKey` of WebCrypto that can be exported. Its algorithm and its usages bind the key. One
   * that cannot be exported is a `TypeError`: sign with {@link Signer.external}.
   */
  static fromCryptoKey(key: HostCryptoKey, options?: KeyOptions): Promise<Key>;
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
  /** The SHA-256 thumbprint in base64url (RFC 7638). A shared secret has none. */
  thumbprint(): string | undefined;
  /** A description. */
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
   * A JWK Set (RFC 7517 §5), as JSON text or as an object. Entries that cannot be used are
   * skipped. The options' `alg` applies to entries that name none.
   *
   * @throws {@link JotkitError} `key_invalid` if it is not an object with an array `keys`.
   */
  static fromJwks(jwks: string | object, options?: Omit<KeyOptions, 'kid'>): KeySet;
  /**
   * PEMs: an object or a Map of `kid` and PEM, such as Firebase's certificates, or an array. Those
   * that cannot be used are skipped.
   *
   * @throws {@link JotkitError} `argument_invalid` for options that cannot hold for all.
   */
  static fromPems(
    pems:
      | Readonly<Record<string, string | Uint8Array>>
      | ReadonlyMap<string, string | Uint8Array>
      | readonly (string | Uint8Array)[],
    options?: Omit<KeyOptions, 'kid'>,
  ): KeySet;
  /** The number of keys. */
  get size(): number;
  /** The keys that can be used. */
  get keys(): Key[];
  /** The entries that cannot be used, and why. */
  get skipped(): Skipped[];
  /** The key of this id, if there is one. */
  get(kid: string): Key | undefined;
  [Symbol.iterator](): IterableIterator<Key>;
  /** The public halves as a JWK Set, for publishing. Shared secrets are left out. */
  toPublicJwks(): { keys: Record<string, unknown>[] };
}

/** An entry of a key set that cannot be used. */
export interface Skipped {
  /** The entry's place in the set, from 0; all entries count. */
  index: number;
  /** The code of what is wrong with it, such as `'key_weak'`. */
  code: ErrorCode;
  /** What is wrong with it, as a sentence. */
  message: string;
  /** The entry's id, if it has one. */
  kid?: string;
}
