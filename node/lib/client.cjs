'use strict';

const native = require('./native.cjs');
const oauth = require('./oauth.cjs');
const { callable, named, optionsText, record, wrong } = require('./args.cjs');
const { bindMethods } = require('./bound.cjs');
const { take } = require('./error.cjs');
const { Session, trusted } = require('./session.cjs');
const { NoReply, send, until } = require('./transport.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');

const OF_CLIENT = ['client_id', 'client_secret', 'redirect_uri', 'endpoint'];
const OTHERS = ['scope', 'authorize_endpoint', 'fetch', 'timeout'];

/** The members of an object that are there and among these. */
function pick(members, ...names) {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}

/** A LikeCoin OAuth client over HTTP; see likecoin.d.cts. */
class Client {
  #settings;
  #json;
  #fetch;
  #timeout;

  constructor(settings) {
    const names = [...OF_CLIENT, ...OTHERS];
    const given = named(record(settings, 'Client settings'), names, 'Client settings');
    const { fetch: own, timeout = 10_000 } = given;
    if (own !== undefined) callable(own, '`fetch`');
    this.#fetch = own;
    if (typeof timeout !== 'number') {
      throw wrong('`timeout`, in milliseconds,', 'a number', timeout);
    }
    if (!(timeout > 0 && timeout <= 2 ** 31 - 1)) {
      throw new RangeError('`timeout` must be a number of milliseconds above 0.');
    }
    this.#timeout = timeout;
    this.#settings = given;
    // The core judges the settings now, not after a user has consented.
    this.#json = optionsText(pick(given, ...OF_CLIENT), 'Client settings');
    take(native.oauthClient(this.#json));
    bindMethods(this, Client.prototype);
  }

  authorizeUrl(options) {
    const { authorize_endpoint: endpoint, ...settings } = this.#settings;
    const given = named(options, ['state', 'scope'], 'Options of an authorization');
    return oauth.authorizeUrl({
      scope: [],
      ...pick(settings, 'client_id', 'redirect_uri', 'scope'),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...given,
    });
  }

  async exchange(callbackUrl, state, options) {
    const code = oauth.parseCallback(callbackUrl, state);
    const request = oauth.tokenRequest({ ...pick(this.#settings, ...OF_CLIENT), code });
    return this.session(await this.#tokens(request), options);
  }

  session(tokens, options) {
    const json = optionsText(record(tokens, 'Tokens'), 'Tokens');
    const { onRefresh } = named(options, ['onRefresh'], 'Options of a session');
    if (onRefresh !== undefined) callable(onRefresh, '`onRefresh`');
    const exchange = (request, signal) => send(this.#fetch, request, signal);
    return new Session(trusted, this.#json, json, exchange, this.#timeout, onRefresh);
  }

  async refresh(refresh_token) {
    const settings = pick(this.#settings, 'client_id', 'client_secret', 'endpoint');
    const request = oauth.refreshRequest({ ...settings, refresh_token });
    return this.#tokens(request, { refresh_token });
  }

  async #tokens(request, held) {
    const { signal, clear } = until(this.#timeout);
    try {
      const { status, encoding, body } = await send(this.#fetch, request, signal);
      // For the core such a reply is too large: it is not known how large.
      if (encoding !== undefined && encoding !== 'identity') throw new NoReply('too_large');
      return oauth.parseTokenResponse(status, body, held);
    } catch (error) {
      throw error instanceof NoReply ? take(native.oauthNoReply(error.reason)) : error;
    } finally {
      clear();
    }
  }

  [inspect]() {
    return `Client { client_id: ${JSON.stringify(this.#settings.client_id)}, ... }`;
  }
}

module.exports = { Client };
