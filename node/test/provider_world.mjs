// A provider to try over HTTP, and the client of an app. After the tests the servers that
// `listening` was given are closed.
import { once } from 'node:events';
import { after } from 'node:test';

import { likecoin } from 'jotkit';
import { Provider, sqlite } from 'jotkit/provider';

import { openDatabase } from './database.mjs';

export const OPTIONS = {
  key: 'k'.repeat(32),
  common_secret: 'the common secret',
  host: 'like.example',
};
export const CLIENT = { client_id: 'app', client_secret: 'the secret of the app' };
export const BACK = 'http://127.0.0.1:9/cb';
export const USERS = new Map([
  ['ann', { id: 'ann', display_name: 'Ann', avatar: '', email: 'ann@example.com' }],
  ['bob', { id: 'bob', display_name: 'Bob' }],
]);

export const closing = [];
after(() => closing.forEach((close) => close()));

export async function listening(server) {
  if (!server.listening) await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A provider with a clock that moves, a database that can fail, and its events. */
export async function world(options = {}) {
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

export function clientOf(home) {
  return new likecoin.Client({
    ...CLIENT,
    redirect_uri: BACK,
    scope: ['profile', 'email'],
    endpoint: home,
    authorize_endpoint: `${home}/in/oauth`,
  });
}

export async function post(home, path, body, headers = {}) {
  const signal = AbortSignal.timeout(20_000);
  const reply = await fetch(home + path, { method: 'POST', body, headers, signal });
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}
