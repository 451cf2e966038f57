// The operation `provider` of the conformance protocol: a script of steps for one provider on a
// database of its own. The script stops flows between two statements, so it runs them itself.
import { createRequire } from 'node:module';

import { JotkitError } from 'jotkit';

import { openDatabase } from './database.mjs';

const require = createRequire(import.meta.url);
const native = require('../lib/native.cjs');
const { take } = require('../lib/error.cjs');
const { Connection } = require('../lib/provider/sqlite.cjs');

const FORM = 'application/x-www-form-urlencoded';

/** The results of a script. `describe` makes the protocol's error of what a step throws. */
export function provider({ options, clients, users, steps }, describe) {
  const world = new World(options);
  try {
    for (const client of clients) world.put(client);
    for (const user of users) world.know(user);
    const results = steps.map((step) => world.names.hide(described(() => world.perform(step))));
    return { results };
  } finally {
    world.database.close();
  }

  function described(work) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof JotkitError)) throw error;
      return describe(error);
    }
  }
}

class World {
  names = new Names();
  #options;
  #provider;
  #store;
  #users = new Map();
  #flows = new Map();

  constructor(options) {
    this.#options = JSON.stringify(options);
    this.#provider = take(native.providerNew(this.#options));
    this.database = openDatabase();
    this.#store = new Connection(this.database);
    this.#run(native.providerSetup(this.#provider, 0));
  }

  put(client) {
    this.#run(native.providerPutClient(this.#provider, JSON.stringify(client), 0));
  }

  know(user) {
    if (user.gone === true) this.#users.delete(user.id);
    else this.#users.set(user.id, user);
  }

  perform(step) {
    const { at = 0 } = step;
    if ('request' in step) {
      const flow = take(this.#answer(step.request, at));
      if (!('begin' in step)) return replyOf(this.#finish(flow));
      this.#flows.set(step.begin, flow);
      return shown(this.#next(flow));
    }
    for (const how of ['run', 'twice', 'finish', 'fail']) {
      if (how in step) return this.#go(how, this.#flows.get(step[how]));
    }
    if ('verify' in step) {
      const { token, ...demands } = step.verify;
      const given = [this.names.show(token), JSON.stringify(demands), at];
      const { token_id, ...content } = this.#run(native.providerVerify(this.#provider, ...given));
      return content;
    }
    if ('sql' in step) return { rows: this.#store.run(this.names.show(step.sql), []) };
    if ('client' in step) this.put(step.client);
    else if ('new_secret' in step) {
      const { client_id, client_secret, keep } = step.new_secret;
      const given = [client_id, client_secret, keep, at];
      this.#run(native.providerNewSecret(this.#provider, ...given));
    } else if ('user' in step) this.know(step.user);
    else if ('sweep' in step) this.#run(native.providerSweep(this.#provider, at));
    else if ('restart' in step) this.#provider = take(native.providerNew(this.#options));
    else throw new TypeError('There is no such step.');
    return {};
  }

  #answer({ body, ...members }, at) {
    if ('query' in members) members.query = this.names.show(members.query);
    if (body !== undefined) members.content_type ??= FORM;
    const bytes = body === undefined ? undefined : Buffer.from(this.names.show(body));
    return native.providerAnswer(this.#provider, JSON.stringify(members), bytes, at);
  }

  /** Goes on with a flow that was begun. */
  #go(how, flow) {
    if (how === 'fail') take(native.flowFail(flow));
    if (how === 'finish') return replyOf(this.#finish(flow));
    const step = this.#next(flow);
    if (how === 'fail' || 'done' in step) return shown(step);
    if (how === 'twice') this.#rows(step);
    take(native.flowRows(flow, this.#rows(step)));
    return shown(this.#next(flow));
  }

  #run(begun) {
    return this.#finish(take(begun)).done;
  }

  #finish(flow) {
    for (;;) {
      const step = this.#next(flow);
      if ('done' in step) return step;
      take(native.flowRows(flow, this.#rows(step)));
    }
  }

  /** Looks users up until a statement is next, or nothing. */
  #next(flow) {
    for (;;) {
      const step = JSON.parse(take(native.flowStep(flow)));
      if (!('user' in step)) return step;
      const user = this.#users.get(step.user);
      take(native.flowUser(flow, user === undefined ? undefined : JSON.stringify(user)));
    }
  }

  #rows({ sql, params }) {
    return JSON.stringify(this.#store.run(sql, params));
  }
}

function shown(step) {
  return 'done' in step ? replyOf(step) : { next: step.name };
}

/** A reply without the text of its page and the way back, with the names of its events. */
function replyOf({ done, events }) {
  const { page, return_to, ...reply } = done;
  if (page !== undefined) delete reply.body;
  return { ...reply, ...page, events: events.map(({ name }) => name) };
}

/** The names of values that are random, in the order in which results show them. */
class Names {
  #known = [];

  /** Values for names. */
  show(text) {
    return this.#known.reduce((shown, [name, value]) => shown.replaceAll(name, value), text);
  }

  /** Names for values. */
  hide(result) {
    this.#note('code', /[?&]code=([^&]*)/.exec(result.headers?.location)?.[1]);
    const body = parsed(result.body);
    this.#note('refresh', body?.refresh_token);
    this.#note('access', body?.access_token);
    for (const { ticket } of [result.consent ?? {}, ...(result.apps ?? [])]) {
      this.#note('ticket', ticket);
    }
    return JSON.parse(JSON.stringify(result), (_, value) => {
      if (typeof value !== 'string') return value;
      const hide = (text, [name, known]) => text.replaceAll(known, name);
      return this.#known.reduceRight(hide, value);
    });
  }

  #note(kind, value) {
    if (typeof value !== 'string') return;
    // A ticket has a new name each time; at the same time it has the same value.
    if (kind !== 'ticket' && this.#known.some(([, known]) => known === value)) return;
    const number = this.#known.filter(([name]) => name.startsWith(`{${kind}`)).length + 1;
    this.#known.push([`{${kind}${number}}`, value]);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
