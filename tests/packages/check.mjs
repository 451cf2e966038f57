// What an installed package must do: sign, verify and refuse, in every algorithm.
import { JotkitError, Key, Signer, Verifier } from 'jotkit';

const HMAC = ['HS256', 'HS384', 'HS512'];
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const CURVES = ['ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed25519'];
const LATTICES = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const policy = { issuer: 'https://id.example', audience: 'api' };

function same(actual, expected, algorithm) {
  if (actual !== expected) throw new Error(`${algorithm}: ${actual} is not ${expected}`);
}

function codeOf(verifier, token) {
  try {
    verifier.verify(token);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof JotkitError)) throw error;
    return error.code;
  }
}

const algorithms = [...HMAC, ...RSA, ...CURVES, ...LATTICES];
for (const algorithm of algorithms) {
  const key = Key.generate(algorithm);
  const half = HMAC.includes(algorithm) ? key : key.public();
  const signer = new Signer(key, { ...policy, lifetime: 60 });
  const verifier = new Verifier(half, policy);
  const token = signer.sign({ sub: 'ü' });
  same(verifier.verify(token).sub, 'ü', algorithm);

  const at = token.lastIndexOf('.') + 1;
  const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
  same(codeOf(verifier, changed), 'signature_invalid', algorithm);
  const late = signer.sign({ sub: 'u1' }, { now: 1_000_000_000 });
  same(codeOf(verifier, late), 'token_expired', algorithm);
  const other = new Verifier(half, { ...policy, audience: 'other' });
  same(codeOf(other, token), 'audience_refused', algorithm);
}
console.log(`${algorithms.length} algorithms: signed, verified, refused`);
