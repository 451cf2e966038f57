// Node's releases, Bun and Deno.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { copyInto, here, makeApp, root, succeeds } from './app.mjs';

const app = makeApp('runtimes', { 'package.json': '{"type":"module"}' });
copyInto(app, 'smoke.mjs');

const node = (version) => [join(here, `node_modules/node-${version}/bin/node`)];
const runtimes = {
  'Node 20': node(20),
  'Node 22': node(22),
  'Node 24': node(24),
  'Node 26': node(26),
  Bun: [join(here, 'node_modules/@oven/bun-linux-x64-baseline/bin/bun'), 'run'],
  Deno: [join(here, 'node_modules/@deno/linux-x64-glibc/deno'), 'run', '-A', '--no-lock'],
};

for (const [name, [program, ...args]] of Object.entries(runtimes)) {
  test(`the package works in ${name}`, async () => {
    const output = await succeeds(program, [...args, 'smoke.mjs'], { cwd: app });
    assert.equal(output, 'all good\n');
  });
}

for (const version of [20, 22, 24, 26]) {
  test(`the tests of what Node adds pass in Node ${version}`, async (context) => {
    const names = ['at_home', 'vectors', 'field', 'remote', 'client', 'host', 'frameworks', 'mcp'];
    const provider = ['provider', 'provider_faces', 'provider_stores', 'provider_web'];
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    if (version > 20) env.JOTKIT_SQLITE = 'node';
    // Node 20 has no SQLite, and better-sqlite3 is compiled for the Node that runs this.
    if (version > 20 || process.versions.modules === '115') {
      names.push(...provider);
    } else {
      env.JOTKIT_SQLITE = 'none';
      context.diagnostic('The provider was left out: to try it in Node 20, run this in Node 20.');
    }
    const files = names.map((name) => `test/${name}.test.mjs`);
    const output = await succeeds(node(version)[0], ['--test', ...files], { cwd: root, env });
    assert.match(output, /^(# |ℹ )pass [1-9]\d+$/m);
  });
}
