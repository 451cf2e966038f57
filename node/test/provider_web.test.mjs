// The provider over HTTP, in the example's server and in Hono, with LikeCoin's client.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';

import { serve as serveHono } from '@hono/node-server';
import { Hono } from 'hono';
import { likecoin } from 'jotkit';
import { MAX_BODY_BYTES } from 'jotkit/provider';

import { createApp } from '../examples/provider/app.mjs';
import { Logins } from '../examples/provider/login.mjs';
import { Browser } from './browser.mjs';
import {
  BACK,
  CLIENT,
  OPTIONS,
  USERS,
  clientOf,
  listening,
  post,
  world,
} from './provider_world.mjs';

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

/** Logs in, consents, and exchanges the code. */
async function login(home, browser = new Browser(home)) {
  const client = clientOf(home);
  const { url, state } = client.authorizeUrl();
  let page = await browser.open(url);
  if (page.url.pathname === '/login') page = await page.send();
  if (page.left === undefined) page = await page.send({ decision: 'accept' });
  return client.exchange(page.left, state);
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
