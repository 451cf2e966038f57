// What is published.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

function packed() {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  return new Set(JSON.parse(stdout)[0].files.map(({ path }) => path));
}

test('installing the package runs nothing and needs nothing else', () => {
  for (const name of ['preinstall', 'install', 'postinstall']) {
    assert.equal(manifest.scripts[name], undefined, name);
  }
  for (const name of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
    assert.equal(manifest[name], undefined, name);
  }
  const files = packed();
  // npm builds a package with this file by itself.
  assert.ok(!files.has('binding.gyp'));
  assert.ok(!existsSync(`${root}/binding.gyp`));
});

test('all that the package names is packed, and nothing else that runs', () => {
  const files = packed();
  const named = [manifest.main, manifest.types, ...Object.values(manifest.bin)];
  const paths = (entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(paths);
  for (const path of [...named, ...paths(manifest.exports)]) {
    assert.ok(files.has(path.replace('./', '')), path);
  }
  const source = [...files].filter((path) => path.endsWith('.cjs') || path.endsWith('.mjs'));
  for (const path of source) {
    assert.match(
      path,
      /^(cli|index|provider|lib(\/provider)?\/\w+|(frameworks|jsonwebtoken|jws)\/\w+|overrides\/(jsonwebtoken|jws)\/.+)\.[cm]?js$/,
    );
    const text = readFileSync(`${root}/${path}`, 'utf8');
    for (const [, own] of text.matchAll(/(?:require\(|from )'(\.{1,2}\/[^']+)'/g)) {
      const to = new URL(own, `file:///${path}`).pathname.slice(1);
      assert.ok(files.has(to) || /^(prebuilds\/[\w-]+|jotkit)\.node$/.test(to), `${path}: ${own}`);
    }
  }
});

test('each addon of a release is looked for', () => {
  const loader = readFileSync(`${root}/lib/native.cjs`, 'utf8');
  const script = readFileSync(`${root}/../.ci/packages-npm`, 'utf8');
  const names = [...script.matchAll(/^\S+ (?:lib)?jotkit_node\.\w+ ([\w-]+)'?$/gm)].map(
    ([, name]) => name,
  );
  assert.ok(names.length >= 5, names.join());
  for (const name of names)
    assert.ok(loader.includes(`require('../prebuilds/${name}.node')`), name);
});
