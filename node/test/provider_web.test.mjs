// The provider's faces over HTTP, with LikeCoin's client.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { after, describe, test } from 'node:test';

import { serve as serveHono } from '@hono/node-server';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { likecoin } from 'jotkit';
import { MAX_BODY_BYTES, Provider, sqlite } from 'jotkit/provider';

import { createApp } from '../examples/provider/app.mjs';
import { Logins } from '../examples/provider/login.mjs';
import { Browser } from './browser.mjs';
import { openDatabase } from './database.mjs';

const OPTIONS = { key: 'k'.repeat(32), common_secret: 'the common secret', host: 'like.example' };
const CLIENT = { client_id: 'app', client_secret: 'the secret of the app' };
const BACK = 'http://127.0.0.1:9/cb';
const USERS = new Map([
  ['ann', { id: 'ann', display_name: 'Ann', avatar: '', email: 'ann@example.com' }],
  ['bob', { id: 'bob', display_name: 'Bob' }],
]);

const closing = [];
after(() => closing.forEach((close) => close()));

async function listening(server) {
  if (!server.listening) await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A provider with a clock that moves, a database that can fail, and its events. */
async function world(options = {}) {
  const made = { events: [], moved: 0, broken: undefined };
  const store = sqlite(openDatabase());
  made.now = () => Date.now() / 1000 + made.moved;
  made.provider = new Provider(
    {
      run(sql, params) {
        if (made.broken !== undefined) throw made.broken;
        return store.run(sql, params);
      },
    },
    {
      ...OPTIONS,
      users: (id) => USERS.get(id),
      onEvent: (event) => made.events.push(event),
      clock: made.now,
      ...options,
    },
  );
  await made.provider.setup();
  const scopes = ['profile', 'email'];
  await made.provider.clients.put({ ...CLIENT, name: 'App', redirect_uris: [BACK], scopes });
  return made;
}

/** The example's server, and the same with Hono and the provider's `fetch`. */
const servers = {
  express: ({ provider, now }, options = OPTIONS) =>
    listening(createApp(provider, options, USERS, now).listen(0, '127.0.0.1')),
  async hono({ provider, now }, options = OPTIONS) {
    // The login and the API are Express', behind the same address.
    const rest = createApp(provider, options, USERS, now);
    const behind = await listening(rest.listen(0, '127.0.0.1'));
    const logins = new Logins(options.key, USERS, now);
    const of = (request) => logins.of({ headers: { cookie: request.headers.get('cookie') } });
    const face = { user: (r) => of(r)?.user, session: (r) => of(r)?.session, login: '/login' };
    const app = new Hono().all('*', async (c) => {
      const reply = await provider.fetch(c.req.raw, face);
      if (reply !== undefined) return reply;
      const { pathname, search } = new URL(c.req.url);
      const url = `${behind}${pathname}${search}`;
      const { method, headers } = c.req.raw;
      const body = method === 'GET' ? undefined : await c.req.text();
      return fetch(url, { method, headers, body, redirect: 'manual' });
    });
    return listening(serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }));
  },
};

function clientOf(home) {
  return new likecoin.Client({
    ...CLIENT,
    redirect_uri: BACK,
    scope: ['profile', 'email'],
    endpoint: home,
    authorize_endpoint: `${home}/in/oauth`,
  });
}

/** Logs in, consents, and exchanges the code. */
async function login(home, browser = new Browser(home)) {
  const client = clientOf(home);
  const { url, state } = client.authorizeUrl();
  let page = await browser.open(url);
  if (page.url.pathname === '/login') page = await page.send();
  if (page.left === undefined) page = await page.send({ decision: 'accept' });
  return client.exchange(page.left, state);
}

async function post(home, path, body, headers = {}) {
  const signal = AbortSignal.timeout(20_000);
  const reply = await fetch(home + path, { method: 'POST', body, headers, signal });
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}

/** Sends bytes as they are, and returns all that comes back until the server closes or is quiet. */
async function raw(home, text) {
  const { port } = new URL(home);
  const socket = connect(Number(port), '127.0.0.1');
  socket.setTimeout(20_000, () => socket.destroy());
  socket.write(text);
  let all = '';
  for await (const chunk of socket) {
    all += chunk;
    if (all.includes('\r\n\r\n')) break;
  }
  return all;
}

for (const [name, serve] of Object.entries(servers)) {
  describe(name, () => {
    test('a user logs in and consents, and the app calls, refreshes and is shut out', async () => {
      const made = await world();
      const home = await serve(made);
      const browser = new Browser(home);
      const session = await login(home, browser);
      assert.equal(session.tokens.user, 'ann');
      const reply = await session.call('/users/profile');
      const ann = { user: 'ann', displayName: 'Ann', avatar: '', email: 'ann@example.com' };
      assert.deepEqual(reply.json(), ann);

      made.moved = 3700;
      const before = session.tokens.access_token;
      assert.equal((await session.call('/users/profile')).status, 200);
      assert.notEqual(session.tokens.access_token, before);

      // Another login is not asked again, and ends the first refresh token.
      const again = await login(home, browser);
      assert.notEqual(again.tokens.refresh_token, session.tokens.refresh_token);
      made.moved = 7400;
      await assert.rejects(session.call('/users/profile'), { code: 'request_refused' });
      assert.equal((await again.call('/users/profile')).status, 200);

      const apps = await browser.open('/apps');
      assert.match(apps.text, /App/);
      assert.match((await apps.send()).text, /No app/);
      await assert.rejects(again.call('/users/profile'), { code: 'request_refused' });
      assert.deepEqual(await made.provider.apps('ann'), []);
    });

    test('a client revokes, and others notice nothing', async () => {
      const made = await world();
      const home = await serve(made);
      const browser = new Browser(home);
      const ann = await login(home, browser);
      const bob = new Browser(home);
      let page = await bob.open(clientOf(home).authorizeUrl({ state: 's' }).url);
      page = await page.send({}, 1);
      page = await page.send({ decision: 'accept' });
      const other = await clientOf(home).exchange(page.left, 's');
      const form = new URLSearchParams({ ...CLIENT, token: ann.tokens.refresh_token });
      const { status, body } = await post(home, '/oauth/revoke', form);
      assert.deepEqual([status, body], [200, '']);
      await assert.rejects(ann.call('/users/profile'), { code: 'request_refused' });
      assert.equal((await other.call('/users/profile')).json().user, 'bob');
      // Consent stays.
      assert.equal((await (await login(home, browser)).call('/users/profile')).status, 200);
    });

    test('an app logs its user out', async () => {
      const made = await world();
      const home = await serve(made);
      const browser = new Browser(home);
      const ann = await login(home, browser);
      made.broken = new Error('The disk is gone.');
      await assert.rejects(ann.logout(), { code: 'server_unavailable', status: 503 });
      made.broken = undefined;
      assert.equal((await ann.call('/users/profile')).status, 200);
      assert.equal(await ann.logout(), undefined);
      await ann.logout();
      await assert.rejects(ann.call('/users/profile'), { code: 'request_refused' });
      const wrong = { ...CLIENT, client_secret: 'another secret!!' };
      const address = { redirect_uri: BACK, endpoint: home };
      const stranger = new likecoin.Client({ ...wrong, ...address }).session(ann.tokens);
      await assert.rejects(stranger.logout(), { code: 'request_refused', status: 400 });
    });

    test('declining goes back with a word, and another session’s form is refused', async () => {
      const home = await serve(await world());
      const { url } = clientOf(home).authorizeUrl({ state: 'x' });
      const page = await (await new Browser(home).open(url)).send();
      const denied = await page.send({ decision: 'deny' });
      assert.equal(denied.left, `${BACK}?error=denied&state=x`);
      const other = new Browser(home);
      await (await other.open('/login')).send();
      const body = new URLSearchParams({ ...page.forms[0].fields, decision: 'accept' });
      const refused = await other.open('/in/oauth', { method: 'POST', body });
      assert.equal(refused.status, 403);
      assert.match(refused.text, /INVALID_TICKET/);
    });

    test('pages have their headers, and no framework’s', async () => {
      const home = await serve(await world());
      const page = await new Browser(home).open('/in/oauth?client_id=unknown');
      assert.equal(page.status, 400);
      assert.match(page.text, /INVALID_CLIENT_ID/);
      assert.equal(page.headers.get('x-frame-options'), 'DENY');
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.equal(page.headers.get('etag'), null);
      const { status, body, headers } = await post(home, '/oauth/access_token', 'a=1');
      assert.deepEqual([status, body], [400, 'INVALID_REQUEST']);
      assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
      const got = await fetch(`${home}/oauth/access_token`);
      assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
      assert.equal((await fetch(`${home}/elsewhere`)).status, 404);
      assert.equal((await fetch(`${home}/in/oauthx`)).status, 404);
    });

    test('the login comes back to a path of this server', async () => {
      const home = await serve(await world());
      const browser = new Browser(home);
      const query = 'client_id=app&redirect_uri=' + encodeURIComponent(BACK);
      const page = await browser.open(`/in/oauth?${query}&scope=profile&state=%26a%20b`);
      assert.equal(page.url.pathname, '/login');
      const back = page.url.searchParams.get('return_to');
      assert.equal(back, `/in/oauth?${query}&scope=profile&state=%26a%20b`);
      for (const elsewhere of ['//evil.example/', '/\\evil.example/', 'https://evil.example/']) {
        const left = await page.send({ return_to: elsewhere });
        assert.equal(left.url.pathname, '/apps', elsewhere);
      }
    });

    test('bodies are read to a limit, and what is odd is refused', async () => {
      const home = await serve(await world());
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const head = `grant_type=refresh_token&client_id=app&client_secret=${CLIENT.client_secret.replaceAll(' ', '+')}&refresh_token=`;
      const at = (size) => head + 'x&'.repeat(size).slice(0, size - head.length);
      const refusal = async (body, headers = form) => {
        const reply = await post(home, '/oauth/access_token', body, headers);
        return `${reply.status} ${reply.body}`;
      };
      assert.equal(await refusal(at(MAX_BODY_BYTES)), '400 INVALID_REQUEST');
      assert.equal(await refusal(`${head}x`), '400 INVALID_REFRESH_TOKEN');
      assert.equal(await refusal('x'.repeat(MAX_BODY_BYTES + 1)), '400 INVALID_REQUEST');
      assert.equal(await refusal('x'.repeat(3_000_000)), '400 INVALID_REQUEST');
      assert.equal(await refusal(`${head}x&client_id=app`), '400 INVALID_REQUEST');
      assert.equal(await refusal(`${head}%00`), '400 INVALID_REQUEST');
      assert.equal(await refusal(`${head}%ff`), '400 INVALID_REQUEST');
      assert.equal(await refusal(Buffer.from([0xff, 0xfe])), '400 INVALID_REQUEST');
      assert.equal(
        await refusal('{}', { 'content-type': 'application/json' }),
        '400 INVALID_REQUEST',
      );
      assert.equal(await refusal(''), '400 MISSING_CLIENT_INFO');
    });

    test('a body without an end is answered all the same', async () => {
      const home = await serve(await world());
      const { port } = new URL(home);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const options = { port, host: '127.0.0.1', path: '/oauth/access_token', method: 'POST' };
      const sending = httpRequest({ ...options, headers });
      const replied = once(sending, 'response');
      sending.on('error', () => {});
      const timer = setInterval(() => sending.write('x'.repeat(20_000)), 5);
      const [reply] = await replied;
      assert.equal(reply.statusCode, 400);
      reply.resume();
      // The connection does not stay for it.
      await new Promise((resolve) => sending.once('close', resolve));
      clearInterval(timer);
    });

    test('two headers are not one', async () => {
      const home = await serve(await world({ style: 'rfc6749' }));
      const basic = Buffer.from(`app:${encodeURIComponent(CLIENT.client_secret)}`).toString(
        'base64',
      );
      const body = 'grant_type=refresh_token&refresh_token=x';
      const lines = (...headers) =>
        [
          'POST /oauth/access_token HTTP/1.1',
          'Host: a',
          'Connection: close',
          `Content-Length: ${body.length}`,
          ...headers,
          '',
          body,
        ].join('\r\n');
      const form = 'Content-Type: application/x-www-form-urlencoded';
      const authorization = `Authorization: Basic ${basic}`;
      const status = async (...headers) =>
        Number((await raw(home, lines(...headers))).slice(9, 12));
      assert.equal(await status(form, authorization), 400);
      assert.equal(await status(form, authorization, authorization), 401);
      assert.equal(await status(form, 'Authorization: Basic e', authorization), 401);
      const twice = lines(`${form}; charset=utf-8`, `${form}; charset=utf-8`, authorization);
      assert.match(await raw(home, twice), /400 Bad Request[^]*invalid_request/);
    });

    test('an outage of the database is 503, and then all goes on', async () => {
      const made = await world();
      const home = await serve(made);
      const browser = new Browser(home);
      const session = await login(home, browser);
      made.broken = new Error('The disk is gone.');
      made.events.length = 0;
      made.moved = 3700;
      const refresh = new URLSearchParams({
        ...CLIENT,
        grant_type: 'refresh_token',
        refresh_token: session.tokens.refresh_token,
      });
      const reply = await post(home, '/oauth/access_token', refresh);
      assert.deepEqual([reply.status, reply.body], [503, 'SERVER_UNAVAILABLE']);
      assert.equal(reply.headers.get('retry-after'), '1');
      assert.equal((await browser.open('/apps')).status, 503);
      const [event] = made.events;
      assert.equal(event.name, 'store_failed');
      assert.equal(event.cause, made.broken);
      assert.ok(!JSON.stringify(event).includes('disk'));
      const headers = { authorization: `Bearer ${session.tokens.access_token}` };
      made.moved = 0;
      const call = () => fetch(`${home}/users/profile`, { headers });
      assert.equal((await call()).status, 503);
      made.broken = undefined;
      assert.equal((await call()).status, 200);
      made.moved = 3700;
      assert.equal((await session.call('/users/profile')).status, 200);
    });

    test('events and refusals hold nothing secret', async () => {
      const made = await world({ rotation: true });
      const home = await serve(made);
      const session = await login(home);
      const { access_token, refresh_token } = session.tokens;
      made.moved = 3700;
      await session.call('/users/profile');
      await post(home, '/oauth/access_token', new URLSearchParams({ ...CLIENT, code: 'x' }));
      const told = JSON.stringify(made.events);
      assert.ok(made.events.length >= 5, told);
      const secrets = [access_token, refresh_token, session.tokens.refresh_token];
      for (const secret of [...secrets, CLIENT.client_secret, OPTIONS.key, OPTIONS.common_secret]) {
        assert.ok(!told.includes(secret), told);
      }
    });

    test('style rfc6749', async () => {
      const made = await world({ style: 'rfc6749' });
      const home = await serve(made, { ...OPTIONS, style: 'rfc6749' });
      const { status, headers, body } = await post(home, '/oauth/access_token', 'client_id=app', {
        'content-type': 'application/x-www-form-urlencoded',
      });
      assert.deepEqual([status, JSON.parse(body).error], [401, 'invalid_client']);
      assert.equal(headers.get('content-type'), 'application/json');
      const called = await fetch(`${home}/users/profile`);
      assert.equal(called.status, 401);
      const challenge = 'Bearer realm="api", scope="profile"';
      assert.equal(called.headers.get('www-authenticate'), challenge);
    });
  });
}

test('a provider below another path', async () => {
  const { provider } = await world();
  const face = { user: () => 'ann', session: () => 's', login: '/login?x=1' };
  const closed = { ...face, user: () => undefined };
  const below = express().use('/auth', provider.express(face), (req, res) => res.send('mine'));
  below.use('/closed', provider.express(closed));
  const hono = new Hono()
    .all('/auth/*', async (c) => {
      const reply = await provider.fetch(c.req.raw, { ...face, mount: '/auth' });
      return reply ?? c.text('mine');
    })
    .all('/closed/*', (c) => provider.fetch(c.req.raw, { ...closed, mount: '/closed' }));
  for (const home of [
    await listening(below.listen(0, '127.0.0.1')),
    await listening(serveHono({ fetch: hono.fetch, port: 0, hostname: '127.0.0.1' })),
  ]) {
    const browser = new Browser(home);
    const { search } = new URL(clientOf(home).authorizeUrl().url);
    const page = await browser.open(`/auth/in/oauth${search}`);
    assert.equal(page.forms[0].action, '/auth/in/oauth');
    assert.ok((await page.send({ decision: 'accept' })).left.startsWith(BACK));
    const apps = await browser.open('/auth/apps');
    const withdrawn = await apps.send();
    assert.deepEqual([withdrawn.status, withdrawn.url.pathname], [200, '/auth/apps']);
    assert.equal((await browser.open('/auth/mine')).text, 'mine');
    const { headers } = await fetch(`${home}/closed/apps`, { redirect: 'manual' });
    assert.equal(headers.get('location'), '/login?x=1&return_to=%2Fclosed%2Fapps');
  }
});

test('what a host does wrong is said in plain words', async () => {
  const { provider } = await world();
  const session = () => 's';
  const statuses = [];
  for (const [face, words] of [
    [{ user: () => 7, session }, /`user` must return a string, not number/],
    [{ user: () => '', session }, /`user` must return a string/],
    [{ user: () => 'ann', session: () => undefined }, /`session` must return a string/],
    [{ user: () => 'ann', session: async () => 7 }, /`session` must return a string/],
    [{ user: () => '\ud800', session }, /./],
  ]) {
    const app = express().use(provider.express({ ...face, login: '/login' }));
    const home = await listening(app.listen(0, '127.0.0.1'));
    const reply = await fetch(`${home}/apps`);
    statuses.push(reply.status);
    const body = await reply.text();
    assert.match(body, words);
    assert.ok(!body.includes('node_modules') && !body.includes('    at '), body);
    const made = await provider.fetch(new Request('http://a/apps'), { ...face, login: '/login' });
    assert.equal(await made.text(), body);
  }
  assert.deepEqual(new Set(statuses), new Set([500]));
  const parsed = express().use(
    express.urlencoded(),
    provider.express({ user: session, session, login: '/' }),
  );
  const home = await listening(parsed.listen(0, '127.0.0.1'));
  const { status, body } = await post(home, '/apps', new URLSearchParams({ a: '1' }));
  assert.deepEqual([status, /before/.test(body)], [500, true]);
  const used = new Request('http://a/apps', { method: 'POST', body: 'a' });
  await used.text();
  const reply = await provider.fetch(used, { user: session, session, login: '/' });
  assert.equal(reply.status, 500);
});

test('what a function of the host throws is the framework’s', async () => {
  const { provider } = await world();
  const face = {
    user() {
      throw new Error('The sessions are down.');
    },
    session: () => 's',
    login: '/login',
  };
  const app = express().use(provider.express(face));
  app.use((error, req, res, next) => res.status(502).send(error.message));
  const home = await listening(app.listen(0, '127.0.0.1'));
  const reply = await fetch(`${home}/apps`);
  assert.deepEqual([reply.status, await reply.text()], [502, 'The sessions are down.']);
  await assert.rejects(provider.fetch(new Request('http://a/apps'), face), /sessions are down/);
});

test('a body that does not come is not waited for', async (context) => {
  const { provider } = await world();
  const face = { user: () => undefined, session: () => 's', login: '/login' };
  const home = await listening(express().use(provider.express(face)).listen(0, '127.0.0.1'));
  const socket = connect(Number(new URL(home).port), '127.0.0.1');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  socket.write('POST /oauth/revoke HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx');
  const late = new Request('http://a/oauth/revoke', {
    method: 'POST',
    body: new ReadableStream({ pull: () => new Promise(() => {}) }),
    duplex: 'half',
  });
  const replied = provider.fetch(late, face);
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  while (!text.includes('REQUEST_TIMEOUT')) {
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(10_000);
  }
  assert.match(text, /^HTTP\/1.1 408 /);
  // The connection does not stay for the rest.
  while (!socket.closed) {
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(10_000);
  }
  assert.equal((await replied).status, 408);
});

test('mistakes in a face show when the program starts', async () => {
  const { provider } = await world();
  const face = { user: () => undefined, session: () => 's', login: '/login' };
  for (const wrong of [
    undefined,
    {},
    { ...face, user: undefined },
    { ...face, session: 's' },
    { ...face, login: undefined },
    { ...face, login: '/a\r\nb' },
    { ...face, mount: '/auth' },
    { ...face, more: 1 },
  ]) {
    assert.throws(() => provider.express(wrong), TypeError);
  }
  await assert.rejects(provider.fetch(new Request('http://a/apps'), { ...face, x: 1 }), TypeError);
  await assert.rejects(provider.fetch('http://a/apps', face), TypeError);
  for (const mount of ['auth', '/auth/', '//auth', '/a?b', 7]) {
    await assert.rejects(
      provider.fetch(new Request('http://a/apps'), { ...face, mount }),
      TypeError,
    );
  }
});

test('a request that was answered before is left alone', async () => {
  const { provider } = await world();
  const app = express();
  app.use((req, res, next) => {
    next();
    res.status(504).send('late');
  });
  const errors = [];
  app.use(provider.express({ user: () => undefined, session: () => 's', login: '/login' }));
  app.use((error, req, res, next) => errors.push(error));
  const home = await listening(app.listen(0, '127.0.0.1'));
  // By the last of them the provider is done with the first.
  for (let i = 0; i < 5; i += 1) {
    const { status, body } = await post(home, '/oauth/revoke', '');
    assert.deepEqual([status, body], [504, 'late']);
  }
  assert.deepEqual(errors, []);
});

test('below Fastify and Nest, with what they parse bodies with', async () => {
  const { provider } = await world();
  const handle = provider.express({ user: () => 'ann', session: () => 's', login: '/login' });
  const fastify = Fastify();
  fastify.addHook('onRequest', (request, reply, done) => handle(request.raw, reply.raw, done));
  fastify.get('/mine', async () => 'mine');
  closing.push(() => fastify.close());
  class App {}
  Module({})(App);
  const nest = await NestFactory.create(App, { logger: false });
  nest.use(handle);
  closing.push(() => nest.close());
  await nest.listen(0, '127.0.0.1');
  for (const home of [await fastify.listen({ port: 0, host: '127.0.0.1' }), await nest.getUrl()]) {
    const page = await new Browser(home).open(clientOf(home).authorizeUrl({ state: 'x' }).url);
    const { left } = await page.send({ decision: 'deny' });
    assert.equal(left, `${BACK}?error=denied&state=x`);
    assert.equal((await fetch(`${home}/elsewhere`)).status, 404);
  }
});

test('a server of node:http alone', async () => {
  const { provider } = await world();
  const face = { user: () => undefined, session: () => 's', login: '/login' };
  const handle = provider.express(face);
  const server = createServer((req, res) => handle(req, res, () => res.end('mine')));
  const home = await listening(server.listen(0, '127.0.0.1'));
  assert.equal((await post(home, '/oauth/revoke', '')).status, 400);
  assert.equal(await (await fetch(home)).text(), 'mine');
  // A client that goes away in the middle of its body.
  const socket = connect(Number(new URL(home).port), '127.0.0.1');
  socket.write('POST /oauth/revoke HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx');
  await once(server, 'request');
  socket.destroy();
  assert.equal(await (await fetch(home)).text(), 'mine');
});
