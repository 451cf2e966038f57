// jsonwebtoken and jotkit/jsonwebtoken, the same calls in turns: `.ci/bench dropin`.
// measure.mjs NODE_FOLDER
import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.argv[2], 'index.cjs'));
const original = require('jsonwebtoken');
const dropin = require('./jsonwebtoken/index.cjs');

const ROUNDS = 15;
// How long a batch takes, in milliseconds of the processor, whatever else the machine does.
const BATCH = 30;
const CLAIMS = { iss: 'https://id.example', sub: 'u1', aud: 'api', exp: 4_000_000_000 };
const SECRET = 'a secret of at least 32 bytes, kept safe';

function pems(kind, options) {
  const keys = generateKeyPairSync(kind, {
    ...options,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return [keys.privateKey, keys.publicKey];
}

const KEYS = {
  HS256: [SECRET, SECRET],
  RS256: pems('rsa', { modulusLength: 2048 }),
  ES256: pems('ec', { namedCurve: 'P-256' }),
};

function batch(call, module, count) {
  const start = process.cpuUsage();
  for (let n = 0; n < count; n += 1) call(module);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3 / count;
}

const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

console.log('| Node | jsonwebtoken | jotkit/jsonwebtoken | ratio |');
console.log('|---|---|---|---|');
for (const [algorithm, [privateKey, publicKey]] of Object.entries(KEYS)) {
  const token = original.sign(CLAIMS, privateKey, { algorithm });
  const calls = {
    sign: (module) => module.sign(CLAIMS, privateKey, { algorithm }),
    verify: (module) => module.verify(token, publicKey, { algorithms: [algorithm] }),
  };
  for (const [name, call] of Object.entries(calls)) {
    const counts = new Map();
    const times = new Map([original, dropin].map((module) => [module, []]));
    for (const module of [original, dropin]) {
      batch(call, module, 500);
      counts.set(module, Math.max(1, Math.floor(BATCH / batch(call, module, 100))));
    }
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const module of turn % 2 ? [original, dropin] : [dropin, original]) {
        times.get(module).push(batch(call, module, counts.get(module)));
      }
    }
    const [before, after] = [original, dropin].map((module) => median(times.get(module)) * 1e3);
    const row = [`${name} ${algorithm}`, `${before.toFixed(1)} µs`, `${after.toFixed(1)} µs`];
    console.log(`| ${[...row, (before / after).toFixed(1)].join(' | ')} |`);
  }
}
