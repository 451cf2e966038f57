// The app: a button to log in with, LikeCoin's consent page, and the page for those who are in.

import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import express from 'express';
import session from 'express-session';
import { JotkitError } from 'jotkit';

import { failure, home, welcome } from './pages.mjs';

/** Makes the app for a LikeCoin client, to be served at an address. */
export function createApp(client, publicUrl) {
  const app = express();
  // Tokens stay in the server's memory; the browser gets an id. A real app keeps its sessions in a
  // database and the secret somewhere it survives a restart.
  app.use(
    session({
      secret: randomBytes(32).toString('hex'),
      resave: false,
      saveUninitialized: false,
      // `lax`, not `strict`: the cookie is needed when LikeCoin sends the user back.
      cookie: { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') },
    }),
  );

  app.get('/', async (req, res) => {
    const { tokens } = req.session;
    if (tokens === undefined) return res.send(home());
    // An access token lives for an hour. When the API says that its time is over, `call` gets the
    // next one and tells us.
    const user = client.session(tokens, {
      onRefresh: (fresh) => {
        req.session.tokens = fresh;
      },
    });
    const reply = await user.call('/users/profile');
    if (reply.ok) return res.send(welcome(reply.json()));
    if (reply.reaction !== 'reauthorize') throw new Error(`The API answered ${reply.status}.`);
    delete req.session.tokens;
    return res.send(home());
  });

  // snippet: likecoin-login
  // Step 1: to LikeCoin's consent page. The state ties the answer to this browser.
  app.post('/login', (req, res) => {
    const { url, state } = client.authorizeUrl();
    req.session.state = state;
    res.redirect(303, url);
  });

  // Step 2: back with a code, or with a refusal.
  app.get('/callback', async (req, res) => {
    const { state } = req.session;
    if (state === undefined) return res.status(400).send(failure('There is no login going on.'));
    delete req.session.state; // It is used once.
    const user = await client.exchange(publicUrl + req.originalUrl, state);
    // A new session id, so that one that was planted before the login is useless.
    await promisify(req.session.regenerate.bind(req.session))();
    req.session.tokens = user.tokens;
    return res.redirect(303, '/');
  });
  // snippet end

  app.post('/logout', async (req, res) => {
    await promisify(req.session.destroy.bind(req.session))();
    res.redirect(303, '/');
  });

  app.use((error, req, res, next) => {
    if (!(error instanceof JotkitError && error.kind === 'flow')) return next(error);
    // The tokens are still good, but the server could not be reached or could not answer.
    if (error.code === 'server_unavailable') return res.status(503).send(failure(error.message));
    // The refresh token is no longer good: the user withdrew the access, or logged in elsewhere.
    if (error.code === 'request_refused') delete req.session.tokens;
    return res.status(400).send(failure(error.message));
  });
  return app;
}
