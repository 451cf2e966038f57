// An API with Hono whose callers have tokens of an identity provider.

// snippet: hono import
import { Hono } from 'hono';
import { RemoteKeys, Verifier } from 'jotkit';
import { bearer } from 'jotkit/hono';

// snippet end

/** Makes the service for an issuer. */
export function createService(issuer) {
  // snippet: hono
  const verifier = new Verifier(new RemoteKeys(issuer), { issuer, audience: 'api' });

  const app = new Hono();
  app.get('/me', bearer(verifier), (c) => c.json(c.var.claims));
  app.get('/orders', bearer(verifier, { scope: ['read'] }), (c) => c.json([]));
  // snippet end

  return app;
}
