// A process of a service with a provider: `node provider_process.mjs DATABASE`. Each line of its
// input is a request, and each of its output the reply. provider_stores.test.mjs starts it.
import { createInterface } from 'node:readline';

import { Provider } from 'jotkit/provider';

import { openStore } from '../examples/provider/database.mjs';

const provider = new Provider(await openStore(process.argv[2]), {
  key: 'k'.repeat(32),
  common_secret: 'the common secret',
  host: 'like.example',
  users: () => ({ display_name: 'Ann' }),
});
await provider.setup();
await provider.clients.put({
  client_id: 'app',
  client_secret: 'the secret of the app',
  redirect_uris: ['https://app.example/cb'],
  scopes: ['profile'],
  trusted: true,
});
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  void provider.answer(JSON.parse(line)).then((reply) => console.log(JSON.stringify(reply)));
}
