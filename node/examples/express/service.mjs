// An API whose callers have tokens of an identity provider, which publishes its keys.
//
//   ISSUER=https://id.example PORT=3000 node service.mjs

import { pathToFileURL } from 'node:url';

// snippet: service import
import express from 'express';
import { RemoteKeys, Verifier } from 'jotkit';
import { bearer } from 'jotkit/express';

// snippet end

/** Makes the service for an issuer. */
export function createService(issuer) {
  // snippet: service
  const keys = new RemoteKeys(issuer);
  const verifier = new Verifier(keys, { issuer, audience: 'api' });

  const app = express();
  app.get('/health', (req, res) => keys.warm().then(() => res.json(keys.status())));
  app.get('/me', bearer(verifier), (req, res) => res.json(req.claims));
  app.get('/orders', bearer(verifier, { scope: ['read'] }), (req, res) => res.json([]));
  // snippet end

  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const service = createService(process.env.ISSUER).listen(Number(process.env.PORT), '127.0.0.1');
  service.on('listening', () => console.log(`http://127.0.0.1:${service.address().port}`));
}
