// The tokens of a real identity provider, npm's oidc-provider, through a rotation of its keys.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, mock, test } from 'node:test';

import { Key, RemoteKeys, Verifier } from 'jotkit';
import Provider from 'oidc-provider';

import { failsWith } from './shared.mjs';

const AUDIENCE = 'https://api.example/orders';
const CLIENT = { client_id: 'service', client_secret: 'a secret of the service' };

let server;
let issuer;
/** What answers the server's requests. It is replaced when keys rotate. */
let answer;

before(async () => {
  // It warns that it keeps everything in memory.
  for (const name of ['info', 'warn']) mock.method(console, name, () => {});
  server = createServer((request, response) => answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** The provider with these JWKs. It signs with the first. */
function provider(jwks, alg) {
  const client = {
    ...CLIENT,
    grant_types: ['client_credentials'],
    id_token_signed_response_alg: alg,
  };
  const made = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [], response_types: [] }],
    jwks: { keys: jwks },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'read write',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg } },
        }),
      },
    },
  });
  return made.callback();
}

/** A token for the API, by the client's credentials (RFC 6749 §4.4). */
async function token(scope = 'read') {
  const { client_id, client_secret } = CLIENT;
  const authorization = `Basic ${btoa([client_id, client_secret].map(encodeURIComponent).join(':'))}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE, scope });
  const reply = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization },
    body,
  });
  const { access_token, ...rest } = await reply.json();
  assert.equal(reply.status, 200, JSON.stringify(rest));
  return access_token;
}

for (const alg of ['RS256', 'ES256', 'PS256', 'EdDSA']) {
  test(`${alg} tokens are verified, and their keys rotate`, async () => {
    const [first, second] = ['first', 'second'].map((kid) =>
      Key.generate(alg).withKid(kid).toJwk(),
    );
    answer = provider([first], alg);
    const keys = new RemoteKeys(issuer);
    const policy = { issuer, audience: AUDIENCE };
    const verifier = new Verifier(keys, policy);
    const old = await token();
    const { header, claims } = await verifier.verifyFullAsync(old);
    assert.deepEqual([header.alg, header.typ, header.kid], [alg, 'at+jwt', 'first']);
    assert.deepEqual([claims.client_id, claims.scope], ['service', 'read']);
    assert.deepEqual(keys.status().kids, ['first']);

    // Both are published for a while: what was issued before stays good.
    answer = provider([second, first], alg);
    assert.equal((await verifier.verifyAsync(await token('write'))).scope, 'write');
    assert.equal((await verifier.verifyAsync(old)).scope, 'read');
    assert.deepEqual(keys.status().kids, ['first', 'second']);

    const other = new Verifier(keys, { ...policy, audience: 'https://other.example' });
    await assert.rejects(other.verifyAsync(await token()), failsWith('audience_refused'));

    // Then the old one is removed.
    answer = provider([second], alg);
    const later = new RemoteKeys(issuer);
    await assert.rejects(new Verifier(later, policy).verifyAsync(old), failsWith('key_unknown'));
  });
}
