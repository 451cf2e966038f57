'use strict';
// Express, and all else that calls `(req, res, next)` with the request and response of node:http.

const { BODY_PATIENCE, Body, Late, REST, faceOf, placeOf, reply } = require('./web.cjs');

/** The client has gone. */
class Gone extends Error {}

/** Makes the middleware. */
function express(answer, options) {
  const face = faceOf(options);
  return function provider(req, res, next) {
    const place = placeOfUrl(req);
    if (place === undefined) return next();
    const read = async () => ({
      method: req.method,
      content_type: header(req, 'content-type'),
      authorization: header(req, 'authorization'),
      body: await bodyOf(req),
    });
    return reply(answer, face, req, place, read)
      .then((done) => send(res, done))
      .catch((error) => {
        // The client does not wait for a reply.
        if (!(error instanceof Gone)) next(error);
      });
  };
}

/** Where a request went, if it is one of the provider's paths. */
function placeOfUrl({ url, baseUrl: mount = '' }) {
  const [, path, query] = /^([^?]*)\??(.*)$/s.exec(url);
  return placeOf(mount, path, query);
}

/** A header. Node drops all but the first of those that may be there once. */
function header(req, name) {
  return req.headersDistinct[name]?.join(', ');
}

/** Reads the body, unless the method has none. */
async function bodyOf(req) {
  if (req.method === 'GET' || req.method === 'HEAD') return undefined;
  if (!req.readableEnded) return collected(req);
  // Some hosts read the body themselves, and keep its bytes.
  if (Buffer.isBuffer(req.rawBody)) return req.rawBody;
  throw new Error('The body was read before: put the provider before what parses bodies.');
}

function collected(req) {
  return new Promise((resolve, reject) => {
    const body = new Body();
    const end = (settle, value) => {
      clearTimeout(timer);
      for (const [name, listener] of Object.entries(listeners)) req.off(name, listener);
      settle(value);
    };
    const timer = setTimeout(() => {
      drop(req);
      end(reject, new Late());
    }, BODY_PATIENCE);
    const listeners = {
      data(chunk) {
        if (!body.add(chunk)) return;
        drop(req);
        end(resolve, body.bytes());
      },
      end: () => end(resolve, body.bytes()),
      close: () => end(reject, new Gone()),
      error: () => end(reject, new Gone()),
    };
    for (const [name, listener] of Object.entries(listeners)) req.on(name, listener);
  });
}

/** Drops what still comes, for a while: a client that sends may not read the reply before. */
function drop(req) {
  const timer = setTimeout(() => req.destroy(), REST);
  req.once('close', () => clearTimeout(timer));
  req.on('error', () => {});
  req.resume();
}

function send(res, { status, headers, body }) {
  // Something else has answered, such as a timeout of the application.
  if (res.headersSent) return;
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end(body);
}

module.exports = { express };
