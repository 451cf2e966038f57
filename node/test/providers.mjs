// Identity providers on loopback, and keys that are fetched from them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Key, RemoteKeys, Signer, Verifier } from 'jotkit';

/** Starts tests/stand_ins/jwks.py; it ends with its standard input. */
export async function startProviders() {
  const path = fileURLToPath(new URL('../../tests/stand_ins/jwks.py', import.meta.url));
  const server = spawn('python3', [path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  return { server, address: `http://127.0.0.1:${JSON.parse(line).port}` };
}

/** A provider among those, with a key that it has published. */
export class Provider {
  constructor(address, name) {
    this.issuer = `${address}/${name}`;
    this.jwks_url = `${this.issuer}/jwks`;
    this.control = `${address}/control/${name}`;
  }

  static async start(address, name, state = {}) {
    const provider = new Provider(address, name);
    provider.key = await provider.rotate('k1', state);
    return provider;
  }

  /** Publishes a new key, and no other. */
  async rotate(kid, state = {}) {
    const made = Key.generate('ES256').withKid(kid);
    await this.set({ keys: [made.public().toJwk()], ...state });
    return made;
  }

  async set(state) {
    await fetch(this.control, { method: 'POST', body: JSON.stringify(state) });
  }

  async seen() {
    return (await fetch(this.control)).json();
  }

  token(claims = {}, signing = this.key) {
    const options = { issuer: this.issuer, audience: 'api', lifetime: 3600 };
    return new Signer(signing, options).sign({ sub: 'u1', ...claims });
  }
}

/** A verifier of a provider's tokens, and its keys. */
export function verifierOf({ issuer }, options = {}) {
  const keys = new RemoteKeys(issuer, options);
  return { keys, verifier: new Verifier(keys, { issuer, audience: 'api' }) };
}

/** Moves the clock that keys are judged by. */
export function later(context, milliseconds) {
  const { now } = Date;
  context.mock.method(Date, 'now', () => now() + milliseconds);
}

/** Waits until something holds. */
export async function soon(holds) {
  for (let i = 0; i < 200; i += 1) {
    if (await holds()) return;
    await sleep(25);
  }
  assert.fail(`${holds} did not come true`);
}
