'use strict';
// Sends one HTTP request.
//
// With Node's own HTTP client, not with `fetch`: that takes a body of chunks which is cut off for
// the whole one, decompresses without a limit, and may send requests for loopback to a proxy.

const { types } = require('node:util');

/** The longest body that is read unless the caller says otherwise, in bytes. */
const MOST = 1 << 20;

/** How the codes of Node's errors begin that are about a certificate or about TLS itself. */
const OF_TLS = /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA)/;

/** A request that got no reply. It holds nothing of what was received: that may be a token. */
class NoReply extends Error {
  constructor(reason) {
    super(`No reply: ${reason}.`);
    this.reason = reason;
  }
}

/**
 * The end of a whole exchange: the signal aborts after `timeout` milliseconds, with a NoReply, or
 * when the caller's own signal does. Call `clear` when the exchange is over.
 *
 * One that is `detached` does not keep the process alive.
 */
function until(timeout, caller, detached = false) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new NoReply('timeout')), timeout);
  if (detached) timer.unref();
  const abort = () => controller.abort(caller.reason);
  if (caller?.aborted) abort();
  caller?.addEventListener('abort', abort);
  const clear = () => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, clear };
}

/**
 * Sends a request and reads the whole reply, unless `signal` aborts before: then its reason is
 * thrown. Otherwise only a NoReply is: other errors may hold parts of a request or a reply.
 *
 * `most` bounds the body. One that is `detached` does not keep the process alive.
 */
async function send(fetch, request, signal, { most = MOST, detached = false } = {}) {
  try {
    const reply = exchange(fetch, request, signal, most, detached);
    // A fetch of the user's own may ignore signals.
    return await Promise.race([reply, aborted(signal)]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof NoReply ? error : new NoReply(reasonOf(error));
  }
}

/** The error of a `fetch` has the one that says more as its cause. */
function reasonOf(error) {
  const errors = [error, types.isNativeError(error) ? error.cause : undefined];
  const known = errors.filter((one) => types.isNativeError(one) && typeof one.code === 'string');
  return known.some(({ code }) => OF_TLS.test(code)) ? 'tls' : 'network';
}

async function exchange(fetch, { url, method, headers, body }, signal, most, detached) {
  const sent = { ...headers, 'accept-encoding': 'identity' };
  const init = { method, headers: sent, body, signal };
  const own = fetch === undefined;
  const reply = await (own ? requested(url, init, detached) : fetched(fetch, url, init));
  const encoding = reply.headers.get('content-encoding') ?? undefined;
  return { ...reply, encoding, body: await whole(reply.body, most) };
}

/** What may be called without TLS is loopback, or named: never through a proxy. */
let plain;

/** Begins a request. Node's client is loaded by the first one, since most programs send none. */
function begun(url, init) {
  if (!url.startsWith('http:')) return require('node:https').request(url, init);
  const http = require('node:http');
  plain ??= new http.Agent({ keepAlive: true });
  return http.request(url, { ...init, agent: plain });
}

function requested(url, { body, ...init }, detached) {
  return new Promise((resolve, reject) => {
    const request = begun(url, init);
    if (detached) request.on('socket', (socket) => socket.unref());
    request.on('response', (response) => {
      const headers = new Headers();
      const { rawHeaders } = response;
      for (let i = 0; i < rawHeaders.length; i += 2) headers.append(...rawHeaders.slice(i, i + 2));
      resolve({ status: response.statusCode, headers, body: response });
    });
    request.on('error', (error) => {
      // The server may close a connection that was kept open just when it is used again.
      const again = request.reusedSocket && error.code === 'ECONNRESET' && !init.signal.aborted;
      if (again) resolve(requested(url, { body, ...init }, detached));
      else reject(error);
    });
    request.end(body);
  });
}

/** As {@link requested}, with a `fetch` of the user's own. */
async function fetched(fetch, url, init) {
  // A redirect would carry credentials to wherever the reply points.
  const response = await fetch(url, { ...init, redirect: 'manual' });
  if (response.redirected || response.type === 'opaqueredirect') throw new NoReply('redirect');
  const { status, headers, body } = response;
  if (!headers.has('content-encoding')) return { status, headers, body };
  // The core refuses it by this header. Reading the body would decode it.
  await body?.cancel();
  return { status, headers, body: [] };
}

/** Reads a body of at most so many bytes. Leaving the loop cancels the rest. */
async function whole(stream, most) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new NoReply('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Rejects when a signal aborts. */
function aborted(signal) {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

module.exports = { NoReply, aborted, send, until };
