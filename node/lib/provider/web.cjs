'use strict';
// What the faces have in common: whose request it is, and what is sent back.

const native = require('../native.cjs');
const { callable, kindOf, named, text } = require('../args.cjs');
const { JotkitError, take } = require('../error.cjs');
const { awaited } = require('./flow.cjs');

const MAX_BODY_BYTES = take(native.providerMaxBodyBytes());
/** How long a body may take to come, in milliseconds. */
const BODY_PATIENCE = 10_000;
/** For how long the rest of a body is dropped before the connection is, in milliseconds. */
const REST = 2000;

/** The body did not come in time. */
class Late extends Error {}

/** The host's mistake. The message is for who runs the server, and holds nothing of a request. */
class Misused extends Error {}

/** The endpoint of a path, if it is one of the provider's. */
function endpointOf(path) {
  return take(native.providerEndpoint(text(path, 'A path'))) ?? undefined;
}

/** Checks the options of a face when the program starts. */
function faceOf(options, more = []) {
  const names = ['user', 'session', 'login', ...more];
  const given = named(options, names, 'Options of a face');
  callable(given.user, '`user`');
  callable(given.session, '`session`');
  const login = text(given.login, '`login`');
  if (!/^[!-~]+$/.test(login)) throw new TypeError('`login` must be an address.');
  return given;
}

/** Who is logged in, and in which session. */
async function whose(face, request) {
  const user = (await awaited(face.user(request), 'The function `user`')) ?? undefined;
  if (user === undefined) return {};
  const session = await awaited(face.session(request), 'The function `session`');
  for (const [name, value] of Object.entries({ user, session })) {
    if (typeof value === 'string' && value !== '') continue;
    // A form that is tied to no session would be good in another one.
    throw new Misused(`The function \`${name}\` must return a string, not ${kindOf(value)}.`);
  }
  return { user, session };
}

/** The header of a request that may be there once; two are not one of them. */
function single(value) {
  return value?.includes(',') ? undefined : value;
}

/** What was read of a body: no more than the core takes, and a byte. */
class Body {
  #chunks = [];
  #size = 0;

  /** Adds a chunk, and returns whether there is enough. */
  add(chunk) {
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    return this.#size > MAX_BODY_BYTES;
  }

  bytes() {
    return Buffer.concat(this.#chunks).subarray(0, MAX_BODY_BYTES + 1);
  }
}

/** A short text as the whole reply. */
function plain(status, body) {
  const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' };
  return { status, headers, body };
}

/** Where users log in, from where they come back to a path of this server. */
function toLogin({ login }, { mount, path, query }) {
  const back = `${mount}${path}${query === '' ? '' : `?${query}`}`;
  // Two slashes would begin another host's address.
  const own = /^\/(?![/\\])/.test(back) ? back : path;
  const location = `${login}${login.includes('?') ? '&' : '?'}return_to=${encodeURIComponent(own)}`;
  return { status: 303, headers: { 'cache-control': 'no-store', location }, body: '' };
}

/** The reply to a request. `place` is where it went, `read` reads its headers and body. */
async function reply(answer, face, request, place, read) {
  try {
    const { mount, query, endpoint } = place;
    const who = await whose(face, request);
    const done = await answer({ endpoint, mount, query, ...(await read()), ...who });
    return done.login ? toLogin(face, place) : done;
  } catch (error) {
    if (error instanceof Late) return plain(408, 'REQUEST_TIMEOUT');
    if (error instanceof JotkitError || error instanceof Misused) return plain(500, error.message);
    throw error;
  }
}

module.exports = {
  BODY_PATIENCE,
  Body,
  Late,
  MAX_BODY_BYTES,
  REST,
  Misused,
  endpointOf,
  faceOf,
  reply,
  single,
};
