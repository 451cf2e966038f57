'use strict';

/** Every failure that jotkit reports; see index.d.cts. */
class JotkitError extends Error {
  constructor(failure) {
    super(failure.text);
    this.code = failure.code;
    this.kind = failure.kind;
    if (failure.claim !== undefined) this.claim = failure.claim;
    // What a LikeCoin API answers is in the error, but it is no news to a log.
    Object.defineProperty(this, 'response', {
      value:
        failure.status === undefined
          ? undefined
          : Object.freeze({ status: failure.status, body: failure.body }),
    });
  }
}
Object.defineProperty(JotkitError.prototype, 'name', {
  value: 'JotkitError',
  configurable: true,
  writable: true,
});

/**
 * The value of what the native half answered, or the only `throw` of a JotkitError.
 * Values are strings, booleans, lists and externals, none of which has a `kind`.
 */
function take(answer) {
  if (typeof answer === 'object' && answer.kind !== undefined) throw new JotkitError(answer);
  return answer;
}

module.exports = { JotkitError, take };
