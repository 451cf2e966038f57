'use strict';

const { take } = require('./error.cjs');
const native = require('./native.cjs');

/** The longest body that is read, in bytes; the core refuses what is longer. */
const MOST = 1 << 20;

/**
 * Sends one request and reads its whole reply. Redirects are not followed: they would carry
 * credentials to wherever the reply points.
 */
async function send(fetch, timeout, url, init) {
  const deadline = AbortSignal.timeout(timeout);
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
  const sent = exchange(fetch, url, { ...init, signal, redirect: 'manual' });
  // A fetch of the user's own may know nothing of signals.
  return Promise.race([sent, aborted(signal)]);
}

async function exchange(fetch, url, init) {
  const response = await fetch(url, init);
  const body = await limited(response.body);
  return { status: response.status, headers: response.headers, body };
}

function aborted(signal) {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** Reads a body up to the limit; leaving the loop cancels the rest. */
async function limited(stream) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    // The core says what a body that is too long means.
    if (size > MOST) take(native.oauthParseTokenResponse(200, Buffer.concat(chunks)));
  }
  return Buffer.concat(chunks);
}

module.exports = { send };
