// The fake clocks and the spies of jest and vitest. Those of node:test: test/at_home.test.mjs.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { copyInto, here, makeApp, succeeds } from './app.mjs';

const app = makeApp('timers', {
  'package.json': '{}',
  'jest.config.cjs': "module.exports = { testMatch: ['**/of_jest.test.cjs'] };",
  'vitest.config.mjs': "export default { test: { include: ['of_vitest.test.mjs'] } };",
  'of_jest.test.cjs': `
    const { check } = require('./clock_case.cjs');
    test('a clock', () => check({ clock: jest, spyOn: jest.spyOn, expect }));`,
  'of_vitest.test.mjs': `
    import { expect, test, vi } from 'vitest';
    import { check } from './clock_case.cjs';
    test('a clock', () => check({ clock: vi, spyOn: vi.spyOn, expect }));`,
});
copyInto(app, 'clock_case.cjs');

test('jest', async () => {
  const jest = join(here, 'node_modules/jest/bin/jest.js');
  const output = await succeeds(process.execPath, [jest, '--no-watchman', '--forceExit'], {
    cwd: app,
  });
  assert.match(output, /1 passed/);
});

test('vitest', async () => {
  const vitest = join(here, 'node_modules/vitest/vitest.mjs');
  const node = join(here, 'node_modules/node-24/bin/node');
  const output = await succeeds(node, [vitest, 'run', '--no-color'], { cwd: app });
  assert.match(output, /1 passed/);
});
