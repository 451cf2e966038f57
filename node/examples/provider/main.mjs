// A service that is a provider, with Express: its own login, the provider's pages, and an API.
//
//   npm install && node main.mjs CONFIG
//
// Node 20 has no SQLite of its own: there, `npm install better-sqlite3` as well.
//
// CONFIG is a JSON file: `listen` (`127.0.0.1:3000`), `database` (`sqlite:PATH` or the address of a
// PostgreSQL database), `provider` (its options), `clients`, `users` and `clock` (seconds to add to
// the system's time; for tests).

import { readFileSync } from 'node:fs';

import { Provider } from 'jotkit/provider';

import { createApp } from './app.mjs';
import { openStore } from './database.mjs';

const { listen, database, ...config } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { clients = [], users = [], clock = 0 } = config;
const known = new Map(users.map((user) => [user.id, user]));
const now = () => Date.now() / 1000 + clock;

const provider = new Provider(await openStore(database), {
  ...config.provider,
  users: (id) => known.get(id),
  onEvent: (event) => console.error(JSON.stringify(event)),
  clock: now,
});
await provider.setup();
for (const client of clients) await provider.clients.put(client);

const [, host, port] = /^(.*):(\d+)$/.exec(listen);
const server = createApp(provider, config.provider, known, now).listen(Number(port), host);
server.on('listening', () => console.log(`Listening on http://${host}:${server.address().port}`));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
// What was not answered may be asked again.
process.on('SIGTERM', () => process.exit(0));
