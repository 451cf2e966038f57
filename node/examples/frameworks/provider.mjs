// A provider in Hono, and in all else that takes a Request and returns a Response.

import { Hono } from 'hono';

/** Makes the service of a provider, whose browsers have a cookie that `loginOf` reads. */
export function createService(provider, loginOf) {
  // snippet: provider-hono
  const options = {
    user: (request) => loginOf(request)?.user,
    session: (request) => loginOf(request)?.id,
    login: '/login',
  };

  const app = new Hono();
  app.use(async (c, next) => (await provider.fetch(c.req.raw, options)) ?? next());
  // snippet end

  return app;
}
