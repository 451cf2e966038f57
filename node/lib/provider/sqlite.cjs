'use strict';
// SQLite, by better-sqlite3 or node:sqlite: one file, one process or a few.

const { performance } = require('node:perf_hooks');

const { wrong } = require('../args.cjs');
const { persist } = require('./patience.cjs');

/** The result codes SQLITE_BUSY and SQLITE_LOCKED, without what extends them. */
const BUSY = [5, 6];

/**
 * What is written is on the disk before a reply goes out, and readers do not wait for writers.
 * Writers wait for each other between attempts: in the driver they would hold up the event loop.
 */
const SETTINGS = [
  'PRAGMA busy_timeout = 0',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
];

/** Runs statements on a connection, each prepared once. */
class Connection {
  #database;
  #statements = new Map();
  #isSet = false;

  constructor(database) {
    this.#database = database;
  }

  run(sql, params) {
    const database = this.#database;
    if (database.inTransaction || database.isTransaction) {
      throw new Error(
        'The connection is inside a transaction of the application: give the store its own.',
      );
    }
    if (!this.#isSet) {
      for (const setting of SETTINGS) database.exec(setting);
      this.#isSet = true;
    }
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = prepared(database, sql);
      this.#statements.set(sql, statement);
    }
    // By name, since a parameter may occur several times.
    return statement(Object.fromEntries(params.map((value, place) => [place + 1, value])));
  }
}

/** A function that runs a statement with its parameters and returns its rows as arrays. */
function prepared(database, sql) {
  const statement = database.prepare(sql);
  // better-sqlite3 says whether there are rows, and refuses to be asked for them otherwise.
  if (statement.reader === false) {
    return (params) => {
      statement.run(params);
      return [];
    };
  }
  if (typeof statement.raw === 'function') statement.raw(true);
  else if (typeof statement.setReturnArrays === 'function') statement.setReturnArrays(true);
  else return (params) => statement.all(params).map(Object.values);
  return (params) => statement.all(params);
}

function isBusy({ code, errcode }) {
  if (typeof errcode === 'number') return BUSY.includes(errcode & 0xff);
  return typeof code === 'string' && /^SQLITE_(BUSY|LOCKED)/.test(code);
}

/** Makes a store; see provider.d.cts. */
function sqlite(database) {
  if (typeof database?.prepare !== 'function' || typeof database.exec !== 'function') {
    throw wrong('The database', 'one of better-sqlite3 or node:sqlite', database);
  }
  const connection = new Connection(database);
  return {
    run(sql, params) {
      const begun = performance.now();
      try {
        return connection.run(sql, params);
      } catch (error) {
        if (!isBusy(error)) throw error;
        return persist(async () => connection.run(sql, params), isBusy, { begun, error });
      }
    },
  };
}

module.exports = { Connection, sqlite };
