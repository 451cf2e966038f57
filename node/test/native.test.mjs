// What is said where no addon fits.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const loader = fileURLToPath(new URL('../lib/native.cjs', import.meta.url));

/** Loads the addon in a package with only these prebuilt addons, after some other code. */
function message(prebuilds, before = '') {
  const root = mkdtempSync(join(tmpdir(), 'jotkit-'));
  try {
    mkdirSync(join(root, 'lib'));
    mkdirSync(join(root, 'prebuilds'));
    cpSync(loader, join(root, 'lib/native.cjs'));
    for (const name of prebuilds) writeFileSync(join(root, `prebuilds/${name}.node`), 'no addon');
    const load = `try { require('./lib/native.cjs') } catch (error) { console.log(error.message) }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', `${before}\n${load}`], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    return stdout.trim();
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What is said of a package with some addons, or none. */
const supported = (addons) =>
  `The package has ${addons}; elsewhere, build one in a clone of the repository with ` +
  '`npm install ./node`, which takes Rust.';

test('a platform without an addon gets the list of what there is, and how to build one', () => {
  for (const [platform, arch] of [
    ['freebsd', 'x64'],
    ['linux', 'ia32'],
  ]) {
    const elsewhere = (prebuilds) =>
      message(
        prebuilds,
        `for (const [name, value] of [['platform', '${platform}'], ['arch', '${arch}']])
           Object.defineProperty(process, name, { value });`,
      );
    const name =
      platform === 'linux' ? 'linux-ia32-(gnu|musl)( or linux-ia32-musl)?' : 'freebsd-x64';
    for (const [prebuilds, addons] of [
      [[], 'no addon'],
      [['sunos-x64', 'aix-ppc64'], 'addons for aix-ppc64, sunos-x64'],
    ]) {
      const said = elsewhere(prebuilds);
      assert.match(
        said,
        new RegExp(`^jotkit cannot load its native addon. There is none for ${name}. `),
      );
      assert.ok(said.endsWith(supported(addons)), said);
    }
  }
});

const onLinux = { skip: process.platform !== 'linux' && 'the names are those of Linux' };

test('an addon that does not fit is not taken for a missing one', onLinux, () => {
  const names = ['gnu', 'musl'].map((flavour) => `linux-${process.arch}-${flavour}`);
  assert.match(
    message(names),
    /^jotkit cannot load its native addon. Its addon for linux-\w+-\w+( or \S+)? does not fit this system \(the cause says why\); build one /,
  );
});

test('only the addon for the C library of the process is tried', onLinux, () => {
  const trace = `const { _extensions } = require('node:module');
    _extensions['.node'] = (module, path) => {
      console.log(path.replace(/.*-/, ''));
      throw new Error('not here');
    };`;
  const said = message([`linux-${process.arch}-gnu`, `linux-${process.arch}-musl`], trace);
  const musl = !process.report.getReport().header.glibcVersionRuntime;
  assert.deepEqual(said.split('\n').slice(0, -1), [musl ? 'musl.node' : 'gnu.node']);
});

test('a glibc that is too old is named', onLinux, () => {
  const old = `require('node:module')._extensions['.node'] = (module, path) => {
      throw new Error("/lib64/libc.so.6: version \`GLIBC_2.17' not found (required by " + path + ')');
    };`;
  assert.match(
    message([`linux-${process.arch}-gnu`, `linux-${process.arch}-musl`], old),
    /^jotkit cannot load its native addon. Its addon needs glibc 2.17 or later, and this system's is older: /,
  );
});
