// jotkit's own way of doing each work.
import { createRequire } from 'node:module';

import { Key, Signer, Verifier } from 'jotkit';

const LONGEST = 1 << 20;

function keyOf(work, alg, half) {
  const { secret, [`${half}_jwk`]: jwk } = work.keys[alg];
  if (secret !== undefined) return Key.hs256(secret);
  return Key.fromJwk({ ...jwk, alg });
}

export function verifierOf(work, alg, more = {}) {
  const { issuer, audience } = work;
  return new Verifier(keyOf(work, alg, 'public'), { issuer, audience, ...more });
}

export const library = 'jotkit';
export const version = createRequire(import.meta.url)('jotkit/package.json').version;

export const caches = true;

export const reasons = {
  'refuse-expired': ({ code }) => code === 'token_expired',
  'refuse-signature': ({ code }) => code === 'signature_invalid',
  'refuse-garbage': ({ kind }) => kind === 'malformed',
};

export function makeSign(work, alg, claims) {
  const signer = new Signer(keyOf(work, alg, 'private'));
  return () => signer.sign(claims);
}

export function makeVerify(work, alg, token, { cached = false } = {}) {
  const cache = cached ? { cache: 1000 } : {};
  const verifier = verifierOf(work, alg, { max_token_bytes: LONGEST, ...cache });
  return () => verifier.verify(token);
}
