'use strict';
// Finds the native addon. The package carries its prebuilt addons itself, under prebuilds/: no
// optional dependencies that a lock file or a flag can lose, and nothing else to trust.

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
// On Linux there is one for each C library; the wrong one fails to load.
const flavours = process.platform === 'linux' ? ['-gnu', '-musl'] : [''];
const candidates = [
  join(root, 'jotkit.node'), // built on this machine
  ...flavours.map((flavour) =>
    join(root, 'prebuilds', `${process.platform}-${process.arch}${flavour}.node`),
  ),
];

function load() {
  const failures = [];
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    try {
      return require(candidate);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error(
    `jotkit has no native addon that works on ${process.platform}-${process.arch}. ` +
      'Run its install script, which builds one with cargo.',
    { cause: failures[0] },
  );
}

module.exports = load();
