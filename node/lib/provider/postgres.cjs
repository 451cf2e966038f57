'use strict';
// PostgreSQL, by pg: any number of processes.

const { wrong } = require('../args.cjs');
const { persist } = require('./patience.cjs');

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

/** Makes a store; see provider.d.cts. */
function postgres(pool) {
  if (typeof pool?.query !== 'function' || typeof pool.on !== 'function') {
    throw wrong('The pool', 'a Pool of pg', pool);
  }
  // Without a listener the loss of a connection that is not in use would end the process.
  pool.on('error', () => {});
  return {
    run(sql, params) {
      const attempt = async (left) => {
        const query = { text: sql, values: params, rowMode: 'array' };
        const { rows } = await pool.query({ ...query, query_timeout: Math.max(left, 1) });
        return rows;
      };
      return persist(attempt, isPassing);
    },
  };
}

module.exports = { postgres };
