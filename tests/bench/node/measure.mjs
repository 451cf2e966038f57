// How long one operation takes.
import { asyncLoop, loop, warmUp } from './loop.mjs';
import { Threads } from './threads.mjs';

export class Measure {
  #loop;
  #threads;
  #each = 1e6;

  static async of(one) {
    const measure = new Measure();
    if (one.threads === undefined) {
      const isAsync = one.operation() instanceof Promise;
      measure.#loop = (times) => (isAsync ? asyncLoop : loop)(one.operation, times);
      measure.#each = await warmUp(measure.#loop);
    } else {
      measure.#threads = await Threads.started(one.thread, one.threads);
    }
    return measure;
  }

  /** Nanoseconds for each operation, over a batch of about this many milliseconds. */
  async run(millis) {
    if (this.#threads) return this.#threads.run(millis * 1e6);
    const times = Math.max(1, Math.round((millis * 1e6) / this.#each));
    const took = await this.#loop(times);
    this.#each = took / times;
    return this.#each;
  }
}
