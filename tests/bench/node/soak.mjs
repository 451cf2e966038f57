// Many verifications of all sorts, and what the process holds on to.
import { JotkitError } from 'jotkit';

import { verifierOf } from './jotkit.mjs';

export async function soak(work, count) {
  const { tokens } = work;
  const hs256 = verifierOf(work, 'HS256');
  const es256 = verifierOf(work, 'ES256');
  const cycle = [
    tokens['verify-HS256'],
    tokens['refuse-expired'],
    tokens['refuse-signature'],
    tokens['refuse-garbage'],
  ];
  const verdicts = { good: 0, refused: 0 };
  const one = (i) => {
    try {
      if (i % 64 === 63) es256.verify(tokens['verify-ES256']);
      else hs256.verify(cycle[i % 4]);
      verdicts.good += 1;
    } catch (error) {
      if (!(error instanceof JotkitError)) throw error;
      verdicts.refused += 1;
    }
  };
  const first = Math.floor(count / 10);
  await repeat(one, 0, first);
  const rss_start = resident();
  await repeat(one, first, count);
  const rss_end = resident();
  // A quarter is good, and every 64th in the place of a piece of garbage.
  const good = Math.floor((count + 3) / 4) + Math.floor(count / 64);
  if (verdicts.good !== good) throw new Error(`${verdicts.good} of ${good} were taken`);
  return { rss_start, rss_end };
}

/** With a turn of the event loop now and then, as in a server. */
async function repeat(one, from, to) {
  for (let i = from; i < to; i += 1) {
    one(i);
    if (i % 10_000 === 0) await new Promise(setImmediate);
  }
}

function resident() {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
