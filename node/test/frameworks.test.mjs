// The frameworks' examples and `bearer` in each, over HTTP.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { serve as serveHono } from '@hono/node-server';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { Key, Signer, Verifier, likecoin, livelike } from 'jotkit';
import * as ofExpress from 'jotkit/express';
import * as ofFastify from 'jotkit/fastify';
import * as ofHono from 'jotkit/hono';
import * as ofNest from 'jotkit/nest';
import { Provider as LikeCoinProvider, sqlite } from 'jotkit/provider';
import ts from 'typescript';
import { z } from 'zod';

import { createService as expressService } from '../examples/express/service.mjs';
import { createService as fastifyService } from '../examples/frameworks/fastify.mjs';
import { createService as honoService } from '../examples/frameworks/hono.mjs';
import { hasNoSqlite, openDatabase } from './database.mjs';
import { Provider, startProviders } from './providers.mjs';
import { SECRET } from './shared.mjs';

const { createService: nestService } = await compiled('examples/frameworks/nest.ts');

/** Imports a TypeScript module with decorators. */
async function compiled(path) {
  const source = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  const compilerOptions = {
    target: 'es2022',
    module: 'esnext',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const made = new URL(`./compiled-${process.pid}.mjs`, import.meta.url);
  writeFileSync(made, outputText);
  try {
    return await import(made);
  } finally {
    rmSync(fileURLToPath(made));
  }
}

const closing = [];
const local = (port) => `http://127.0.0.1:${port}`;

/** Starts a node:http server, and returns its address. */
async function listening(server) {
  if (!server.listening) await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return local(server.address().port);
}

/** A guard on the route `/`, in Nest without decorators. */
async function nestApp(guard) {
  class Api {
    get(request) {
      return request.claims;
    }
  }
  const { Controller, Get, Module, Req, UseGuards } = await import('@nestjs/common');
  const method = Object.getOwnPropertyDescriptor(Api.prototype, 'get');
  Req()(Api.prototype, 'get', 0);
  for (const decorate of [Get(), UseGuards(guard)]) decorate(Api.prototype, 'get', method);
  Controller()(Api);
  class App {}
  Module({ controllers: [Api] })(App);
  return NestFactory.create(App, { logger: false });
}

async function startFastify(app) {
  closing.push(() => app.close());
  return app.listen({ port: 0, host: '127.0.0.1' });
}

async function startNest(app) {
  closing.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

/** Starts Express as production does: it prints no errors. */
function startExpress(app) {
  return listening(app.set('env', 'test').listen(0, '127.0.0.1'));
}

/** For each framework: the example's service, and a service whose only route has `bearer`. */
const frameworks = {
  express: {
    example: async (issuer) => startExpress(expressService(issuer)),
    guarded: (...given) => {
      const send = (req, res) => res.json(req.claims);
      return startExpress(express().get('/', ofExpress.bearer(...given), send));
    },
  },
  fastify: {
    example: async (issuer) => startFastify(fastifyService(issuer)),
    guarded: async (...given) => {
      const app = Fastify();
      app.addHook('onRequest', ofFastify.bearer(...given));
      app.get('/', async (request) => request.claims);
      return startFastify(app);
    },
  },
  hono: {
    example: async (issuer) => startHono(honoService(issuer)),
    guarded: async (...given) => {
      const app = new Hono().use(ofHono.bearer(...given)).get('/', (c) => c.json(c.get('claims')));
      // It would print the error.
      app.onError((error, c) => c.text('failed', 500));
      return startHono(app);
    },
  },
  nest: {
    example: async (issuer) => startNest(await nestService(issuer)),
    guarded: async (...given) => startNest(await nestApp(ofNest.bearer(...given))),
  },
};

function startHono({ fetch }) {
  return listening(serveHono({ fetch, port: 0, hostname: '127.0.0.1' }));
}

/** The status, the challenge and the body of a reply. */
async function get(url, token, header = `Bearer ${token}`) {
  const headers = token === undefined ? {} : { authorization: header };
  const reply = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) });
  const body = await reply.text();
  const json = body.startsWith('{') || body.startsWith('[') ? JSON.parse(body) : body;
  return { status: reply.status, challenge: reply.headers.get('www-authenticate'), body: json };
}

const WITH_SQLITE = { skip: hasNoSqlite };
const BACK = 'https://app.example/cb';
const PROVIDER = {
  key: SECRET,
  commonSecret: SECRET,
  host: 'like.example',
  style: 'rfc6749',
  users: () => ({}),
};

/** An access token that the client `c` gets for a user. */
async function tokenOf(provider, user, scope) {
  const asked = { response_type: 'code', client_id: 'c', redirect_uri: BACK, scope };
  const query = String(new URLSearchParams(asked));
  const page = await provider.answer({ endpoint: 'authorize', user, session: 's', query });
  const form = new URLSearchParams({
    client_id: 'c',
    client_secret: SECRET,
    grant_type: 'authorization_code',
    redirect_uri: BACK,
    code: new URL(page.headers.location).searchParams.get('code'),
  });
  const sent = { body: String(form), contentType: 'application/x-www-form-urlencoded' };
  const { status, body } = await provider.answer({ endpoint: 'token', ...sent });
  assert.equal(status, 200, body);
  return JSON.parse(body).access_token;
}

/** Checks a refusal: its status, its challenge and the code in its body. */
async function refused(reply, status, challenge, code) {
  const { body, ...rest } = await reply;
  assert.deepEqual(rest, { status, challenge });
  assert.equal(body.error, code);
}

let server;
let address;
before(async () => {
  ({ server, address } = await startProviders());
});
after(async () => {
  server.stdin.end();
  await Promise.all(closing.map((close) => close()));
});

const INVALID = 'Bearer error="invalid_token"';
const key = Key.hs256(SECRET);
const signer = new Signer(key, { lifetime: 600 });
const verifier = new Verifier(key);

for (const [name, { example, guarded }] of Object.entries(frameworks)) {
  describe(name, () => {
    test('the example verifies tokens through a rotation and an outage', async () => {
      const provider = await Provider.start(address, `example-${name}`);
      const home = await example(provider.issuer);
      const [me, orders] = [`${home}/me`, `${home}/orders`];
      const first = await get(me, provider.token());
      assert.deepEqual([first.status, first.body.sub], [200, 'u1']);
      const old = provider.token();
      provider.key = await provider.rotate('k2');
      assert.equal((await get(me, provider.token())).status, 200);
      await refused(get(me, old), 401, INVALID, 'key_unknown');
      await refused(get(me, provider.token({ aud: 'b' })), 401, INVALID, 'audience_refused');
      await refused(get(me), 401, 'Bearer', 'authorization_missing');
      assert.deepEqual((await get(orders, provider.token({ scope: 'read' }))).body, []);
      const insufficient = 'Bearer error="insufficient_scope", scope="read"';
      await refused(get(orders, provider.token()), 403, insufficient, 'scope_refused');
      await provider.set({ mode: 'hang' });
      assert.equal((await get(me, provider.token())).status, 200);
    });

    test('the example answers 503 while there are no keys', async () => {
      const provider = await Provider.start(address, `down-${name}`, { mode: 'status' });
      const me = `${await example(provider.issuer)}/me`;
      await refused(get(me, provider.token()), 503, null, 'keys_unavailable');
      await refused(get(me), 401, 'Bearer', 'authorization_missing');
    });

    test('a request is let through with its claims, or gets its challenge', async () => {
      const url = await guarded(verifier, { realm: 'api' });
      const good = await get(url, signer.sign({ sub: 'ü', n: [1] }));
      assert.deepEqual([good.status, good.body.sub, good.body.n], [200, 'ü', [1]]);
      assert.equal((await get(url, 'x', `bEARER  ${signer.sign({})}`)).status, 200);
      const invalid = 'Bearer realm="api", error="invalid_token"';
      for (const [token, code] of [
        ['nonsense', 'token_malformed'],
        [`${signer.sign({})}A`, 'signature_invalid'],
        [signer.sign({}, { now: 1 }), 'token_expired'],
        [signer.sign({ aud: 'a' }), 'audience_refused'],
        ['a'.repeat(8000), 'token_malformed'],
      ]) {
        await refused(get(url, token), 401, invalid, code);
      }
      for (const odd of ['Basic dTpw', 'Bearer', 'Bearer a b']) {
        await refused(get(url, '', odd), 401, 'Bearer realm="api"', 'authorization_malformed');
      }
    });

    test('each scope that a route names is required', async () => {
      const url = await guarded(verifier, { scope: ['read', 'write'] });
      for (const claims of [{ scope: 'write other read' }, { scp: ['read', 'write'] }]) {
        assert.equal((await get(url, signer.sign(claims))).status, 200);
      }
      const insufficient = 'Bearer error="insufficient_scope", scope="read write"';
      for (const claims of [{}, { scope: 'read' }, { scp: ['write'] }, { scope: 'read writes' }]) {
        await refused(get(url, signer.sign(claims)), 403, insufficient, 'scope_refused');
      }
      const expired = signer.sign({ scope: 'read' }, { now: 1 });
      const invalid = 'Bearer error="invalid_token", scope="read write"';
      await refused(get(url, expired), 401, invalid, 'token_expired');
    });

    test('a schema is asked, also one that is asynchronous', async () => {
      const schema = z.object({ level: z.number() }).refine(async ({ level }) => level > 1);
      const url = await guarded(verifier, { schema });
      const { status, body } = await get(url, signer.sign({ level: 2 }));
      assert.deepEqual([status, body], [200, { level: 2 }]);
      for (const level of ['2', 1]) {
        await refused(get(url, signer.sign({ level })), 401, INVALID, 'claim_malformed');
      }
    });

    test("a failure of the server's own is the framework's 500", async () => {
      const failing = new Verifier(() => {
        throw new Error('The database is down.');
      });
      const url = await guarded(failing);
      const { status, challenge } = await get(url, signer.sign({}));
      assert.deepEqual([status, challenge], [500, null]);
    });

    test('the verifiers of LiveLike and LikeCoin fit', async () => {
      const live = await guarded(new livelike.Verifier({ app: SECRET }));
      const profile = await get(live, new livelike.Signer('app', SECRET).sign('u7'));
      assert.deepEqual([profile.status, profile.body.custom_profile_id], [200, 'u7']);
      await refused(get(live), 401, 'Bearer', 'authorization_missing');
      const grant = { client_id: 'c', client_secret: 's', user: 'u', scope: ['read'] };
      const token = new likecoin.Issuer(SECRET, 'like.co').sign(grant);
      const options = { all: ['write'] };
      const coin = await guarded(new likecoin.Verifier(SECRET, { c: 's' }, options));
      await refused(get(coin, token), 403, 'Bearer error="insufficient_scope"', 'scope_refused');
    });

    test('a provider fits, and is asked about the scopes of a route', WITH_SQLITE, async () => {
      const provider = new LikeCoinProvider(sqlite(openDatabase()), PROVIDER);
      await provider.setup();
      const client = { clientId: 'c', clientSecret: SECRET, redirectUris: [BACK] };
      await provider.clients.put({ ...client, scopes: ['read', 'write'], trusted: true });
      const url = await guarded(provider, { scope: ['read'] });
      await refused(get(url), 401, 'Bearer scope="read"', 'authorization_missing');
      const token = await tokenOf(provider, 'ann', 'read');
      const { status, body } = await get(url, token);
      assert.deepEqual([status, body.user, body.scope], [200, 'ann', ['read']]);
      const insufficient = 'Bearer error="insufficient_scope", scope="read"';
      const other = await tokenOf(provider, 'bob', 'write');
      await refused(get(url, other), 403, insufficient, 'scope_refused');
      const invalid = 'Bearer error="invalid_token", scope="read"';
      const grant = { client_id: 'x', client_secret: SECRET, user: 'ann', scope: ['read'] };
      const foreign = new likecoin.Issuer(SECRET, PROVIDER.host).sign(grant);
      await refused(get(url, foreign), 401, invalid, 'client_unknown');
      assert.equal(await provider.withdraw('ann', 'c'), true);
      await refused(get(url, token), 401, invalid, 'token_revoked');
    });

    test('while a provider’s database fails, a route answers 503', WITH_SQLITE, async () => {
      const store = sqlite(openDatabase());
      let isDown = false;
      const run = (sql, params) => {
        if (isDown) throw new Error('The disk is gone.');
        return store.run(sql, params);
      };
      const provider = new LikeCoinProvider({ run }, PROVIDER);
      await provider.setup();
      const client = { clientId: 'c', clientSecret: SECRET, redirectUris: [BACK] };
      await provider.clients.put({ ...client, scopes: ['read'], trusted: true });
      const url = await guarded(provider, { scope: ['read'] });
      const token = await tokenOf(provider, 'ann', 'read');
      isDown = true;
      await refused(get(url, token), 503, null, 'keys_unavailable');
      isDown = false;
      assert.equal((await get(url, token)).status, 200);
    });
  });
}

test('an error that a handler throws is answered right without `bearer` too', async () => {
  const fail = () => verifier.verify('a.b.c');
  const app = Fastify();
  app.get('/', async () => fail());
  const urls = [await startExpress(express().get('/', fail)), await startFastify(app)];
  for (const url of urls) assert.equal((await get(url)).challenge, INVALID);
  urls.push(await startNest(await nestApp({ canActivate: fail })));
  for (const url of urls) assert.equal((await get(url)).status, 401, url);
});

test('mistakes show when the program starts', () => {
  for (const { bearer } of [ofExpress, ofFastify, ofHono, ofNest]) {
    assert.throws(() => bearer(verifier, { realm: '' }), { code: 'argument_invalid' });
    assert.throws(() => bearer(verifier, { scope: [] }), { code: 'argument_invalid' });
    assert.throws(() => bearer(verifier, { scope: 'read' }), TypeError);
    assert.throws(() => bearer(verifier, { scopes: ['read'] }), /no member `scopes`/);
    assert.throws(() => bearer(verifier, { realm: undefined }), TypeError);
    assert.throws(() => bearer(verifier, { schema: {} }), TypeError);
    assert.throws(() => bearer(verifier, {}, {}), TypeError);
    const coin = new likecoin.Verifier(SECRET, {});
    assert.throws(() => bearer(coin, { scope: ['read'] }), TypeError);
    const asked = { verify: async () => ({}), withdraw: async () => true };
    assert.throws(() => bearer(asked, { schema: z.object({}) }), TypeError);
    assert.throws(() => bearer(), TypeError);
    assert.throws(() => bearer(key), TypeError);
  }
});
