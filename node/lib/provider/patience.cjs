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
 * `attempt` takes how many milliseconds are left, and an object that has `isOver` once it is waited
 * for no more. `first` is an attempt that was made before: when
 * it began, and its error.
 */
async function persist(attempt, passes, first) {
  const end = (first?.begun ?? performance.now()) + PATIENCE;
  let error = first?.error;
  for (;;) {
    if (error !== undefined) {
      if (!passes(error) || performance.now() + PAUSE >= end) throw error;
      await sleep(PAUSE);
    }
    const turn = { isOver: false };
    try {
      const left = end - performance.now();
      return await within(left, attempt(left, turn), 'The database');
    } catch (caught) {
      turn.isOver = true;
      error = caught;
    }
  }
}

module.exports = { TooLate, persist, within };
