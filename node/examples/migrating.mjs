// Moves a program from jsonwebtoken, jose or fast-jwt.

// snippet: jsonwebtoken
import jwt from 'jotkit/jsonwebtoken'; // was: 'jsonwebtoken'
// snippet end
// snippet: jsonwebtoken-own import
import { Key, Signer, Verifier } from 'jotkit';

// snippet end

const secret = 'a secret of at least 32 bytes, kept safe';

const token = jwt.sign({ sub: 'u1' }, secret, { expiresIn: '1h', issuer: 'https://id.example' });
const before = jwt.verify(token, secret, {
  algorithms: ['HS256'],
  issuer: 'https://id.example',
});

// snippet: jsonwebtoken-own
const key = Key.hs256(secret);
const signer = new Signer(key, { issuer: 'https://id.example', lifetime: 3600 });
const verifier = new Verifier(key, { issuer: 'https://id.example' });
const claims = verifier.verify(signer.sign({ sub: 'u1' }));
// snippet end

console.log(before.sub, claims.sub, verifier.verify(token).sub);
