// The provider's faces in servers of every kind, and what a host can do wrong with them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';

import { serve as serveHono } from '@hono/node-server';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';

import { Browser } from './browser.mjs';
import { BACK, clientOf, closing, listening, post, world } from './provider_world.mjs';
import { failsWith } from './shared.mjs';

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

/** What `next` of Express was given at a request, which the client is not told. */
async function nextOf(handle, path, init) {
  const given = [];
  const app = express().use(handle);
  app.use((error, req, res, next) => {
    given.push(error);
    res.status(500).send('failed');
  });
  const home = await listening(app.listen(0, '127.0.0.1'));
  const reply = await fetch(home + path, init);
  assert.deepEqual([reply.status, await reply.text()], [500, 'failed']);
  return given[0];
}

test('what a host does wrong goes to the host', async () => {
  const { provider } = await world();
  const session = () => 's';
  for (const [face, words] of [
    [{ user: () => 7, session }, /user/],
    [{ user: () => ' ', session }, /A user's id must be 1 to 2048 bytes/],
    [{ user: () => 'a\n', session }, /A user's id must be/],
    [{ user: () => '\ud800', session }, /./],
    [{ user: () => 'ann', session: async () => 7 }, /session/],
  ]) {
    const options = { ...face, login: '/login' };
    const error = await nextOf(provider.express(options), '/apps');
    assert.ok(failsWith('argument_invalid')(error));
    assert.match(error.message, words);
    await assert.rejects(provider.fetch(new Request('http://a/apps'), options), {
      code: 'argument_invalid',
      message: error.message,
    });
  }
});

test('a body that was read before is a mistake of the host', async () => {
  const { provider } = await world();
  const face = { user: () => 'ann', session: () => 's', login: '/' };
  const sent = { method: 'POST', body: new URLSearchParams({ a: '1' }) };
  const parsed = express.Router().use(express.urlencoded(), provider.express(face));
  assert.match((await nextOf(parsed, '/apps', sent)).message, /before what parses bodies/);
  const used = new Request('http://a/apps', sent);
  await used.text();
  await assert.rejects(provider.fetch(used, face), /The body was read before/);
});

test('only pages ask who is logged in', async () => {
  const { provider } = await world();
  const asked = [];
  const face = {
    user: ({ url }) => asked.push(new URL(url, 'http://a').pathname) && 'ann',
    session: () => 's',
    login: '/login',
  };
  const app = express().use(provider.express(face));
  const home = await listening(app.listen(0, '127.0.0.1'));
  const query = new URL(clientOf(home).authorizeUrl().url).search;
  const pages = ['/apps', '/in/oauth'];
  for (const send of [
    (path, init) => fetch(home + path, init),
    (path, init) => provider.fetch(new Request(`http://a${path}`, init), face),
  ]) {
    for (const path of pages) assert.equal((await send(path + query)).status, 200);
    for (const path of ['/oauth/access_token', '/oauth/revoke', '/oauth/introspect']) {
      const { status } = await send(path, { method: 'POST', body: new URLSearchParams() });
      assert.ok(status >= 400 && status < 500, `${path}: ${status}`);
    }
  }
  assert.deepEqual(asked, [...pages, ...pages]);
});

test('a user without an id is none', async () => {
  const { provider } = await world();
  for (const none of [undefined, null, '']) {
    const face = { user: () => none, session: () => 's', login: '/login' };
    const { status, headers } = await provider.fetch(new Request('http://a/apps?a=b'), face);
    assert.deepEqual([status, headers.get('location')], [303, '/login?return_to=%2Fapps%3Fa%3Db']);
  }
});

test('without a session a page is shown, and its form is not accepted', async () => {
  const { provider } = await world();
  for (const none of [undefined, null, '']) {
    const face = { user: () => 'ann', session: () => none, login: '/login' };
    const app = express().use(provider.express(face));
    const home = await listening(app.listen(0, '127.0.0.1'));
    const page = await new Browser(home).open(clientOf(home).authorizeUrl().url);
    assert.equal(page.status, 200);
    const refused = await page.send({ decision: 'accept' });
    assert.equal(refused.status, 403);
    assert.match(refused.text, /INVALID_TICKET/);
    const body = new URLSearchParams({ ...page.forms[0].fields, decision: 'accept' });
    const sent = new Request('http://a/in/oauth', { method: 'POST', body });
    assert.equal((await provider.fetch(sent, face)).status, 403);
  }
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
