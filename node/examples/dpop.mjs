// Makes a DPoP proof (RFC 9449 §4.2) and checks it as a server does (§4.3).
import { createHash } from 'node:crypto';

import { Key, Signer, Verifier, peek } from 'jotkit';

const ALGORITHMS = ['ES256', 'EdDSA'];

/** The claim `ath`: the hash of the access token that the proof goes with. */
function tokenHash(accessToken) {
  return createHash('sha256').update(accessToken).digest('base64url');
}

/** What the proof of a request says. */
function claimsOf(method, url, accessToken) {
  const claims = { htm: method, htu: url };
  if (accessToken !== undefined) claims.ath = tokenHash(accessToken);
  return claims;
}

/** A proof for one request; `url` is the request's without query and fragment. */
export function makeProof(key, method, url, accessToken) {
  const signer = new Signer(key, { typ: 'dpop+jwt', iat: true, jti: true });
  const header = { jwk: key.public().toJwk() };
  return signer.sign(claimsOf(method, url, accessToken), { header });
}

/**
 * The thumbprint of the proof's key, which must be `cnf.jkt` of the access token.
 *
 * `seen` holds the ids of earlier proofs; a server shares it and forgets ids after a minute.
 */
export function checkProof(proof, method, url, seen, accessToken) {
  // The header brings its own key: that is what the proof is about. It proves who made this request
  // only because the access token names the same key.
  const { jwk } = peek(proof).header;
  if (typeof jwk !== 'object' || jwk === null) throw new Error('The proof has no jwk.');
  const key = Key.fromJwk(jwk);
  if (key.private) throw new Error('The jwk of the proof is not a public key.');
  const verifier = new Verifier(key, {
    algorithms: ALGORITHMS,
    types: ['dpop+jwt'],
    expiry_optional: true,
    max_age: 60,
    leeway: 5,
    required: ['jti'],
    expected: claimsOf(method, url, accessToken),
  });
  const { jti } = verifier.verify(proof);
  if (seen.has(jti)) throw new Error('The proof was used before.');
  seen.add(jti);
  return key.thumbprint();
}
