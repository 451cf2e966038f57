// The package's `bin`; core/cli has the tests of the program itself.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Key, Signer } from 'jotkit';

const SECRET = 'correct horse battery staple, twice over';
const root = fileURLToPath(new URL('..', import.meta.url));
const { bin } = createRequire(import.meta.url)('jotkit/package.json');
const program = join(root, bin.jotkit);

function run(args, input) {
  const env = { ...process.env, SECRET };
  return spawnSync(process.execPath, [program, ...args], { input, env, encoding: 'utf8' });
}

test('the program runs', () => {
  assert.match(readFileSync(program, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  const key = ['--secret-env', 'SECRET', '--alg', 'HS256'];
  const token = new Signer(Key.hs256(SECRET), { lifetime: 60 }).sign({ sub: 'u\u1f31' });

  const verified = run(['verify', ...key], token);
  assert.deepEqual([verified.status, verified.stderr], [0, '']);
  assert.match(verified.stdout, /"sub": "u\u1f31"/);
  const refused = run(['verify', ...key, '--issuer', 'i'], token);
  assert.deepEqual([refused.status, refused.stdout], [1, '']);
  assert.match(refused.stderr, /^issuer_refused: /);
  const mistake = run(['verify'], '');
  assert.equal(mistake.status, 2);
  assert.match(mistake.stderr, /Usage: jotkit verify /);
});

test('an interrupt ends it', { skip: process.platform === 'win32' }, async () => {
  const child = spawn(process.execPath, [program, 'inspect']);
  const ended = once(child, 'exit');
  assert.equal(await Promise.race([ended, setTimeout(1000, 'waiting')]), 'waiting');
  child.kill('SIGINT');
  assert.deepEqual(await ended, [null, 'SIGINT']);
});
