// SQLite for the tests: better-sqlite3, or Node's own with JOTKIT_SQLITE=node. With
// JOTKIT_SQLITE=none what needs a database is skipped.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const hasNoSqlite = process.env.JOTKIT_SQLITE === 'none';

/** Opens a database. Loading the driver waits until a test needs one. */
export function openDatabase(path = ':memory:') {
  if (process.env.JOTKIT_SQLITE === 'node') {
    const { DatabaseSync } = require('node:sqlite');
    return new DatabaseSync(path);
  }
  const Database = require('better-sqlite3');
  return new Database(path);
}
