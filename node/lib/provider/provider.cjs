'use strict';

const native = require('../native.cjs');
const { callable, named, optionsText, record, text, tokenText, wrong } = require('../args.cjs');
const { bindMethods } = require('../bound.cjs');
const { take } = require('../error.cjs');
const { express } = require('./express.cjs');
const { fetched } = require('./fetch.cjs');
const { awaited, finish } = require('./flow.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
const WHAT = 'Options of a provider';

/** The members of an object with the names that the core has, in place of camelCase. */
function snaked(value, what) {
  const named = { __proto__: null };
  for (const [name, member] of Object.entries(record(value, what))) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (snake in named) throw new TypeError(`The member \`${snake}\` is given twice.`);
    named[snake] = member;
  }
  return named;
}

/** The options of the core, as JSON text, and the functions of the host. */
function split(options) {
  const { users, on_event: onEvent, clock = systemClock, ...own } = snaked(options, WHAT);
  callable(users, '`users`');
  callable(clock, '`clock`');
  if (onEvent !== undefined) callable(onEvent, '`onEvent`');
  return { users, onEvent, clock, json: optionsText(own, WHAT) };
}

function systemClock() {
  return Date.now() / 1000;
}

/** An authorization server; see provider.d.cts. */
class Provider {
  #native;
  #host;
  #clock;

  constructor(store, options) {
    if (typeof store?.run !== 'function') {
      throw wrong('The store', 'an object with a method `run`', store);
    }
    const { json, clock, ...host } = split(options);
    this.#native = take(native.providerNew(json));
    this.#host = { store, ...host };
    this.#clock = clock;
    this.clients = Object.freeze({
      put: (client) => this.#putClient(client),
      newSecret: (client, options) => this.#newSecret(client, options),
      list: () => this.#run(native.providerClients),
    });
    bindMethods(this, Provider.prototype);
  }

  async setup() {
    await this.#run(native.providerSetup);
  }

  async #putClient(client) {
    const what = 'Options of a client';
    await this.#run(native.providerPutClient, optionsText(snaked(client, what), what));
  }

  async #newSecret(client, options) {
    const { secret, keep } = named(options, ['secret', 'keep'], 'Options of a new secret');
    if (!Number.isInteger(keep) || keep < 0 || keep >= 2 ** 32) {
      throw wrong('`keep`, in seconds,', 'a whole number', keep);
    }
    const id = text(client, 'A client id');
    const given = secret === undefined ? undefined : text(secret, 'A client secret');
    return this.#run(native.providerNewSecret, id, given, keep);
  }

  async apps(user) {
    return this.#run(native.providerApps, text(user, 'A user id'));
  }

  async withdraw(user, client) {
    const ids = [text(user, 'A user id'), text(client, 'A client id')];
    return this.#run(native.providerWithdraw, ...ids);
  }

  async verify(token, demands = {}) {
    const json = optionsText(record(demands, 'Demands'), 'Demands');
    return this.#run(native.providerVerify, tokenText(token), json);
  }

  async sweep() {
    await this.#run(native.providerSweep);
  }

  async answer(request) {
    const { body, ...members } = snaked(request, 'A request');
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return this.#run(native.providerAnswer, JSON.stringify(members), bytes);
  }

  express(options) {
    return express(this.answer, options);
  }

  async fetch(request, options) {
    return fetched(this.answer, request, options);
  }

  statements() {
    return take(native.providerStatements()).map(([name, sql]) => ({ name, sql }));
  }

  /** Begins a flow and runs it to its end. */
  async #run(begin, ...given) {
    const now = await awaited(this.#clock(), 'The function `clock`');
    if (!Number.isFinite(now)) throw wrong('The time', 'a number of seconds', now);
    return finish(take(begin(this.#native, ...given, Math.floor(now))), this.#host);
  }

  [inspect]() {
    return 'Provider { ... }';
  }
}

module.exports = { Provider };
