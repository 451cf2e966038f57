// The other libraries, each used as its documentation recommends for speed: keys imported and
// verifiers made beforehand.
import { createPrivateKey, createPublicKey, createSecretKey, webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';

import { createSigner, createVerifier } from 'fast-jwt';
import { SignJWT, importPKCS8, importSPKI, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';

const require = createRequire(import.meta.url);
const versionOf = (name) => require(`./node_modules/${name}/package.json`).version;

const jsonwebtoken = {
  library: 'jsonwebtoken',
  version: versionOf('jsonwebtoken'),
  reasons: {
    'refuse-expired': ({ name }) => name === 'TokenExpiredError',
    'refuse-signature': ({ message }) => message === 'invalid signature',
    'refuse-garbage': ({ name }) => name === 'JsonWebTokenError',
  },
  makeSign(work, alg, claims) {
    const { secret, private_pem } = work.keys[alg];
    const key = secret ? createSecretKey(secret, 'utf8') : createPrivateKey(private_pem);
    return () => jwt.sign(claims, key, { algorithm: alg });
  },
  makeVerify(work, alg, token) {
    const { secret, public_pem } = work.keys[alg];
    const key = secret ? createSecretKey(secret, 'utf8') : createPublicKey(public_pem);
    const { issuer, audience } = work;
    const options = { algorithms: [alg], issuer, audience };
    return () => jwt.verify(token, key, options);
  },
};

// As the first lines of its documentation have it. It then asks at each call whether the text is a
// PEM.
const jsonwebtokenWithText = {
  ...jsonwebtoken,
  library: 'jsonwebtoken (string secret)',
  works: ['sign-HS256', 'verify-HS256'],
  makeSign(work, alg, claims) {
    return () => jwt.sign(claims, work.keys[alg].secret, { algorithm: alg });
  },
  makeVerify(work, alg, token) {
    const { keys, issuer, audience } = work;
    return () => jwt.verify(token, keys[alg].secret, { algorithms: [alg], issuer, audience });
  },
};

const jose = {
  library: 'jose',
  version: versionOf('jose'),
  reasons: {
    'refuse-expired': ({ code }) => code === 'ERR_JWT_EXPIRED',
    'refuse-signature': ({ code }) => code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'refuse-garbage': ({ code }) => code === 'ERR_JWS_INVALID',
  },
  async makeSign(work, alg, claims) {
    const { secret, private_pem } = work.keys[alg];
    const key = await (secret ? hmacKey(secret) : importPKCS8(private_pem, alg));
    return () => new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
  },
  async makeVerify(work, alg, token) {
    const { secret, public_pem } = work.keys[alg];
    const key = await (secret ? hmacKey(secret) : importSPKI(public_pem, alg));
    const { issuer, audience } = work;
    const options = { algorithms: [alg], issuer, audience };
    return () => jwtVerify(token, key, options).then(({ payload }) => payload);
  },
};

function hmacKey(secret) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, [
    'sign',
    'verify',
  ]);
}

const fastJwt = {
  library: 'fast-jwt',
  version: versionOf('fast-jwt'),
  reasons: {
    'refuse-expired': ({ code }) => code === 'FAST_JWT_EXPIRED',
    'refuse-signature': ({ code }) => code === 'FAST_JWT_INVALID_SIGNATURE',
    'refuse-garbage': ({ code }) => code === 'FAST_JWT_MALFORMED',
  },
  caches: true,
  makeSign(work, alg, claims) {
    const { secret, private_pem } = work.keys[alg];
    const sign = createSigner({ algorithm: alg, key: secret ?? private_pem });
    return () => sign(claims);
  },
  makeVerify(work, alg, token, { cached = false } = {}) {
    const { secret, public_pem } = work.keys[alg];
    const { issuer, audience } = work;
    const verify = createVerifier({
      algorithms: [alg],
      key: secret ?? public_pem,
      allowedIss: issuer,
      allowedAud: audience,
      cache: cached ? 1000 : false,
    });
    return () => verify(token);
  },
};

export const peers = [jsonwebtoken, jsonwebtokenWithText, jose, fastJwt];
