// What is seen of each object where it is printed, written as JSON or copied.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

import {
  JotkitError,
  Key,
  KeySet,
  RemoteKeys,
  Signer,
  Verifier,
  likecoin,
  livelike,
  peek,
} from 'jotkit';

import { SECRET } from './shared.mjs';

const ENCODED = Buffer.from(SECRET).toString('base64url');
const key = Key.fromSecret(SECRET, { alg: 'HS256', kid: 'k1' });
const pair = Key.generate('ES256');
const token = new Signer(key).sign({ exp: 4e9, sub: 'u1' });
const app = { client_id: 'c', client_secret: SECRET, redirect_uri: 'https://a.example/back' };
const client = new likecoin.Client(app);
const tokens = likecoin.parseTokenResponse(
  200,
  JSON.stringify({ access_token: 'horse', refresh_token: SECRET, user: 'u', scope: 'profile' }),
);
const { client_id, client_secret } = app;
const request = likecoin.refreshRequest({ client_id, client_secret, refresh_token: SECRET });

/** Objects that hold a secret, and all that may be seen of them. */
const printed = [
  [key, 'Key { alg: HS256, kid: "k1", private: true }'],
  [pair, 'Key { alg: ES256, private: true }'],
  [pair.public(), 'Key { alg: ES256, private: false }'],
  [
    Key.fromJwk({ ...pair.public().toJwk(), kid: 'a\n"' }),
    'Key { alg: ES256, kid: "a\\n\\"", private: false }',
  ],
  [new KeySet([key, pair]), 'KeySet { size: 2, skipped: 0 }'],
  [new RemoteKeys({ jwks_url: `https://a.example/${ENCODED}` }), 'RemoteKeys { ... }'],
  [new Signer(key, { issuer: 'a' }), 'Signer {}'],
  [new Verifier(key, { issuer: 'a', cache: 4 }), 'Verifier {}'],
  [new Verifier(() => key), 'Verifier {}'],
  [new livelike.Signer('app', SECRET), 'Signer {}'],
  [new livelike.Verifier({ app: SECRET }), 'Verifier {}'],
  [new likecoin.Issuer(SECRET, 'like.co'), 'Issuer {}'],
  [new likecoin.Verifier(SECRET, { app: SECRET }), 'Verifier {}'],
  [client, 'Client { client_id: "c", ... }'],
  [client.session(tokens), 'Session { user: "u", ... }'],
];
/** Objects that are made to be stored or sent: printing shows no secret, JSON has to. */
const veiled = [
  [client.authorizeUrl({ state: 'horse' }), 'Authorization { ... }'],
  [tokens, 'Tokens { user: "u", scope: ["profile"], ... }'],
  [
    request,
    'HttpRequest { method: "POST", url: "https://api.like.co/oauth/access_token", headers: ' +
      '{"content-type":"application/x-www-form-urlencoded","accept":"application/json"}, ... }',
  ],
];

test('each object prints as it is expected to', () => {
  for (const [object, text] of [...printed, ...veiled]) {
    assert.equal(inspect(object), text);
    assert.equal(
      inspect({ nested: [object] }, { breakLength: Infinity }),
      `{ nested: [ ${text} ] }`,
    );
    const whole = inspect(object, { depth: 9, showHidden: true, getters: true });
    assert.ok(!whole.includes('horse') && !whole.includes(ENCODED), whole);
    assert.ok(!whole.includes(key.thumbprint()), 'a hash of the secret');
    assert.equal(`${object}`, '[object Object]');
  }
});

test('nothing secret can be written or copied', () => {
  const { port1, port2 } = new MessageChannel();
  for (const [object, text] of printed) {
    assert.equal(JSON.stringify(object), '{}', text);
    // Methods, which a test can replace by spies.
    for (const name of Reflect.ownKeys(object)) assert.equal(typeof object[name], 'function', text);
    assert.deepEqual(Object.keys(object), [], text);
    assert.deepEqual(structuredClone(object), {}, text);
    port1.postMessage(object);
    assert.deepEqual(receiveMessageOnPort(port2).message, {}, text);
    const shown = inspect(object, { depth: 9, showHidden: true, customInspect: false });
    assert.ok(!shown.includes('horse') && !shown.includes(ENCODED), shown);
    assert.ok(!shown.includes(key.thumbprint()), 'a hash of the secret');
  }
  port1.close();
  // Tokens are to be stored, and this is how.
  assert.ok(JSON.stringify(tokens).includes(SECRET));
});

test('a read token prints its content, and an error its code', () => {
  const content = {
    claims: { exp: 4e9, sub: 'u1' },
    header: { alg: 'HS256', typ: 'JWT', kid: 'k1' },
    payload: '{"exp":4000000000,"sub":"u1"}',
  };
  for (const read of [new Verifier(key).verifyFull(token), peek(token)]) {
    assert.deepEqual({ ...read }, content);
    assert.ok(inspect(read).startsWith(`${read.constructor.name} {`));
  }
  let error;
  try {
    new Verifier(key, { issuer: 'a' }).verify(token);
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof Error && error instanceof JotkitError);
  assert.ok(!('detail' in error));
  const text = 'JotkitError: The token was not issued by an expected issuer. Claim: iss.';
  assert.equal(`${error}`, text);
  const [head, ...rest] = inspect(error).split('\n    at ');
  assert.equal(head, text);
  assert.ok(rest.length > 0);
  assert.match(
    rest.at(-1),
    /\{\n {2}code: 'issuer_refused',\n {2}kind: 'refused',\n {2}claim: 'iss',\n {2}status: 401\n\}$/,
  );
  assert.equal(
    JSON.stringify(error),
    '{"code":"issuer_refused","kind":"refused","claim":"iss","status":401}',
  );
});
