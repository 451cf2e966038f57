// Measures what it is asked to: a JSON request a line in, a JSON answer a line out.
import { createInterface } from 'node:readline';

import { casesOf } from './cases.mjs';
import { Measure } from './measure.mjs';
import { readWork } from './work.mjs';
import { stopThreads } from './threads.mjs';

const work = readWork(process.argv[2]);
const runtime = `Node ${process.versions.node}`;
let cases;
const measures = new Map();

const operations = {
  async list() {
    cases = await casesOf(work);
    const shown = cases.map(({ library, version, work, threads }) => ({
      library,
      version,
      work,
      ...(threads === undefined ? {} : { threads }),
    }));
    return { runtime, cases: shown };
  },
  async run({ case: number, millis }) {
    if (!measures.has(number)) measures.set(number, await Measure.of(cases[number]));
    return { ns: await measures.get(number).run(millis) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await operations[request.op](request))}\n`);
}
await stopThreads();
