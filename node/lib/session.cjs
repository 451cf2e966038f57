'use strict';

const native = require('./native.cjs');
const { bindMethods } = require('./bound.cjs');
const { kindOf, record, text } = require('./args.cjs');
const { take } = require('./error.cjs');
const { httpStatus, tokensOf } = require('./oauth.cjs');
const { NoReply, aborted, until } = require('./transport.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
// Only this package makes sessions.
const trusted = Symbol('session');

/** One user's tokens, and calls made with them; see likecoin.d.cts. */
class Session {
  #native;
  #exchange;
  #timeout;
  #onRefresh;
  #waiting = [];

  constructor(proof, client, tokens, exchange, timeout, onRefresh) {
    if (proof !== trusted) throw new TypeError('A Client makes sessions.');
    this.#native = take(native.sessionNew(client, tokens));
    this.#exchange = exchange;
    this.#timeout = timeout;
    this.#onRefresh = onRefresh;
    bindMethods(this, Session.prototype);
  }

  get tokens() {
    return tokensOf(take(native.sessionTokens(this.#native)));
  }

  async call(path, init = {}) {
    const { signal: caller, ...rest } = record(init, 'Request options');
    const url = path instanceof URL ? path.href : text(path, 'A path');
    const { request, body } = await described(url, rest);
    const first = take(native.sessionCall(this.#native, request, body));
    // One deadline for the whole call: sending, waiting and the refresh.
    const { signal, clear } = until(this.#timeout, caller ?? undefined);
    try {
      return await this.#steps(first, signal);
    } catch (error) {
      if (!(error instanceof NoReply)) throw error;
      throw take(native.sessionFailed(this.#native, first.call, error.reason));
    } finally {
      clear();
      // Others may wait for a call that has not ended. For one that has, the answer is a failure,
      // which is ignored.
      native.sessionCancel(this.#native, first.call);
      this.#wake();
    }
  }

  async logout() {
    const request = JSON.parse(take(native.sessionLogout(this.#native)));
    const { signal, clear } = until(this.#timeout);
    try {
      const { status, encoding, body } = await this.#exchange(request, signal);
      const received = [httpStatus(status), encoding, body];
      take(native.sessionLoggedOut(this.#native, ...received));
    } catch (error) {
      throw error instanceof NoReply ? take(native.oauthNoReply(error.reason)) : error;
    } finally {
      clear();
    }
  }

  async #steps(first, signal) {
    const { call } = first;
    let reply;
    for (let next = first; ;) {
      const { send, store, done } = JSON.parse(next.json);
      if (done !== undefined) return new Reply(done, reply);
      if (send === undefined) {
        // Nothing comes between the question and the waiting, so no wake-up is lost.
        next = take(native.sessionResume(this.#native, call));
        if ('wait' in JSON.parse(next.json)) {
          const woken = new Promise((resolve) => this.#waiting.push(resolve));
          await Promise.race([woken, aborted(signal)]);
        }
        continue;
      }
      if (store !== undefined) await this.#onRefresh?.(tokensOf(store));
      reply = await this.#exchange({ ...send, body: next.body }, signal);
      const { status, encoding, body } = reply;
      const received = [httpStatus(status), encoding, body];
      next = take(native.sessionReply(this.#native, call, ...received));
      this.#wake();
    }
  }

  /** Lets the calls that wait ask again. */
  #wake() {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  [inspect]() {
    const { user } = this.tokens;
    return `Session { ${user === undefined ? '' : `user: ${JSON.stringify(user)}, `}... }`;
  }
}

/** A request as the core takes it: JSON text, and the bytes of the body. */
async function described(url, init) {
  const { body } = init;
  if (body && (typeof body.getReader === 'function' || body[Symbol.asyncIterator])) {
    throw new TypeError(`A body that is ${kindOf(body)} cannot be sent again after a refresh.`);
  }
  // Converts the body and sets its type as `fetch` does. The address is not judged here.
  const made = new Request('https://localhost/', init);
  const { method } = made;
  const headers = Object.fromEntries(made.headers);
  const bytes = made.body === null ? undefined : new Uint8Array(await made.arrayBuffer());
  return { request: JSON.stringify({ method, url, headers }), body: bytes };
}

/** An API's reply, read to its end; see likecoin.d.cts. */
class Reply {
  constructor({ status, reaction }, { headers, body }) {
    this.status = status;
    this.reaction = reaction;
    this.headers = headers;
    this.body = body;
  }

  get ok() {
    return this.reaction === 'done';
  }

  text() {
    return this.body.toString('utf8');
  }

  json() {
    return JSON.parse(this.text());
  }
}

module.exports = { Session, trusted };
