// A service that issues its own tokens (RFC 6749): codes, access and refresh tokens, rotation,
// revocation.
//
//   TOKEN_SERVICE_KEY=... TOKEN_SERVICE_COMMON_SECRET=... WEB_SECRET=... node token_service.mjs
//
// The first two are the service's own secrets, of 32 bytes or more; the third is that of the
// client, which the service at https://app.example also has.

import session from 'express-session';

const {
  TOKEN_SERVICE_KEY: key,
  TOKEN_SERVICE_COMMON_SECRET: commonSecret,
  WEB_SECRET,
  TOKEN_SERVICE_DATABASE = 'tokens.db',
  PORT = '3000',
} = process.env;
const users = new Map([['ann', { display_name: 'Ann' }]]);

// snippet: token-service import
import Database from 'better-sqlite3'; // or `DatabaseSync` of node:sqlite
import express from 'express';
import { bearer } from 'jotkit/express';
import { Provider, sqlite } from 'jotkit/provider';

// snippet end

// snippet: token-service
const provider = new Provider(sqlite(new Database(TOKEN_SERVICE_DATABASE)), {
  key,
  commonSecret,
  host: 'api.example',
  style: 'rfc6749', // without it: LikeCoin's manners
  rotation: true,
  users: (id) => users.get(id), // an object, which may be empty; undefined if there is none
});
await provider.setup();
const web = { clientId: 'web', clientSecret: WEB_SECRET, scopes: ['read', 'write'] };
await provider.clients.put({ ...web, redirectUris: ['https://app.example/callback'] });
// snippet end

const app = express();
app.use(session({ secret: `login ${key}`, resave: false, saveUninitialized: false }));

app.get('/login', (req, res, next) => {
  // Where you ask for a password. This one takes everybody for Ann.
  const back = String(req.query.return_to ?? '');
  // A new session id, so that one that was planted before the login is useless.
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.user = 'ann';
    return res.redirect(303, /^\/(?![/\\])[!-~]*$/.test(back) ? back : '/apps');
  });
});

// snippet: token-service-routes
app.use(
  provider.express({
    user: (req) => req.session.user,
    session: (req) => req.sessionID,
    login: '/login',
  }),
);

app.get('/notes', bearer(provider, { scope: ['read'] }), (req, res) => {
  res.json({ user: req.claims.user, notes: [] });
});
// snippet end

const server = app.listen(Number(PORT), '127.0.0.1');
server.on('listening', () => console.log(`http://127.0.0.1:${server.address().port}`));
