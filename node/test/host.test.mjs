// What Node adds: module systems, threads, memory, the end of the process, panics.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import * as jotkit from 'jotkit';

import { SECRET } from './shared.mjs';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));

test('import and require give the same objects', () => {
  const required = require('jotkit');
  assert.deepEqual(Object.keys(required).sort(), Object.keys(jotkit).sort());
  for (const name of Object.keys(required)) assert.strictEqual(jotkit[name], required[name]);
  assert.throws(() => require('jotkit/lib/native.cjs'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

/** Runs a program that has `jotkit` and `SECRET`. */
function run(program, ...flags) {
  const code = `const jotkit = require('./index.cjs'); const SECRET = ${JSON.stringify(SECRET)};
    ${program}`;
  const options = { cwd: root, encoding: 'utf8', timeout: 60_000 };
  return spawnSync(process.execPath, [...flags, '-e', code], options);
}

/** Starts a thread that has a signer and verifiers. */
function start(program, number) {
  const workerData = { package: join(root, 'index.cjs'), secret: SECRET, number };
  return new Worker(`${working} ${program}`, { eval: true, workerData });
}

const working = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Key, Signer, Verifier } = require(workerData.package);
  const key = Key.hs256(workerData.secret);
  const signer = new Signer(key, { lifetime: 60 });
  const verifier = new Verifier(key);
  const resolving = new Verifier(() => key);`;

test('threads verify at the same time', async () => {
  const program = `
    let bad = 0;
    for (let i = 0; i < 5000; i += 1) {
      const token = signer.sign({ i });
      if (verifier.verify(token).i !== i || resolving.verify(token).i !== i) bad += 1;
      try { verifier.verify(token + 'A'); bad += 1; } catch (error) {
        if (error.code !== 'signature_invalid') bad += 1;
      }
    }
    parentPort.postMessage({ bad, token: signer.sign({ from: workerData.number }) });`;
  const verifier = new jotkit.Verifier(jotkit.Key.hs256(SECRET));
  // Rejects if the thread fails.
  const results = Array.from({ length: 4 }, (_, number) => once(start(program, number), 'message'));
  for (const [number, [{ bad, token }]] of (await Promise.all(results)).entries()) {
    assert.equal(bad, 0);
    assert.equal(verifier.verify(token).from, number);
  }
});

test('a thread can be ended in the middle of its work', async () => {
  const program = `parentPort.postMessage('on');
    for (;;) { const token = signer.sign({}); verifier.verify(token); resolving.verify(token); }`;
  for (let i = 0; i < 10; i += 1) {
    const worker = start(program);
    await once(worker, 'message');
    await worker.terminate();
  }
});

test('the process can end in the middle of the work of its threads', () => {
  const program = `
    const { Worker } = require('node:worker_threads');
    const workerData = { package: process.cwd() + '/index.cjs', secret: SECRET };
    const program = ${JSON.stringify(working)} + \`parentPort.postMessage('on');
      for (;;) resolving.verify(signer.sign({}));\`;
    let on = 0;
    for (let i = 0; i < 3; i += 1) {
      new Worker(program, { eval: true, workerData }).once('message', () => {
        on += 1;
        if (on === 3) process.exit(7);
      });
    }`;
  for (let i = 0; i < 5; i += 1) {
    const { status, signal, stderr } = run(program);
    assert.deepEqual({ status, signal, stderr }, { status: 7, signal: null, stderr: '' });
  }
  const resolver = `const { Key, Signer, Verifier } = jotkit; const key = Key.hs256(SECRET);
    const token = new Signer(key, { lifetime: 60 }).sign({});
    new Verifier(() => process.exit(8)).verify(token);`;
  assert.equal(run(resolver).status, 8);
});

test('the last of the stack is enough', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'test/edge.cjs')], {
    encoding: 'utf8',
  });
  assert.deepEqual({ status, stdout }, { status: 0, stdout: 'done\n' }, stderr);
});

test('a verifier that its resolver refers to can be freed', () => {
  const { status, stdout, stderr } = run(
    `const { Key, Signer, Verifier } = jotkit;
    const key = Key.hs256(SECRET);
    const token = new Signer(key, { lifetime: 60 }).sign({});
    let freed = 0;
    const registry = new FinalizationRegistry(() => { freed += 1; });
    (async () => {
      for (let i = 0; i < 100; i += 1) {
        const verifier = new Verifier(() => verifier && key);
        verifier.verify(token);
        registry.register(verifier);
      }
      for (let i = 0; i < 10; i += 1) { await new Promise(setImmediate); gc(); }
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(freed);
    })();`,
    '--expose-gc',
  );
  assert.equal(status, 0, stderr);
  assert.ok(Number(stdout) >= 90, `${stdout} of 100 were freed`);
});

test('a panic is an error of the kind internal', async () => {
  const library =
    { darwin: 'libpanic.dylib', win32: 'panic.dll' }[process.platform] ?? 'libpanic.so';
  const target = process.env.CARGO_TARGET_DIR ?? join(root, '../target');
  const built = join(target, 'checked/examples', library);
  assert.ok(existsSync(built), 'cargo build --profile checked -p jotkit-node --example panic');
  const addon = join(mkdtempSync(join(tmpdir(), 'jotkit-')), 'panic.node');
  copyFileSync(built, addon);
  const panicking = require(addon);
  const panics = Object.keys(panicking).filter((name) => name.startsWith('panic'));
  assert.equal(panics.length, 4);
  for (const panic of panics) {
    const { code, kind } = panicking[panic]('token');
    assert.deepEqual({ code, kind }, { code: 'internal', kind: 'internal' }, panic);
  }
  await setImmediate();
});
