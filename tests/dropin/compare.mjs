// Compares two runs of a mocha suite: compare.mjs NAME ORIGINAL.json DROPIN.json EXPECTED
//
// A test that passes with the original and not with the drop-in is an error, unless EXPECTED names
// it on a line `NAME: full title`.
import { readFileSync } from 'node:fs';

const [name, original, dropin, expected] = process.argv.slice(2);

/** The titles of the tests that passed. Output of the tests themselves may come first. */
function passed(path) {
  const text = readFileSync(path, 'utf8');
  const { passes } = JSON.parse(text.slice(text.indexOf('{\n  "stats"')));
  return passes.map(({ fullTitle }) => fullTitle);
}

const before = passed(original);
const after = passed(dropin);
const kept = new Set(after);
const lost = [...new Set(before)].filter((title) => !kept.has(title));
const listed = new Set(readFileSync(expected, 'utf8').split('\n'));
const unlisted = lost.filter((title) => !listed.has(`${name}: ${title}`));

console.log(`${name}: ${before.length} pass with jsonwebtoken, ${after.length} with jotkit`);
for (const title of lost) console.log(`  ${unlisted.includes(title) ? 'NEW' : 'expected'}: ${title}`);
if (before.length === 0 || unlisted.length > 0) {
  console.error(`${name}: nothing to compare, or tests fail with jotkit alone and are not listed`);
  process.exit(1);
}
