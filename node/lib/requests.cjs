'use strict';
// The requests for keys behind a URL, which the core wants sent, and those who wait for them.

const native = require('./native.cjs');
const { take } = require('./error.cjs');
const { httpStatus } = require('./oauth.cjs');
const { told } = require('./told.cjs');
const { NoReply, send, until } = require('./transport.cjs');

/** Sends what the core wants sent for one RemoteKeys. */
class Requests {
  #native;
  #fetch;
  #onEvent;
  #waiting = [];

  constructor(handle, fetch, onEvent) {
    this.#native = handle;
    this.#fetch = fetch;
    this.#onEvent = onEvent;
  }

  /** Takes turns until one decides. `turn` takes one at a time in milliseconds. */
  async decide(turn) {
    for (;;) {
      const { verdict, fetch, until: end } = this.#take(turn);
      if (verdict !== undefined) return verdict;
      // Nothing comes between the turn and the waiting, so no wake-up is lost.
      if (fetch === undefined) await this.#answered(end);
      else await this.#send(JSON.parse(fetch), false);
    }
  }

  /** Takes one turn. What it would have to wait for is sent all the same, for later calls. */
  decideNow(turn) {
    const { verdict, fetch } = this.#take(turn);
    if (verdict !== undefined) return verdict;
    if (fetch !== undefined) this.#sendLater(fetch, turn);
    return take(native.remoteUnavailable());
  }

  #take(turn) {
    const taken = turn(Date.now());
    this.#tell();
    // A verdict alone is text, an array of texts or an error to throw.
    if (typeof taken !== 'object' || Array.isArray(taken)) return { verdict: taken };
    const { verdict, fetch, until: end } = { __proto__: null, ...take(taken) };
    if (verdict !== undefined && fetch !== undefined) this.#sendLater(fetch, turn);
    return { verdict: take(verdict), fetch, until: end };
  }

  /** Sends a request that no call waits for, and the one that follows an issuer's document. */
  #sendLater(fetch, turn) {
    const next = (change) => {
      if (change === 'next') this.decideNow(turn);
    };
    // What the turn decides is not asked for, and a failure of a request is in the status.
    this.#send(JSON.parse(fetch), true)
      .then(next)
      .catch(() => {});
  }

  /** Sends a request and hands in its reply, or why there was none. Returns what it changed. */
  async #send({ lease, timeout_ms, max_bytes, ...request }, detached) {
    const { signal, clear } = until(timeout_ms, undefined, detached);
    try {
      const options = { most: max_bytes, detached };
      const sent = { ...request, method: 'GET' };
      const { status, headers, body } = await send(this.#fetch, sent, signal, options);
      const received = [httpStatus(status), JSON.stringify(Object.fromEntries(headers)), body];
      return changeOf(native.remoteKeysAnswer(this.#native, lease, ...received, ...chance()));
    } catch (error) {
      const cause = error instanceof NoReply ? error.reason : 'network';
      return changeOf(native.remoteKeysFailed(this.#native, lease, cause, ...chance()));
    } finally {
      clear();
      this.wake();
      this.#tell();
    }
  }

  /** Waits until somebody has answered, or until a time in milliseconds. */
  #answered(end) {
    // The timer keeps the process alive: a request that is detached does not, and somebody waits.
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(end - Date.now(), 1));
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Lets those who wait take another turn. */
  wake() {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Tells what has happened. What the callback throws changes no verdict. */
  #tell() {
    if (this.#onEvent === undefined) return;
    const events = JSON.parse(take(native.remoteKeysEvents(this.#native)));
    for (const event of events) void told(this.#onEvent, event);
  }
}

function changeOf(answer) {
  return JSON.parse(take(answer)).change;
}

/** The time, and a number that spreads the next tries of many processes. */
function chance() {
  return [Date.now(), Math.floor(Math.random() * 2 ** 32)];
}

module.exports = { Requests };
