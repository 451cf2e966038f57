// Every case there is: a library at a work. Each is tried once before it is listed.
import { deepEqual, ok } from 'node:assert/strict';

import * as jotkit from './jotkit.mjs';
import { peers } from './peers.mjs';
import { ALGORITHMS, CACHED, REFUSALS, SCALED, SIZES } from './work.mjs';

export async function casesOf(work) {
  const cases = [];
  for (const maker of [jotkit, ...peers]) {
    const { library, version, works } = maker;
    for (const [name, make] of worksOf(work, maker)) {
      if (works && !works.includes(name)) continue;
      try {
        cases.push({ library, version, work: name, operation: await make() });
      } catch (error) {
        console.error(`${library} is left out of ${name}: ${error.message.split('\n')[0]}`);
      }
    }
  }
  const version = process.versions.v8;
  const { payload } = work;
  cases.push({
    ...{ library: 'JSON.parse', version, work: 'parse' },
    operation: () => JSON.parse(payload),
  });
  return [...cases, ...SCALED.flatMap((alg) => scaled(work, alg))];
}

function* worksOf(work, maker) {
  const claims = JSON.parse(work.payload);
  for (const alg of ALGORITHMS) {
    yield [`sign-${alg}`, () => signing(work, maker, alg, claims)];
    yield [`verify-${alg}`, () => verifying(work, maker, alg, `verify-${alg}`)];
  }
  for (const name of REFUSALS) yield [name, () => refusing(work, maker, name)];
  for (const name of SIZES) yield [name, () => verifying(work, maker, 'HS256', name)];
  if (!maker.caches) return;
  for (const alg of CACHED) {
    yield [`cached-${alg}`, () => verifying(work, maker, alg, `verify-${alg}`, { cached: true })];
  }
}

async function signing(work, maker, alg, claims) {
  const operation = await maker.makeSign(work, alg, claims);
  const back = jotkit.verifierOf(work, alg).verify(await operation());
  deepEqual(back, claims);
  return operation;
}

async function verifying(work, maker, alg, name, options) {
  const operation = await maker.makeVerify(work, alg, work.tokens[name], options);
  // Twice: the second time it may come from a cache.
  for (const _ of ['first', 'second']) deepEqual({ ...(await operation()) }, work.claims[name]);
  return operation;
}

async function refusing(work, maker, name) {
  const verify = await maker.makeVerify(work, 'HS256', work.tokens[name]);
  const attempt = refused(verify);
  const error = await attempt();
  ok(maker.reasons[name](error), `it was refused for ${error.code ?? error.message}`);
  return attempt;
}

/** The error of a verification that has to fail. */
function refused(verify) {
  return () => {
    let result;
    try {
      result = verify();
    } catch (error) {
      return error;
    }
    if (!(result instanceof Promise)) throw new Error('it was not refused');
    return result.then(
      () => {
        throw new Error('it was not refused');
      },
      (error) => error,
    );
  };
}

function scaled(work, alg) {
  const { library, version } = jotkit;
  const thread = { work: process.argv[2], alg, token: work.tokens[`verify-${alg}`] };
  return [1, 2].map((threads) => ({ library, version, work: `scale-${alg}`, threads, thread }));
}
