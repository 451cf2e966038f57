// Every part of the package once. It prints `all good`, or throws.
import { createServer } from 'node:http';

import { JotkitError, Key, KeySet, RemoteKeys, Signer, Verifier, bearer, jws } from 'jotkit';
import { likecoin, livelike, peek } from 'jotkit';
import { Provider, sqlite } from 'jotkit/provider';

function same(actual, expected) {
  const [one, other] = [actual, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${one} is not ${other}`);
}

function codeOf(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof JotkitError)) throw error;
    return error.code;
  }
}

const SECRET = 'a secret of at least 32 bytes, kept safe';
const options = { issuer: 'https://id.example', audience: 'api' };
for (const key of [Key.hs256(SECRET, { kid: 'a' }), ...['ES256', 'EdDSA'].map(Key.generate)]) {
  const token = new Signer(key, { ...options, lifetime: 60 }).sign({ sub: 'ü' });
  const verifier = new Verifier(key.alg === 'HS256' ? key : key.public(), options);
  same(verifier.verify(token).sub, 'ü');
  same((await verifier.verifyAsync(Buffer.from(token))).sub, 'ü');
  same(verifier.explain(`${token}A`).length > 0, true);
  same(
    codeOf(() => verifier.verify(`${token.slice(0, -6)}AAAAAA`)),
    'signature_invalid',
  );
  same(peek(token).header.alg, key.alg);
  same(new Verifier(() => key, options).verify(token).sub, 'ü');
}
same(
  codeOf(() => bearer.parse(undefined)),
  'authorization_missing',
);

const { subtle } = globalThis.crypto;
const usages = ['sign', 'verify'];
const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, usages);
const sign = (input) => subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, input);
const external = await Signer.external('ES256', sign, { lifetime: 60 }).signAsync({ sub: 'x' });
same(new Verifier(await Key.fromCryptoKey(pair.publicKey)).verify(external).sub, 'x');

const own = Key.hs256(SECRET);
same([...jws.verify(own, jws.sign(own, new Uint8Array([1, 2]))).payload], [1, 2]);
const profile = new livelike.Signer('app', SECRET).sign('u');
same(new livelike.Verifier({ app: SECRET }).verify(profile).custom_profile_id, 'u');
const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
const access = new likecoin.Issuer(SECRET, 'like.co').sign(grant);
same(new likecoin.Verifier(SECRET, { c: 's' }).verify(access).user, 'u');

// Keys behind a URL, and an API that is called with tokens, both on loopback.
const signing = Key.generate('ES256').withKid('k1');
const server = createServer(({ url }, response) => {
  if (url === '/jwks') response.end(JSON.stringify(new KeySet([signing]).toPublicJwks()));
  else if (url === '/users/profile') response.end('{"user":"u"}');
  else response.writeHead(404).end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${server.address().port}`;
const remote = new Verifier(new RemoteKeys({ jwks_url: `${endpoint}/jwks` }));
const token = new Signer(signing, { lifetime: 60 }).sign({ sub: 'r' });
same((await remote.verifyAsync(token)).sub, 'r');
same(remote.verify(token).sub, 'r');
const settings = {
  client_id: 'c',
  client_secret: 's',
  redirect_uri: 'https://a.example',
  endpoint,
};
const session = new likecoin.Client(settings).session({ access_token: access });
same((await session.call('/users/profile')).json(), { user: 'u' });

// A provider, on the runtime's own SQLite. Node 20 has none.
const { DatabaseSync } = await import('node:sqlite').catch(() => ({}));
if (DatabaseSync !== undefined) {
  const provider = new Provider(sqlite(new DatabaseSync(':memory:')), {
    key: SECRET,
    commonSecret: 'common secret',
    host: 'like.example',
    users: async () => ({}),
  });
  await provider.setup();
  const app = { clientId: 'app', clientSecret: SECRET, redirectUris: ['https://a.example/'] };
  await provider.clients.put({ ...app, scopes: ['profile'] });
  const face = { user: () => 'ann', session: () => 's', login: '/login' };
  const query = `client_id=app&redirect_uri=${encodeURIComponent('https://a.example/')}`;
  const page = await provider.fetch(new Request(`https://like.example/in/oauth?${query}`), face);
  same([page.status, page.headers.get('x-frame-options')], [200, 'DENY']);
  const body = new URLSearchParams({ client_id: 'app', client_secret: SECRET, code: 'x' });
  const sent = new Request('https://like.example/oauth/access_token', { method: 'POST', body });
  const refused = await provider.fetch(sent, face);
  same([refused.status, await refused.text()], [400, 'INVALID_GRANT_TYPE']);
}
server.closeAllConnections?.();
server.close();
console.log('all good');
process.exit();
