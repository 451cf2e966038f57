// The same operation many times over, and how long that takes.

/** The shortest time to warm up, in milliseconds, and the fewest operations, for the compiler. */
const WARM_MILLIS = 150;
const WARM_TIMES = 300;

let kept;

export function loop(operation, times) {
  const start = process.hrtime.bigint();
  // The result is kept, so that making it cannot be left out.
  for (let i = 0; i < times; i += 1) kept = operation();
  return Number(process.hrtime.bigint() - start);
}

export async function asyncLoop(operation, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i += 1) kept = await operation();
  return Number(process.hrtime.bigint() - start);
}

/** Nanoseconds for each operation, when the compiler is done with the loop. */
export async function warmUp(loop) {
  let each;
  let spent = 0;
  for (let done = 0, times = 1; spent < WARM_MILLIS * 1e6 || done < WARM_TIMES; times *= 2) {
    const took = await loop(times);
    spent += took;
    done += times;
    each = took / times;
  }
  return each;
}
