// Verifies a token a line with the keys of an issuer: `node verify.mjs ISSUER`. See run.py.
import { createInterface } from 'node:readline';

import { RemoteKeys, Verifier } from '../../../node/index.mjs';

const keys = new RemoteKeys(process.argv[2]);
const verifier = new Verifier(keys, { issuer: process.argv[2], audience: 'account' });

for await (const token of createInterface({ input: process.stdin })) {
  const verdict = verifier.verifyAsync(token);
  console.log(
    await verdict.then(
      ({ sub }) => sub,
      ({ code }) => code,
    ),
  );
}
