'use strict';
// The Fetch API's requests and responses: Hono, Bun, Deno.

const { text, wrong } = require('../args.cjs');
const { TooLate, within } = require('./patience.cjs');
const { BODY_PATIENCE, Body, Late, REST, faceOf, placeOf, reply } = require('./web.cjs');

/** Answers a request to one of the provider's paths; see provider.d.cts. */
async function fetched(answer, request, options) {
  const { mount = '', ...face } = faceOf(options, ['mount']);
  if (!/^(\/[^/?#\\]+)*$/.test(text(mount, '`mount`'))) throw new TypeError('`mount` is no path.');
  if (typeof request?.url !== 'string') throw wrong('The request', 'a Request', request);
  const place = placeOfUrl(request, mount);
  if (place === undefined) return undefined;
  const { headers } = request;
  const read = async () => ({
    method: request.method,
    content_type: headers.get('content-type') ?? undefined,
    authorization: headers.get('authorization') ?? undefined,
    body: await bodyOf(request),
  });
  const done = await reply(answer, face, request, place, read);
  // An empty string would add a type.
  return new Response(done.body === '' ? null : done.body, done);
}

/** Where a request went, if it is one of the provider's paths. */
function placeOfUrl(request, mount) {
  const { pathname, search } = new URL(request.url);
  if (!pathname.startsWith(mount)) return undefined;
  return placeOf(mount, pathname.slice(mount.length), search.slice(1));
}

async function bodyOf(request) {
  if (request.bodyUsed) {
    throw new Error('The body was read before: give the provider the request as it came.');
  }
  if (request.body === null || request.body === undefined) return undefined;
  const reader = request.body.getReader();
  try {
    return await within(BODY_PATIENCE, collected(reader), 'The body');
  } catch (error) {
    if (!(error instanceof TooLate)) throw error;
    void drop(reader);
    throw new Late();
  }
}

async function collected(reader) {
  const body = new Body();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return body.bytes();
    if (body.add(value)) {
      void drop(reader);
      return body.bytes();
    }
  }
}

/** Drops what still comes, for a while: a client that sends may not read the reply before. */
async function drop(reader) {
  const timer = setTimeout(() => reader.cancel().catch(() => {}), REST);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has gone.
  } finally {
    clearTimeout(timer);
  }
}

module.exports = { fetched };
