// The service: the provider's pages and endpoints, a login, and an API.

import express from 'express';

import { Logins } from './login.mjs';
import { profileApi } from './profile_api.mjs';

/** Makes the service. `options` are the provider's, `users` those of the service by id. */
export function createApp(provider, options, users, now) {
  const app = express();
  const logins = new Logins(options.key, users, now);

  // snippet: mount
  app.use(
    provider.express({
      user: (req) => logins.of(req)?.user,
      session: (req) => logins.of(req)?.session,
      login: '/login',
    }),
  );
  // snippet end

  app.use(logins.router());
  app.use(profileApi(provider, users, options.style ?? 'likecoin'));
  // Without a stack trace.
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).end();
  });
  return app;
}
