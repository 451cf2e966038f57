'use strict';
// The requests and replies of LikeCoin's OAuth, without any I/O.

const { types } = require('node:util');

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { named, optionsText, text, wrong } = require('./args.cjs');

/** What printing shows of a request to send. */
const SHOWN = ['method', 'url', 'headers'];

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** An object of plain members, of which printing shows only those that are not secret. */
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

/** Tokens, from their JSON text or as an object. */
function tokensOf(tokens) {
  const members = typeof tokens === 'string' ? JSON.parse(tokens) : tokens;
  return veiled(members, 'Tokens', ['user', 'display_name', 'scope', 'expires_at']);
}

function authorizeUrl(request) {
  // The address holds the state, too.
  return veiled(made('authorize', request), 'Authorization', []);
}

function parseCallback(url, state) {
  const address = url instanceof URL ? url.href : text(url, 'The callback URL');
  return take(native.oauthParseCallback(address, text(state, 'The expected state')));
}

function made(form, request) {
  return JSON.parse(take(native.oauthRequest(form, optionsText(request, 'The request'))));
}

function tokenRequest(request) {
  return veiled(made('token', request), 'HttpRequest', SHOWN);
}

function refreshRequest(request) {
  return veiled(made('refresh', request), 'HttpRequest', SHOWN);
}

function parseTokenResponse(status, body, options) {
  const { refresh_token } = named(options, ['refresh_token'], 'Options of a token response');
  const held = refresh_token === undefined ? undefined : text(refresh_token, '`refresh_token`');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (!types.isUint8Array(bytes)) throw wrong('The body', 'a string or a Uint8Array', body);
  return tokensOf(take(native.oauthParseTokenResponse(httpStatus(status), bytes, held)));
}

/** A status for the core. What does not fit its 16 bits becomes 0, which is never a status. */
function httpStatus(status) {
  if (typeof status !== 'number') throw wrong('A status', 'a number', status);
  return Number.isInteger(status) && status >= 0 && status <= 65535 ? status : 0;
}

module.exports = {
  authorizeUrl,
  httpStatus,
  parseCallback,
  parseTokenResponse,
  refreshRequest,
  tokenRequest,
  tokensOf,
};
