'use strict';
// Runs a flow of the core to its end: its statements on the store, its questions for users.

const native = require('../native.cjs');
const { wrong } = require('../args.cjs');
const { take } = require('../error.cjs');
const { told } = require('../told.cjs');
const { within } = require('./patience.cjs');

/** How long a function of the host may take, in milliseconds. */
const PATIENCE = 10_000;

/** The value of a function of the host, which may be a promise. */
function awaited(value, what) {
  return typeof value?.then === 'function' ? within(PATIENCE, value, what) : value;
}

/** Rows as JSON text. A large whole number goes as text. */
function rowsText(rows) {
  if (!Array.isArray(rows)) throw wrong('The rows of a store', 'an array of arrays', rows);
  return JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** A user as JSON text, if there is one. */
function userText(user) {
  if (user === undefined || user === null) return undefined;
  if (typeof user !== 'object') throw wrong('A user', 'an object, undefined or null', user);
  const { display_name, avatar, email } = user;
  return JSON.stringify({ display_name, avatar, email });
}

/** The next step. The error of a function has the host's own as its cause. */
function stepOf(flow, cause) {
  try {
    return JSON.parse(take(native.flowStep(flow)));
  } catch (error) {
    if (cause !== undefined) hidden(error, 'cause', cause);
    throw error;
  }
}

/** A member that is not written with the others: it may show what logs should not. */
function hidden(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

/** Does what a step asks for. */
async function serve(flow, { sql, params, user }, { store, users }) {
  if (sql === undefined) {
    const found = await awaited(users(user), 'The function `users`');
    return take(native.flowUser(flow, userText(found)));
  }
  const rows = store.run(sql, params);
  return take(native.flowRows(flow, rowsText(await awaited(rows, 'The store'))));
}

/** Runs a flow to its end, and returns its result. */
async function finish(flow, host) {
  try {
    return await steps(flow, host);
  } finally {
    native.flowEnd(flow);
  }
}

async function steps(flow, host) {
  let cause;
  for (;;) {
    const step = stepOf(flow, cause);
    if ('done' in step) {
      tell(step.events, cause, host.onEvent);
      return step.done;
    }
    try {
      await serve(flow, step, host);
    } catch (error) {
      cause = error;
      take(native.flowFail(flow));
    }
  }
}

function tell(events, cause, onEvent) {
  if (onEvent === undefined) return;
  for (const event of events) {
    if (event.name === 'store_failed' && cause !== undefined) hidden(event, 'cause', cause);
    void told(onEvent, event);
  }
}

module.exports = { awaited, finish };
