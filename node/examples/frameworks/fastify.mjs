// An API with Fastify whose callers have tokens of an identity provider.

// snippet: fastify import
import Fastify from 'fastify';
import { RemoteKeys, Verifier } from 'jotkit';
import { bearer } from 'jotkit/fastify';

// snippet end

/** Makes the service for an issuer. */
export function createService(issuer) {
  // snippet: fastify
  const verifier = new Verifier(new RemoteKeys(issuer), { issuer, audience: 'api' });

  const app = Fastify();
  app.get('/me', { onRequest: bearer(verifier) }, async (request) => request.claims);
  app.get('/orders', { onRequest: bearer(verifier, { scope: ['read'] }) }, async () => []);
  // snippet end

  return app;
}
