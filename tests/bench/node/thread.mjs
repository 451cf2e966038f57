// One of the threads that verify at the same time.
import { parentPort, workerData } from 'node:worker_threads';

import { makeVerify } from './jotkit.mjs';
import { loop, warmUp } from './loop.mjs';
import { readWork } from './work.mjs';

const { work, alg, token, missing, opened } = workerData;
const verify = makeVerify(readWork(work), alg, token);
const each = await warmUp((times) => loop(verify, times));

parentPort.on('message', (length) => parentPort.postMessage(rate(BigInt(length))));
parentPort.postMessage('ready');

/** Operations by nanoseconds. The thread is at work before the others are ready. */
function rate(length) {
  // A hundredth of the time or less, so that the end is met well.
  const step = Math.max(1, Math.floor(Number(length) / 100 / each));
  loop(verify, step);
  // The clock is one that all threads share, and it runs when the last one is at work.
  if (Atomics.sub(missing, 0, 1) === 1) Atomics.store(opened, 0, process.hrtime.bigint());
  while (Atomics.load(opened, 0) === 0n) loop(verify, step);
  const start = process.hrtime.bigint();
  const stop = Atomics.load(opened, 0) + length;
  let done = 0;
  let end;
  do {
    loop(verify, step);
    done += step;
    end = process.hrtime.bigint();
  } while (end < stop);
  return done / Number(end - start);
}
