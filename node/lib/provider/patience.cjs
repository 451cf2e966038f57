'use strict';
// How long is waited for others: databases, the host's functions and bodies.

const { performance } = require('node:perf_hooks');

/** For how long a statement is run again, in milliseconds. */
const PATIENCE = 5000;
/** How long to wait before that. */
const PAUSE = 50;

/** What was waited for did not come. */
class TooLate extends Error {
  constructor(what) {
    super(`${what} took too long.`);
    this.name = 'TooLate';
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The value of a promise, unless it takes longer than so many milliseconds. */
async function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(what)), Math.max(milliseconds, 0));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes an attempt, and again while it fails for a reason that passes, for five seconds at most.
 * `attempt` takes how many milliseconds are left.
 */
async function persist(attempt, passes) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const left = end - performance.now();
    try {
      return await within(left, attempt(left), 'The database');
    } catch (error) {
      if (!passes(error) || performance.now() + PAUSE >= end) throw error;
      await sleep(PAUSE);
    }
  }
}

module.exports = { TooLate, persist, within };
