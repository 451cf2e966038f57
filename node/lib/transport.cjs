'use strict';
// Sends one HTTP request over `fetch`.

/** The longest body that is read, in bytes. The core refuses one that is longer. */
const MOST = 1 << 20;

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
 */
function until(timeout, caller) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new NoReply('timeout')), timeout);
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
 * thrown. Otherwise only a NoReply is: errors of `fetch` may hold parts of a request or reply.
 */
async function send(fetch, request, signal) {
  try {
    // A fetch of the user's own may ignore signals.
    return await Promise.race([exchange(fetch, request, signal), aborted(signal)]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof NoReply ? error : new NoReply('network');
  }
}

async function exchange(fetch, { url, method, headers, body }, signal) {
  const sent = new Headers(headers);
  // `fetch` decodes other encodings by itself, without a limit.
  sent.set('accept-encoding', 'identity');
  // A redirect would carry credentials to wherever the reply points.
  const init = { method, headers: sent, body, signal, redirect: 'manual' };
  const response = await fetch(url, init);
  if (response.redirected || response.type === 'opaqueredirect') throw new NoReply('redirect');
  const encoding = response.headers.get('content-encoding') ?? undefined;
  const { status, headers: received } = response;
  if (encoding !== undefined && encoding !== 'identity') {
    // The core refuses it by this header. Its body would be decoded if it were read.
    await response.body?.cancel();
    return { status, headers: received, encoding, body: Buffer.alloc(0) };
  }
  return { status, headers: received, encoding, body: await whole(response.body) };
}

/** Reads a body up to the limit. Leaving the loop cancels the rest. */
async function whole(stream) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > MOST) throw new NoReply('too_large');
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
