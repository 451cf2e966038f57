// The same verification in several threads at once.
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const started = [];

/** Worker threads that each make a verifier of their own and start together. */
export class Threads {
  #workers;
  #flags;

  static async started(thread, number) {
    const threads = new Threads();
    threads.#flags = new Int32Array(new SharedArrayBuffer(8));
    const workerData = { ...thread, flags: threads.#flags, threads: number };
    const program = fileURLToPath(new URL('thread.mjs', import.meta.url));
    threads.#workers = Array.from({ length: number }, () => new Worker(program, { workerData }));
    started.push(...threads.#workers);
    await Promise.all(threads.#workers.map(answer));
    return threads;
  }

  /** What the clock says of this many operations, shared out, from the first start to the last end. */
  async run(times) {
    const each = Math.ceil(times / this.#workers.length);
    Atomics.store(this.#flags, 0, 0);
    const answers = this.#workers.map(answer);
    for (const worker of this.#workers) worker.postMessage(each);
    const spans = await Promise.all(answers);
    const start = Math.min(...spans.map((span) => span.start));
    const end = Math.max(...spans.map((span) => span.end));
    // Sharing out may have rounded up.
    return ((end - start) * times) / (each * this.#workers.length);
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
