'use strict';
// Finds the native addon. The package carries its prebuilt addons itself, under prebuilds/: no
// optional dependencies that a lock file or a flag can lose, no other system's that are missing
// where an application is packed on one and runs on another, and nothing else to trust.
//
// Bundlers and file tracers follow a `require` only if its path is written out, and forgive a file
// that is not there only inside `try`.

const { closeSync, existsSync, openSync, readSync, readdirSync } = require('node:fs');
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

/**
 * The C library of this process: the loader that its program names. Undefined if that cannot be
 * read. An addon for the other one may seem to load and then crash.
 */
function libc() {
  // Deno has no build for musl, and asks for a permission to read this file.
  if (process.versions.deno !== undefined) return 'linux';
  try {
    const file = openSync('/proc/self/exe');
    try {
      const start = Buffer.alloc(4096);
      readSync(file, start, 0, start.length, 0);
      return /\/ld-(musl|linux)/.exec(start.toString('latin1'))?.[1];
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** The names that the addon for this platform may have. */
function names() {
  if (process.platform !== 'linux') return [platform];
  const flavours = { musl: ['musl'], linux: ['gnu'] }[libc()] ?? ['gnu', 'musl'];
  return flavours.map((flavour) => `${platform}-${flavour}`);
}

/** The names of the addons that the package has. */
function packed() {
  try {
    const files = readdirSync(join(__dirname, '../prebuilds')).filter((file) =>
      file.endsWith('.node'),
    );
    return files.map((file) => file.replace('.node', '')).sort();
  } catch {
    return [];
  }
}

/** What to do about an addon that cannot be loaded. */
function advice(loading) {
  if (isBundled()) {
    return (
      'Your bundler left the addon out; keep `jotkit` external (esbuild: `--external:jotkit`; ' +
      "webpack: `externals: { jotkit: 'commonjs jotkit' }`; rollup: `external: ['jotkit']`; vite: " +
      "`ssr: { external: ['jotkit'] }`; Next.js: `serverExternalPackages: ['jotkit']`)."
    );
  }
  const [, wanted] = /version [`'"]?(GLIBC_[\d.]+)/.exec(loading?.message ?? '') ?? [];
  const build =
    'build one in a clone of the repository with `npm install ./node`, which takes Rust';
  if (wanted !== undefined) {
    return `Its addon needs ${wanted.replace('GLIBC_', 'glibc ')} or later, and this system's is older: use a newer system, or ${build}.`;
  }
  if (loading !== undefined) {
    return `Its addon for ${names().join(' or ')} does not fit this system (the cause says why); ${build}.`;
  }
  const there = packed();
  const addons = there.length > 0 ? `addons for ${there.join(', ')}` : 'no addon';
  return `There is none for ${names().join(' or ')}. The package has ${addons}; elsewhere, ${build}.`;
}

function load() {
  const found = names().reduce((addon, name) => addon ?? prebuilt(name), undefined) ?? built();
  if (found !== undefined) return found;
  const loading = failures.find(({ code }) => code !== 'MODULE_NOT_FOUND');
  throw new Error(`jotkit cannot load its native addon. ${advice(loading)}`, {
    cause: loading ?? failures[0],
  });
}

module.exports = load();
