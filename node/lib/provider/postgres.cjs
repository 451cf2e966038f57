'use strict';
// PostgreSQL, by pg: any number of processes.

const { performance } = require('node:perf_hooks');

const { wrong } = require('../args.cjs');
const { TooLate, persist } = require('./patience.cjs');

/**
 * Another transaction was in the way, two processes made the tables at the same time, or the server
 * stops, starts or is full.
 */
const PASSING = [
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation
  '42P07', // duplicate_table
  '42710', // duplicate_object, at the row type of a table
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
];

/** Whether the same statement may well succeed now. */
function isPassing({ severity, code }) {
  // Without a severity the server has not said anything: the connection is gone.
  return severity === undefined || PASSING.includes(code);
}

/** A loss of the connection fails the statement too. Without a listener it ends the process. */
const heard = () => {};

/**
 * Runs a statement, unless a connection comes too late. The pool's own `query` would send it then,
 * when the caller has been told that it failed.
 */
async function send(pool, query, left, turn) {
  const end = performance.now() + left;
  const client = await pool.connect();
  client.on('error', heard);
  let failure;
  try {
    const rest = end - performance.now();
    if (turn.isOver || rest <= 0) throw new TooLate('The database');
    const { rows } = await client.query({ ...query, query_timeout: rest });
    return rows;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // A connection whose statement failed is closed, since what it is doing is unknown.
    client.release(failure instanceof TooLate ? undefined : failure);
    client.off('error', heard);
  }
}

/** Makes a store; see provider.d.cts. */
function postgres(pool) {
  if (typeof pool?.connect !== 'function' || typeof pool.on !== 'function') {
    throw wrong('The pool', 'a Pool of pg', pool);
  }
  // Without a listener the loss of a connection that is not in use would end the process.
  pool.on('error', () => {});
  return {
    run(sql, params) {
      const query = { text: sql, values: params, rowMode: 'array' };
      return persist((left, turn) => send(pool, query, left, turn), isPassing);
    },
  };
}

module.exports = { postgres };
