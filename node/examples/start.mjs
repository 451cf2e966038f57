// The first steps of docs/node.md: sign, verify, refuse.

// snippet: start
import { JotkitError, Key, Signer, Verifier } from 'jotkit';

// At least 32 bytes, from where you keep secrets. `npx jotkit key generate HS256` makes one.
const key = Key.hs256(process.env.SECRET ?? 'a secret of at least 32 bytes, kept safe');

const signer = new Signer(key, { issuer: 'https://id.example', audience: 'api', lifetime: 3600 });
const token = signer.sign({ sub: 'u1' });
console.log(token);

const verifier = new Verifier(key, { issuer: 'https://id.example', audience: 'api' });
console.log(verifier.verify(token).sub); // u1

try {
  verifier.verify(token, { now: Date.now() / 1000 + 3601 });
} catch (error) {
  if (!(error instanceof JotkitError)) throw error;
  console.log(error.code, error.status); // token_expired 401
}
// snippet end
