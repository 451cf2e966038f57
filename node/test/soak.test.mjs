// Many calls of all sorts: every verdict is right to the end, and no memory is kept.
// JOTKIT_SOAK=1000000 makes it a million calls.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const COUNT = Number(process.env.JOTKIT_SOAK ?? 40_000);
/** Growth that is not a leak: pages touched for the first time. */
const SLACK = 8 << 20;

test(`${COUNT} mixed calls leave nothing behind`, (context) => {
  const program = fileURLToPath(new URL('soak.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', program, String(COUNT)],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  const { verdicts, before, after } = JSON.parse(stdout);
  const total = Object.values(verdicts).reduce((sum, count) => sum + count, 0);
  assert.equal(total, COUNT);
  assert.ok(Object.values(verdicts).every((count) => count > 0));
  const grown = (what) => after[what] - before[what];
  context.diagnostic(JSON.stringify({ verdicts, before, after }));
  assert.ok(grown('native') < SLACK, `resident size grew by ${grown('native')} bytes`);
  assert.ok(grown('heapUsed') < 1 << 20, `the heap grew by ${grown('heapUsed')} bytes`);
  assert.ok(grown('external') < 1 << 20, `external memory grew by ${grown('external')} bytes`);
});
