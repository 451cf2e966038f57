// Puts the drop-in in place of every jsonwebtoken below a folder, or takes it out again:
// in_place.mjs FOLDER on|off
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, wanted] = process.argv.slice(2);
const dropin = fileURLToPath(new URL('../../node/overrides/jsonwebtoken', import.meta.url));
const FILES = ['index.js', 'decode.js', 'sign.js', 'verify.js'].concat(
  ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError'].map((name) => `lib/${name}.js`),
);

/** Every folder `jsonwebtoken` of a dependency, as npm's `overrides` would link it. */
function* installed(modules) {
  if (!existsSync(modules)) return;
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    const path = join(modules, entry.name);
    if (entry.name.startsWith('@')) yield* installed(path);
    else if (/^jsonwebtoken(\.original)?$/.test(entry.name)) yield join(modules, 'jsonwebtoken');
    else if (entry.isDirectory()) yield* installed(join(path, 'node_modules'));
  }
}

for (const path of new Set(installed(join(folder, 'node_modules')))) {
  const original = `${path}.original`;
  if (wanted === 'on' && !existsSync(original)) {
    renameSync(path, original);
    symlinkSync(dropin, path);
  } else if (wanted === 'off' && existsSync(original)) {
    rmSync(path);
    renameSync(original, path);
  }
}

// The package itself: its public files; the tests of its inner ones go on with those.
if (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'jsonwebtoken') {
  for (const file of FILES) {
    const path = join(folder, file);
    const original = `${path}.original`;
    if (!existsSync(original)) cpSync(path, original);
    if (wanted === 'off') cpSync(original, path);
    else writeFileSync(path, `module.exports = require(${JSON.stringify(join(dropin, file))});\n`);
  }
}
