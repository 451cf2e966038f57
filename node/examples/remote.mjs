// Verifies a token with the keys that its issuer publishes.
//
//   ISSUER=https://id.example TOKEN=... node remote.mjs

// snippet: remote
import { RemoteKeys, Verifier } from 'jotkit';

const { ISSUER: issuer, TOKEN: token } = process.env;
const keys = new RemoteKeys(issuer);
const verifier = new Verifier(keys, { issuer, audience: 'api' });
const claims = await verifier.verifyAsync(token);
console.log(claims.sub);
// snippet end
