// The work file: keys, tokens, and what they say.
import { readFileSync } from 'node:fs';

export const ALGORITHMS = ['HS256', 'RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'ML-DSA-44'];
export const REFUSALS = ['refuse-expired', 'refuse-signature', 'refuse-garbage'];
export const SIZES = ['size-0.4k', 'size-4k', 'size-40k', 'size-256k'];
export const CACHED = ['HS256', 'RS256', 'ES256'];
export const SCALED = ['HS256', 'RS256', 'ES256'];

export function readWork(path) {
  const work = JSON.parse(readFileSync(path, 'utf8'));
  // What the token of each work says: a good verification gives exactly this.
  const payload = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  const good = Object.entries(work.tokens).filter(([name]) => !REFUSALS.includes(name));
  work.claims = Object.fromEntries(good.map(([name, token]) => [name, payload(token)]));
  return work;
}
