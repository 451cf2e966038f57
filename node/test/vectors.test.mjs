// Every shared vector, through the code that the conformance subject runs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { answer } from './answer.mjs';
import { hasNoSqlite } from './database.mjs';

const folder = new URL('../../tests/vectors/', import.meta.url);
const names = ['', 'provider/'].flatMap((place) =>
  readdirSync(new URL(place, folder)).map((name) => place + name),
);
const files = names.filter((name) => name.endsWith('.json'));
assert.ok(files.length > 0, 'there are vectors');

for (const file of files) {
  const { vectors } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const skip = hasNoSqlite && file.startsWith('provider/');
  test(`${file}: ${vectors.length} vectors`, { skip }, () => {
    assert.ok(vectors.length > 0);
    for (const vector of vectors) check(vector);
  });
}

function check({ name, why, request, answer: expected, varies = [] }) {
  const got = JSON.parse(JSON.stringify(answer(request)));
  const message = `${name}: ${why}\n${JSON.stringify(got).slice(0, 400)}`;
  if (expected.error) {
    const { kind, ...error } = got.error ?? {};
    assert.deepEqual(error, expected.error, message);
  } else {
    assert.ok(got.ok, message);
    for (const member of varies) {
      assert.ok(member in got.ok, message);
      delete got.ok[member];
    }
    assert.deepEqual(got.ok, expected.ok, message);
  }
}
