'use strict';
// Resolvers and lookups: the user's functions in the middle of a verification.

const { take } = require('./error.cjs');
const { kindOf } = require('./args.cjs');

/**
 * Runs a verification that calls `ask`, whose value `answer` checks and converts. No exception
 * crosses native code: it is kept, the verification fails without an answer, then it is thrown.
 */
function asking(verify, ask, answer) {
  let caught;
  const result = verify((...question) => {
    try {
      const given = ask(...question);
      return given === undefined || given === null ? undefined : answer(given);
    } catch (error) {
      caught = { error };
      return undefined;
    }
  });
  if (caught !== undefined) throw caught.error;
  return take(result);
}

function wrongAnswer(who, wanted, given) {
  const hint =
    typeof given?.then === 'function' ? ' It is called synchronously: fetch beforehand.' : '';
  return new TypeError(`${who} must return ${wanted} or undefined, not ${kindOf(given)}.${hint}`);
}

/** Checks what a lookup of client secrets returned. */
function secretAnswer(given) {
  if (typeof given !== 'string') throw wrongAnswer('The lookup', 'a string', given);
  return given;
}

module.exports = { asking, secretAnswer, wrongAnswer };
