import assert from 'node:assert/strict';
import { Signer } from 'jotkit';

const secret = 'a secret of at least 32 bytes, kept safe';
const options = { issuer: 'https://id.example', audience: 'api', lifetime: 60 };
const token = new Signer(Key.hs256(secret), options).sign({ sub: 'u1' });

// README

assert.equal(claims.sub, 'u1');
console.log('ok verify');
