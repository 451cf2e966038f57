'use strict';

const native = require('./native.cjs');

/** Every failure that jotkit reports; see index.d.cts. */
class JotkitError extends Error {
  #response;

  constructor(failure) {
    super(failure.text);
    this.code = failure.code;
    this.kind = failure.kind;
    if (failure.claim !== undefined) this.claim = failure.claim;
    this.#response = failure.response;
  }

  // What a LikeCoin API answers is in the error, but it is no news to a log.
  get response() {
    return this.#response;
  }
}
Object.defineProperty(JotkitError.prototype, 'name', {
  value: 'JotkitError',
  configurable: true,
  writable: true,
});

/** Failures by the number that the native half has for them. */
const known = [];

function completed(failure) {
  const { status, body } = failure;
  failure.response = status === undefined ? undefined : Object.freeze({ status, body });
  return failure;
}

function failureOf(answer) {
  if (typeof answer === 'object') return completed(answer);
  const place = ~answer;
  known[place] ??= completed(native.failureDetails(answer));
  return known[place];
}

/**
 * The value of what the native half answered, or the only `throw` of a JotkitError. A failure is a
 * negative number, or an object with a `kind`; values are neither.
 */
function take(answer) {
  if (typeof answer === 'string') return answer;
  const failed = typeof answer === 'number' ? answer < 0 : answer?.kind !== undefined;
  if (failed) throw new JotkitError(failureOf(answer));
  return answer;
}

module.exports = { JotkitError, take };
