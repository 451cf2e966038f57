// Makes sure that the source tree has a native addon: npm runs this after `npm install` in this
// folder or of this folder, and before it packs. The published package has no such script.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = resolve(fileURLToPath(import.meta.url), '../..');
const workspace = resolve(here, '..');
const extra = process.argv.slice(2);
// Tests build with a faster profile.
const profile = process.env.JOTKIT_PROFILE ?? 'release';

// A release is packed with addons that were built before.
if (!existsSync(join(here, 'prebuilds'))) build();

function build() {
  const path = [process.env.PATH, join(homedir(), '.cargo', 'bin')].join(delimiter);
  const args = [
    'build',
    '--profile',
    profile,
    '--locked',
    '--quiet',
    '-p',
    'jotkit-node',
    ...extra,
  ];
  const cargo = spawnSync('cargo', args, {
    cwd: workspace,
    env: { ...process.env, PATH: path },
    stdio: 'inherit',
  });
  if (cargo.error?.code === 'ENOENT') {
    fail('jotkit: building the native addon takes cargo; see https://rustup.rs');
  }
  if (cargo.status !== 0) fail('jotkit: building the native addon failed.');
  const target = resolve(workspace, process.env.CARGO_TARGET_DIR ?? 'target');
  const name = { darwin: 'libjotkit_node.dylib', win32: 'jotkit_node.dll' }[process.platform];
  install(join(target, profile, name ?? 'libjotkit_node.so'));
}

/** Replaces the addon in one step, and only if it differs: a process may be using it. */
function install(built) {
  const addon = join(here, 'jotkit.node');
  if (existsSync(addon) && readFileSync(addon).equals(readFileSync(built))) return;
  copyFileSync(built, `${addon}.new`);
  renameSync(`${addon}.new`, addon);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
