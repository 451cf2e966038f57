// jotkit and the other libraries, each used as its documentation recommends for speed: keys
// imported and verifiers made beforehand.
import { createPrivateKey, createPublicKey, createSecretKey, webcrypto } from 'node:crypto';

import { createSigner, createVerifier } from 'fast-jwt';
import { SignJWT, importPKCS8, importSPKI, jwtVerify } from 'jose';
import { Key, Signer, Verifier } from 'jotkit';
import jwt from 'jsonwebtoken';

const jotkitKey = ({ algorithm, key: { secret, jwk } }) =>
  secret === undefined ? Key.fromJwk({ ...jwk, alg: algorithm }) : Key.hs256(secret);

const jotkit = {
  sign(task, claims) {
    const signer = new Signer(jotkitKey(task));
    return () => signer.sign(claims);
  },
  verify({ issuer, audience, cached, text, ...task }) {
    const cache = cached ? { cache: 1000 } : {};
    const verifier = new Verifier(jotkitKey(task), { issuer, audience, ...cache });
    return () => verifier.verify(text);
  },
};

const jsonwebtoken = {
  sign({ algorithm, key: { secret, pem } }, claims) {
    const key = secret ? createSecretKey(secret, 'utf8') : createPrivateKey(pem);
    return () => jwt.sign(claims, key, { algorithm });
  },
  verify({ algorithm, issuer, audience, text, key: { secret, pem } }) {
    const key = secret ? createSecretKey(secret, 'utf8') : createPublicKey(pem);
    const options = { algorithms: [algorithm], issuer, audience };
    return () => jwt.verify(text, key, options);
  },
};

// As the first lines of its documentation have it. Each call then tries to read the secret as PEM.
const jsonwebtokenWithString = {
  verify({ algorithm, issuer, audience, text, key: { secret } }) {
    const options = { algorithms: [algorithm], issuer, audience };
    return () => jwt.verify(text, secret, options);
  },
};

const hmacKey = (secret, use) => {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, [use]);
};

const jose = {
  async sign({ algorithm: alg, key: { secret, pem } }, claims) {
    const key = await (secret ? hmacKey(secret, 'sign') : importPKCS8(pem, alg));
    return () => new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
  },
  async verify({ algorithm: alg, issuer, audience, text, key: { secret, pem } }) {
    const key = await (secret ? hmacKey(secret, 'verify') : importSPKI(pem, alg));
    const options = { algorithms: [alg], issuer, audience };
    return () => jwtVerify(text, key, options).then(({ payload }) => payload);
  },
};

const fastJwt = {
  sign({ algorithm, key: { secret, pem } }, claims) {
    const sign = createSigner({ algorithm, key: secret ?? pem });
    return () => sign(claims);
  },
  verify({ algorithm, issuer, audience, cached, text, key: { secret, pem } }) {
    const verify = createVerifier({
      algorithms: [algorithm],
      key: secret ?? pem,
      allowedIss: issuer,
      allowedAud: audience,
      cache: cached ? 1000 : false,
    });
    return () => verify(text);
  },
};

export const all = {
  jotkit,
  jsonwebtoken,
  'jsonwebtoken (string secret)': jsonwebtokenWithString,
  jose,
  'fast-jwt': fastJwt,
};
