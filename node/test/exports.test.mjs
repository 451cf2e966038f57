// Every export of the native half runs its work under the one guard.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const native = createRequire(import.meta.url)('../lib/native.cjs');
const folder = new URL('../src/', import.meta.url);
const sources = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
const source = (name) => readFileSync(new URL(name, folder), 'utf8');
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

test('each export is under a guard', () => {
  // An export of napi-rs: the first thing in its body is the guard, around the whole of it.
  const exported = sources.flatMap((text) => [
    ...text.matchAll(/#\[napi\]\npub fn (\w+)\((?:[^{]*)\{\n(.*?)\n\}\n/gs),
  ]);
  const guarded = exported.filter(([, , body]) => /^ {4}guard(_object)?\(.*\)$/s.test(body));
  assert.deepEqual(
    exported.map(([, name]) => name).filter((name) => !guarded.some(([, ok]) => ok === name)),
    [],
  );
  assert.equal(guarded.length, sources.join('').split('\n#[napi]\n').length - 1);
  // The others are rows of one table and come in by one door, which is guarded.
  const [, table] = source('lib.rs').match(/^const CALLS: .*?= \[\n(.*?)^\];/ms);
  const calls = [...table.matchAll(/c"(\w+)"/g)].map(([, name]) => name);
  const door = source('call.rs').match(/^unsafe extern "C" fn \w+\(.*?^\}/gms);
  assert.equal(door.length, 1);
  assert.equal(door[0].match(/\bwork\(&call\)/g).length, 1);
  assert.match(door[0], /= guard\(\|\| \{\n[\s\S]*\n {8}work\(&call\)\n {4}\}\);/);
  // There is no third way.
  const names = [...guarded.map(([, name]) => camelCase(name)), ...calls].sort();
  assert.deepEqual(Object.keys(native).sort(), names);
  assert.ok(Object.values(native).every((value) => typeof value === 'function'));
});

test('what is no handle or no text is internal or an error, and no crash', () => {
  // No JavaScript of the package leads here.
  const odd = [undefined, null, 7, 'text', {}, [], () => {}, Symbol('a'), new Uint8Array(4)];
  const handle = native.keyFromSecret('a'.repeat(32), '{"alg":"HS256"}');
  const verifier = native.verifierWithKey(handle, '{}');
  for (const [name, call] of Object.entries(native)) {
    for (const first of [...odd, handle, verifier]) {
      for (const second of [...odd, handle, verifier]) {
        try {
          call(first, second, second, first);
        } catch (error) {
          assert.ok(error instanceof Error, name);
        }
      }
    }
  }
  assert.equal(native.keyType(handle), 'oct');
});
