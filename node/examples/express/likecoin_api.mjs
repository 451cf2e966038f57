// An API that takes LikeCoin access tokens.

// snippet: likecoin-api import
import express from 'express';
import { likecoin } from 'jotkit';
import { bearer } from 'jotkit/express';

// snippet end

/** Makes the API for the service's secret and its clients' secrets by client id. */
export function createApi(commonSecret, clients) {
  // snippet: likecoin-api
  /** Lets a request through if its token covers a scope: `read:like` covers `read:like.button`. */
  const demand = (scope) => bearer(new likecoin.Verifier(commonSecret, clients, { all: [scope] }));

  const app = express();
  app.get('/me', demand('profile'), (req, res) => res.json({ user: req.claims.user }));
  app.get('/history', demand('read:like.button'), (req, res) => res.json([]));
  // snippet end

  return app;
}
