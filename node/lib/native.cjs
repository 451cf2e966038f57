'use strict';
// Finds the native addon. The package carries its prebuilt addons itself, under prebuilds/: no
// optional dependencies that a lock file or a flag can lose, and nothing else to trust.
//
// Bundlers and file tracers follow a `require` only if its path is written out, and forgive a file
// that is not there only inside `try`.

const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** The addon that was built on this machine. */
function built() {
  try {
    return require('../jotkit.node');
  } catch (error) {
    return kept(error);
  }
}

function prebuilt(name) {
  try {
    switch (name) {
      case 'darwin-arm64':
        return require('../prebuilds/darwin-arm64.node');
      case 'darwin-x64':
        return require('../prebuilds/darwin-x64.node');
      case 'linux-arm64-gnu':
        return require('../prebuilds/linux-arm64-gnu.node');
      case 'linux-arm64-musl':
        return require('../prebuilds/linux-arm64-musl.node');
      case 'linux-x64-gnu':
        return require('../prebuilds/linux-x64-gnu.node');
      case 'linux-x64-musl':
        return require('../prebuilds/linux-x64-musl.node');
      case 'win32-x64':
        return require('../prebuilds/win32-x64.node');
      default:
        return undefined;
    }
  } catch (error) {
    return kept(error);
  }
}

/** Why an addon that is there cannot be loaded; and why one is not there. */
const failures = [];

function kept(error) {
  failures.push(error);
}

/** Whether a bundler has moved this file away from the rest of the package. */
function isBundled() {
  return typeof __dirname === 'undefined' || !existsSync(join(__dirname, 'native.cjs'));
}

const platform = `${process.platform}-${process.arch}`;
// On Linux there is one for each C library; the wrong one fails to load.
const flavours = process.platform === 'linux' ? ['-gnu', '-musl'] : [''];

function load() {
  const found = flavours.reduce((addon, flavour) => addon ?? prebuilt(platform + flavour), built());
  if (found !== undefined) return found;
  const advice = isBundled()
    ? 'Your bundler left the addon out; keep `jotkit` external (esbuild: `--external:jotkit`; ' +
      "webpack: `externals: { jotkit: 'commonjs jotkit' }`; rollup: `external: ['jotkit']`; vite: " +
      "`ssr: { external: ['jotkit'] }`; Next.js: `serverExternalPackages: ['jotkit']`)."
    : `There is no addon for ${platform}; build one in the source tree with \`npm install\`.`;
  const loading = failures.find(({ code }) => code !== 'MODULE_NOT_FOUND');
  throw new Error(`jotkit cannot load its native addon. ${advice}`, {
    cause: loading ?? failures[0],
  });
}

module.exports = load();
