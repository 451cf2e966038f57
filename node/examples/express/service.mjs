// An API whose callers have tokens of an identity provider, which publishes its keys.
//
//   ISSUER=https://id.example PORT=3000 node service.mjs

import { pathToFileURL } from 'node:url';

// snippet: service import
import express from 'express';
import { JotkitError, RemoteKeys, Verifier, bearer } from 'jotkit';

// snippet end

/** Makes the service for an issuer. */
export function createService(issuer) {
  const app = express();

  // snippet: service
  const keys = new RemoteKeys(issuer);
  const verifier = new Verifier(keys, { issuer, audience: 'api' });
  const claimsOf = (req) => verifier.verifyAsync(bearer.parse(req.headers.authorization));

  app.get('/health', (req, res) => keys.warm().then(() => res.json(keys.status())));
  app.get('/me', async (req, res) => res.json(await claimsOf(req)));
  app.use((error, req, res, next) => {
    if (!(error instanceof JotkitError)) return next(error);
    const { status, www_authenticate } = error.challenge('api');
    const headers = www_authenticate === null ? {} : { 'WWW-Authenticate': www_authenticate };
    return res.status(status).set(headers).json({ error: error.code });
  });
  // snippet end

  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  createService(process.env.ISSUER).listen(Number(process.env.PORT), '127.0.0.1');
}
