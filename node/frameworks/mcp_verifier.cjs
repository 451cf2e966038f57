'use strict';
// The token verifier of the MCP TypeScript SDK. Its module for `import` and its module for
// `require` have error classes of their own, so each hands in its own.

const { JotkitError } = require('../index.cjs');

/** A list of scopes: an array, or words in a string (RFC 8693 §4.2). */
function words(value) {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
}

function resourceOf(audience) {
  const [only, ...more] = Array.isArray(audience) ? audience : [audience];
  return more.length === 0 && URL.canParse(only) ? new URL(only) : undefined;
}

/** The claims as the SDK has them. */
function authInfo(token, claims) {
  const { aud, azp, client_id, exp, scope, scp } = claims;
  const resource = resourceOf(aud);
  return {
    token,
    clientId: String(client_id ?? azp ?? ''),
    scopes: words(scope ?? scp),
    ...(typeof exp === 'number' ? { expiresAt: exp } : {}),
    ...(resource === undefined ? {} : { resource }),
    extra: claims,
  };
}

/** Makes `tokenVerifier`; see mcp.d.cts. */
function withErrors({ InsufficientScopeError, InvalidTokenError, ServerError }) {
  const classes = { 401: InvalidTokenError, 403: InsufficientScopeError, 503: ServerError };
  return function tokenVerifier(verifier) {
    if (typeof verifier?.verifyAsync !== 'function') {
      throw new TypeError('Give `tokenVerifier` a Verifier.');
    }
    return {
      async verifyAccessToken(token) {
        try {
          return authInfo(token, await verifier.verifyAsync(token));
        } catch (error) {
          if (!(error instanceof JotkitError) || error.status === undefined) throw error;
          throw Object.assign(new classes[error.status](error.message), { cause: error });
        }
      },
    };
  };
}

module.exports = { withErrors };
