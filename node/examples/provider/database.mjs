// SQLite or PostgreSQL, by the address in the configuration.

import { postgres, sqlite } from 'jotkit/provider';

/** Opens `sqlite:PATH` or `postgresql://...`. A server is not asked before it is needed. */
export async function openStore(address) {
  if (address.startsWith('sqlite:')) return sqlite(await openFile(address.slice(7)));
  const { default: pg } = await import('pg');
  const settings = { max: 16, connectionTimeoutMillis: 5000 };
  return postgres(new pg.Pool({ connectionString: address, ...settings }));
}

/** Opens a file with Node's own SQLite, or with better-sqlite3 where Node has none. */
async function openFile(path) {
  const { DatabaseSync } = await import('node:sqlite').catch(() => ({}));
  if (DatabaseSync !== undefined) return new DatabaseSync(path);
  const { default: Database } = await import('better-sqlite3');
  return new Database(path);
}
