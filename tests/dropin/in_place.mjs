// Puts the drop-ins in place of every jsonwebtoken and jws below a folder, or takes them out again:
// in_place.mjs FOLDER on|off
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, wanted] = process.argv.slice(2);
const dropin = (name) => fileURLToPath(new URL(`../../node/overrides/${name}`, import.meta.url));
const ERRORS = ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError'];
/** The public files of each package. */
const PACKAGES = {
  jsonwebtoken: ['index.js', 'decode.js', 'sign.js', 'verify.js'].concat(
    ERRORS.map((name) => `lib/${name}.js`),
  ),
  jws: ['index.js'],
};

/** The name and the folder of every such dependency, as npm's `overrides` would link it. */
function* installed(modules) {
  if (!existsSync(modules)) return;
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    const path = join(modules, entry.name);
    const name = entry.name.replace(/\.original$/, '');
    if (entry.name.startsWith('@')) yield* installed(path);
    else if (Object.hasOwn(PACKAGES, name)) yield [name, join(modules, name)];
    else if (entry.isDirectory()) yield* installed(join(path, 'node_modules'));
  }
}

for (const [name, path] of installed(join(folder, 'node_modules'))) {
  const original = `${path}.original`;
  if (wanted === 'on' && !existsSync(original)) {
    renameSync(path, original);
    symlinkSync(dropin(name), path);
  } else if (wanted === 'off' && existsSync(original)) {
    rmSync(path);
    renameSync(original, path);
  }
}

// The package itself: its public files; the tests of its inner ones go on with those.
const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
for (const file of PACKAGES[name] ?? []) {
  const path = join(folder, file);
  const original = `${path}.original`;
  const own = JSON.stringify(join(dropin(name), file));
  if (!existsSync(original)) cpSync(path, original);
  if (wanted === 'off') cpSync(original, path);
  else writeFileSync(path, `module.exports = require(${own});\n`);
}
