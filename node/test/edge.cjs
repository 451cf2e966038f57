// Calls at the very end of the stack, in this thread and in threads with little of it: a RangeError
// or an answer, and no crash. What native code needs must fit in what V8 keeps in reserve.
const assert = require('node:assert/strict');
const { Worker, isMainThread } = require('node:worker_threads');

const { Key, KeySet, RemoteKeys, Signer, Verifier } = require('../index.cjs');

/** Works again and again on the way up from the deepest call that there is room for. */
function atTheEdge(works) {
  let times = 0;
  const attempt = () => {
    for (const work of works) {
      try {
        work();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
  };
  const down = () => {
    try {
      down();
    } finally {
      times += 1;
      if (times <= 40) attempt();
    }
  };
  assert.throws(down, RangeError);
  assert.ok(times > 40);
}

/** A verifier of keys behind a URL, which were fetched before. */
function remoteOf(key) {
  const source = 'https://id.example/keys';
  const keys = new RemoteKeys({ jwks_url: source, onEvent: () => {} });
  const body = JSON.stringify(new KeySet([key]).toPublicJwks());
  const fetched_at = Date.now();
  const snapshot = { version: 1, source, fetched_at, expires_at: fetched_at + 3_600_000, body };
  keys.seed(JSON.stringify(snapshot));
  return new Verifier(keys);
}

for (const alg of ['HS512', 'RS512', 'PS512', 'ES512', 'Ed25519', 'ML-DSA-87']) {
  const key = Key.generate(alg);
  const jwk = key.toJwk();
  const signer = new Signer(key, { lifetime: 60 });
  const token = signer.sign({});
  const verifier = new Verifier(key);
  const asking = new Verifier(() => key);
  const remote = alg === 'HS512' ? verifier : remoteOf(key.withKid('a'));
  const never = new Verifier(() => never.verify(token) && key);
  atTheEdge([
    () => verifier.verify(token),
    () => asking.verify(token),
    () => remote.verify(token),
    () => never.verify(token),
    () => signer.sign({}),
    () => Key.fromJwk(jwk),
  ]);
  assert.throws(() => never.verify(token), RangeError);
  assert.ok(verifier.verify(token).exp > 0);
}

if (isMainThread) {
  for (const options of [{}, { resourceLimits: { stackSizeMb: 1 } }]) {
    new Worker(__filename, options).on('exit', (code) => assert.equal(code, 0));
  }
  process.on('exit', (code) => console.log(code === 0 ? 'done' : code));
}
