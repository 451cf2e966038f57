// How long one operation takes.
import { Threads } from './threads.mjs';

/** The shortest time to warm up, in milliseconds, and the fewest operations: the compiler has to be done. */
const WARM_MILLIS = 150;
const WARM_TIMES = 300;

let kept;

function loop(operation, times) {
  const start = process.hrtime.bigint();
  // The result is kept, so that making it cannot be left out.
  for (let i = 0; i < times; i += 1) kept = operation();
  return Number(process.hrtime.bigint() - start);
}

async function asyncLoop(operation, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) kept = await operation();
  return Number(process.hrtime.bigint() - start);
}

export class Measure {
  #loop;
  #each = 1e6;

  static async of(one) {
    const measure = new Measure();
    if (one.threads === undefined) {
      const isAsync = one.operation() instanceof Promise;
      measure.#loop = (times) => (isAsync ? asyncLoop : loop)(one.operation, times);
    } else {
      const threads = await Threads.started(one.thread, one.threads);
      measure.#loop = (times) => threads.run(times);
    }
    await measure.#warmUp();
    return measure;
  }

  async #warmUp() {
    let times = 1;
    let spent = 0;
    for (let done = 0; spent < WARM_MILLIS * 1e6 || done < WARM_TIMES; done += times, times *= 2) {
      const took = await this.#loop(times);
      spent += took;
      this.#each = took / times;
    }
  }

  /** Nanoseconds for each operation, over a batch of about this many milliseconds. */
  async run(millis) {
    const times = Math.max(1, Math.round((millis * 1e6) / this.#each));
    const took = await this.#loop(times);
    this.#each = took / times;
    return this.#each;
  }
}
