// An API that takes the provider's access tokens, and asks whether they were revoked.

import express from 'express';
import { JotkitError, bearer, likecoin } from 'jotkit';

/** Makes the API. */
export function profileApi(provider, users, style) {
  const router = express.Router();
  router.get('/users/profile', async (req, res) => {
    let token;
    try {
      // Two headers are as bad as a bad one.
      const header = req.headersDistinct.authorization?.join(', ');
      token = await provider.verify(bearer.parse(header), { all: ['profile'] });
    } catch (error) {
      if (!(error instanceof JotkitError)) throw error;
      return style === 'likecoin' ? refuseAsLikeCoin(res, error) : refuse(res, error);
    }
    const user = users.get(token.user);
    if (user === undefined) return res.status(404).end();
    const { id, display_name: displayName = '', avatar = '', email = '' } = user;
    const shown = { user: id, displayName, avatar };
    // Which members are shown goes by the very word, not by what covers it.
    if (token.scope.includes('email')) shown.email = email;
    return res.json(shown);
  });
  return router;
}

/** A status and a word; 503 while the database does not answer. */
function refuseAsLikeCoin(res, error) {
  const { status = 500 } = error;
  const word = status === 503 ? 'SERVER_UNAVAILABLE' : '';
  const reply = likecoin.refusal(error) ?? { status, body: word };
  return res.status(reply.status).type('text').send(reply.body);
}

/** As RFC 6750, section 3, says. */
function refuse(res, error) {
  const { status, www_authenticate } = error.challenge('api', ['profile']);
  if (www_authenticate !== null) res.set('WWW-Authenticate', www_authenticate);
  return res.status(status).end();
}
