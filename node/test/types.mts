// Compiled, not run: what the type declarations allow, and what they do not.
import { createSecretKey, webcrypto } from 'node:crypto';

import {
  type Challenge,
  type Claims,
  type Finding,
  JotkitError,
  Key,
  KeySet,
  type Policy,
  type RemoteEvent,
  RemoteKeys,
  type RemoteStatus,
  Signer,
  type Skipped,
  type Unverified,
  type Verified,
  Verifier,
  bearer,
  jws,
  likecoin,
  livelike,
  peek,
} from 'jotkit';
import jsonwebtoken, { type JwtPayload, TokenExpiredError } from 'jotkit/jsonwebtoken';
import npmJws, { verify as jwsVerify } from 'jotkit/jws';

const key: Key = Key.hs256(new Uint8Array(32));
const pem: Key = Key.fromPem('', { alg: 'RS256', kid: 'a' });
const set: KeySet = KeySet.fromJwks({ keys: [] }, { alg: 'RS256' });
const signer = new Signer(key, { issuer: 'i', audience: ['a'], lifetime: 60, jti: true });
const token: string = signer.sign({ sub: 'u1' }, { header: { typ: 'at+jwt' }, now: 0 });
const policy: Policy = { issuer: ['a', 'b'], any_audience: true, expected: { a: 1, b: true } };

const own: Key = Key.fromKeyObject(createSecretKey(new Uint8Array(32)), { alg: 'HS256' });
export async function elsewhere(ofWeb: webcrypto.CryptoKey): Promise<string> {
  const imported: Key = await Key.fromCryptoKey(ofWeb, { kid: 'a' });
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' };
  const sign = (input: Uint8Array) => webcrypto.subtle.sign(ecdsa, ofWeb, input);
  const external = Signer.external('ES256', sign, { kid: 'a' });
  const input: string = Signer.keyless('ES256').signingInput({ exp: new Date() }, { lifetime: 5 });
  return external.assemble(input, await sign(Buffer.from(input))) + imported.kty;
}
const found: Key | undefined = KeySet.fromPems({ a: '' }).get('a');
const skipped: Skipped[] = KeySet.fromPems(new Map([['a', new Uint8Array()]])).skipped;
const thumbprints: (string | undefined)[] = [...set].map((one) => one.thumbprint());
const point: Key = Key.fromEcPoint(new Uint8Array(65), { alg: 'ES256' });
const findings: Finding[] = new Verifier(key).explain(token, { now: 1 });
const bytes: Uint8Array = jws.verify(set, jws.sign(key, new Uint8Array()), { policy }).payload;
new Verifier(key).verify(token, { expected: { nonce: 'n' } });
bearer.parse(undefined);
peek(token, { allow_padding: true });
// @ts-expect-error a bare key needs an algorithm
Key.fromEcPoint(new Uint8Array(65));
// @ts-expect-error a signature is bytes
Signer.external('ES256', () => 'text');
// @ts-expect-error what is expected is never null
new Verifier(key).verify(token, { expected: { nonce: null } });
console.log(own, found, skipped, thumbprints, point, findings, bytes);

const claims: Claims = new Verifier(set, policy).verify(token, { now: 1 });
const subject: unknown = claims['sub'];
interface Session {
  sub: string;
}
const session: Session = new Verifier(pem).verify<Session>(token);
const full: Verified<Session> = new Verifier(key).verifyFull<Session>(token);
const name: string = full.claims.sub + full.payload + String(full.header['alg']);
new Verifier(({ kid, issuer, algorithm }) => ((kid ?? issuer ?? algorithm) ? key : undefined));

const remote = new RemoteKeys('https://id.example', { burst: 3, onEvent: (event) => saw(event) });
const named = new RemoteKeys({ jwks_url: 'https://id.example/keys', fetch });
const several = new RemoteKeys({ issuers: [{ issuer: 'https://id.example' }], fetch });
function saw({ event, at, cause }: RemoteEvent): void {
  console.log(event === 'failed' ? cause === 'tls' : at + 1);
}
export async function remotely(): Promise<string> {
  await Promise.all([remote.warm(), named.warm(), several.warm('https://id.example')]);
  const status: RemoteStatus = several.status('https://id.example');
  named.seed(named.export());
  const held: KeySet | undefined = remote.keySet();
  const verifier = new Verifier(remote, policy);
  const { sub } = await verifier.verifyAsync<Session>(token, { expected: { nonce: 'n' } });
  const verified: Verified = await verifier.verifyFullAsync(token);
  onlyVerified(verified);
  return sub + status.state + status.skipped.map(({ code }) => code) + held?.size;
}
// @ts-expect-error the issuer is given twice
new RemoteKeys('https://id.example', { issuer: 'https://b.example' });
// @ts-expect-error an undefined setting is a mistake
new RemoteKeys({ jwks_url: undefined });
// @ts-expect-error there is no such option
new RemoteKeys({ jwks_uri: 'https://id.example/keys' });
// @ts-expect-error there is no such event
saw({ event: 'lost', source: 'a', at: 1 });

function onlyVerified(_: Verified): void {}
const unverified: Unverified = peek(token);
onlyVerified(new Verifier(key).verifyFull(token));
// @ts-expect-error what was only peeked at is not verified
onlyVerified(unverified);
new Verifier(key, { any_audience: false });
// @ts-expect-error an undefined setting is a mistake
new Verifier(key, { issuer: undefined });
// @ts-expect-error there is no such algorithm
Key.generate('none');
// @ts-expect-error an unknown field
new Verifier(key, { issuers: 'a' });
// @ts-expect-error keys are imported, not constructed
new Key();
// @ts-expect-error a secret needs an algorithm
Key.fromSecret('', {});
// @ts-expect-error a resolver is synchronous
new Verifier(async () => key);
// @ts-expect-error an id is a string
new livelike.Signer('a', 'b').sign(42);

const profile: livelike.Profile = new livelike.Verifier(new Map([['a', 'b']])).verify(token);
const expiry: number | undefined = profile.expires_at;
const access: likecoin.AccessToken = new likecoin.Verifier('common', (id) => id, {
  all: ['read:like'],
}).verify(bearer.parse('Bearer a'));

function onlyAccess(_: likecoin.AccessToken): void {}
onlyAccess(access);
// @ts-expect-error what was only peeked at is not verified
onlyAccess(likecoin.peek(token));

export async function flow(client: likecoin.Client): Promise<string> {
  const { url, state } = client.authorizeUrl({ scope: ['profile'] });
  const login: likecoin.Session = await client.exchange(new URL(url), state, {
    onRefresh: ({ refresh_token }) => void refresh_token,
  });
  const reply: likecoin.Reply = await login.call('/users/profile', { method: 'GET' });
  return reply.ok ? reply.json<{ user: string }>().user : reply.reaction;
}

try {
  throw new Error();
} catch (error) {
  if (error instanceof JotkitError) {
    const code: string = error.code;
    const claim: string | undefined = error.claim;
    const retryAt: number | undefined = error.retry_at;
    const { status, www_authenticate }: Challenge = error.challenge('api', ['read']);
    console.log(status, www_authenticate);
    // @ts-expect-error the kinds are known
    if (error.kind === 'refusal') throw error;
    if (error.kind === 'refused')
      console.log(code, claim, retryAt, likecoin.refusal(error)?.status);
  }
}
console.log(subject, session, name, expiry, access);

const signed: string = jsonwebtoken.sign({ sub: 'u1' }, 'secret', { expiresIn: '1h' });
const payload: string | JwtPayload = jsonwebtoken.verify(signed, 'secret', { audience: /a/ });
const { header } = jsonwebtoken.verify(signed, 'secret', { complete: true });
jsonwebtoken.verify(
  signed,
  ({ kid }, done) => done(null, kid),
  (error) => {
    if (error instanceof TokenExpiredError) console.log(error.expiredAt.getTime());
  },
);
// @ts-expect-error `expiresIn` is a number or a span
jsonwebtoken.sign({}, 'secret', { expiresIn: true });

const raw: string = npmJws.sign({ header: { alg: 'HS256' }, payload: 'text', secret: 'secret' });
const holds: boolean = jwsVerify(raw, 'HS256', 'secret');
npmJws.createVerify({ algorithm: 'HS256', signature: raw, key: 'secret' }).on('done', () => holds);
// @ts-expect-error the header is required
npmJws.sign({ payload: 'text', secret: 'secret' });
console.log(payload, header.alg);
