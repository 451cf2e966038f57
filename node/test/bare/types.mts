// Compiled, not run, without the types of the web and of Node.
import { type Claims, Key, RemoteKeys, Verifier, likecoin } from 'jotkit';
import { bearer } from 'jotkit/express';

const keys = new RemoteKeys('https://id.example', {
  fetch: async (url, init) => ({ status: url.length, headers: headers(init.method), body: null }),
});
function headers(name = '') {
  return { get: () => name, has: () => true };
}

export const claims: Claims = await new Verifier(keys).verifyAsync(new Uint8Array());
export const middleware = bearer(new Verifier(Key.hs256('', { kid: 'a' })));
export async function call(session: likecoin.Session): Promise<string | null> {
  const { headers } = await session.call({ href: 'https://api.like.co' }, { method: 'GET' });
  return headers.get('content-type');
}
