'use strict';

const native = require('./native.cjs');
const { text, texts } = require('./args.cjs');

/** Every error that jotkit reports; see index.d.cts. */
class JotkitError extends Error {
  constructor({ code, kind, claim, text, status, detail, retry_at }) {
    super(text);
    this.code = code;
    this.kind = kind;
    if (claim !== undefined) this.claim = claim;
    if (status !== undefined) this.status = status;
    if (detail !== undefined) this.detail = detail;
    if (retry_at !== undefined) this.retry_at = retry_at;
  }

  challenge(realm, scope) {
    if (realm !== undefined) text(realm, 'A realm');
    if (scope !== undefined) texts(scope, 'the scope');
    const { status, www_authenticate = null } = take(
      native.errorChallenge(this.code, realm, scope),
    );
    return { status, www_authenticate };
  }

  // How Express, Fastify and Nest read the status, the headers and whether the message is public.

  get statusCode() {
    return this.status;
  }

  get expose() {
    return this.status !== undefined && this.status < 500;
  }

  get headers() {
    const { www_authenticate } = this.challenge();
    return www_authenticate === null ? {} : { 'WWW-Authenticate': www_authenticate };
  }
}
Object.defineProperty(JotkitError.prototype, 'name', {
  value: 'JotkitError',
  configurable: true,
  writable: true,
});

/** The value of a native answer, which throws a JotkitError if it is one. */
function take(answer) {
  // Only a failure has a `kind` of its own.
  if (typeof answer === 'object' && answer !== null && Object.hasOwn(answer, 'kind')) {
    throw new JotkitError(answer);
  }
  return answer;
}

module.exports = { JotkitError, take };
