// The service's own login. This one has no password: put yours here.

import express from 'express';
import { JotkitError, Key, Signer, Verifier } from 'jotkit';

const SESSION = 'session';
const DAY = 86_400;

/** Cookies that every process with the same key takes: tokens of this service's own. */
export class Logins {
  #signer;
  #verifier;
  #users;
  #now;

  constructor(key, users, now) {
    const own = Key.hs256(`login ${[key].flat()[0]}`);
    // Each login has an id of its own, so that a form of one is not good in another.
    this.#signer = new Signer(own, { lifetime: DAY, jti: true });
    this.#verifier = new Verifier(own, { required: ['sub', 'jti'] });
    this.#users = users;
    this.#now = now;
  }

  /** Who is logged in, and the id of the login; `undefined` without one. */
  of(req) {
    const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    const token = pairs.find(([name]) => name === SESSION)?.[1] ?? '';
    try {
      const { sub, jti } = this.#verifier.verify(token, { now: this.#now() });
      return this.#users.has(sub) ? { user: sub, session: jti } : undefined;
    } catch (error) {
      if (!(error instanceof JotkitError)) throw error;
      return undefined;
    }
  }

  router() {
    const router = express.Router();
    router.get('/login', (req, res) => {
      res.set({ 'Cache-Control': 'no-store', 'X-Frame-Options': 'DENY' });
      res.send(page([...this.#users.keys()], String(req.query.return_to ?? '')));
    });
    router.post('/login', express.urlencoded({ extended: false }), (req, res) => {
      const { user = '', return_to: back = '' } = req.body ?? {};
      if (!this.#users.has(user))
        return res.status(403).type('text').send('There is no such user.');
      const token = this.#signer.sign({ sub: user }, { now: this.#now() });
      setCookie(res, token, DAY);
      return res.redirect(303, isHere(back) ? back : '/apps');
    });
    router.post('/logout', (req, res) => {
      setCookie(res, '', 0);
      res.redirect(303, '/login');
    });
    return router;
  }
}

function setCookie(res, value, seconds) {
  const cookie = `${SESSION}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
  res.set('Set-Cookie', cookie);
}

/** Whether an address is a path on this server and nothing else. */
function isHere(address) {
  return typeof address === 'string' && /^\/(?![/\\])[!-~]*$/.test(address);
}

function page(users, back) {
  const form = (user) => `<form method="post" action="/login">
<input type="hidden" name="user" value="${escaped(user)}">
<input type="hidden" name="return_to" value="${escaped(back)}">
<button type="submit">Log in as ${escaped(user)}</button>
</form>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in</title>
</head>
<body>
<h1>Log in</h1>
${users.map(form).join('\n')}
</body>
</html>
`;
}

/** Text as HTML. */
function escaped(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => names[char]);
}
