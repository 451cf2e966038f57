'use strict';

const { take } = require('./error.cjs');
const { kindOf } = require('./check.cjs');

/**
 * Runs a verification that asks, and turns what `ask` gives into an answer for the native half. No
 * exception crosses native code: it is kept, nothing is answered, so that the verification fails, and
 * then it is thrown as it is.
 */
function asking(verify, ask, answer) {
  let threw = false;
  let thrown;
  const result = verify((...question) => {
    try {
      const given = ask(...question);
      return given === undefined || given === null ? undefined : answer(given);
    } catch (error) {
      threw = true;
      thrown = error;
      return undefined;
    }
  });
  if (threw) throw thrown;
  return take(result);
}

function wrongAnswer(who, wanted, given) {
  const hint =
    typeof given?.then === 'function' ? ' It is called synchronously: fetch beforehand.' : '';
  return new TypeError(`${who} must return ${wanted} or undefined, not ${kindOf(given)}.${hint}`);
}

/** For lookups of client secrets. */
function secretAnswer(given) {
  if (typeof given !== 'string') throw wrongAnswer('The lookup', 'a string', given);
  return given;
}

module.exports = { asking, secretAnswer, wrongAnswer };
