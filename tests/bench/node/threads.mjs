// What several threads do at the same time: operations in a fixed time, not the time of so many
// operations, so that a thread that starts late or ends late does not leave the others' cores idle
// in what is counted.
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const started = [];

/** Worker threads that each make a verifier of their own. One is measured just as two are. */
export class Threads {
  #workers;
  #missing = new Int32Array(new SharedArrayBuffer(4));
  #opened = new BigInt64Array(new SharedArrayBuffer(8));

  static async started(thread, number) {
    const threads = new Threads();
    const workerData = { ...thread, missing: threads.#missing, opened: threads.#opened };
    const program = fileURLToPath(new URL('thread.mjs', import.meta.url));
    threads.#workers = Array.from({ length: number }, () => new Worker(program, { workerData }));
    started.push(...threads.#workers);
    await Promise.all(threads.#workers.map(answer));
    return threads;
  }

  /** Nanoseconds by the operations of all threads, which work together for so many nanoseconds. */
  async run(length) {
    Atomics.store(this.#missing, 0, this.#workers.length);
    Atomics.store(this.#opened, 0, 0n);
    const answers = this.#workers.map(answer);
    for (const worker of this.#workers) worker.postMessage(length);
    const rates = await Promise.all(answers);
    return 1 / rates.reduce((sum, rate) => sum + rate);
  }
}

function answer(worker) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

export function stopThreads() {
  return Promise.all(started.map((worker) => worker.terminate()));
}
