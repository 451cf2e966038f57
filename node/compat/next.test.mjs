// Next.js: a route that verifies, built for production and asked.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { here, makeApp, succeeds } from './app.mjs';

const CONFIG = new URL('../examples/bundlers/next.config.mjs', import.meta.url);
const SECRET = 'a secret of at least 32 bytes, kept safe';
const ROUTE = `
import { JotkitError, Key, Signer, Verifier, bearer } from 'jotkit';
const key = Key.hs256('${SECRET}');
const verifier = new Verifier(key);
export const dynamic = 'force-dynamic';
export function GET(request) {
  try {
    const token = bearer.parse(request.headers.get('authorization'));
    return Response.json(verifier.verify(token));
  } catch (error) {
    if (!(error instanceof JotkitError)) throw error;
    return new Response(error.code, { status: error.status, headers: error.headers });
  }
}
export function POST() {
  return new Response(new Signer(key, { lifetime: 60 }).sign({ sub: 'u1' }));
}
`;
const LAYOUT = `
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;

const next = join(here, 'node_modules/next/dist/bin/next');

/** Starts the app, and returns its address. */
async function start(app) {
  const args = [next, 'start', '--hostname', '127.0.0.1', '--port', '0'];
  const child = spawn(process.execPath, args, { cwd: app, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  for (;;) {
    const [text] = await once(child.stdout, 'data', { signal: AbortSignal.timeout(60_000) });
    output += text;
    const found = output.match(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
    if (found) return { child, address: found[0] };
  }
}

test('next build, next start', async () => {
  const app = makeApp('next', {
    'package.json': '{}',
    'next.config.mjs': readFileSync(CONFIG, 'utf8'),
    'app/layout.jsx': LAYOUT,
    'app/page.jsx': 'export default function Page() { return <p>Hello</p>; }',
    'app/api/route.js': ROUTE,
  });
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  await succeeds(process.execPath, [next, 'build'], { cwd: app, env });
  const { child, address } = await start(app);
  try {
    const url = `${address}/api`;
    const token = await (await fetch(url, { method: 'POST' })).text();
    const good = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await good.json()).sub, 'u1');
    const missing = await fetch(url);
    assert.deepEqual(
      [missing.status, missing.headers.get('www-authenticate'), await missing.text()],
      [401, 'Bearer', 'authorization_missing'],
    );
  } finally {
    child.kill();
  }
});
