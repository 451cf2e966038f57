import assert from 'node:assert/strict';

const [commonSecret, clientId, clientSecret] = ['common secret', 'app', 'client secret'];
const issuer = new likecoin.Issuer(commonSecret, 'like.co');
const grant = { client_id: clientId, client_secret: clientSecret, user: 'u1', scope: ['read:like'] };
const authorization = bearer.format(issuer.sign(grant, { now: 1 }));

// README

assert.deepEqual({ ...reply }, { status: 401, body: 'TOKEN_EXPIRED' });
assert.equal(verifier.verify(issuer.sign(grant)).user, 'u1');
console.log('ok likecoin-api');
