// Clients of Node that fetch keys: jotkit, jose, and jwks-rsa with jsonwebtoken. See measure.py.
import { createInterface } from 'node:readline';

import { createRemoteJWKSet, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import jwksRsa from 'jwks-rsa';
import { RemoteKeys, Verifier } from 'jotkit';

const algorithms = ['ES256'];

const MAKE = {
  jotkit(url, lifetime, timeout) {
    const times = lifetime && { default_lifetime_ms: lifetime, min_lifetime_ms: lifetime };
    const keys = new RemoteKeys({ jwks_url: url, timeout_ms: timeout, ...times });
    const verifier = new Verifier(keys, { algorithms });
    return (token) => verifier.verifyAsync(token);
  },
  jose(url, lifetime, timeout) {
    const options = { timeoutDuration: timeout, ...(lifetime && { cacheMaxAge: lifetime }) };
    const keys = createRemoteJWKSet(new URL(url), options);
    return (token) => jwtVerify(token, keys, { algorithms });
  },
  'jwks-rsa'(url, lifetime, timeout) {
    const client = jwksRsa({ jwksUri: url, timeout, ...(lifetime && { cacheMaxAge: lifetime }) });
    const find = (header, done) =>
      client.getSigningKey(header.kid, (error, key) => done(error, key?.getPublicKey()));
    return (token) =>
      new Promise((resolve, reject) => {
        jsonwebtoken.verify(token, find, { algorithms }, (error, claims) =>
          error ? reject(error) : resolve(claims),
        );
      });
  },
};

let verify;
const good = (token) =>
  verify(token).then(
    () => true,
    () => false,
  );

for await (const line of createInterface({ input: process.stdin })) {
  const { make, url, lifetime, timeout, verify: tokens = [], at_once } = JSON.parse(line);
  const began = performance.now();
  let verdicts = [];
  if (make) verify = MAKE[make](url, lifetime, timeout);
  else if (at_once) verdicts = await Promise.all(tokens.map(good));
  else for (const token of tokens) verdicts.push(await good(token));
  const answer = {
    good: verdicts.filter(Boolean).length,
    seconds: (performance.now() - began) / 1000,
  };
  console.log(JSON.stringify(answer));
}
