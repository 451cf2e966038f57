'use strict';
// What the faces have in common: whose request it is, and what is sent back.

const native = require('../native.cjs');
const { callable, named, text } = require('../args.cjs');
const { take } = require('../error.cjs');
const { awaited } = require('./flow.cjs');

const MAX_BODY_BYTES = take(native.providerMaxBodyBytes());
/** How long a body may take to come, in milliseconds. */
const BODY_PATIENCE = 10_000;
/** For how long the rest of a body is dropped before the connection is, in milliseconds. */
const REST = 2000;

/** The body did not come in time. */
class Late extends Error {}

/** The endpoint of a path, if it is one of the provider's. */
function endpointOf(path) {
  return take(native.providerEndpoint(text(path, 'A path'))) ?? undefined;
}

/** Where a path below `mount` leads, if it is one of the provider's. */
function placeOf(mount, path, query) {
  const endpoint = endpointOf(path);
  if (endpoint === undefined) return undefined;
  return { asked: { mount, query, endpoint }, isPage: take(native.providerIsPage(path)) };
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
  const session = (await awaited(face.session(request), 'The function `session`')) ?? undefined;
  return { user, session };
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

/** Where users log in, from where they come back. */
function toLogin({ login }, { return_to: back }) {
  const location = `${login}${login.includes('?') ? '&' : '?'}return_to=${encodeURIComponent(back)}`;
  return { status: 303, headers: { 'cache-control': 'no-store', location }, body: '' };
}

/**
 * The reply to a request to the place that is given; `read` reads its headers and body. What the
 * host does wrong is thrown: it is nothing for the client.
 */
async function reply(answer, face, request, { asked, isPage }, read) {
  const who = isPage ? await whose(face, request) : {};
  let headersAndBody;
  try {
    headersAndBody = await read();
  } catch (error) {
    if (error instanceof Late) return plain(408, 'REQUEST_TIMEOUT');
    throw error;
  }
  const done = await answer({ ...asked, ...headersAndBody, ...who });
  return done.login ? toLogin(face, done) : done;
}

module.exports = {
  BODY_PATIENCE,
  Body,
  Late,
  MAX_BODY_BYTES,
  REST,
  endpointOf,
  faceOf,
  placeOf,
  reply,
};
