// What several tests use.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { JotkitError, Key } from 'jotkit';

export const SECRET = 'correct horse battery staple, twice over';
export const key = Key.hs256(SECRET);

/** For `assert.throws`: a JotkitError of this code, about this claim if one is named. */
export const failsWith = (code, claim) => (error) => {
  assert.ok(error instanceof JotkitError, error);
  assert.equal(error.code, code);
  if (claim !== undefined) assert.equal(error.claim, claim);
  return true;
};

/** Starts tests/stand_ins/hostile.py; it ends with its standard input. */
export async function startHostile() {
  const path = fileURLToPath(new URL('../../tests/stand_ins/hostile.py', import.meta.url));
  const stdio = ['pipe', 'pipe', 'inherit'];
  const server = spawn('python3', [path, '--interval', '0.05'], { stdio });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  return { server, ports: JSON.parse(line).ports };
}
