'use strict';

const native = require('./native.cjs');
const oauth = require('./oauth.cjs');
const { take } = require('./error.cjs');
const { send } = require('./http.cjs');
const { callable, isRecord, kindOf, named, number, record, text } = require('./check.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');

const SETTINGS = [
  'client_id',
  'client_secret',
  'redirect_uri',
  'scope',
  'endpoint',
  'authorize_endpoint',
  'fetch',
  'timeout',
];

/** A member under another name, or nothing where there is none. */
function optional(name, value) {
  return value === undefined ? {} : { [name]: value };
}

/** A LikeCoin OAuth client over HTTP; see index.d.cts. */
class Client {
  #settings;
  #fetch;
  #timeout;

  constructor(settings) {
    const given = named(record(settings, 'Client settings'), SETTINGS, 'Client settings');
    const { fetch: own, timeout = 10_000 } = given;
    if (own !== undefined) callable(own, '`fetch`');
    // Looked up when it is called, so that it can be instrumented later.
    this.#fetch = own ?? ((url, init) => globalThis.fetch(url, init));
    this.#timeout = number(timeout, '`timeout`, in milliseconds,');
    if (!(timeout > 0 && timeout <= 2 ** 31 - 1)) {
      throw new RangeError('`timeout` is a number of milliseconds above 0.');
    }
    this.#settings = given;
    // Makes the core judge id, secret and endpoint now rather than after a user has consented.
    this.#refreshRequest('none');
    Object.freeze(this);
  }

  authorizeUrl(options) {
    const { client_id, redirect_uri, scope = [], authorize_endpoint } = this.#settings;
    const given = named(options, ['state', 'scope'], 'Options of an authorization');
    const endpoint = optional('endpoint', authorize_endpoint);
    return oauth.authorizeUrl({ client_id, scope, redirect_uri, ...endpoint, ...given });
  }

  async exchange(callbackUrl, state, options) {
    const code = oauth.parseCallback(callbackUrl, state);
    const { client_id, client_secret, redirect_uri, endpoint } = this.#settings;
    const request = oauth.tokenRequest({
      ...{ client_id, client_secret, redirect_uri, code },
      ...optional('endpoint', endpoint),
    });
    return this.session(await this.#tokens(request), options);
  }

  session(tokens, options) {
    text(record(tokens, 'Tokens').access_token, 'The access_token');
    const { onRefresh } = named(options, ['onRefresh'], 'Options of a session');
    if (onRefresh !== undefined) callable(onRefresh, '`onRefresh`');
    return new Session(tokens, onRefresh, {
      refresh: (token) => this.#tokens(this.#refreshRequest(token), token),
      send: (path, init) => send(this.#fetch, this.#timeout, this.#address(path), init),
    });
  }

  async refresh(refreshToken) {
    return this.#tokens(this.#refreshRequest(refreshToken), refreshToken);
  }

  #refreshRequest(refresh_token) {
    const { client_id, client_secret, endpoint } = this.#settings;
    const request = { client_id, client_secret, refresh_token };
    return oauth.refreshRequest({ ...request, ...optional('endpoint', endpoint) });
  }

  async #tokens({ method, url, headers, body }, held) {
    const reply = await send(this.#fetch, this.#timeout, url, { method, headers, body });
    return oauth.parseTokenResponse(reply.status, reply.body, optionalToken(held));
  }

  #address(path) {
    const given = path instanceof URL ? path.href : text(path, 'A path');
    return take(native.oauthCallUrl(given, this.#settings.endpoint));
  }

  [inspect]() {
    return `Client { client_id: ${JSON.stringify(this.#settings.client_id)}, ... }`;
  }
}

function optionalToken(held) {
  return held === undefined ? undefined : { refresh_token: held };
}

/** One user's tokens, and calls made with them; see index.d.cts. */
class Session {
  #tokens;
  #onRefresh;
  #refreshing;
  #transport;

  constructor(tokens, onRefresh, transport) {
    if (!isRecord(transport)) throw new TypeError('A Client makes sessions.');
    this.#tokens = tokens;
    this.#onRefresh = onRefresh;
    this.#transport = transport;
    Object.freeze(this);
  }

  get tokens() {
    return this.#tokens;
  }

  async call(path, init = {}) {
    const { body } = record(init, 'Request options');
    if (body && (typeof body.getReader === 'function' || body[Symbol.asyncIterator])) {
      throw new TypeError(`A body that is ${kindOf(body)} cannot be sent again after a refresh.`);
    }
    const used = this.#tokens;
    const reply = await this.#send(path, init, false);
    if (reply.reaction !== 'refresh_and_retry') return reply;
    if (this.#tokens === used) {
      // Without a refresh token it is as if a refresh had not helped.
      if (used.refresh_token === undefined) return new Reply(reply, true);
      await this.refresh();
    }
    return this.#send(path, init, true);
  }

  refresh() {
    // Calls that fail together refresh together: a second refresh may end what the first one got.
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refresh() {
    const { refresh_token } = this.#tokens;
    if (refresh_token === undefined) throw new TypeError('The session has no refresh token.');
    const fresh = await this.#transport.refresh(refresh_token);
    // A reply to a refresh need not say again who the user is.
    for (const member of ['user', 'display_name', 'avatar']) {
      if (member in this.#tokens) fresh[member] ??= this.#tokens[member];
    }
    this.#tokens = fresh;
    await this.#onRefresh?.(this.#tokens);
    return this.#tokens;
  }

  async #send(path, init, refreshed) {
    const headers = new Headers(init.headers);
    headers.set('authorization', oauth.bearer.format(this.#tokens.access_token));
    return new Reply(await this.#transport.send(path, { ...init, headers }), refreshed);
  }

  [inspect]() {
    const { user } = this.#tokens;
    return `Session { ${user === undefined ? '' : `user: ${JSON.stringify(user)}, `}... }`;
  }
}

/** An API's reply, read to its end; see index.d.cts. */
class Reply {
  constructor({ status, headers, body }, refreshed) {
    this.status = status;
    this.reaction = oauth.reaction(status, body, { refreshed });
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

module.exports = { Client, Reply, Session };
