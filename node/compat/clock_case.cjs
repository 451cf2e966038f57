// What a test of an app does with a clock of its own. `clock` is that of jest or of vitest.
const { createServer } = require('node:http');

const { Key, KeySet, RemoteKeys, Signer, Verifier, peek } = require('jotkit');

exports.check = async function check({ clock, spyOn, expect }) {
  const key = Key.hs256('a secret of at least 32 bytes, kept safe');
  const signer = new Signer(key, { lifetime: 3600 });
  const verifier = new Verifier(key);
  const start = Date.UTC(2031, 0, 1);

  // A provider whose keys are good for ten minutes.
  const signing = Key.generate('ES256').withKid('k1');
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end(JSON.stringify(new KeySet([signing]).toPublicJwks()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It ends with the test, however that ends.
  server.unref();
  const keys = new RemoteKeys({ jwks_url: `http://127.0.0.1:${server.address().port}/jwks` });

  clock.useFakeTimers();
  clock.setSystemTime(start);
  const token = signer.sign({ sub: 'u1' });
  expect(peek(token).claims.exp).toBe(start / 1000 + 3600);
  expect(verifier.verify(token).sub).toBe('u1');

  const remote = new Verifier(keys);
  const long = new Signer(signing, { lifetime: 86_400 }).sign({ sub: 'r' });
  expect((await remote.verifyAsync(long)).sub).toBe('r');
  expect([requests, keys.status().state]).toEqual([1, 'fresh']);
  clock.advanceTimersByTime(599_000);
  expect(keys.status().state).toBe('ageing');
  clock.advanceTimersByTime(3_001_000);
  expect(() => verifier.verify(token)).toThrow(
    expect.objectContaining({ code: 'token_expired', status: 401 }),
  );
  // Past their lifetime they are fetched again, in the background.
  expect((await remote.verifyAsync(long)).sub).toBe('r');
  clock.useRealTimers();
  for (let i = 0; i < 400 && requests < 2; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(requests).toBe(2);
  server.closeAllConnections();
  server.close();

  const spy = spyOn(verifier, 'verify').mockReturnValue({ sub: 'mocked' });
  expect(verifier.verify('').sub).toBe('mocked');
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
  expect(() => verifier.verify('')).toThrow('token');
  const ofClass = spyOn(Signer.prototype, 'sign').mockReturnValue('a.b.c');
  expect(new Signer(key).sign({})).toBe('a.b.c');
  ofClass.mockRestore();
  expect(() => verifier.verify(new Uint8Array(3))).toThrow(
    expect.objectContaining({ code: 'token_malformed' }),
  );
};
