'use strict';
// The OAuth client's requests and replies; sending them is for the HTTP client in client.cjs, or for
// the user's own.

const { types } = require('node:util');

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { named, number, optionsText, text, wrong } = require('./check.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** An object of plain members that shows only those that are no secret when it is printed. */
function veiled(members, name, shown) {
  Object.defineProperty(members, inspect, {
    value: () => {
      const visible = shown.filter((member) => member in members);
      const list = visible.map((member) => `${member}: ${JSON.stringify(members[member])}`);
      return `${name} { ${[...list, '...'].join(', ')} }`;
    },
  });
  return members;
}

function authorizeUrl(request) {
  return JSON.parse(take(native.oauthAuthorizeUrl(optionsText(request, 'The request'))));
}

function parseCallback(url, state) {
  const address = url instanceof URL ? url.href : text(url, 'The callback URL');
  return take(native.oauthParseCallback(address, text(state, 'The expected state')));
}

function tokenRequest(request) {
  const made = JSON.parse(take(native.oauthTokenRequest(optionsText(request, 'The request'))));
  return veiled(made, 'HttpRequest', ['method', 'url', 'headers']);
}

function refreshRequest(request) {
  const made = JSON.parse(take(native.oauthRefreshRequest(optionsText(request, 'The request'))));
  return veiled(made, 'HttpRequest', ['method', 'url', 'headers']);
}

function parseTokenResponse(status, body, options) {
  const { refresh_token } = named(options, ['refresh_token'], 'Options of a token response');
  const held = refresh_token === undefined ? undefined : text(refresh_token, '`refresh_token`');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (!types.isUint8Array(bytes)) throw wrong('The body', 'a string or a Uint8Array', body);
  const code = httpStatus(status);
  const tokens = JSON.parse(take(native.oauthParseTokenResponse(code, bytes, held)));
  return veiled(tokens, 'Tokens', ['user', 'display_name', 'scope', 'expires_at']);
}

function reaction(status, body, options) {
  const { refreshed = false } = named(options, ['refreshed'], 'Options of a reaction');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (!types.isUint8Array(bytes)) throw wrong('The body', 'a string or a Uint8Array', body);
  return take(native.oauthReaction(httpStatus(status), bytes, Boolean(refreshed)));
}

/** A number that fits the native half's; 0 is no status, and no success. */
function httpStatus(status) {
  number(status, 'A status');
  return Number.isInteger(status) && status >= 0 && status <= 65535 ? status : 0;
}

function apiUrl(address) {
  return take(native.oauthApiUrl(text(address, 'An address')));
}

const bearer = Object.freeze({
  parse: (value) => take(native.bearerParse(text(value, 'An Authorization value'))),
  format: (token) => take(native.bearerFormat(text(token, 'A token'))),
});

module.exports = {
  apiUrl,
  authorizeUrl,
  bearer,
  parseCallback,
  parseTokenResponse,
  reaction,
  refreshRequest,
  tokenRequest,
  veiled,
};
