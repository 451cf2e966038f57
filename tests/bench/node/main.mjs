// Measures what it is asked to: a JSON request a line in, a JSON answer a line out. README.md in
// the folder above describes them.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

import * as libraries from './libraries.mjs';

const require = createRequire(import.meta.url);
const operations = [];
let kept;

const answers = {
  hello() {
    const names = ['jotkit', 'jsonwebtoken', 'jose', 'fast-jwt'];
    const versions = names.map((name) => [name, require(`./node_modules/${name}/package.json`).version]);
    return { runtime: `Node ${process.versions.node}`, versions: Object.fromEntries(versions) };
  },

  async prepare(task) {
    let operation;
    try {
      const { sign, verify } = libraries.all[task.library];
      operation = await (task.sign ? sign(task, JSON.parse(task.text)) : verify(task));
    } catch ({ message }) {
      return { unable: message };
    }
    let isAsync = false;
    let answer;
    try {
      const given = operation();
      isAsync = given instanceof Promise;
      answer = { given: await given };
    } catch ({ message }) {
      answer = { refused: message };
    }
    operations.push((isAsync ? asyncLoop : loop).bind(null, operation));
    return answer;
  },

  run: ({ case: number, count }) => operations[number](count),
};

function loop(operation, count) {
  let refused = 0;
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) {
    try {
      // The result is kept, so that making it cannot be left out.
      kept = operation();
    } catch (error) {
      kept = error;
      refused += 1;
    }
  }
  return { ns: Number(process.hrtime.bigint() - start), refused };
}

async function asyncLoop(operation, count) {
  let refused = 0;
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) {
    try {
      kept = await operation();
    } catch (error) {
      kept = error;
      refused += 1;
    }
  }
  return { ns: Number(process.hrtime.bigint() - start), refused };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[request.op](request))}\n`);
}
