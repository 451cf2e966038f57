// One of the threads that verify at the same time.
import { parentPort, workerData } from 'node:worker_threads';

import { makeVerify } from './jotkit.mjs';
import { readWork } from './work.mjs';

const { work, alg, token, flags, threads } = workerData;
const verify = makeVerify(readWork(work), alg, token);
let kept;

parentPort.on('message', (times) => {
  // Nobody starts before all are ready. They are awake for a moment only, so they need not sleep.
  Atomics.add(flags, 0, 1);
  while (Atomics.load(flags, 0) < threads);
  const start = now();
  for (let i = 0; i < times; i += 1) kept = verify();
  parentPort.postMessage({ start, end: now() });
});
parentPort.postMessage(kept);

/** Nanoseconds of a clock that all threads share; those of a hundred days are exact in a number. */
function now() {
  return Number(process.hrtime.bigint());
}
