// The provider's stores: SQLite in a file, and PostgreSQL where JOTKIT_POSTGRES is its address.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Provider, postgres, sqlite } from 'jotkit/provider';
import pg from 'pg';

import { openDatabase } from './database.mjs';
import { failsWith } from './shared.mjs';

const { JOTKIT_POSTGRES } = process.env;
const FORM = 'application/x-www-form-urlencoded';
const BACK = 'https://app.example/cb';
const SECRET = 'the secret of the app';
const QUERY = `client_id=app&redirect_uri=${encodeURIComponent(BACK)}&scope=profile`;
const OPTIONS = { key: 'k'.repeat(32), commonSecret: 'the common secret', host: 'like.example' };
const PROGRAM = fileURLToPath(new URL('provider_process.mjs', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'jotkit-'));
const processes = [];
after(() => {
  for (const child of processes) child.process.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

let files = 0;
function newFile() {
  files += 1;
  return join(folder, `${files}.db`);
}

function providerOn(store) {
  return new Provider(store, { ...OPTIONS, users: () => ({}) });
}

/** A process with a provider. */
class Process {
  #lines;
  #waiting = [];

  static async start(database) {
    const made = new Process();
    made.process = spawn(process.execPath, ['--no-warnings', PROGRAM, database], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    made.process.stdin.on('error', () => {});
    processes.push(made);
    made.#lines = createInterface({ input: made.process.stdout });
    const [line] = await once(made.#lines, 'line', { signal: AbortSignal.timeout(60_000) });
    assert.equal(line, 'ready');
    made.#lines.on('line', (text) => made.#waiting.shift()?.(JSON.parse(text)));
    made.process.on('exit', () => made.#waiting.splice(0).forEach((resolve) => resolve(undefined)));
    return made;
  }

  /** A reply, or `undefined` if the process ends before. Of several at a time each is another's. */
  answer(request) {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null) resolve(undefined);
      this.#waiting.push(resolve);
      this.process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async kill() {
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

async function codeOf(world, user = 'ann') {
  const asked = { endpoint: 'authorize', user, session: 's', query: QUERY };
  const reply = await world.answer(asked);
  return reply && new URL(reply.headers.location).searchParams.get('code');
}

function token(more) {
  const form = new URLSearchParams({ client_id: 'app', client_secret: SECRET, ...more });
  return { endpoint: 'token', content_type: FORM, body: String(form) };
}

const exchange = (code) => token({ grant_type: 'authorization_code', code, redirect_uri: BACK });
const refresh = (text) => token({ grant_type: 'refresh_token', refresh_token: text });

test('a file of SQLite is set up to keep what is answered', async () => {
  const path = newFile();
  const database = openDatabase(path);
  const provider = providerOn(sqlite(database));
  await provider.setup();
  const setting = (name) => Object.values(database.prepare(`PRAGMA ${name}`).all()[0])[0];
  assert.equal(setting('journal_mode'), 'wal');
  assert.equal(setting('synchronous'), 2);
  assert.equal(setting('busy_timeout'), 0);
  assert.ok(existsSync(`${path}-wal`));
  database.close();
  await assert.rejects(provider.setup(), (error) => {
    assert.ok(error.cause instanceof Error);
    return failsWith('server_unavailable')(error);
  });
});

test('a transaction of the application is not entered', async () => {
  const database = openDatabase(newFile());
  const provider = providerOn(sqlite(database));
  await provider.setup();
  database.exec('BEGIN');
  await assert.rejects(provider.clients.list(), (error) => /its own/.test(error.cause.message));
  database.exec('ROLLBACK');
  assert.deepEqual(await provider.clients.list(), []);
});

test('a database that is busy is asked again, and then given up', async () => {
  const path = newFile();
  const blocking = openDatabase(path);
  const database = openDatabase(path);
  const provider = providerOn(sqlite(database));
  await provider.setup();
  blocking.exec('BEGIN IMMEDIATE');
  // A client that is there as it is given is not written.
  const put = (name) =>
    provider.clients.put({ client_id: 'app', client_secret: SECRET, name, scopes: ['profile'] });
  const waiting = put('App');
  await sleep(200);
  blocking.exec('ROLLBACK');
  await waiting;
  assert.deepEqual(await provider.clients.list(), ['app']);
  blocking.exec('BEGIN IMMEDIATE');
  await assert.rejects(put('The app'), (error) => {
    assert.match(error.cause.message, /locked/);
    return failsWith('server_unavailable')(error);
  });
  blocking.exec('ROLLBACK');
  await put('The app');
});

test('timers run while writers wait', async () => {
  const path = newFile();
  const blocking = openDatabase(path);
  const provider = providerOn(sqlite(openDatabase(path)));
  await provider.setup();
  blocking.exec('BEGIN IMMEDIATE');
  let waiting = 30;
  const put = async (_, number) => {
    const client = { client_id: `app${number}`, client_secret: SECRET, scopes: ['profile'] };
    await provider.clients.put(client).finally(() => (waiting -= 1));
  };
  const puts = Promise.allSettled(Array.from({ length: waiting }, put));
  // If each attempt held the event loop up, the writers would give up before so many turns.
  for (let turn = 0; turn < 8; turn += 1) await sleep(20);
  assert.equal(waiting, 30);
  blocking.exec('ROLLBACK');
  await puts;
  assert.equal((await provider.clients.list()).length, 30);
});

test('a database of a newer version is refused', async () => {
  const database = openDatabase(newFile());
  const provider = providerOn(sqlite(database));
  await provider.setup();
  database.exec('UPDATE jotkit_schema SET version = 2');
  await assert.rejects(provider.setup(), failsWith('argument_invalid'));
});

/** What each kind of database is tried with. */
const DATABASES = { sqlite: () => `sqlite:${newFile()}` };
if (JOTKIT_POSTGRES !== undefined) DATABASES.postgres = newSchema;

/** A schema of its own in the database, as an address. */
async function newSchema() {
  files += 1;
  const name = `node_${process.pid}_${files}`;
  const client = new pg.Client(JOTKIT_POSTGRES);
  await client.connect();
  await client.query(`CREATE SCHEMA ${name}`);
  await client.end();
  const url = new URL(JOTKIT_POSTGRES);
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href;
}

for (const [kind, newDatabase] of Object.entries(DATABASES)) {
  test(`${kind}: two processes redeem a code once`, async () => {
    const database = await newDatabase();
    const both = await Promise.all([Process.start(database), Process.start(database)]);
    for (let i = 0; i < 20; i += 1) {
      const code = await codeOf(both[i % 2]);
      const replies = await Promise.all(both.map((one) => one.answer(exchange(code))));
      assert.equal(replies.filter(({ status }) => status === 200).length, 1);
      for (const { status, body } of replies) {
        assert.ok(status === 200 || body === 'INVALID_CODE', body);
      }
    }
    // A refresh token is good in either, as often as they like.
    const { body } = await both[0].answer(exchange(await codeOf(both[0])));
    const { refresh_token } = JSON.parse(body);
    const asked = Array.from({ length: 40 }, (_, i) => both[i % 2].answer(refresh(refresh_token)));
    for (const { status } of await Promise.all(asked)) assert.equal(status, 200);
  });

  test(`${kind}: what was answered holds after a kill`, async () => {
    const database = await newDatabase();
    const answered = [];
    for (let round = 0; round < 5; round += 1) {
      const one = await Process.start(database);
      let killed;
      for (;;) {
        // Each of another user, since a login ends the tokens of the one before.
        const code = await codeOf(one, `user ${round} ${answered.length}`);
        const reply = code && (await one.answer(exchange(code)));
        if (!reply) break;
        assert.equal(reply.status, 200);
        answered.push(JSON.parse(reply.body).refresh_token);
        killed ??= sleep(round * 37).then(() => one.kill());
      }
      await killed;
      const next = await Process.start(database);
      for (const { status } of await Promise.all(
        answered.map((one) => next.answer(refresh(one))),
      )) {
        assert.equal(status, 200);
      }
      await next.kill();
    }
  });
}

test('a database has nothing that was given out', async () => {
  const path = newFile();
  const one = await Process.start(`sqlite:${path}`);
  const code = await codeOf(one);
  const { body } = await one.answer(exchange(code));
  const { refresh_token, access_token } = JSON.parse(body);
  await one.kill();
  const bytes = [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
  assert.ok(bytes.includes('jotkit_grants') && bytes.includes('ann'));
  for (const secret of [code, refresh_token, access_token, SECRET, OPTIONS.key]) {
    assert.ok(!bytes.includes(secret));
    assert.ok(!bytes.includes(Buffer.from(secret).toString('hex')));
    assert.ok(!bytes.includes(Buffer.from(secret).toString('base64url')));
  }
});

/** A pool by its shape, whose queries fail with these errors first. */
function fakePool(...failures) {
  const asked = [];
  return {
    asked,
    on() {},
    async connect() {
      return Object.assign(new EventEmitter(), {
        async query(query) {
          asked.push(query);
          const failure = failures.shift();
          if (failure !== undefined) throw failure;
          return { rows: [['app']] };
        },
        release() {},
      });
    },
  };
}

test('a statement of PostgreSQL is run again for reasons that pass', async () => {
  const server = (code) => Object.assign(new Error(code), { code, severity: 'ERROR' });
  const passing = ['40001', '40P01', '23505', '42P07', '42710', '57P01', '57P03', '53300'].map(
    server,
  );
  const lost = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const pool = fakePool(...passing, lost, new Error('Connection terminated unexpectedly'));
  assert.deepEqual(await postgres(pool).run('SELECT $1', ['a']), [['app']]);
  assert.equal(pool.asked.length, 11);
  const { query_timeout, ...query } = pool.asked[0];
  assert.deepEqual(query, { text: 'SELECT $1', values: ['a'], rowMode: 'array' });
  assert.ok(query_timeout > 0 && query_timeout <= 5000);
  const wrong = server('42601');
  await assert.rejects(async () => postgres(fakePool(wrong)).run('', []), wrong);
});

test('the loss of a connection that is not in use is no error of the process', () => {
  const pool = Object.assign(new EventEmitter(), fakePool());
  delete pool.on;
  assert.throws(() => pool.emit('error', new Error('terminated')), /terminated/);
  postgres(pool);
  pool.emit('error', new Error('terminated'));
});

test('a PostgreSQL that is silent is given up', async () => {
  const silent = { on() {}, connect: () => new Promise(() => {}) };
  await assert.rejects(async () => postgres(silent).run('', []), /The database took too long/);
});

/** A way to a server, which lets nothing through before `open` is called. */
async function stalledProxy({ hostname, port }) {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  const server = createServer(async (socket) => {
    socket.on('error', () => {});
    await opened;
    const behind = connect(Number(port), hostname);
    behind.on('error', () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: server.address().port, open, close: () => server.close() };
}

test('postgres: what was given up is not written later', { skip: !JOTKIT_POSTGRES }, async () => {
  const address = new URL(await newSchema());
  const direct = new pg.Client(address.href);
  await direct.connect();
  await direct.query('CREATE TABLE written (id INTEGER)');
  const proxy = await stalledProxy(address);
  address.port = proxy.port;
  // The first statement waits for the connection to open, and the others for the first.
  const pool = new pg.Pool({ connectionString: address.href, max: 1 });
  const store = postgres(pool);
  try {
    const writes = [1, 2, 3].map((id) => store.run('INSERT INTO written VALUES ($1)', [id]));
    for (const { reason } of await Promise.allSettled(writes)) {
      assert.match(reason?.message, /The database took too long/);
    }
    proxy.open();
    // It has the same connection, after all that waited for it.
    assert.deepEqual(await store.run('SELECT id FROM written', []), []);
    assert.deepEqual((await direct.query('SELECT id FROM written')).rows, []);
  } finally {
    await pool.end();
    await direct.end();
    proxy.close();
  }
});

test(
  'postgres: an outage ends, and idle connections may be lost',
  { skip: !JOTKIT_POSTGRES },
  async () => {
    const pool = new pg.Pool({ connectionString: await newSchema(), max: 4 });
    const provider = providerOn(postgres(pool));
    try {
      // Who is in whose way differs from time to time.
      for (let i = 0; i < 6; i += 1) {
        await Promise.all(Array.from({ length: 4 }, () => provider.setup()));
        for (const name of ['schema', 'clients', 'grants', 'codes']) {
          await pool.query(`DROP TABLE jotkit_${name}`);
        }
      }
      await provider.setup();
      await provider.clients.put({ client_id: 'app', client_secret: SECRET, scopes: ['profile'] });
      const other = new pg.Client(JOTKIT_POSTGRES);
      await other.connect();
      const end =
        'SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user';
      for (let i = 0; i < 5; i += 1) {
        const calls = Array.from({ length: 20 }, () => provider.clients.list());
        await other.query(end);
        for (const ids of await Promise.all(calls)) assert.deepEqual(ids, ['app']);
        await other.query(end);
        assert.deepEqual(await provider.clients.list(), ['app']);
      }
      await other.end();
    } finally {
      await pool.end();
    }
  },
);
