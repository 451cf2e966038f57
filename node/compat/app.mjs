// Apps that have the package as people get it: packed, with a prebuilt addon.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const root = fileURLToPath(new URL('..', import.meta.url));
const PREBUILT = `prebuilds/linux-${process.arch}-gnu.node`;

/** The files of the package, as npm would pack them. */
export function packed() {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  const [{ files }] = JSON.parse(stdout);
  return files.map(({ path }) => path);
}

/** Makes an app, with these files. Returns its folder. */
export function makeApp(name, files) {
  const folder = join(here, 'apps', name);
  rmSync(folder, { recursive: true, force: true });
  const home = join(folder, 'node_modules/jotkit');
  for (const path of packed().filter((path) => !path.startsWith('prebuilds/'))) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    copyFileSync(join(root, path), join(home, path));
  }
  mkdirSync(join(home, 'prebuilds'));
  copyFileSync(join(root, 'jotkit.node'), join(home, PREBUILT));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Copies one of the programs here into an app. */
export function copyInto(folder, ...names) {
  for (const name of names) cpSync(join(here, name), join(folder, name));
}

/** Runs a program to its end, and returns what it printed. */
export async function run(program, args, options = {}) {
  // A test runner inside of this one would run nothing.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  // Next.js builds for minutes where other programs run too.
  const timer = setTimeout(() => child.kill('SIGKILL'), 900_000);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code, output };
}

/** As {@link run}, for a program that has to succeed. */
export async function succeeds(...call) {
  const { code, output } = await run(...call);
  assert.equal(code, 0, output);
  return output;
}
