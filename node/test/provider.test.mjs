// The provider's functions.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { JotkitError, likecoin } from 'jotkit';
import * as ofImport from 'jotkit/provider';
import { Provider, endpointOf, sqlite } from 'jotkit/provider';

import { openDatabase } from './database.mjs';
import { failsWith } from './shared.mjs';

const OPTIONS = { key: 'k'.repeat(32), commonSecret: 'the common secret', host: 'like.example' };
const CLIENT = { clientId: 'app', clientSecret: 'the secret of the app', scopes: ['profile'] };
const BACK = 'https://app.example/cb';
const QUERY = `client_id=app&redirect_uri=${encodeURIComponent(BACK)}&scope=profile`;
const FORM = 'application/x-www-form-urlencoded';

const ann = () => ({ display_name: 'Ann' });

async function make(options = {}, store = sqlite(openDatabase())) {
  const provider = new Provider(store, { ...OPTIONS, users: ann, ...options });
  await provider.setup();
  await provider.clients.put({ ...CLIENT, redirectUris: [BACK] });
  return provider;
}

/** Consents as a user, and returns the tokens. */
async function tokensOf(provider, user = 'ann', secret = CLIENT.clientSecret) {
  const asked = { endpoint: 'authorize', user, session: 's' };
  let reply = await provider.answer({ ...asked, query: QUERY });
  if (reply.status === 200) {
    const { ticket } = reply.page.consent;
    const body = `${QUERY}&ticket=${ticket}&decision=accept`;
    reply = await provider.answer({ ...asked, contentType: FORM, body });
  }
  const code = new URL(reply.headers.location).searchParams.get('code');
  const form = new URLSearchParams({ client_id: 'app', client_secret: secret, code });
  form.set('grant_type', 'authorization_code');
  form.set('redirect_uri', BACK);
  const body = Buffer.from(String(form));
  const given = await provider.answer({ endpoint: 'token', content_type: FORM, body });
  assert.equal(given.status, 200, given.body);
  return JSON.parse(given.body);
}

test('a user consents, an API verifies, and the user withdraws', async () => {
  const provider = await make();
  const { access_token } = await tokensOf(provider);
  const content = await provider.verify(access_token, { all: ['profile'] });
  assert.deepEqual([content.user, content.client_id, content.scope], ['ann', 'app', ['profile']]);
  assert.equal((await provider.verify(Buffer.from(access_token))).user, 'ann');
  await assert.rejects(
    provider.verify(access_token, { any: ['email'] }),
    failsWith('scope_refused'),
  );
  const [app] = await provider.apps('ann');
  const { since, used, ...rest } = app;
  assert.deepEqual(rest, { client_id: 'app', name: 'app', scope: ['profile'] });
  assert.ok(Math.abs(since - Date.now() / 1000) < 60 && used >= since);
  assert.equal(await provider.withdraw('ann', 'app'), true);
  assert.equal(await provider.withdraw('ann', 'app'), false);
  assert.deepEqual(await provider.apps('ann'), []);
  const revoked = { code: 'token_revoked', status: 401 };
  await assert.rejects(provider.verify(access_token), revoked);
  await assert.rejects(provider.verify('nonsense'), failsWith('token_malformed'));
  await assert.rejects(provider.verify('\ud800.a.b'), JotkitError);
  await assert.rejects(provider.verify(access_token, { all: undefined }), JotkitError);
  await assert.rejects(provider.verify(access_token, { scope: ['a'] }), JotkitError);
});

test('another secret, and the first for a while', async () => {
  let now = 1_800_000_000;
  const provider = await make({ clock: () => now });
  const old = await tokensOf(provider);
  const secret = await provider.clients.newSecret('app', { keep: 60 });
  assert.ok(secret.length >= 43);
  await tokensOf(provider);
  await tokensOf(provider, 'ann', secret);
  await provider.verify((await tokensOf(provider, 'bob')).access_token);
  now += 61;
  await assert.rejects(tokensOf(provider), /INVALID_CLIENT_CRED/);
  const given = await provider.clients.newSecret('app', { keep: 0, secret: 'a given secret!!' });
  assert.equal(given, 'a given secret!!');
  assert.deepEqual(await provider.clients.list(), ['app']);
  const weak = { keep: 0, secret: 'short' };
  await assert.rejects(provider.clients.newSecret('app', weak), failsWith('key_weak'));
  await assert.rejects(provider.clients.newSecret('x', { keep: 0 }), failsWith('client_unknown'));
  for (const keep of [undefined, -1, 1.5, '60', 2 ** 32]) {
    await assert.rejects(provider.clients.newSecret('app', { keep }), TypeError);
  }
  await assert.rejects(provider.clients.newSecret('app'), TypeError);
  assert.equal(old.user, 'ann');
});

test('what is missing or wrong is refused when the provider is made', () => {
  const store = sqlite(openDatabase());
  const made = (options) => () => new Provider(store, { ...OPTIONS, users: ann, ...options });
  const { key, ...keyless } = OPTIONS;
  assert.throws(
    () => new Provider(store, { ...keyless, users: ann }),
    failsWith('argument_invalid'),
  );
  assert.throws(made({ key: undefined }), JotkitError);
  assert.throws(made({ key: 'short' }), failsWith('key_weak'));
  assert.throws(made({ host: '' }), failsWith('argument_invalid'));
  assert.throws(made({ issuer: null }), JotkitError);
  assert.throws(made({ grace: 601 }), failsWith('argument_invalid'));
  assert.throws(made({ codeLifetime: 0 }), failsWith('argument_invalid'));
  assert.throws(made({ nonsense: 1 }), failsWith('argument_invalid'));
  assert.throws(made({ common_secret: 'another' }), /given twice/);
  assert.throws(made({ users: undefined }), TypeError);
  assert.throws(made({ clock: 7 }), TypeError);
  assert.throws(made({ onEvent: 'log' }), TypeError);
  for (const odd of [undefined, null, {}, openDatabase()]) {
    assert.throws(() => new Provider(odd, { ...OPTIONS, users: ann }), TypeError);
  }
  assert.throws(() => new Provider(store), TypeError);
  assert.throws(() => sqlite('provider.db'), TypeError);
  assert.throws(() => ofImport.postgres('postgresql://a'), TypeError);
  const listed = new Provider(store, { ...OPTIONS, key: [key, 'x'.repeat(32)], users: ann });
  assert.equal(inspect(listed), 'Provider { ... }');
});

test('a client is refused as its options say', async () => {
  const provider = await make();
  const { put } = provider.clients;
  await assert.rejects(put({ ...CLIENT, clientSecret: 'short' }), failsWith('key_weak'));
  await assert.rejects(put({ ...CLIENT, redirect_uris: ['http://a'] }), JotkitError);
  await assert.rejects(put({ client_id: 'new' }), failsWith('argument_invalid'));
  await assert.rejects(put({ ...CLIENT, secret: 'x' }), failsWith('argument_invalid'));
  await assert.rejects(put({ ...CLIENT, off: undefined }), JotkitError);
  await assert.rejects(put(), TypeError);
  // It keeps its secret.
  await put({ client_id: 'app', name: 'Named', redirect_uris: [BACK], scopes: ['profile'] });
  assert.equal((await tokensOf(provider)).user, 'ann');
  assert.equal((await provider.apps('ann'))[0].name, 'Named');
});

test('any object with `run` is a store, at once or later', async () => {
  const own = sqlite(openDatabase());
  const big = (rows) =>
    rows.map((row) => row.map((value) => (typeof value === 'number' ? BigInt(value) : value)));
  const text = (rows) =>
    rows.map((row) => row.map((value) => (typeof value === 'number' ? String(value) : value)));
  for (const run of [
    async (sql, params) => own.run(sql, params),
    (sql, params) => big(own.run(sql, params)),
    async (sql, params) => text(own.run(sql, params)),
  ]) {
    const provider = await make({}, { run });
    assert.equal((await tokensOf(provider)).user, 'ann');
    assert.equal((await provider.apps('ann')).length, 1);
  }
});

test('what a store throws is the cause, and replies are 503', async () => {
  const own = sqlite(openDatabase());
  const events = [];
  let failure;
  const run = (sql, params) => {
    if (failure !== undefined) throw failure;
    return own.run(sql, params);
  };
  const provider = await make({ onEvent: (event) => events.push(event) }, { run });
  const { access_token } = await tokensOf(provider);
  events.length = 0;
  failure = new Error('gone');
  for (const call of [
    () => provider.setup(),
    () => provider.clients.put({ ...CLIENT, redirectUris: [BACK] }),
    () => provider.clients.list(),
    () => provider.clients.newSecret('app', { keep: 0 }),
    () => provider.apps('ann'),
    () => provider.withdraw('ann', 'app'),
    () => provider.sweep(),
  ]) {
    await assert.rejects(call(), (error) => {
      assert.equal(error.cause, failure);
      return failsWith('server_unavailable')(error);
    });
  }
  const unavailable = { code: 'keys_unavailable', status: 503, cause: failure };
  await assert.rejects(provider.verify(access_token), unavailable);
  const reply = await provider.answer({ endpoint: 'authorize', query: QUERY });
  assert.equal(reply.status, 503);
  assert.equal(reply.headers['retry-after'], '1');
  assert.deepEqual(
    events.map(({ name }) => name),
    ['store_failed'],
  );
  assert.equal(events[0].cause, failure);
  assert.ok(!('cause' in JSON.parse(JSON.stringify(events[0]))));
  for (const odd of [undefined, null, 7, [7], [{}], [[{}]], [[1.5]], [[true]]]) {
    const odder = new Provider({ run: () => odd }, { ...OPTIONS, users: ann });
    await assert.rejects(odder.apps('ann'), failsWith('server_unavailable'));
  }
});

test('users are looked up at once or later, and may be gone', async () => {
  let users = async () => ({
    display_name: 'Anna',
    avatar: null,
    password: 'x',
    toJSON: () => 'x',
  });
  const provider = await make({ users: (id) => users(id) });
  assert.equal((await tokensOf(provider)).displayName, 'Anna');
  for (const [found, status] of [
    [() => undefined, /INVALID_CODE/],
    [() => null, /INVALID_CODE/],
    [() => 'Ann', /SERVER_UNAVAILABLE/],
    [() => ({ display_name: 7 }), /SERVER_UNAVAILABLE/],
    [() => Promise.reject(new Error('down')), /SERVER_UNAVAILABLE/],
    [() => ({ display_name: '\ud800' }), /SERVER_UNAVAILABLE/],
  ]) {
    users = found;
    await assert.rejects(tokensOf(provider), status);
  }
});

test('a function of the host that does not end is not waited for', async (context) => {
  let users = ann;
  const own = sqlite(openDatabase());
  let run = own.run;
  const store = { run: (sql, params) => run(sql, params) };
  const provider = await make({ users: () => users() }, store);
  const never = () => new Promise(() => {});
  context.mock.timers.enable({ apis: ['setTimeout'] });
  /** Lets time pass until a promise is settled. */
  const later = async (promise) => {
    let isSettled = false;
    const settled = promise.finally(() => (isSettled = true));
    settled.catch(() => {});
    while (!isSettled) {
      await new Promise((resolve) => setImmediate(resolve));
      context.mock.timers.tick(10_000);
    }
    return promise;
  };
  users = never;
  await assert.rejects(later(tokensOf(provider)), /SERVER_UNAVAILABLE/);
  users = ann;
  run = never;
  await assert.rejects(later(provider.apps('ann')), (error) => {
    assert.match(error.cause.message, /store took too long/);
    return failsWith('server_unavailable')(error);
  });
  const timeless = new Provider(store, { ...OPTIONS, users: ann, clock: never });
  await assert.rejects(later(timeless.apps('ann')), /`clock` took too long/);
});

test('a callback that throws changes no reply', async () => {
  const warnings = [];
  const listener = ({ message }) => warnings.push(message);
  process.on('warning', listener);
  const provider = await make({
    onEvent() {
      throw new Error('The log is full.');
    },
  });
  assert.equal((await tokensOf(provider)).user, 'ann');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', listener);
  assert.ok(
    warnings.some((message) => /onEvent.*The log is full/.test(message)),
    warnings,
  );
});

test('the time is whole seconds of the clock', async () => {
  let now = 1_800_000_000.9;
  const provider = await make({ clock: async () => now });
  const { access_token } = await tokensOf(provider);
  assert.equal(likecoin.peek(access_token).claims.issued_at, 1_800_000_000);
  now += 3601;
  await assert.rejects(provider.verify(access_token), failsWith('token_expired'));
  for (now of [NaN, Infinity, undefined, '1']) {
    await assert.rejects(provider.verify(access_token), TypeError);
  }
});

test('requests that make no sense are errors', async () => {
  const provider = await make();
  for (const request of [
    {},
    { endpoint: 'nonsense' },
    { endpoint: 'apps', user: 7 },
    { endpoint: 'apps', more: 'x' },
  ]) {
    await assert.rejects(provider.answer(request), failsWith('argument_invalid'));
  }
  await assert.rejects(provider.answer(), TypeError);
  const login = await provider.answer({ endpoint: 'apps', user: undefined });
  assert.deepEqual(login, { login: true, return_to: '/apps' });
});

test('statements and paths', async () => {
  const provider = await make();
  const statements = provider.statements();
  assert.ok(statements.some(({ name, sql }) => name === 'redeem' && sql.startsWith('UPDATE')));
  assert.ok(statements.filter(({ name }) => name === 'schema').length > 5);
  assert.equal(endpointOf('/in/oauth'), 'authorize');
  assert.equal(endpointOf('/in/oauth/'), 'authorize');
  assert.equal(endpointOf('/'), undefined);
  assert.throws(() => endpointOf(7), TypeError);
  assert.equal(ofImport.MAX_BODY_BYTES, 16_384);
  const { setup, verify } = provider;
  await setup();
  await assert.rejects(verify(''), JotkitError);
});

test('`jotkit` loads nothing of the provider', () => {
  const require = createRequire(import.meta.url);
  assert.equal(require('jotkit/provider').Provider, Provider);
  const program = `require('jotkit'); console.log(Object.keys(require.cache).join('\\n'))`;
  const cwd = new URL('..', import.meta.url);
  const { stdout } = spawnSync(process.execPath, ['-e', program], { cwd, encoding: 'utf8' });
  assert.match(stdout, /lib.verifier\.cjs/);
  assert.doesNotMatch(stdout, /provider/);
});
