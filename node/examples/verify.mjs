// Signs a token and verifies it.

// snippet: verify import
import { Key, Signer, Verifier } from 'jotkit';

// snippet end

const secret = 'a secret of at least 32 bytes, kept safe';

// snippet: sign
const signer = new Signer(Key.hs256(secret), {
  issuer: 'https://id.example',
  audience: 'api',
  lifetime: 3600,
});
const token = signer.sign({ sub: 'u1' });
// snippet end

// snippet: verify
const policy = { issuer: 'https://id.example', audience: 'api' };
const verifier = new Verifier(Key.hs256(secret), policy);
const claims = verifier.verify(token);
// snippet end

console.log(claims.sub);
