'use strict';

const native = require('./native.cjs');
const { callable, optionsText, record, text } = require('./args.cjs');
const { bindMethods } = require('./bound.cjs');
const { take } = require('./error.cjs');
const { keySetOf } = require('./keyset.cjs');
const { Requests } = require('./requests.cjs');

const inspect = Symbol.for('nodejs.util.inspect.custom');
let remoteParts;

const WHAT = 'Options of remote keys';

/** The options as one object: an issuer may be the first argument, with the others after it. */
function joined(source, rest) {
  if (typeof source !== 'string') {
    if (rest.length === 0) return record(source, WHAT);
    throw new TypeError('Give all options in one object, or an issuer before the others.');
  }
  if (rest.length > 1) throw new TypeError('The options are the last argument.');
  const others = rest.length === 0 ? {} : record(rest[0], WHAT);
  if (Object.hasOwn(others, 'issuer')) throw new TypeError('The issuer is given twice.');
  return { ...others, issuer: source };
}

/** The options of the core, as JSON text, and the functions of the host. */
function split(options) {
  // Without a prototype, since a member of Object.prototype is not an option.
  const own = { __proto__: null, ...options };
  const functions = {};
  for (const name of ['fetch', 'onEvent']) {
    if (name in own) functions[name] = callable(own[name], `\`${name}\``);
    delete own[name];
  }
  return { ...functions, json: optionsText(own, WHAT) };
}

/** Keys behind a URL; see remote.d.cts. */
class RemoteKeys {
  #native;
  #requests;

  static {
    remoteParts = (value) => {
      const isRemote = typeof value === 'object' && value !== null && #native in value;
      return isRemote ? { handle: value.#native, requests: value.#requests } : undefined;
    };
  }

  constructor(source, ...rest) {
    const { json, fetch, onEvent } = split(joined(source, rest));
    this.#native = take(native.remoteKeysNew(json));
    this.#requests = new Requests(this.#native, fetch, onEvent);
    bindMethods(this, RemoteKeys.prototype);
  }

  async warm(...issuer) {
    const name = issuerOf(issuer);
    await this.#requests.decide((clock) => native.remoteWarm(this.#native, clock, name));
  }

  status(...issuer) {
    return JSON.parse(take(native.remoteKeysStatus(this.#native, issuerOf(issuer), Date.now())));
  }

  keySet(...issuer) {
    const set = take(native.remoteKeysKeySet(this.#native, issuerOf(issuer), Date.now()));
    return set === null ? undefined : keySetOf(set);
  }

  export() {
    return take(native.remoteKeysExport(this.#native));
  }

  seed(snapshot) {
    take(native.remoteKeysSeed(this.#native, text(snapshot, 'A snapshot'), Date.now()));
    this.#requests.wake();
  }

  [inspect]() {
    return 'RemoteKeys { ... }';
  }
}

/** The issuer among the arguments, if one is given: `undefined` is not the same as none. */
function issuerOf(rest) {
  return rest.length === 0 ? undefined : text(rest[0], 'An issuer');
}

module.exports = { RemoteKeys, remoteParts };
