'use strict';
// The token verifier of the MCP TypeScript SDK. Its module for `import` and its module for
// `require` have error classes of their own, so each hands in its own.

const { JotkitError } = require('../index.cjs');
const { take } = require('../lib/error.cjs');
const native = require('../lib/native.cjs');

function resourceOf(audience) {
  const [only, ...more] = Array.isArray(audience) ? audience : [audience];
  return more.length === 0 && URL.canParse(only) ? new URL(only) : undefined;
}

/** The claims as the SDK has them. */
function authInfo(token, { claims, payload }) {
  const { scopes, client_id } = JSON.parse(take(native.grants(payload)));
  const resource = resourceOf(claims.aud);
  return {
    token,
    clientId: client_id ?? '',
    scopes,
    ...(typeof claims.exp === 'number' ? { expiresAt: claims.exp } : {}),
    ...(resource === undefined ? {} : { resource }),
    extra: claims,
  };
}

/** Makes `tokenVerifier`; see mcp.d.cts. */
function withErrors({ InsufficientScopeError, InvalidTokenError, ServerError }) {
  const classes = { 401: InvalidTokenError, 403: InsufficientScopeError, 503: ServerError };
  return function tokenVerifier(verifier) {
    if (typeof verifier?.verifyFullAsync !== 'function') {
      throw new TypeError('Give `tokenVerifier` a Verifier.');
    }
    return {
      async verifyAccessToken(token) {
        try {
          return authInfo(token, await verifier.verifyFullAsync(token));
        } catch (error) {
          if (!(error instanceof JotkitError) || error.status === undefined) throw error;
          throw Object.assign(new classes[error.status](error.message), { cause: error });
        }
      },
    };
  };
}

module.exports = { withErrors };
