// Compiled, not run: drivers and web servers fit the provider's declarations, as they are.
import Database from 'better-sqlite3';
import express from 'express';
import { Hono } from 'hono';
import { bearer } from 'jotkit/express';
import {
  type App,
  type Endpoint,
  Provider,
  type ProviderAnswer,
  type ProviderEvent,
  type Store,
  endpointOf,
  postgres,
  sqlite,
} from 'jotkit/provider';
import pg from 'pg';

const settings = {
  key: 'k',
  commonSecret: 'c',
  host: 'like.example',
  codeLifetime: 30,
  users: async (id: string) => ({ display_name: id, avatar: null }),
  onEvent: ({ name, time, client, reason }: ProviderEvent) =>
    console.log(name, time, client, reason),
};
const provider = new Provider(sqlite(new Database('provider.db')), settings);
new Provider(postgres(new pg.Pool()), { ...settings, key: ['a', 'b'], style: 'rfc6749' });
const store: Store = { run: async (sql, params) => [[sql, params.length, null, 1n]] };
new Provider(store, { key: 'k', common_secret: 'c', host: 'a', users: () => null });
// @ts-expect-error a provider needs users
new Provider(store, { key: 'k', commonSecret: 'c', host: 'a' });
// @ts-expect-error a provider needs the common secret
new Provider(store, { key: 'k', host: 'a', users: () => null });
// @ts-expect-error there is no such option
new Provider(store, { ...settings, lifetime: 1 });

await provider.setup();
await provider.clients.put({ clientId: 'app', clientSecret: 's', redirectUris: [], scopes: ['a'] });
await provider.clients.put({ client_id: 'app', redirect_uris: [], default_scopes: [] });
// @ts-expect-error there is no such option
await provider.clients.put({ client_id: 'app', secret: 's' });
const secret: string = await provider.clients.newSecret('app', { keep: 60 });
const apps: App[] = await provider.apps('ann');
const ended: boolean = await provider.withdraw('ann', 'app');
const { user, scope } = await provider.verify(Buffer.from(''), { all: ['a'], any: ['b'] });
const endpoint: Endpoint | undefined = endpointOf('/in/oauth');
const answer: ProviderAnswer = await provider.answer({ endpoint: 'apps', contentType: 'a' });
if (answer.login) console.log(answer.return_to.length);
else console.log(answer.status, answer.headers, answer.page);
console.log(secret, apps, ended, user, scope, endpoint, provider.statements()[0]?.sql);

const app = express();
const face = {
  user: (req: express.Request) => req.get('x-user'),
  session: (req: express.Request) => req.ip ?? '',
  login: '/login',
};
app.use(provider.express(face));
app.get('/notes', bearer(provider, { scope: ['read'] }));
app.use('/auth', provider.express({ ...face, user: async () => undefined }));
// @ts-expect-error a face needs to know where users log in
provider.express({ user: face.user, session: face.session });

new Hono().use(async (c, next) => {
  const reply = await provider.fetch(c.req.raw, {
    user: (request) => request.headers.get('x-user'),
    session: () => 's',
    login: '/login',
    mount: '/auth',
  });
  return reply ?? next();
});
