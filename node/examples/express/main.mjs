// Starts a web app whose users log in with LikeCoin.
//
//   LIKECOIN_CLIENT_ID=... LIKECOIN_CLIENT_SECRET=... npm start
//
// LikeCoin sends users back to PUBLIC_URL/callback, which has to be registered for the client.

import { once } from 'node:events';
import { createServer } from 'node:http';

import { likecoin } from 'jotkit';

import { createApp } from './app.mjs';

const {
  LIKECOIN_CLIENT_ID,
  LIKECOIN_CLIENT_SECRET,
  LIKECOIN_CONSENT_PAGE = 'https://like.co/in/oauth',
  LIKECOIN_API = 'https://api.like.co',
  PORT = '3000',
} = process.env;

// Listening comes first: if PORT is 0, the system chooses a port, and the redirect URI needs it.
const server = createServer().listen(Number(PORT), '127.0.0.1');
await once(server, 'listening');
const publicUrl = process.env.PUBLIC_URL ?? `http://127.0.0.1:${server.address().port}`;

const client = new likecoin.Client({
  client_id: LIKECOIN_CLIENT_ID,
  client_secret: LIKECOIN_CLIENT_SECRET,
  redirect_uri: `${publicUrl}/callback`,
  scope: ['profile', 'email'],
  authorize_endpoint: LIKECOIN_CONSENT_PAGE,
  endpoint: LIKECOIN_API,
});

server.on('request', createApp(client, publicUrl));
console.log(`Listening on ${publicUrl}`);
