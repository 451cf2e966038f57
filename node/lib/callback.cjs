'use strict';
// Resolvers, lookups and signing functions: the user's functions in the middle of a call.

const { take } = require('./error.cjs');
const { kindOf, signatureOf } = require('./args.cjs');

/**
 * Runs a native call that calls `ask`, whose value `answer` checks and converts. No exception
 * crosses native code: it is kept, the call fails without an answer, then it is thrown.
 */
function asking(run, ask, answer) {
  let caught;
  const result = run((...question) => {
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

/** Checks what a signing function returned, or what its promise gave. */
function signatureAnswer(given) {
  const signature = signatureOf(given);
  if (signature !== undefined) return signature;
  const hint = typeof given?.then === 'function' ? ' Call signAsync, which awaits it.' : '';
  throw new TypeError(
    `The signing function must return a Uint8Array or an ArrayBuffer, not ${kindOf(given)}.${hint}`,
  );
}

module.exports = { asking, secretAnswer, signatureAnswer, wrongAnswer };
